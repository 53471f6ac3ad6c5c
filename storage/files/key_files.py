"""The server's keys as files of the data folder: made once, and readable by their owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from storage.errors import ReadOnly
from storage.files.atomic_file import TEMPORARY_SUFFIX, sync_folder
from storage.files.gate import is_read_only


class KeyFiles:
    """`<data>/vapid.pem`, and the old key beside it. Methods raise OSError instead of Busy: hosts see it."""

    def __init__(self, data: Path) -> None:
        self._data = data.resolve()

    def get(self, name: str) -> bytes | None:
        """See KeyStore."""
        with suppress(FileNotFoundError):
            return (self._data / name).read_bytes()
        return None

    def make(self, name: str, content: bytes) -> bytes:
        """See KeyStore. A temporary file gets the name by a link, which succeeds for one process only."""
        if (stored := self.get(name)) is not None:
            return stored
        if is_read_only(self._data):
            raise ReadOnly
        temporary = self._written(name, content)
        try:
            with suppress(FileExistsError):  # another process made the key first; use it
                (self._data / name).hardlink_to(temporary)
        finally:
            temporary.unlink(missing_ok=True)
        sync_folder(self._data)
        return (self._data / name).read_bytes()

    def put(self, name: str, content: bytes | None) -> None:
        """See KeyStore."""
        if content is None:
            (self._data / name).unlink(missing_ok=True)
        else:
            self._written(name, content).replace(self._data / name)
        if self._data.is_dir():
            sync_folder(self._data)

    def _written(self, name: str, content: bytes) -> Path:
        """A temporary file with this content, durably."""
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        temporary = self._data / f"{name}.{os.urandom(8).hex()}{TEMPORARY_SUFFIX}"
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        return temporary
