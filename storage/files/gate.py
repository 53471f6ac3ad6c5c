"""Whether a data folder takes changes: while one of two empty files is there, it does not."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from storage.errors import ReadOnly, os_errors_as_busy
from storage.files.atomic_file import sync_folder
from storage.files.locks import LOCK_NAME, LOCK_SECONDS, locked
from storage.folder_lock import held_alone
from storage.interface import READ_ONLY, UNFINISHED

MARKERS = (READ_ONLY, UNFINISHED)
"""The states of a folder that are not OPEN: each is the name of a file."""


def is_read_only(data: Path | str) -> bool:
    """Whether the folder takes no changes. Ask it under a part's lock: then it stays so until the release."""
    return os.path.exists(f"{data}/{READ_ONLY}")  # noqa: PTH110 (a push asks)


@contextmanager
def locked_to_write(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the lock of a part, such as `<data>/vaults/3f`, to change it. Raises ReadOnly, Busy, OSError."""
    with locked(folder, seconds):
        if is_read_only(folder.parent.parent):
            raise ReadOnly
        yield


class FolderGate:
    """The gate of a data folder (storage/interface.py)."""

    def __init__(self, data: Path, lock_seconds: float = LOCK_SECONDS) -> None:
        self._data, self._lock_seconds = data.resolve(), lock_seconds

    def state(self) -> str:
        """See Gate."""
        return next((name for name in MARKERS if (self._data / name).exists()), "")

    def set(self, state: str) -> None:
        """See Gate. Writers look for the marker under the lock of their part."""
        with os_errors_as_busy():
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
            if state:
                os.close(os.open(self._data / state, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600))
            for name in MARKERS:
                if name != state:
                    (self._data / name).unlink(missing_ok=True)
            sync_folder(self._data)
            for lock in self._data.glob(f"*/*/{LOCK_NAME}"):
                with locked(lock.parent, self._lock_seconds):
                    pass  # whoever had it before has ended

    def held(self) -> AbstractContextManager[None]:
        """See Gate."""
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return held_alone(self._data)
