"""One kind of file, one for each name, in 256 folders: what lists of reminders and shares have in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Generic, TypeVar

from storage.errors import SAID_AS_BUSY
from storage.files.atomic_file import sync_folder, tables_of
from storage.files.paths import folder_of, named_paths, path_of, quietly_locked, stray_paths

Kept = TypeVar("Kept")


class NamedFiles(Generic[Kept]):
    """The files under `root` whose names match `pattern`; `read` takes one apart, or raises Damaged."""

    def __init__(
        self,
        root: Path,
        pattern: re.Pattern[str],
        read: Callable[[dict[str, Any]], Kept],
        lock_seconds: float,
    ) -> None:
        self._root, self._pattern, self._read, self._lock_seconds = root, pattern, read, lock_seconds

    def path(self, name: bytes) -> Path:
        """Where the file of this name is, or would be."""
        return Path(path_of(self._root, name))

    def look(self, name: bytes) -> Kept | None:
        """What the file holds; None where there is none. Takes no lock: a file is replaced, never changed."""
        with SAID_AS_BUSY:
            try:
                return self._read(tables_of(self.path(name).read_bytes()))
            except FileNotFoundError:
                return None

    def alone(self, folder: Path, day: int) -> AbstractContextManager[None]:
        """Hold a folder; its times of change say the day and no more. Raises Busy, OSError."""
        return quietly_locked(folder, self._lock_seconds, day)

    def remove(self, path: Path) -> None:
        """Remove a file for good, under the lock of its folder."""
        path.unlink(missing_ok=True)
        sync_folder(path.parent)

    def names_in(self, part: int) -> list[bytes]:
        """The names of one part; none where there is no such folder."""
        return [bytes.fromhex(path.stem) for path in named_paths(folder_of(self._root, part), self._pattern)]

    def sweep_strays(self, part: int, day: int) -> int:
        """Remove the temporary files that kills left in one part; how many."""
        folder = folder_of(self._root, part)
        if not folder.is_dir():
            return 0
        with self.alone(folder, day):
            strays = stray_paths(folder)
            for path in strays:
                path.unlink()
        return len(strays)
