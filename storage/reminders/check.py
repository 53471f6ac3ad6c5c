"""The integrity check of lists of reminders and of the index of due times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from storage.errors import Damaged
from storage.files.atomic_file import Tables, parse_tables
from storage.files.check import Damage, Kind, check_files, check_index, count_files
from storage.files.named_files import FILE_NAME
from storage.files.paths import named_paths, paths_in
from storage.reminders.due_index import ENTRY_NAME, DueIndex
from storage.reminders.file import parse_list
from storage.reminders.rules import entries_of, swept


def check_reminders(data: Path, is_copy: bool = False) -> Iterator[Damage]:
    """All damage under `<data>/reminders/` and `<data>/due/`, also while servers run.

    A copy may lack index entries: it was made while a server wrote, and they are added when it is put back.
    """
    index = DueIndex(data / "due")

    def inspect(path: Path, tables: Tables) -> Iterator[str]:
        stored = parse_list(tables)
        if not is_copy and not all(map(index.has, entries_of(bytes.fromhex(path.stem), stored))):
            yield "has a reminder without a mark; `sweep` makes it"

    kind = Kind(FILE_NAME, "list of reminders", "reminders", inspect)
    yield from check_files(data / "reminders", kind, is_copy)
    yield from check_index(data / "due", ENTRY_NAME)


def old_count(data: Path, today: int) -> int:
    """How many reminders that could not be sent are due to be removed. A damaged list is not counted."""
    count = 0
    for path in (path for folder in paths_in(data / "reminders") for path in named_paths(folder, FILE_NAME)):
        with suppress(FileNotFoundError, Damaged):
            stored = parse_list(parse_tables(path.read_bytes()))
            count += len(stored.reminders) - len(swept(stored, today).reminders)
    return count


def list_count(data: Path) -> int:
    """How many phones have reminders."""
    return count_files(data / "reminders", FILE_NAME)
