"""Looks through the lists of reminders for what should not be there; says which file, never what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage.files.atomic_file import tables_of
from storage.files.paths import LIST_NAME
from storage.reminders.due_index import MARK_NAME, DueMarks
from storage.reminders.file import list_of
from storage.reminders.rules import marks_of
from storage.vaults.check import Damage, file_count, file_damages, mark_damages


def reminder_damages(data: Path) -> Iterator[Damage]:
    """All damage under `<data>/reminders/` and `<data>/due/`, also while servers run."""
    marks = DueMarks(data / "due")

    def inside(path: Path) -> str:
        kept = list_of(tables_of(path.read_bytes()))
        has_marks = all(map(marks.has, marks_of(bytes.fromhex(path.stem), kept)))
        return "" if has_marks else "has a reminder without a mark; `sweep` makes it"

    yield from file_damages(data / "reminders", LIST_NAME, "list of reminders", "reminders", inside)
    yield from mark_damages(data / "due", MARK_NAME)


def list_count(data: Path) -> int:
    """How many phones have reminders."""
    return file_count(data / "reminders", LIST_NAME)
