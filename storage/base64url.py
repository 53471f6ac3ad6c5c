"""Bytes as base64url text without padding, in the one way that each value has."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def text_of(value: bytes) -> str:
    """`value` in base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def size_of(length: int) -> int:
    """How many bytes a text of this length stands for."""
    return length * 3 // 4


def is_text(text: str) -> bool:
    """Whether `text` has nothing but letters of base64url."""
    return text.isascii() and not text.encode().translate(None, ALPHABET)


def bytes_of(text: str, length: int) -> bytes:
    """The `length` bytes that `text` stands for. Raises ValueError, also for a second spelling."""
    if len(text) != (length * 4 + 2) // 3 or not is_text(text):
        raise ValueError("not base64url of this length")
    value = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if text_of(value) != text:
        raise ValueError("not the one spelling of these bytes")
    return value
