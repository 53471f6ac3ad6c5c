"""Prints pairing-v1.json, as docs/protocol-pairing.md alone describes it: known pairings, and bad codes.

Keys are derived by hand (RFC 5869); it shares no code with the app.
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

LABEL = b"egne-ord/v1/pair/"
BODY_BYTES = 4096
ORIGIN = "https://ord.example"


def b64(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).decode().replace("=", "")


def drawn(what: str, length: int) -> bytes:
    """Bytes that look random and are the same each time."""
    return hashlib.shake_256(b"egne-ord pairing-v1 " + what.encode()).digest(length)


def derive(ikm: bytes, info: bytes, length: int) -> bytes:
    """HKDF-SHA-256 of one block."""
    extracted = hmac.digest(b"egne-ord/v1", ikm, "sha256")
    return hmac.digest(extracted, info + b"\x01", "sha256")[:length]


def digest(label: bytes, length: int, *pieces: bytes) -> bytes:
    """A labelled SHA-256, cut."""
    return hashlib.sha256(LABEL + label + b"\0" + b"".join(pieces)).digest()[:length]


class Pair:
    """A key pair whose private number is known."""

    def __init__(self, what: str) -> None:
        self.private = drawn(what, 32)
        self.key = derive_private_key(int.from_bytes(self.private, "big"), SECP256R1())
        numbers = self.key.public_key().public_numbers()
        self.public = b"\x04" + numbers.x.to_bytes(32, "big") + numbers.y.to_bytes(32, "big")


def code_body(seed: bytes, public: bytes, origin: str) -> bytes:
    """Seed, commitment and site."""
    return seed + digest(b"commitment", 16, seed, public) + digest(b"site", 3, origin.encode())


def code_of(body: bytes) -> str:
    """The text that a new device shows."""
    return "eo1." + b64(body + digest(b"check", 4, body))


def sealed(key: bytes, share_id: bytes, nonce: bytes, document: bytes) -> bytes:
    """A share of the smallest size."""
    body = len(document).to_bytes(4, "big") + document
    body += bytes(BODY_BYTES - len(body))
    return b"\x01" + nonce + AESGCM(key).encrypt(nonce, body, b"egne-ord/v1/share\0" + share_id)


def known(number: int, words: str) -> dict[str, Any]:
    """All that goes into one pairing, and what comes out."""
    seed, new, old = drawn(f"seed {number}", 16), Pair(f"new {number}"), Pair(f"old {number}")
    secret = drawn(f"secret {number}", 16)
    agreed = new.key.exchange(ECDH(), EllipticCurvePublicKey.from_encoded_point(SECP256R1(), old.public))
    bound = b"\0" + seed + new.public + old.public
    bits = int.from_bytes(derive(agreed, LABEL + b"words" + bound, 5), "big") >> 7
    secret_key = derive(agreed, LABEL + b"secret" + bound, 32)
    keys = [*(derive(seed, LABEL + b"key/%d" % i, 32) for i in range(3)), secret_key]
    documents = [
        {}, {"key": b64(old.public), "list": words}, {"key": b64(new.public)}, {"secret": b64(secret)}
    ]  # fmt: skip
    letters = []
    for i, (key, content) in enumerate(zip(keys, documents, strict=True)):
        share_id, nonce = derive(seed, LABEL + b"id/%d" % i, 16), drawn(f"nonce {number} {i}", 12)
        document = json.dumps(content, separators=(",", ":")).encode()
        out = sealed(key, share_id, nonce, document)
        letters.append({
            "share_id": b64(share_id), "key": b64(key), "nonce": b64(nonce), "document": document.decode(),
            "sealed_sha256": b64(hashlib.sha256(out).digest()),
        })  # fmt: skip
    return {
        "seed": b64(seed), "origin": ORIGIN, "new_private": b64(new.private), "new_public": b64(new.public),
        "old_private": b64(old.private), "old_public": b64(old.public), "secret": b64(secret),
        "code": code_of(code_body(seed, new.public, ORIGIN)), "agreed": b64(agreed),
        "words": [bits >> 22 & 2047, bits >> 11 & 2047, bits & 2047], "letters": letters,
    }  # fmt: skip


def rejects() -> list[dict[str, str]]:
    """Texts that are no code of this site, and by which name they are refused."""
    seed, new = drawn("seed 1", 16), Pair("new 1")
    body = code_body(seed, new.public, ORIGIN)
    code = code_of(body)
    cases = [
        ("empty", "", "foreign"),
        ("a sentence", "Jeg hedder Nadia.", "foreign"),
        ("cut", code[:-1], "foreign"),
        ("one more", code + "A", "foreign"),
        ("too long", code + " " * 500, "foreign"),
        ("a letter changed", code[:10] + ("A" if code[10] != "A" else "B") + code[11:], "foreign"),
        ("lower case", code.lower(), "foreign"),
        ("no version", code[4:], "foreign"),
        ("padded", code + "==", "foreign"),
        ("another alphabet", "eo1." + "+" * 52, "foreign"),
        ("a wrong check", "eo1." + b64(body + bytes(4)), "foreign"),
        ("the next version", "eo2." + code[4:], "newer"),
        ("a far version", "eo17.x", "newer"),
        ("another site", code_of(code_body(seed, new.public, "https://andre.example")), "another-site"),
        ("another port", code_of(code_body(seed, new.public, f"{ORIGIN}:8443")), "another-site"),
    ]
    return [{"why": why, "origin": ORIGIN, "code": text, "error": error} for why, text, error in cases]


def main() -> None:
    """Print the vectors."""
    vectors = {
        "protocol": "egne-ord/v1",
        "note": "All binary values are base64url without padding. Private keys, seeds and nonces are "
        "fixed here only to make the vectors repeatable; a real client draws them at random, anew each time.",
        "pairings": [known(number, words) for number, words in enumerate(("da", "en", "da"), 1)],
        "rejects": rejects(),
    }
    json.dump(vectors, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
