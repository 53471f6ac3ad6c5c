"""The integrity check that all stores share: finds files that are damaged or misplaced.

It names the file and the damage, never the content.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from storage.errors import Busy, Damaged
from storage.files.atomic_file import TEMPORARY_SUFFIX, Tables, parse_tables
from storage.files.locks import LOCK_NAME, locked
from storage.files.paths import paths_in
from storage.files.time_index import DAY_NAME, SLOT_NAME


@dataclass(frozen=True, slots=True)
class Damage:
    """One file, and in a few words what is wrong with it."""

    path: Path
    what: str
    is_stray: bool = False
    """Whether the file is none of the store's. It does no harm, and `restore` leaves it where it is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: how it is named, what it is called in a finding, and what is wrong in one."""

    file_name: re.Pattern[str]
    singular: str
    plural: str
    inspect: Callable[[Path, Tables], Iterable[str]]
    """Finds what is wrong in a file, from its tables. Raises Damaged, KeyError, TypeError, ValueError."""
    is_indexed: bool = True
    """Inspected under the folder's lock, because a file is written after its index entry or its segments."""


def check_files(root: Path, kind: Kind, is_copy: bool = False) -> Iterator[Damage]:
    """All damage to files of one kind under `root`, also while servers run.

    Nobody writes to a copy: no lock is taken, so that it may be read-only, and a stray file is no damage.
    """
    for folder in paths_in(root):
        if not folder.is_dir() or len(folder.name) != 2:
            yield Damage(folder, f"is no folder of {kind.plural}", is_stray=True)
            continue
        for path in paths_in(folder):
            is_stray = not kind.file_name.fullmatch(path.name)
            yield from (Damage(path, what, is_stray) for what in _check_file(path, kind, is_copy))


def check_index(root: Path, entry_name: re.Pattern[str]) -> Iterator[Damage]:
    """Everything in the folders of a time index that does not belong there."""
    for day in paths_in(root):
        if not DAY_NAME.fullmatch(day.name):
            yield Damage(day, "is no folder of marks", is_stray=True)
        for slot in paths_in(day):
            if not SLOT_NAME.fullmatch(slot.name):
                yield Damage(slot, "is no folder of marks", is_stray=True)
            names = (path for path in paths_in(slot) if not entry_name.fullmatch(path.name))
            yield from (Damage(path, "is no mark", is_stray=True) for path in names)


def count_files(root: Path, file_name: re.Pattern[str]) -> int:
    """How many files of a kind there are."""
    return sum(bool(file_name.fullmatch(path.name)) for folder in paths_in(root) for path in paths_in(folder))


def _check_file(path: Path, kind: Kind, is_copy: bool) -> Iterable[str]:
    if path.name == LOCK_NAME:
        return []
    if path.name.endswith(TEMPORARY_SUFFIX):
        return ["is a stray temporary file; `sweep` removes it"] if not is_copy and _is_stray(path) else []
    if not kind.file_name.fullmatch(path.name):
        return [f"is no {kind.singular}"]
    if path.name[:2] != path.parent.name:
        return ["is in the wrong folder"]
    return _inspect(path, kind, is_locked=kind.is_indexed and not is_copy)


def _inspect(path: Path, kind: Kind, is_locked: bool) -> list[str]:
    try:
        with locked(path.parent) if is_locked else nullcontext():
            return list(kind.inspect(path, parse_tables(path.read_bytes())))
    except (FileNotFoundError, Busy):
        return []  # removed in the meantime, or in use
    except OSError as error:
        return [f"cannot be read: {error.strerror}"]
    except (Damaged, KeyError, TypeError, ValueError):
        return ["cannot be read"]


def _is_stray(path: Path) -> bool:
    """Nobody writes under the folder's lock, so a temporary file that still exists then is a stray."""
    try:
        with locked(path.parent):
            return path.exists()
    except Busy:
        return False
