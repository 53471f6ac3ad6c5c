"""A clock for several processes that stands still until their parent moves it, so leases need no waiting."""

from __future__ import annotations

import mmap
import struct
import time

_FORM = struct.Struct("d")
BEGUN, AT_WORK = 0.0, 1.0


class MovedClock:
    """Made before the processes part. Each says at its door up to which time it has nothing left to do."""

    def __init__(self, doors: int) -> None:
        self._doors = range(1, doors + 1)
        self._shared = mmap.mmap(-1, _FORM.size * (doors + 1))
        self._write(0, time.time())

    def __call__(self) -> float:
        """The time now, as the parent last set it."""
        return self._read(0)

    def say_begun(self, door: int) -> None:
        """Someone new is at this door, who has held nothing yet."""
        self._write(door + 1, BEGUN)

    def say_at_work(self, door: int) -> None:
        """Whoever is at this door holds something."""
        self._write(door + 1, AT_WORK)

    def is_at_work(self, door: int) -> bool:
        """Whether whoever is at this door holds something, or may."""
        return self._read(door + 1) == AT_WORK

    def say_idle(self, door: int, since: float) -> None:
        """Whoever is at this door holds nothing, and has seen all that was due at this time."""
        self._write(door + 1, since)

    def move_when_all_are_idle(self, seconds: float) -> None:
        """Let the time pass. Nobody holds a lease by then but those who were killed."""
        now = self()
        if all(self._read(place) == now for place in self._doors):
            self._write(0, now + seconds)

    def _read(self, place: int) -> float:
        return float(_FORM.unpack_from(self._shared, place * _FORM.size)[0])

    def _write(self, place: int, value: float) -> None:
        _FORM.pack_into(self._shared, place * _FORM.size, value)
