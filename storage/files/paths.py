"""Where each file is. Names are lower-case hex, so they work on disks that ignore case."""

from __future__ import annotations

import re
from pathlib import Path

from storage.files.atomic_file import TEMPORARY_SUFFIX, sync_folder


def folder_of(root: Path, part: int) -> Path:
    """The folder of one part, such as `vaults/3f`."""
    return root / f"{part:02x}"


def path_of(root: Path, id: bytes) -> str:
    """The file of one vault, list or share, such as `vaults/3f/3f00….json`."""
    name = id.hex()
    return f"{root}/{name[:2]}/{name}.json"


def make_folder(folder: Path) -> None:
    """Make the folder of a part and the folders above it, durably. Raises OSError."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    # Also if it existed: the process that made it may have been killed before its name was durable.
    sync_folder(folder.parent)
    sync_folder(folder.parent.parent)


def paths_in(folder: Path) -> list[Path]:
    """Everything in a folder, sorted by name; empty if there is no such folder."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def named_paths(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """The files in a folder whose whole name matches; empty if there is no such folder."""
    return [path for path in paths_in(folder) if name.fullmatch(path.name)]


def stray_paths(folder: Path) -> list[Path]:
    """The temporary files in a folder. Call it under the folder's lock, where all of them are strays."""
    return [path for path in paths_in(folder) if path.name.endswith(TEMPORARY_SUFFIX)]
