"""A client written from docs/protocol.md alone, without code of the app: keys, sealing, notes, epochs."""

from __future__ import annotations

import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

SALT = b"egne-ord/v1"
FORMAT = 1
PADDED_BYTES = (4096, 16384, 65536)
NOTE_PADDED_BYTES = PADDED_BYTES[:2]
POINT_BYTES = 65


class Refused(Exception):
    """A sealed record that cannot be opened; the message is one of the protocol's three names."""


def encode(value: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes encoded as base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Keys:
    """The three values derived from a secret of 16 bytes."""

    vault_id: bytes
    auth_token: bytes
    seal_key: bytes


def derive(secret: bytes) -> Keys:
    """The three values of a vault."""
    lengths = {"vault-id": 16, "auth-token": 32, "seal-key": 32}
    return Keys(*(HKDF(SHA256(), n, SALT, label.encode()).derive(secret) for label, n in lengths.items()))


def bound(prefix: bytes, *parts: bytes) -> bytes:
    """The additional data of a sealed text."""
    return b"\0".join([prefix, b"".join(parts)])


def record_bound(keys: Keys, record_id: bytes, rev: int) -> bytes:
    """The additional data of a sealed record of a vault."""
    return bound(b"egne-ord/v1/record", keys.vault_id, record_id, rev.to_bytes(8, "big"))


def pad(document: bytes, sizes: tuple[int, ...]) -> bytes:
    """Length, document, zeros. Raises StopIteration if the document is too long."""
    body = len(document).to_bytes(4, "big") + document
    return body.ljust(next(size for size in sizes if size >= len(body)), b"\0")


def unpad(padded: bytes, sizes: tuple[int, ...]) -> bytes:
    """The document. Raises Refused."""
    length = int.from_bytes(padded[:4], "big")
    if len(padded) not in sizes or length > len(padded) - 4 or any(padded[4 + length :]):
        raise Refused("bad-padding")
    return padded[4 : 4 + length]


def seal(key: bytes, document: bytes, to: bytes, nonce: bytes | None = None) -> bytes:
    """A document, padded and encrypted. Raises StopIteration if it is too long."""
    nonce = nonce or os.urandom(12)
    return bytes([FORMAT]) + nonce + AESGCM(key).encrypt(nonce, pad(document, PADDED_BYTES), to)


def unseal(key: bytes, sealed: bytes, to: bytes) -> bytes:
    """The document. Raises Refused with the error's name."""
    if sealed[:1] != bytes([FORMAT]):
        raise Refused("unknown-format")
    try:
        padded = AESGCM(key).decrypt(sealed[1:13], sealed[13:], to)
    except (InvalidTag, ValueError):
        raise Refused("not-authentic") from None
    return unpad(padded, PADDED_BYTES)


def point(private: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key of 65 bytes: 0x04 and two coordinates."""
    return private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _note_key(
    own: ec.EllipticCurvePrivateKey, other: bytes, share_id: bytes, ephemeral: bytes, recipient: bytes
) -> bytes:
    if len(other) != POINT_BYTES or other[0] != 4:
        raise ValueError("not an uncompressed point")
    secret = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), other))
    info = bound(b"egne-ord/v1/note", share_id, ephemeral, recipient)
    return HKDF(SHA256(), 32, SALT, info).derive(secret)


def seal_note(
    document: bytes, share_id: bytes, recipient: bytes,
    own: ec.EllipticCurvePrivateKey | None = None, nonce: bytes | None = None,
) -> bytes:  # fmt: skip
    """A note for a share's maker. Raises StopIteration if it is too long, ValueError for an invalid key."""
    own, nonce = own or ec.generate_private_key(ec.SECP256R1()), nonce or os.urandom(12)
    key = _note_key(own, recipient, share_id, point(own), recipient)
    body = AESGCM(key).encrypt(nonce, pad(document, NOTE_PADDED_BYTES), bound(b"egne-ord/v1/note", share_id))
    return bytes([FORMAT]) + point(own) + nonce + body


def unseal_note(private: ec.EllipticCurvePrivateKey, sealed: bytes, share_id: bytes) -> bytes:
    """The note. Raises Refused with the error's name."""
    if sealed[:1] != bytes([FORMAT]):
        raise Refused("unknown-format")
    ephemeral, nonce, body = sealed[1:66], sealed[66:78], sealed[78:]
    try:
        key = _note_key(private, ephemeral, share_id, ephemeral, point(private))
        padded = AESGCM(key).decrypt(nonce, body, bound(b"egne-ord/v1/note", share_id))
    except (InvalidTag, ValueError):
        raise Refused("not-authentic") from None
    return unpad(padded, NOTE_PADDED_BYTES)


@dataclass
class KnownVault:
    """What a device knows of a vault. `get` answers a path below the vault with the JSON of its body."""

    get: Callable[[str], dict[str, Any]]
    epoch: str | None = None
    seq: int = 0
    revs: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def pull(self) -> tuple[list[dict[str, Any]], bool]:
        """The new records, and whether the numbers begin anew, so that they say nothing. Raises Refused."""
        since = self.seq
        page = self._page(since)
        is_other = bool(self.epoch and page.get("epoch") and page["epoch"] != self.epoch)
        if is_other:
            self.revs, since = {}, 0
            page = self._page(0)
        elif page["seq"] < self.seq:
            raise Refused("went-back")
        records = page["records"]
        while page["more"]:
            page = self._page(records[-1]["seq"])
            records += page["records"]
        if any(record["rev"] < self.revs.get(record["id"], 0) for record in records):
            raise Refused("went-back")
        self.epoch = page.get("epoch") or self.epoch
        self.seq = min(page["seq"], since + sum(record["rev"] for record in records))
        self._know(records)
        return records, is_other

    def _page(self, since: int) -> dict[str, Any]:
        page = self.get(f"/records?since={since}")
        epoch = page.get("epoch", encode(bytes(16)))
        if not isinstance(epoch, str) or len(epoch) != len(encode(bytes(16))):
            raise Refused("bad-answer")
        return page

    def _know(self, records: list[dict[str, Any]]) -> None:
        self.revs |= {record["id"]: record["rev"] for record in records}
        self.names |= {record["id"]: record["sealed"][-22:] for record in records}

    def compare(self) -> tuple[list[dict[str, Any]], set[str]]:
        """The records that differ from what this device knows, and the ids that the vault lacks."""
        found = self.get("/revisions")
        if found["epoch"] != self.epoch:
            return self.pull()[0], set()
        records: dict[str, dict[str, Any]] = {}
        for id, rev, seq, tag in (
            [each[name] for name in ("id", "rev", "seq", "tag")] for each in found["records"]
        ):
            if (rev, tag) != (self.revs.get(id), self.names.get(id)):
                page = self.get(f"/records?since={seq - 1}&limit=1")
                records |= {record["id"]: record for record in page["records"]}
        self._know(list(records.values()))
        return list(records.values()), set(self.revs) - {each["id"] for each in found["records"]}
