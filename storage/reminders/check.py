"""The integrity check of lists of reminders and of the index of due times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage.files.atomic_file import Tables
from storage.files.check import Damage, Kind, check_files, check_index, count_files
from storage.files.named_files import FILE_NAME
from storage.reminders.due_index import ENTRY_NAME, DueIndex
from storage.reminders.file import parse_list
from storage.reminders.rules import entries_of


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


def list_count(data: Path) -> int:
    """How many phones have reminders."""
    return count_files(data / "reminders", FILE_NAME)
