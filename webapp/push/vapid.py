"""The server's VAPID key for push services (RFC 8292), made once, and a secret for forms derived from it."""

from __future__ import annotations

import threading
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from py_vapid import Vapid

from storage import base64url
from storage.files.key_files import KeyFiles
from storage.interface import KEY, OLD_KEY, KeyStore

PrivateKey = ec.EllipticCurvePrivateKey
FORM_LABEL = b"egne-ord/forms"


class DamagedKey(Exception):
    """What is stored is no valid key. A new key would end every subscription, so the host must decide."""


class VapidKeys:
    """The key of the store: made at its first use, and read once per process, as is the old one.

    Methods raise what the store raises: Busy, or OSError for a data folder.
    """

    def __init__(self, store: KeyStore | Path) -> None:
        """`store`: where the keys are, or a data folder."""
        self._store: KeyStore = KeyFiles(store) if isinstance(store, Path) else store
        self._lock = threading.Lock()
        self._key: PrivateKey | None = None
        self._old_keys: list[PrivateKey] | None = None

    def check(self) -> bool:
        """Check the key and the old one; whether there is a key yet. Raises DamagedKey."""
        for name in (OLD_KEY, KEY):
            pem = self._store.get(name)
            if pem is not None:
                _parse(name, pem)
        return pem is not None

    def signers(self) -> list[Vapid]:
        """The signers for push services: the present key, then the old one. Raises DamagedKey."""
        return [Vapid(key) for key in (self._private(), *self._old())]

    def public_text(self) -> str:
        """The public key for browsers: the uncompressed point in base64url. Raises DamagedKey."""
        point = serialization.PublicFormat.UncompressedPoint
        return base64url.encode(self._private().public_key().public_bytes(serialization.Encoding.X962, point))

    def form_secret(self) -> bytes:
        """32 secret bytes for signing form tokens. Raises DamagedKey."""
        secret = self._private().private_numbers().private_value.to_bytes(32, "big")
        return HKDF(SHA256(), 32, None, FORM_LABEL).derive(secret)

    def _private(self) -> PrivateKey:
        with self._lock:
            if self._key is None:
                pem = self._store.get(KEY)
                self._key = _parse(KEY, self._store.make(KEY, _new_pem()) if pem is None else pem)
            return self._key

    def _old(self) -> list[PrivateKey]:
        with self._lock:
            if self._old_keys is None:
                pem = self._store.get(OLD_KEY)
                self._old_keys = [] if pem is None else [_parse(OLD_KEY, pem)]
            return self._old_keys


def _parse(name: str, pem: bytes) -> PrivateKey:
    try:
        key = serialization.load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        key = None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise DamagedKey(f"{name} in the data folder holds no key. Put it back from a copy.")
    return key


def _new_pem() -> bytes:
    return ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
