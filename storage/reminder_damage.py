"""Looks through the lists of reminders for what should not be there; says which file, never what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage.damage import LOCK_SECONDS, Damage, mark_damages, misplaced
from storage.due_marks import MARK_NAME, DueMarks
from storage.folders import LIST_NAME, locked, paths_in
from storage.interface import Busy, Damaged
from storage.list_file import list_of
from storage.reminder_rules import marks_of
from storage.whole_file import tables_of


def reminder_damages(data: Path) -> Iterator[Damage]:
    """All damage under `<data>/reminders/` and `<data>/due/`, also while servers run."""
    marks = DueMarks(data / "due")
    for folder in paths_in(data / "reminders"):
        if not folder.is_dir() or len(folder.name) != 2:
            yield Damage(folder, "is no folder of reminders")
            continue
        for path in paths_in(folder):
            if what := _wrong(path, marks):
                yield Damage(path, what)
    yield from mark_damages(data / "due", MARK_NAME)


def list_count(data: Path) -> int:
    """How many phones have reminders."""
    folders = paths_in(data / "reminders")
    return sum(bool(LIST_NAME.fullmatch(path.name)) for folder in folders for path in paths_in(folder))


def _wrong(path: Path, marks: DueMarks) -> str:
    what = misplaced(path, LIST_NAME, "list of reminders")
    return _wrong_inside(path, marks) if what is None else what


def _wrong_inside(path: Path, marks: DueMarks) -> str:
    """Under the folder's lock, since a list and its marks are two steps."""
    try:
        with locked(path.parent, LOCK_SECONDS):
            kept = list_of(tables_of(path.read_bytes()))
            missing = [mark for mark in marks_of(bytes.fromhex(path.stem), kept) if not marks.has(mark)]
    except (FileNotFoundError, Busy):
        return ""  # gone meanwhile, or in use
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except Damaged:
        return "cannot be read"
    return "has a reminder without a mark; `sweep` makes it" if missing else ""
