"""Prints notes-v1.json, as docs/protocol.md alone describes it: known notes, and what must be refused.

Keys are derived by hand (RFC 5869); it shares no code with the app, nor with tests/fresh_client.py.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePublicKey,
    derive_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

LABEL = b"egne-ord/v1/note\x00"
SIZES = (4096, 16384)


def b64(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).decode().replace("=", "")


def drawn(what: str, length: int) -> bytes:
    """Bytes that look random and are the same each time."""
    return hashlib.shake_256(b"egne-ord notes-v1 " + what.encode()).digest(length)


class Pair:
    """A key pair whose private number is known."""

    def __init__(self, what: str) -> None:
        self.private = drawn(what, 32)
        self.key = derive_private_key(int.from_bytes(self.private, "big"), SECP256R1())
        numbers = self.key.public_key().public_numbers()
        self.public = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


def agreed(one: Pair, public: bytes) -> bytes:
    """The first coordinate of the point that both sides come to."""
    return one.key.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), public))


def note_key(secret: bytes, share_id: bytes, ephemeral: bytes, recipient: bytes) -> bytes:
    """HKDF-SHA-256 of one block."""
    extracted = hmac.digest(b"egne-ord/v1", secret, "sha256")
    return hmac.digest(extracted, LABEL + share_id + ephemeral + recipient + b"\x01", "sha256")


def padded(document: bytes, size: int | None = None) -> bytes:
    """Length, document, zeros."""
    body = len(document).to_bytes(4, "big") + document
    return body + bytes((size or min(s for s in SIZES if s >= len(body))) - len(body))


def sealed(share_id: bytes, to: Pair, by: Pair, nonce: bytes, body: bytes) -> bytes:
    """One note."""
    key = note_key(agreed(by, to.public), share_id, by.public, to.public)
    return b"\x01" + by.public + nonce + AESGCM(key).encrypt(nonce, body, LABEL + share_id)


def known(number: int, text: str) -> dict[str, Any]:
    """All that goes into one note, and what comes out."""
    share_id, to, by = drawn(f"share {number}", 16), Pair(f"recipient {number}"), Pair(f"ephemeral {number}")
    nonce = drawn(f"nonce {number}", 12)
    said = {"kind": "note", "version": 1, "text": text, "at": "2026-11-26T09:00:00.000Z"}
    document = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    out = sealed(share_id, to, by, nonce, padded(document))
    secret = agreed(to, by.public)
    found = {
        "share_id": b64(share_id), "recipient_private": b64(to.private), "recipient_public": b64(to.public),
        "ephemeral_private": b64(by.private), "ephemeral_public": b64(by.public), "nonce": b64(nonce),
        "document": document.decode(), "shared_secret": b64(secret),
        "key": b64(note_key(secret, share_id, by.public, to.public)),
        "sealed_length": len(out), "sealed_sha256": b64(hashlib.sha256(out).digest()),
    }  # fmt: skip
    return found | ({"sealed": b64(out)} if len(out) < 5000 else {})


def rejects() -> list[dict[str, str]]:
    """Inputs that must be refused, and by which name."""
    share_id, to, by = drawn("share 1", 16), Pair("recipient 1"), Pair("ephemeral 1")
    nonce, other = drawn("nonce 1", 12), Pair("recipient 2")
    body = padded(b'{"kind":"note"}')
    whole = sealed(share_id, to, by, nonce, body)

    def changed(at: int, by_bits: int = 1) -> bytes:
        return whole[:at] + bytes([whole[at] ^ by_bits]) + whole[at + 1 :]

    def of(body: bytes) -> bytes:
        return sealed(share_id, to, by, nonce, body)

    cases = [
        ("empty", b"", "unknown-format"),
        ("format byte 2", b"\x02" + whole[1:], "unknown-format"),
        ("the format byte alone", whole[:1], "not-authentic"),
        ("cut within the point", whole[:40], "not-authentic"),
        ("cut within the nonce", whole[:70], "not-authentic"),
        ("cut within the tag", whole[:-1], "not-authentic"),
        ("one byte longer", whole + b"\x00", "not-authentic"),
        ("a point off the curve", changed(65), "not-authentic"),
        ("a point that is not written uncompressed", changed(1, 2), "not-authentic"),
        ("a point of zeros", b"\x01\x04" + bytes(64) + whole[66:], "not-authentic"),
        ("another point of the curve", b"\x01" + other.public + whole[66:], "not-authentic"),
        ("one bit of the nonce changed", changed(66), "not-authentic"),
        ("one bit changed", changed(400), "not-authentic"),
        ("one bit of the tag changed", changed(len(whole) - 1), "not-authentic"),
        ("for another recipient", sealed(share_id, other, by, nonce, body), "not-authentic"),
        ("from another share", sealed(drawn("share 2", 16), to, by, nonce, body), "not-authentic"),
        ("authentic, but of a size that no note has", of(padded(b"{}", 8192)), "bad-padding"),
        ("authentic, but one byte short", of(body[:-1]), "bad-padding"),
        ("authentic, but the length is past the end", of(b"\x00\x00\x0f\xfd" + body[4:]), "bad-padding"),
        ("authentic, but the length is huge", of(b"\xff\xff\xff\xff" + body[4:]), "bad-padding"),
        ("authentic, but the padding is not zero", of(body[:-1] + b"\x01"), "bad-padding"),
    ]
    return [
        {"why": why, "share_id": b64(share_id), "recipient_private": b64(to.private),
         "recipient_public": b64(to.public), "sealed": b64(value), "error": error}
        for why, value, error in cases
    ]  # fmt: skip


def main() -> None:
    """Print the vectors."""
    texts = [
        "Tak for dine ord. Jeg læser dem højt for os.",
        "",
        "Æ, ø og å — og en 🌻.\nNy linje.",
        "Jeg er med. " * 400,
    ]
    fits = 4096 - 4 - len(known(0, "")["document"].encode())
    texts += ["a" * fits, "a" * (fits + 1), "a" * (fits + 16384 - 4096)]
    vectors = {
        "protocol": "egne-ord/v1",
        "note": "All binary values are base64url without padding. Ephemeral keys and nonces are fixed here "
        "only to make the vectors repeatable; a real client draws them at random, anew for each note.",
        "notes": [known(number, text) for number, text in enumerate(texts, 1)],
        "rejects": rejects(),
    }
    json.dump(vectors, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
