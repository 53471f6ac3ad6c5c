"""Where each vault's file is, and the lock of its folder. Names are hex: letters of one case, on any disk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.interface import Busy
from storage.vault_file import STRAY_SUFFIX, sync_folder

VAULT_NAME = re.compile(r"[0-9a-f]{32}\.json")
LOCK_NAME = "lock"
POLL_SECONDS = 0.002


def folder_of(vaults: Path, part: int) -> Path:
    """The folder of one part, such as `vaults/3f`."""
    return vaults / f"{part:02x}"


def path_of(vaults: Path, vault_id: bytes) -> str:
    """The file of one vault, such as `vaults/3f/3f00….json`."""
    name = vault_id.hex()
    return f"{vaults}/{name[:2]}/{name}.json"


def make_folder(folder: Path) -> None:
    """Make a part's folder and what is above it, to last. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
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


def vault_paths(folder: Path) -> list[Path]:
    """The vault files in a folder; none where there is no folder."""
    return [path for path in paths_in(folder) if VAULT_NAME.fullmatch(path.name)]


def stray_paths(folder: Path) -> list[Path]:
    """The temporary files in a folder: strays, as seen under its lock."""
    return [path for path in paths_in(folder) if path.name.endswith(STRAY_SUFFIX)]


def paths_in(folder: Path) -> list[Path]:
    """All that is in a folder, by name; nothing where there is no folder."""
    try:
        return sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
