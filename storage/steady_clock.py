"""Decides whether the host's clock may be trusted to remove what has expired: not for a week after a jump.

Threat: a machine that starts with its clock two years ahead would remove every share, and vaults that people
still use.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

from storage.days import day_of
from storage.errors import os_errors_as_busy
from storage.files.atomic_file import replace_file

JUMP_DAYS = 3
"""More than this between two readings, or any step back, is a jump. A server that was off looks the same."""
HOLD_DAYS = 7
"""Nothing is removed for this long after a jump, so that the host has time to see that the clock is wrong."""
STORE_FOLDERS = ("vaults", "shares", "reminders")


@dataclass(frozen=True, slots=True)
class ClockRecord:
    """What is remembered of the clock. Days count from 1970 in UTC."""

    day: int
    """The day of the last reading."""
    sweep_day: int
    """The first day on which expired data may be removed."""


def after_reading(record: ClockRecord | None, today: int) -> ClockRecord:
    """What to remember after reading the clock; `record` is None before the first reading."""
    if record is None:
        return ClockRecord(today, today)
    if record.day <= today <= record.day + JUMP_DAYS:
        return ClockRecord(today, record.sweep_day)
    return ClockRecord(today, today + HOLD_DAYS)


class SteadyClock:
    """Writes the day to `<data>/clock.json`, once a day. Any number of processes may use it at once."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = data.resolve() / "clock.json"
        self._clock = clock

    def held_days(self) -> int:
        """For how many more days nothing may be removed; 0 while the clock is steady. Raises Busy."""
        today = day_of(self._clock())
        with os_errors_as_busy():
            if not any((self._path.parent / name).is_dir() for name in STORE_FOLDERS):
                return 0  # nothing to sweep
            before = self._read(today)
            after = after_reading(before, today)
            if after != before:
                content = {"day": after.day, "sweep_day": after.sweep_day}
                replace_file(self._path, orjson.dumps(content), today)
        return max(0, after.sweep_day - today)

    def is_steady(self) -> bool:
        """Whether what has expired may be removed. Raises Busy."""
        return self.held_days() == 0

    def _read(self, today: int) -> ClockRecord | None:
        try:
            found = orjson.loads(self._path.read_bytes())
            return ClockRecord(int(found["day"]), int(found["sweep_day"]))
        except FileNotFoundError:
            return None
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return ClockRecord(today - JUMP_DAYS - 1, today)  # damaged: treated as a jump
