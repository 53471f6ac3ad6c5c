"""Strict validation of shares and notes: every value must be what docs/protocol.md describes."""

from __future__ import annotations

import hashlib

from flask import Request

from storage import base64url
from storage.shares.interface import SHARE_SECONDS_MAX, SHARE_SECONDS_MIN, ShareAccess
from webapp.api.exceptions import Malformed, TooLarge
from webapp.api.validation import (
    BODY_OVERHEAD_BYTES,
    SEALED_TEXTS,
    read_body,
    read_id,
    read_sealed,
    read_token,
)

NOTE_SIZES = frozenset(padded + 1 + 65 + 12 + 16 for padded in (4096, 16384))
"""Allowed sizes of a sealed note in bytes: format, point, nonce, padded note, tag."""


def _text_length(size: int) -> int:
    return (size * 4 + 2) // 3


def read_name(share: str) -> bytes:
    """The name under which a share is stored: SHA-256 of its id. Raises NotFound for an invalid id."""
    # Threat: somebody copies the data folder. Its names must not be the ids, which open shares over HTTP.
    return hashlib.sha256(read_id(share)).digest()


def read_share_access(share: str, request: Request) -> ShareAccess:
    """The share's name and the token's hash. Raises NotFound (invalid id) or Unauthorized (invalid token)."""
    return ShareAccess(read_name(share), read_token(request))


def read_share(request: Request) -> tuple[str, int]:
    """The sealed text to share, and its lifetime in seconds.

    Raises UnsupportedMediaType, TooLarge or Malformed.
    """
    body = read_body(request, max(SEALED_TEXTS) + BODY_OVERHEAD_BYTES)
    seconds = body.get("expires_in")
    if type(seconds) is not int or not SHARE_SECONDS_MIN <= seconds <= SHARE_SECONDS_MAX:
        raise Malformed(f"expires_in must be an integer from {SHARE_SECONDS_MIN} to {SHARE_SECONDS_MAX}.")
    return read_sealed(body.get("sealed")), seconds


def read_note(request: Request) -> str:
    """The sealed note. Raises UnsupportedMediaType, TooLarge or Malformed."""
    sealed = read_body(request, _text_length(max(NOTE_SIZES)) + BODY_OVERHEAD_BYTES).get("sealed")
    if not isinstance(sealed, str):
        raise Malformed("sealed must be a text.")
    if len(sealed) > _text_length(max(NOTE_SIZES)):
        raise TooLarge(f"A sealed note may have {max(NOTE_SIZES)} bytes.")
    for size in NOTE_SIZES:
        if len(sealed) == _text_length(size) and _has_size(sealed, size):
            return sealed
    raise Malformed("sealed must be base64url without padding, of one of the two sizes of a note.")


def _has_size(sealed: str, size: int) -> bool:
    try:
        return bool(base64url.decode(sealed, size))
    except ValueError:
        return False
