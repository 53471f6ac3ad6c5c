"""Whether the host's clock may decide what has expired: not for a week after it leapt.

Threat: a machine that starts with its clock two years ahead would remove every share, and vaults that
people still use.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import orjson

from storage.errors import SAID_AS_BUSY
from storage.files.atomic_file import replace_file
from storage.vaults.rules import SECONDS_A_DAY

LEAP_DAYS = 3
"""More than this between two looks, or backwards, is a leap. A server that was off so long looks the same."""
HOLD_DAYS = 7
"""So long nothing is removed: time for whoever runs it to see that the clock is wrong."""

KEPT = ("vaults", "shares", "reminders")


@dataclass(frozen=True, slots=True)
class Noted:
    """Days count from 1970 in UTC: the last one on which somebody looked, and the first one to sweep on."""

    day: int
    sweep_day: int


def looked_at(noted: Noted | None, today: int) -> Noted:
    """What is noted after a look; None before the first one."""
    if noted is None:
        return Noted(today, today)
    if noted.day <= today <= noted.day + LEAP_DAYS:
        return Noted(today, noted.sweep_day)
    return Noted(today, today + HOLD_DAYS)


class SteadyClock:
    """Notes the day in `<data>/clock.json`, once a day. Any number of processes may look."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        self._path = data.resolve() / "clock.json"
        self._clock = clock

    def held_days(self) -> int:
        """For how many days nothing may be removed; 0 while the clock goes on day by day. Raises Busy."""
        today = int(self._clock()) // SECONDS_A_DAY
        with SAID_AS_BUSY:
            if not any((self._path.parent / name).is_dir() for name in KEPT):
                return 0  # nothing to sweep
            before = self._noted(today)
            after = looked_at(before, today)
            if after != before:
                content = {"day": after.day, "sweep_day": after.sweep_day}
                replace_file(self._path, orjson.dumps(content), today)
        return max(0, after.sweep_day - today)

    def is_steady(self) -> bool:
        """Whether what has expired may go. Raises Busy."""
        return self.held_days() == 0

    def _noted(self, today: int) -> Noted | None:
        try:
            found = orjson.loads(self._path.read_bytes())
            return Noted(int(found["day"]), int(found["sweep_day"]))
        except FileNotFoundError:
            return None
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return Noted(today - LEAP_DAYS - 1, today)  # damaged: as after a leap
