"""base64url without padding (RFC 4648, section 5), where each value has exactly one spelling."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def encode(value: bytes) -> str:
    """`value` in base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text: str, length: int) -> bytes:
    """The `length` bytes that `text` encodes. Raises ValueError, also for a non-canonical spelling."""
    if len(text) != (length * 4 + 2) // 3 or not is_valid(text):
        raise ValueError("not base64url of this length")
    value = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(value) != text:
        raise ValueError("not the canonical spelling of these bytes")
    return value


def decoded_size(length: int) -> int:
    """How many bytes a text of `length` characters encodes."""
    return length * 3 // 4


def is_valid(text: str) -> bool:
    """Whether `text` holds only characters of the base64url alphabet."""
    return text.isascii() and not text.encode().translate(None, ALPHABET)
