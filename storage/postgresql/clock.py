"""What a database remembers of its hosts' clocks, so that none that is wrong removes what it holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import astuple

from storage.postgresql.database import Database
from storage.steady_clock import ClockRecord, SteadyClock, after_reading

READ = "SELECT day, sweep_day, steady_day, leapt_from, confirmed_day FROM clock"
WRITE = """
INSERT INTO clock (day, sweep_day, steady_day, leapt_from, confirmed_day, id) VALUES (%s, %s, %s, %s, %s, 1)
ON CONFLICT (id) DO UPDATE SET day = EXCLUDED.day, sweep_day = EXCLUDED.sweep_day,
steady_day = EXCLUDED.steady_day, leapt_from = EXCLUDED.leapt_from,
confirmed_day = EXCLUDED.confirmed_day"""
NEWEST_VISIT = "SELECT max(visited_day) FROM vaults WHERE length(vault_id) = 16"


class PostgreSQLClock(SteadyClock):
    """A steady clock whose record is in the database, the same for all machines."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def _has_stores(self) -> bool:
        return True

    def _read(self) -> tuple[ClockRecord | None, ClockRecord]:
        # The record first: another machine may write the next day in between.
        before, today = self._stored(), self._today()
        if before is not None:
            return before, after_reading(before, today)
        newest = self._database.read(lambda c: c.execute(NEWEST_VISIT).fetchone())
        start = newest[0] if newest and newest[0] is not None else today
        return None, after_reading(ClockRecord(start, start, start), today)

    def _stored(self) -> ClockRecord | None:
        row = self._database.read(lambda connection: connection.execute(READ).fetchone())
        return ClockRecord(*row) if row else None

    def _write(self, record: ClockRecord) -> None:
        self._database.change(lambda connection: connection.execute(WRITE, astuple(record)))
