"""Whether the disk has room: new data stops at one mark, and edits of what is stored at a smaller one."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

LOOK_SECONDS = 1.0
"""How long one look at the disk is good for."""
EDITS_PART = 4
"""Edits go on until a quarter of the reserve is left."""
BYTES_AN_INODE = 64 * 1024
"""The reserve of files: one for each of these bytes of the reserve. A full table of inodes is a full disk."""


class DiskReserve:
    """A look at the disk that `folder` is on, at most once in LOOK_SECONDS; `reserve_bytes` of 0: no reserve.

    Fails open: where the disk cannot be asked there is room, and a write that fails says so itself.
    """

    def __init__(self, folder: Path, reserve_bytes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._folder = folder.resolve()
        self._reserve = reserve_bytes
        self._clock = clock
        self._looked = -LOOK_SECONDS
        self._part = 1.0

    def has_room_for_new(self) -> bool:
        """Whether new vaults, shares, notes and lists may be stored."""
        return self.free_part() >= 1

    def has_room_for_edits(self) -> bool:
        """Whether what is stored may be edited."""
        return self.free_part() >= 1 / EDITS_PART

    def free_part(self) -> float:
        """Free space as a multiple of the reserve; 1 without a reserve. Of bytes and files, the scarcer."""
        now = self._clock()
        if self._reserve and now >= self._looked + LOOK_SECONDS:
            self._looked, self._part = now, self._look()
        return self._part

    def _look(self) -> float:
        with suppress(OSError, AttributeError):  # no statvfs on Windows
            disk = os.statvfs(next(path for path in (self._folder, *self._folder.parents) if path.is_dir()))
            parts = [disk.f_bavail * disk.f_frsize / self._reserve]
            if disk.f_files:  # some file systems have no table of inodes
                parts.append(disk.f_favail * BYTES_AN_INODE / self._reserve)
            return min(parts)
        return 1.0
