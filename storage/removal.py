"""Removes everything that is stored under one id, wherever a data folder or a backup has it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from storage.files.atomic_file import sync_folder
from storage.files.locks import locked_hiding_times
from storage.files.paths import folder_of, paths_in
from storage.manifest import files_below, forget, has_manifest

BESIDE = re.compile(r"before-restore-[0-9]+|expired|damaged")
"""Folders that keep what is no longer served."""
INDEX = "expires"
HEX = re.compile(r"[0-9a-f]{32}|[0-9a-f]{64}")


@dataclass(slots=True)
class Removed:
    """How many files were removed: of what was served, of what was kept beside, and of the index."""

    here: int = 0
    beside: int = 0
    marks: int = 0


def remove_everywhere(folder: Path, kind: str, name: str, today: int, lock_seconds: float) -> Removed:
    """Remove all files of `kind` whose names begin with `name`, in hex, durably. A server may run meanwhile.

    `folder`: a data folder, or a backup, whose manifest then no longer names them. Days count from 1970.
    Raises Busy, Damaged, OSError.
    """
    if not HEX.fullmatch(name):
        raise ValueError("not a name of 16 or 32 bytes in hex")
    removed, gone = Removed(), [str(path.relative_to(folder)) for path in _files_of(folder, kind, name)]
    part = folder_of(folder / kind, int(name[:2], 16))
    if part.is_dir():
        is_backup = has_manifest(folder)
        with nullcontext() if is_backup else locked_hiding_times(part, lock_seconds, today):
            removed.here = _remove_from(part, name)
    for place in _places_beside(folder, kind, name):
        removed.beside += _remove_from(place, name)
    if kind == "shares":
        removed.marks = sum(_remove_from(slot, name) for slot in (folder / INDEX).glob("*/*"))
    if gone and has_manifest(folder):
        forget(folder, gone)
    return removed


def _files_of(folder: Path, kind: str, name: str) -> Iterator[Path]:
    for place in (folder_of(folder / kind, int(name[:2], 16)), *_places_beside(folder, kind, name)):
        for path in paths_in(place):
            if path.name.startswith(name):
                yield from files_below(path) if path.is_dir() else [path]


def _places_beside(folder: Path, kind: str, name: str) -> Iterator[Path]:
    """The folders of this part of this kind, however deep below the folders that keep what is not served."""
    for beside in paths_in(folder):
        if BESIDE.fullmatch(beside.name):
            yield from (path for path in sorted(beside.glob(f"**/{kind}/{name[:2]}")) if path.is_dir())


def _remove_from(folder: Path, name: str) -> int:
    """Remove what begins with the name; a half written file too."""
    found = [path for path in paths_in(folder) if path.name.startswith(name)]
    for path in found:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    if found:
        sync_folder(folder)
    return len(found)
