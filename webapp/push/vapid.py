"""The server's VAPID key for push services (RFC 8292), made once, and a secret for forms derived from it."""

from __future__ import annotations

import os
import threading
from contextlib import suppress
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from py_vapid import Vapid

from storage import base64url
from storage.files.atomic_file import TEMPORARY_SUFFIX, sync_folder

FORM_LABEL = b"egne-ord/forms"
NAME, OLD_NAME = "vapid.pem", "vapid.old.pem"
"""The key, and the one before it, which a host puts beside it by renaming. It signs for its own phones."""


class DamagedKey(Exception):
    """The key file holds no valid key. A new key would end every subscription, so the host must decide."""


class VapidKeys:
    """The key in `<data>/vapid.pem`: made at its first use, and read once per process, as is the old one."""

    def __init__(self, data: Path) -> None:
        self._path = data.resolve() / NAME
        self._old_path = self._path.with_name(OLD_NAME)
        self._lock = threading.Lock()
        self._key: ec.EllipticCurvePrivateKey | None = None
        self._old_keys: list[ec.EllipticCurvePrivateKey] | None = None

    def check(self) -> None:
        """Check the key file and the old one, if there are any. Raises DamagedKey, OSError."""
        for path in (self._path, self._old_path):
            with suppress(FileNotFoundError):
                self._read(path)

    def signers(self) -> list[Vapid]:
        """The signers for push services: the present key, then the old one. Raises DamagedKey, OSError."""
        return [Vapid(key) for key in (self._private(), *self._old())]

    def public_text(self) -> str:
        """The public key for browsers: the uncompressed point in base64url. Raises DamagedKey, OSError."""
        point = serialization.PublicFormat.UncompressedPoint
        return base64url.encode(self._private().public_key().public_bytes(serialization.Encoding.X962, point))

    def form_secret(self) -> bytes:
        """32 secret bytes for signing form tokens. Raises DamagedKey, OSError."""
        secret = self._private().private_numbers().private_value.to_bytes(32, "big")
        return HKDF(SHA256(), 32, None, FORM_LABEL).derive(secret)

    def _private(self) -> ec.EllipticCurvePrivateKey:
        with self._lock:
            if self._key is None:
                with suppress(FileExistsError):  # another process made the key first; use it
                    if not self._path.exists():
                        self._make()
                self._key = self._read(self._path)
            return self._key

    def _old(self) -> list[ec.EllipticCurvePrivateKey]:
        with self._lock:
            if self._old_keys is None:
                self._old_keys = [self._read(self._old_path)] if self._old_path.exists() else []
            return self._old_keys

    def _read(self, path: Path) -> ec.EllipticCurvePrivateKey:
        pem = path.read_bytes()
        try:
            key = serialization.load_pem_private_key(pem, None)
        except (ValueError, TypeError):
            key = None
        if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
            raise DamagedKey(f"{path.name} in the data folder holds no key. Put it back from a copy.")
        return key

    def _make(self) -> None:
        """Write a key to a temporary file, then link it to the name: that succeeds for one process only."""
        pem = ec.generate_private_key(ec.SECP256R1()).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self._path.with_name(f"{self._path.name}.{os.urandom(8).hex()}{TEMPORARY_SUFFIX}")
        try:
            with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(pem)
                file.flush()
                os.fsync(file.fileno())
            self._path.hardlink_to(temporary)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(self._path.parent)
