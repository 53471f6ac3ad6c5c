"""A client of the vault written from docs/protocol.md alone: keys, sealing, opening; nothing of the app."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SALT = b"egne-ord/v1"
FORMAT = 1
PADDED_BYTES = (4096, 16384, 65536)


class Refused(Exception):
    """A sealed record that cannot be opened; the message is one of the protocol's three names."""


def encode(value: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes behind base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Keys:
    """What a secret of 16 bytes becomes."""

    vault_id: bytes
    auth_token: bytes
    seal_key: bytes


def derive(secret: bytes) -> Keys:
    """The three values of a vault."""
    lengths = {"vault-id": 16, "auth-token": 32, "seal-key": 32}
    return Keys(*(HKDF(SHA256(), n, SALT, label.encode()).derive(secret) for label, n in lengths.items()))


def bound(prefix: bytes, *parts: bytes) -> bytes:
    """What a sealed record is bound to."""
    return b"\0".join([prefix, b"".join(parts)])


def record_bound(keys: Keys, record_id: bytes, rev: int) -> bytes:
    """What a record of a vault is bound to."""
    return bound(b"egne-ord/v1/record", keys.vault_id, record_id, rev.to_bytes(8, "big"))


def seal(key: bytes, document: bytes, to: bytes, nonce: bytes | None = None) -> bytes:
    """A document, padded and encrypted. Raises StopIteration when it is too long."""
    nonce = nonce or os.urandom(12)
    body = len(document).to_bytes(4, "big") + document
    padded = body.ljust(next(size for size in PADDED_BYTES if size >= len(body)), b"\0")
    return bytes([FORMAT]) + nonce + AESGCM(key).encrypt(nonce, padded, to)


def unseal(key: bytes, sealed: bytes, to: bytes) -> bytes:
    """The document. Raises Refused by name."""
    if sealed[:1] != bytes([FORMAT]):
        raise Refused("unknown-format")
    try:
        padded = AESGCM(key).decrypt(sealed[1:13], sealed[13:], to)
    except (InvalidTag, ValueError):
        raise Refused("not-authentic") from None
    length = int.from_bytes(padded[:4], "big")
    if len(padded) not in PADDED_BYTES or length > len(padded) - 4 or any(padded[4 + length :]):
        raise Refused("bad-padding")
    return padded[4 : 4 + length]
