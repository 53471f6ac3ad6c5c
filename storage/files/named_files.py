"""Files named by a 32-byte id in 256 folders, with a time index: what reminders and shares have in common."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from tinydb import TinyDB

from storage.errors import ReadOnly, os_errors_as_busy
from storage.files.atomic_file import AtomicFile, Tables, parse_tables, replace_file, sync_folder
from storage.files.gate import is_read_only
from storage.files.locks import locked_hiding_times
from storage.files.paths import folder_of, named_paths, path_of, stray_paths
from storage.files.time_index import TimeIndex

FILE_NAME = re.compile(r"[0-9a-f]{64}\.json")
Stored = TypeVar("Stored")
Entry = TypeVar("Entry")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class FileFormat(Generic[Stored, Entry]):
    """How one kind of file is read and written, and which index entries it needs."""

    first_table: str
    parse: Callable[[Tables], Stored]
    """Raises Damaged."""
    write: Callable[[TinyDB, Stored], None]
    """Puts the value into an open file; `commit` writes it to disk."""
    entries_of: Callable[[bytes, Stored | None], set[Entry]]


class NamedFiles(Generic[Stored, Entry]):
    """The files of one format under `root`, and their index. Names are 32 bytes."""

    def __init__(
        self, root: Path, index: TimeIndex[Entry], format: FileFormat[Stored, Entry], lock_seconds: float
    ) -> None:
        self._root, self._index, self._format, self._lock_seconds = root, index, format, lock_seconds

    def path(self, name: bytes) -> Path:
        """Where the file of this name is, or would be."""
        return Path(path_of(self._root, name))

    def read(self, name: bytes) -> Stored | None:
        """What the file holds; None if there is no file. Raises Busy, Damaged.

        Takes no lock: a file is replaced as a whole, never changed in place.
        """
        with os_errors_as_busy():
            try:
                return self._format.parse(parse_tables(self.path(name).read_bytes()))
            except FileNotFoundError:
                return None

    def change(
        self,
        name: bytes,
        rule: Callable[[Stored | None], tuple[Stored | None, Result]],
        day: int,
        obsolete: Collection[Entry] = (),
    ) -> Result:
        """Replace the file by what `rule` returns first, under its lock; return what `rule` returns second.

        None means no file. An index entry is added before its file and removed after it, so that a kill
        leaves one too many, never one too few. `obsolete`: entries to remove unless the file needs them.
        Raises what `rule` raises, Damaged, OSError.
        """
        path = self.path(name)
        with TinyDB(path, storage=AtomicFile, first_table=self._format.first_table) as db:
            tables = db.storage.read()
            before = None if tables is None else self._format.parse(tables)
            after, result = rule(before)
            old, new = self._format.entries_of(name, before), self._format.entries_of(name, after)
            self._index.add(new - old, day)
            if after is None:
                if before is not None:
                    self.remove(path)
            elif after != before:
                self._format.write(db, after)
                db.storage.commit(day)
        self._index.remove((old | set(obsolete)) - new, day)
        return result

    def add_missing_entries(self, name: bytes, stored: Stored | None, day: int) -> int:
        """Add the index entries that are missing, as after a partial restore; return how many."""
        missing = [entry for entry in self._format.entries_of(name, stored) if not self._index.has(entry)]
        self._index.add(missing, day)
        return len(missing)

    def put_back(self, path: Path, content: bytes, day: int) -> None:
        """Replace a file by one of a copy, after adding the index entries that it needs.

        The caller holds the folder's lock. Entries of the file that was there point at nothing, and go when
        they are due. Raises Damaged, OSError.
        """
        self.add_missing_entries(bytes.fromhex(path.stem), self._format.parse(parse_tables(content)), day)
        replace_file(path, content, day)

    @contextmanager
    def locked(self, folder: Path, day: int, *, ends: bool = False) -> Iterator[None]:
        """Hold a folder's lock to change it, then set its modification times to `day`.

        `ends`: also in a folder that takes no new changes. Raises ReadOnly, Busy, OSError.
        """
        with locked_hiding_times(folder, self._lock_seconds, day):
            if not ends and is_read_only(folder.parent.parent):
                raise ReadOnly
            yield

    def remove(self, path: Path) -> None:
        """Remove a file durably. The caller holds the folder's lock."""
        path.unlink(missing_ok=True)
        sync_folder(path.parent)

    def names_in(self, part: int) -> list[bytes]:
        """The names in one part; empty if there is no such folder."""
        return [bytes.fromhex(path.stem) for path in named_paths(folder_of(self._root, part), FILE_NAME)]

    def sweep_strays(self, part: int, day: int) -> int:
        """Remove the temporary files that killed processes left in one part; return how many."""
        folder = folder_of(self._root, part)
        if not folder.is_dir():
            return 0
        with self.locked(folder, day):
            strays = stray_paths(folder)
            for path in strays:
                path.unlink()
        return len(strays)
