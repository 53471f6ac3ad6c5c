"""Looks through the shares for what should not be there; says which file, never what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage.damage import LOCK_SECONDS, Damage, mark_damages, misplaced
from storage.folders import SHARE_NAME, locked, paths_in
from storage.interface import Busy, Damaged
from storage.share_file import share_of
from storage.share_marks import MARK_NAME, ShareMarks, expiries_of
from storage.texts import size_of
from storage.whole_file import tables_of


def share_damages(data: Path, sealed_bytes: frozenset[int], note_bytes: frozenset[int]) -> Iterator[Damage]:
    """All damage under `<data>/shares/` and `<data>/expires/`, also while servers run."""
    marks = ShareMarks(data / "expires")
    for folder in paths_in(data / "shares"):
        if not folder.is_dir() or len(folder.name) != 2:
            yield Damage(folder, "is no folder of shares")
            continue
        for path in paths_in(folder):
            what = misplaced(path, SHARE_NAME, "share")
            what = _wrong_inside(path, marks, sealed_bytes, note_bytes) if what is None else what
            if what:
                yield Damage(path, what)
    yield from mark_damages(data / "expires", MARK_NAME)


def share_count(data: Path) -> int:
    """How many shares there are, expired ones that wait for the sweeper included."""
    return sum(
        bool(SHARE_NAME.fullmatch(path.name)) for f in paths_in(data / "shares") for path in paths_in(f)
    )


def _wrong_inside(
    path: Path, marks: ShareMarks, sealed_bytes: frozenset[int], note_bytes: frozenset[int]
) -> str:
    """Under the folder's lock, since a share and its mark are two steps."""
    try:
        with locked(path.parent, LOCK_SECONDS):
            share = share_of(tables_of(path.read_bytes()))
            has_mark = all(map(marks.has, expiries_of(bytes.fromhex(path.stem), share)))
    except (FileNotFoundError, Busy):
        return ""  # gone meanwhile, or in use
    except OSError as error:
        return f"cannot be read: {error.strerror}"
    except Damaged:
        return "cannot be read"
    if size_of(len(share.sealed)) not in sealed_bytes or {size_of(len(n)) for n in share.notes} - note_bytes:
        return "holds a text of an impossible size"
    return "" if has_mark else "has no mark of its end; `sweep` makes it"
