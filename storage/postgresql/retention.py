"""How long the vaults of a database are kept, and where they lie for thirty more days after they expired."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from storage.days import day_of
from storage.postgresql.clock import PostgreSQLClock
from storage.postgresql.database import Connection, Database
from storage.postgresql.vault_export import (
    count_vaults,
    export_expired,
    remove_expired,
    remove_vault,
    take_in_expired,
)
from storage.postgresql.vault_rows import number_in
from storage.vaults.interface import Limits
from storage.vaults.retention import Survey
from storage.vaults.rules import KEPT_DAYS, ExpiredVault, id_and_day

SWEEP_MAX = 1_000
"""Vaults that a sweep puts aside or removes at most; the next one goes on."""

UNVISITED = "SELECT vault_id FROM vaults WHERE visited_day <= %s"
UNUSED = UNVISITED + " AND visited_day <= made_day AND records < 2"
IN_PART = " AND get_byte(vault_id, 0) = %s ORDER BY visited_day LIMIT %s"
BY_DAY = "SELECT expired_day, count(*) FROM expired_vaults GROUP BY expired_day ORDER BY expired_day"
GONE = "SELECT count(*) FROM expired_vaults WHERE expired_day = %s"
COPY_ASIDE = (
    "INSERT INTO expired_records SELECT %s::integer, records.* FROM records WHERE vault_id = %s",
    "INSERT INTO expired_vaults SELECT %s::integer, vaults.* FROM vaults WHERE vault_id = %s",
)
FORGET = (
    "DELETE FROM expired_records WHERE vault_id = %s",
    "DELETE FROM expired_vaults WHERE vault_id = %s",
)
OLD = """
SELECT vault_id, expired_day FROM expired_vaults
WHERE get_byte(vault_id, 0) = %s AND expired_day <= %s LIMIT %s"""
OLD_COUNT = "SELECT count(*) FROM expired_vaults WHERE expired_day <= %s"
ASIDE = """
SELECT vault_id, expired_day FROM expired_vaults WHERE get_byte(vault_id, 0) = %s ORDER BY expired_day DESC"""
PUT_BACK = """
INSERT INTO vaults SELECT vault_id, token_sha256, epoch, made_day, %s::integer, seq, records, size,
days, pushed_day FROM expired_vaults WHERE vault_id = %s AND expired_day = %s
ON CONFLICT (vault_id) DO NOTHING RETURNING true"""
PUT_BACK_RECORDS = (
    "INSERT INTO records SELECT vault_id, id, rev, seq, size, tag, sealed"
    " FROM expired_records WHERE vault_id = %s AND expired_day = %s"
)


class PostgreSQLRetention:
    """The same rules as those of a folder (storage/vaults/retention.py)."""

    def __init__(self, database: Database, limits: Limits, clock: Callable[[], float] = time.time) -> None:
        self._database, self._limits, self._clock = database, limits, clock
        self._steady_clock = PostgreSQLClock(database, clock)
        self._surveyed: tuple[int, bool] | None = None
        """The day of the last survey, and whether it found too many: it counts every vault."""

    def _today(self) -> int:
        return day_of(self._clock())

    def survey(self) -> Survey:
        """Count the vaults, those that have expired, and those that expired today. Raises Busy."""
        steady_day = self._steady_clock.steady_day()

        def work(connection: Connection) -> Survey:
            expired = {row[0] for query, day in self._kinds() for row in connection.execute(query, (day,))}
            return Survey(count_vaults(connection), len(expired), number_in(connection, GONE, steady_day))

        return self._database.read(work)

    def expired_in(self, part: int) -> set[bytes]:
        """Some of the vaults in a part that have expired. Raises Busy."""

        def work(connection: Connection) -> set[bytes]:
            found: set[bytes] = set()
            for query, day in self._kinds():
                rows = connection.execute(query + IN_PART, (day, part, SWEEP_MAX))
                found |= {row[0] for row in rows}
            return found

        return self._database.read(work)

    def _kinds(self) -> list[tuple[str, int]]:
        today, limits = self._today(), self._limits
        return [(UNVISITED, today - limits.unvisited_days), (UNUSED, today - limits.unused_days)]

    def is_too_much(self) -> bool:
        """Whether so many have expired at once that the clock must be wrong. Raises Busy."""
        if self.is_confirmed():
            return False
        if self._surveyed is None or self._surveyed[0] != self._today():
            self._surveyed = self._today(), self.survey().is_too_much
        return self._surveyed[1]

    def is_confirmed(self) -> bool:
        """Whether the host has said today that the clock is right. Raises Busy."""
        return self._steady_clock.is_confirmed()

    def steady_day(self) -> int:
        """The day after which what is put aside is named. Raises Busy."""
        return self._steady_clock.steady_day()

    def put_aside(self, connection: Connection, vault_id: bytes, day: int) -> None:
        """Move a vault, which the caller has locked, out of reach."""
        remove_expired(connection, vault_id, day)
        for query in COPY_ASIDE:
            connection.execute(query, (day, vault_id))
        remove_vault(connection, vault_id)

    def remove(self, connection: Connection, vault_id: bytes) -> None:
        """Remove a vault, which the caller has locked, and whatever lies aside of it."""
        remove_vault(connection, vault_id)
        for query in FORGET:
            connection.execute(query, (vault_id,))

    def counts(self) -> dict[int, int]:
        """See VaultRetention."""
        return self._database.read(lambda connection: dict(connection.execute(BY_DAY).fetchall()))

    def count(self) -> int:
        """See Movable."""
        return sum(self.counts().values())

    def export(self, part: int, after: bytes = b"") -> Iterator[ExpiredVault]:
        """See Movable."""
        return export_expired(self._database, part, after)

    def take_in(self, item: ExpiredVault) -> None:
        """See Movable."""
        self._database.change(lambda connection: take_in_expired(connection, item))

    def drop(self, key: bytes) -> None:
        """See Movable."""
        self._database.change(lambda connection: remove_expired(connection, *id_and_day(key)))

    def count_to_purge(self, today: int) -> int:
        """How many vaults have lain aside for KEPT_DAYS. `today`: a steady day. Raises Busy."""
        return self._database.read(lambda connection: number_in(connection, OLD_COUNT, today - KEPT_DAYS))

    def purge(self, part: int) -> int:
        """Remove what has lain aside long enough; return how many vaults. Raises Busy."""
        values = (part, self.steady_day() - KEPT_DAYS, SWEEP_MAX)
        old = self._database.read(lambda c: c.execute(OLD, values).fetchall())
        for vault_id, day in old:
            self._database.change(lambda c, key=(vault_id, day): remove_expired(c, *key))  # type: ignore[misc]
        return len(old)

    def put_back(self, part: int) -> tuple[int, int]:
        """Put back what lies aside, as visited today. How many came back, and how many stay. Raises Busy.

        The newest of a name comes first; one whose phones have made a new vault stays aside.
        """
        aside = self._database.read(lambda c: c.execute(ASIDE, (part,)).fetchall())
        back = sum(self._put_back(*key) for key in aside)
        return back, len(aside) - back

    def _put_back(self, vault_id: bytes, day: int) -> bool:
        def work(connection: Connection) -> bool:
            if not connection.execute(PUT_BACK, (self._today(), vault_id, day)).fetchone():
                return False
            connection.execute(PUT_BACK_RECORDS, (vault_id, day))
            remove_expired(connection, vault_id, day)
            return True

        return self._database.change(work)
