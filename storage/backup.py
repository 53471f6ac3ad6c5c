"""Copies the data folder while servers write to it: each part as it was at one moment.

Under a part's lock its files are only opened. They are copied after the lock is released, because a file is
replaced as a whole and never changed in place. So writers wait for a moment, however large the part, and a
kill leaves nothing in the data folder.
"""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from storage import PARTS
from storage.files.atomic_file import TEMPORARY_SUFFIX, sync_folder
from storage.files.locks import LOCK_NAME, locked_hiding_times
from storage.files.paths import folder_of, paths_in
from storage.manifest import CHUNK_BYTES, begin_manifest, write_manifest

OPENED_MAX = 400
"""Files that are open at once, well below the usual limit of 1,024. What a part has beyond these is copied
under its lock: with 256 parts that begins at 100,000 files."""
ROOT_FILES = re.compile(r"clock\.json|vapid[\w.-]*\.pem")
DAMAGED_NAME = "damaged"
"""Where a backup keeps files that were damaged before it was made. `restore` does not put them back."""
ID = re.compile(r"[0-9a-f]{32,64}")


@dataclass(slots=True)
class Backup:
    """One backup of `kinds` into `target`, an empty folder. Days count from 1970 in UTC."""

    data: Path
    target: Path
    kinds: tuple[str, ...]
    today: int
    lock_seconds: float
    unreadable: list[str] = field(default_factory=list)
    """The files that the disk did not give, by their paths in the data folder."""

    def copy(self) -> None:
        """Copy everything, durably, part by part. Raises Busy, OSError.

        Indexes by time are left out: `restore` and `sweep` make them from the files.
        """
        begin_manifest(self.target)
        for path in paths_in(self.data):
            if ROOT_FILES.fullmatch(path.name) and path.is_file() and not path.is_symlink():
                self._copy_file(path)
        for kind in self.kinds:
            (self.target / kind).mkdir(mode=0o700)
            for part in range(PARTS):
                self._copy_part(kind, part)
        sync_folder(self.target)
        sync_folder(self.target.parent)

    def _copy_part(self, kind: str, part: int) -> None:
        folder = folder_of(self.data / kind, part)
        if not folder.is_dir():
            return
        copied = folder_of(self.target / kind, part)
        copied.mkdir(mode=0o700)
        with ExitStack() as opened:
            waiting: list[tuple[Path, io.FileIO]] = []
            with locked_hiding_times(folder, self.lock_seconds, self.today):
                for path in _files_of_part(folder):
                    if "\n" in path.name:  # SHA256SUMS has no place for it, and none of ours is called so
                        self.unreadable.append(ascii(str(path.relative_to(self.data))))
                    elif len(waiting) == OPENED_MAX:
                        self._copy_file(path)
                    elif (file := self._opened(path)) is not None:
                        waiting.append((path, opened.enter_context(file)))
            for path, file in waiting:
                self._copy_content(file, path)
        _sync_below(copied)

    def _copy_file(self, path: Path) -> None:
        if (file := self._opened(path)) is not None:
            with file:
                self._copy_content(file, path)

    def _opened(self, path: Path) -> io.FileIO | None:
        try:
            return io.FileIO(path, opener=_without_following)
        except OSError:
            self.unreadable.append(str(path.relative_to(self.data)))
            return None

    def _copy_content(self, source: io.FileIO, path: Path) -> None:
        """Copy an open file to its path in the backup, with its times. Raises OSError of the target."""
        copied = self.target / path.relative_to(self.data)
        copied.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with io.FileIO(copied, "x", opener=_private) as file:
            while chunk := self._chunk_of(source, path):
                _write_whole(file, chunk)
            times = os.fstat(source.fileno())
            os.utime(file.fileno(), ns=(times.st_atime_ns, times.st_mtime_ns))

    def _chunk_of(self, source: io.FileIO, path: Path) -> bytes:
        try:
            return source.read(CHUNK_BYTES) or b""
        except OSError:  # the rest of the file is missing in the copy, which is then found to be damaged
            self.unreadable.append(str(path.relative_to(self.data)))
            return b""

    def set_aside(self, damaged: list[Path]) -> None:
        """Move damaged files of the copy, with whatever has the same id, to a folder that is not put back."""
        for path in damaged:
            kind, part, *rest = path.relative_to(self.target).parts
            found = ID.match(rest[0]) if rest else None
            place = self.target / kind / part
            for each in paths_in(place) if found else []:
                if found and each.name.startswith(found[0]):
                    aside = self.target / DAMAGED_NAME / kind / part
                    aside.mkdir(mode=0o700, parents=True, exist_ok=True)
                    shutil.move(each, aside / each.name)

    def finish(self) -> dict[str, int]:
        """Write the manifest; return how many files each kind has. Before that, `restore` refuses it."""
        return write_manifest(self.target, self.today)


def _files_of_part(folder: Path) -> Iterator[Path]:
    """The files below the folder of a part, without its lock and what killed writers left half written."""
    for path in paths_in(folder):
        if path.is_symlink() or path.name == LOCK_NAME or path.name.endswith(TEMPORARY_SUFFIX):
            continue
        if path.is_dir():
            yield from _files_of_part(path)
        elif path.is_file():
            yield path


def _without_following(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _write_whole(file: io.FileIO, content: bytes) -> None:
    """Write everything: one call to the system may write less."""
    left = memoryview(content)
    while left:
        left = left[file.write(left) :]


def _sync_below(folder: Path) -> None:
    """Make a folder with all its files durable. Once all of them are written, this costs the least."""
    for path in paths_in(folder):
        if path.is_dir():
            _sync_below(path)
            continue
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
    sync_folder(folder)
