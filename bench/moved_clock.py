"""A clock shared by several processes that only their parent moves, so nobody waits for leases to end."""

from __future__ import annotations

import mmap
import struct
import time

_FORM = struct.Struct("d")
BEGUN, AT_WORK = 0.0, 1.0


class MovedClock:
    """Make it before forking. Each process has a number (door), and reports up to when its work is done."""

    def __init__(self, doors: int) -> None:
        self._doors = range(1, doors + 1)
        self._shared = mmap.mmap(-1, _FORM.size * (doors + 1))
        self._write(0, time.time())

    def __call__(self) -> float:
        """The time now, as the parent last set it."""
        return self._read(0)

    def say_begun(self, door: int) -> None:
        """Report that a new process has this door and holds no lease yet."""
        self._write(door + 1, BEGUN)

    def say_at_work(self, door: int) -> None:
        """Report that this door's process holds a lease."""
        self._write(door + 1, AT_WORK)

    def is_at_work(self, door: int) -> bool:
        """Whether this door's process holds a lease, or may."""
        return self._read(door + 1) == AT_WORK

    def say_idle(self, door: int, since: float) -> None:
        """Report that this door's process holds no lease, and has handled everything due at `since`."""
        self._write(door + 1, since)

    def move_when_all_are_idle(self, seconds: float) -> None:
        """Move the time on. Only killed processes can still hold a lease then."""
        now = self()
        if all(self._read(place) == now for place in self._doors):
            self._write(0, now + seconds)

    def _read(self, place: int) -> float:
        return float(_FORM.unpack_from(self._shared, place * _FORM.size)[0])

    def _write(self, place: int, value: float) -> None:
        _FORM.pack_into(self._shared, place * _FORM.size, value)
