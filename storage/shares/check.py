"""Looks through the shares for what should not be there; says which file, never what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage.base64url import size_of
from storage.files.atomic_file import tables_of
from storage.files.paths import SHARE_NAME
from storage.shares.expiry_index import MARK_NAME, ShareMarks, expiries_of
from storage.shares.file import share_of
from storage.vaults.check import Damage, file_count, file_damages, mark_damages


def share_damages(data: Path, sealed_bytes: frozenset[int], note_bytes: frozenset[int]) -> Iterator[Damage]:
    """All damage under `<data>/shares/` and `<data>/expires/`, also while servers run."""
    marks = ShareMarks(data / "expires")

    def inside(path: Path) -> str:
        share = share_of(tables_of(path.read_bytes()))
        sizes = {size_of(len(note)) for note in share.notes}
        if size_of(len(share.sealed)) not in sealed_bytes or sizes - note_bytes:
            return "holds a text of an impossible size"
        has_mark = all(map(marks.has, expiries_of(bytes.fromhex(path.stem), share)))
        return "" if has_mark else "has no mark of its end; `sweep` makes it"

    yield from file_damages(data / "shares", SHARE_NAME, "share", "shares", inside)
    yield from mark_damages(data / "expires", MARK_NAME)


def share_count(data: Path) -> int:
    """How many shares there are, expired ones that wait for the sweeper included."""
    return file_count(data / "shares", SHARE_NAME)
