"""Decides whether the host's clock may be trusted to remove what has expired: not for a week after a leap.

Threat: a machine that starts with its clock two years ahead would remove every share, and vaults that people
still use.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson

from storage.days import date_text, day_of
from storage.errors import os_errors_as_busy
from storage.files.atomic_file import replace_file
from storage.files.paths import paths_in

LEAP_DAYS = 2
"""More than this between two readings, or any step back, is a leap. A server that was off looks the same."""
HOLD_DAYS = 7
"""Nothing is removed for this long after a leap, so that the host has time to see that the clock is wrong."""
STORE_FOLDERS = ("vaults", "shares", "reminders")
NEVER = -1


@dataclass(frozen=True, slots=True)
class ClockRecord:
    """What is remembered of the clock. Days count from 1970 in UTC."""

    day: int
    """The day of the last reading."""
    sweep_day: int
    """The first day on which expired data may be removed."""
    steady_day: int
    """The day that it would be without any leap: it counts the days that the clock was seen to pass."""
    leapt_from: int = NEVER
    """The day of the last reading before the last leap."""
    confirmed_day: int = NEVER
    """The day on which the host last said that the clock is right, whatever has expired by it."""

    def held_days(self) -> int:
        """For how many more days nothing may be removed."""
        return max(0, self.sweep_day - self.day)

    def sentence(self) -> str:
        """Why nothing is removed, for the host."""
        leap = f"from {date_text(self.leapt_from)} to {date_text(self.sweep_day - HOLD_DAYS)}"
        return f"The clock of this machine leapt {leap}: nothing is removed for {self.held_days()} days."


def after_reading(record: ClockRecord, today: int) -> ClockRecord:
    """What to remember after reading the clock."""
    step = today - record.day
    if 0 <= step <= LEAP_DAYS:
        return replace(record, day=today, steady_day=record.steady_day + step)
    return replace(record, day=today, sweep_day=today + HOLD_DAYS, leapt_from=record.day)


def newest_day(data: Path) -> int | None:
    """The newest modification day of a stored file; None if nothing is stored.

    Changes and visits set it, so the clock stood there once: a memory for a folder without `clock.json`.
    """
    newest = None
    for folder in (folder for name in STORE_FOLDERS for folder in paths_in(data / name)):
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".json"):
                    with suppress(FileNotFoundError):  # removed in the meantime
                        newest = max(newest or 0, day_of(entry.stat(follow_symlinks=False).st_mtime))
    return newest


class SteadyClock:
    """Writes the day to `<data>/clock.json`, once a day. Any number of processes may use it at once."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.time) -> None:
        self._data = data.resolve()
        self._path = self._data / "clock.json"
        self._clock = clock

    def read(self) -> ClockRecord:
        """What would be remembered after a reading now. Writes nothing. Raises Busy."""
        with os_errors_as_busy():
            return self._read()[1]

    def held_days(self) -> int:
        """For how many more days nothing may be removed; 0 while the clock is steady. Raises Busy."""
        return self.remember().held_days()

    def is_steady(self) -> bool:
        """Whether what has expired may be removed. Raises Busy."""
        return self.held_days() == 0

    def remember(self) -> ClockRecord:
        """Read the clock, and write down what is remembered of it. Raises Busy."""
        with os_errors_as_busy():
            before, after = self._read()
            if after != before and self._has_stores():
                self._write(after)
        return after

    def confirm(self) -> None:
        """The host says that the clock is right: what has expired may go today, however much. Raises Busy."""
        with os_errors_as_busy():
            if not self._has_stores():
                return  # nothing to sweep
            after = self._read()[1]
            self._write(replace(after, sweep_day=after.day, confirmed_day=after.day))

    def steady_day(self) -> int:
        """The day that it would be without any leap, as far as it was seen. Raises Busy."""
        with os_errors_as_busy():
            stored = self._stored()
        return stored.steady_day if stored else day_of(self._clock())

    def is_confirmed(self) -> bool:
        """Whether the host has said today that the clock is right. Raises Busy."""
        with os_errors_as_busy():
            stored = self._stored()
        return stored is not None and stored.confirmed_day == day_of(self._clock())

    def stored(self) -> ClockRecord | None:
        """What is remembered; None if nothing is. Raises Busy."""
        with os_errors_as_busy():
            return self._stored()

    def take_in(self, record: ClockRecord) -> None:
        """Remember what another store remembered. Raises Busy."""
        with os_errors_as_busy():
            self._write(record)

    def _today(self) -> int:
        return day_of(self._clock())

    def _has_stores(self) -> bool:
        return any((self._data / name).is_dir() for name in STORE_FOLDERS)

    def _read(self) -> tuple[ClockRecord | None, ClockRecord]:
        # The file first: another process may write the next day in between, which must not look like a leap.
        before = self._stored()
        today = self._today()
        if before is not None:
            return before, after_reading(before, today)
        newest = newest_day(self._data)
        start = today if newest is None else newest
        first = after_reading(ClockRecord(start, start, start), today)
        if self._path.exists():  # damaged: treated as a leap
            first = replace(first, sweep_day=today + HOLD_DAYS, leapt_from=start)
        return None, first

    def _stored(self) -> ClockRecord | None:
        """What is in the file; None if there is none, or if it is damaged."""
        try:
            found = orjson.loads(self._path.read_bytes())
            day, sweep_day = int(found["day"]), int(found["sweep_day"])
            more = [int(found.get(name, NEVER)) for name in ("steady_day", "leapt_from", "confirmed_day")]
        except (FileNotFoundError, orjson.JSONDecodeError, KeyError, TypeError, ValueError):
            return None
        # An older version of the app remembered no steady day.
        return ClockRecord(day, sweep_day, day if more[0] == NEVER else more[0], *more[1:])

    def _write(self, record: ClockRecord) -> None:
        replace_file(self._path, orjson.dumps(asdict(record)), record.day)
