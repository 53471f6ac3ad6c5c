"""Where each file is, and the lock of its folder. Names are hex: letters of one case, on any disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.files.atomic_file import STRAY_SUFFIX, set_day, sync_folder
from storage.vaults.interface import Busy

VAULT_NAME = re.compile(r"[0-9a-f]{32}\.json")
LIST_NAME = re.compile(r"[0-9a-f]{64}\.json")
SHARE_NAME = LIST_NAME
LOCK_NAME = "lock"
POLL_SECONDS = 0.002


def folder_of(root: Path, part: int) -> Path:
    """The folder of one part, such as `vaults/3f`."""
    return root / f"{part:02x}"


def path_of(root: Path, id: bytes) -> str:
    """The file of one vault, list or share, such as `vaults/3f/3f00….json`."""
    name = id.hex()
    return f"{root}/{name[:2]}/{name}.json"


def make_folder(folder: Path) -> None:
    """Make a part's folder and what is above it, to last. Raises OSError."""
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    # Also where it was there: whoever made it may have been killed before its name was safe on the disk.
    sync_folder(folder.parent)
    sync_folder(folder.parent.parent)


@contextmanager
def locked(folder: Path, seconds: float) -> Iterator[None]:
    """Hold the folder against writers in all threads and processes of this machine. Raises Busy, OSError.

    One lock a folder, not one a vault: there are few, and none is ever removed, which no lock file survives.
    """
    lock = FileLock(folder / LOCK_NAME, seconds, poll_interval=POLL_SECONDS, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise Busy from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def quietly_locked(folder: Path, seconds: float, day: int) -> Iterator[None]:
    """Hold the folder; its own times of change, too, say the day and no more. Raises Busy, OSError."""
    with locked(folder, seconds):
        try:
            yield
        finally:
            for place in (folder / LOCK_NAME, folder, folder.parent):
                set_day(place, day)


def named_paths(folder: Path, name: re.Pattern[str]) -> list[Path]:
    """The files in a folder with such names; none where there is no folder."""
    return [path for path in paths_in(folder) if name.fullmatch(path.name)]


def stray_paths(folder: Path) -> list[Path]:
    """The temporary files in a folder: strays, as seen under its lock."""
    return [path for path in paths_in(folder) if path.name.endswith(STRAY_SUFFIX)]


def paths_in(folder: Path) -> list[Path]:
    """All that is in a folder, by name; nothing where there is no folder."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
