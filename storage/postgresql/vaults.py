"""Vaults on PostgreSQL: a row for each vault and for each record. A push holds the row of its vault."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import astuple
from typing import Any

from storage import base64url
from storage.days import day_of
from storage.errors import Busy, Conflict, Unauthorized
from storage.postgresql.database import Connection, Database
from storage.postgresql.schema import ABSENT_ID, DECOY_ID
from storage.vaults.interface import TAG_LENGTH, Access, Limits, Page, Push, Record, SweptVaults
from storage.vaults.rules import Header, accept, authorize, is_expired, new_epoch, sealed_size

SWEEP_MAX = 1_000
"""Vaults of one kind that a sweep removes at most; the next one goes on."""
ID_BYTES = 16

READ_HEADER = """
SELECT token_sha256, made_day, seq, records, size, epoch, visited_day FROM vaults WHERE vault_id = %s"""
"""Begins with the fields of Header, as every query for one does."""
LOCK_HEADER = READ_HEADER + " FOR UPDATE"
MAKE = """
INSERT INTO vaults (token_sha256, made_day, seq, records, size, epoch, visited_day, vault_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (vault_id) DO NOTHING RETURNING true"""
# One statement sees head and records at one instant. A stranger makes it read no record.
PULL = """
SELECT v.token_sha256, v.made_day, v.seq, v.records, v.size, v.epoch, v.visited_day,
r.id, r.rev, r.seq, r.sealed
FROM vaults v LEFT JOIN records r ON r.vault_id = v.vault_id AND r.seq > %s AND v.token_sha256 = %s
WHERE v.vault_id = %s ORDER BY r.seq LIMIT %s"""
REVISIONS = PULL.replace("r.sealed", "r.tag, r.size")
STORED = "SELECT id, rev, seq, size FROM records WHERE vault_id = %s AND id = ANY(%s)"
CURRENT = "SELECT id, rev, seq, sealed FROM records WHERE vault_id = %s AND id = ANY(%s)"
PUT = "INSERT INTO records (vault_id, id, rev, seq, size, tag, sealed) VALUES "
PUT_ROW = "(%s, %s, %s, %s, %s, %s, %s)"
PUT_OVER = """
ON CONFLICT (vault_id, id) DO UPDATE SET
rev = EXCLUDED.rev, seq = EXCLUDED.seq, size = EXCLUDED.size, tag = EXCLUDED.tag, sealed = EXCLUDED.sealed"""
SET_HEADER = """
UPDATE vaults SET seq = %s, records = %s, size = %s, visited_day = GREATEST(visited_day, %s)
WHERE vault_id = %s"""
LOCK_IF_FREE = "SELECT true FROM vaults WHERE vault_id = %s FOR UPDATE SKIP LOCKED"
VISIT = "UPDATE vaults SET visited_day = %s WHERE vault_id = %s AND visited_day < %s"
REMOVE_RECORDS = "DELETE FROM records WHERE vault_id = %s"
REMOVE = "DELETE FROM vaults WHERE vault_id = %s"
UNVISITED = """
SELECT vault_id FROM vaults WHERE get_byte(vault_id, 0) = %s AND visited_day <= %s
ORDER BY visited_day LIMIT %s"""
UNUSED = UNVISITED.replace("ORDER BY", "AND visited_day <= made_day AND records < 2 ORDER BY")


class PostgreSQLVaults:
    """The vaults of a database."""

    def __init__(
        self,
        database: Database,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        epochs: Callable[[], bytes] = new_epoch,
    ) -> None:
        self._database = database
        self._limits = limits or Limits()
        self._clock = clock
        self._epochs = epochs

    def _today(self) -> int:
        return day_of(self._clock())

    def _visited(self, access: Access, found: Sequence[Any] | None) -> Header:
        """The header in a row, if the token is right. Notes the day of the visit. Raises Unauthorized."""
        header = Header(*found[:6]) if found else None
        try:
            header = authorize(access, header)
        except Unauthorized:
            # Threat: a stranger measures which answer takes longer, and learns whether the vault exists.
            # Either answer costs the same reads: one row that exists, one that does not.
            self._read_header(ABSENT_ID if found else DECOY_ID)
            raise
        if found and found[6] < self._today():
            # Outside of what was read, which may come from a copy of the database that takes no writes.
            with suppress(Busy):  # the next visit is noted
                self._database.change(lambda connection: self._note_visit(connection, access.vault_id))
        return header

    def _note_visit(self, connection: Connection, vault_id: bytes) -> None:
        # Whoever holds the row notes a visit too, or removes it.
        if connection.execute(LOCK_IF_FREE, (vault_id,)).fetchone():
            connection.execute(VISIT, (self._today(), vault_id, self._today()))

    def _read_header(self, vault_id: bytes) -> Sequence[Any] | None:
        return self._database.read(lambda c: c.execute(READ_HEADER, (vault_id,), binary=True).fetchone())

    def make(self, access: Access) -> bool:
        """See VaultStore."""
        today = self._today()
        header = Header(access.token_sha256, today, epoch=self._epochs())
        row = (*astuple(header), today, access.vault_id)
        if self._database.change(lambda connection: connection.execute(MAKE, row).fetchone()):
            return True
        self.authorize(access)
        return False

    def authorize(self, access: Access) -> None:
        """See VaultStore."""
        self._visited(access, self._read_header(access.vault_id))

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """See VaultStore."""
        header, rows = self._joined(PULL, access, since, limit + 1)
        records = [Record(base64url.encode(r[0]), r[1], r[2], base64url.encode(r[3])) for r in rows[:limit]]
        return Page(header.seq, records, len(rows) > limit, header.epoch)

    def revisions(self, access: Access) -> Page:
        """See VaultStore."""
        header, rows = self._joined(REVISIONS, access, 0, None)
        records = [Record(base64url.encode(r[0]), r[1], r[2], None, r[3], r[4]) for r in rows]
        return Page(header.seq, records, epoch=header.epoch)

    def _joined(
        self, query: str, access: Access, since: int, limit: int | None
    ) -> tuple[Header, list[tuple[Any, ...]]]:
        """The header, and what follows it in each row: one for each record. Raises Unauthorized."""
        values = (since, access.token_sha256, access.vault_id, limit)
        rows = self._database.read(lambda c: c.execute(query, values, binary=True).fetchall())
        header = self._visited(access, rows[0] if rows else None)
        return header, [row[7:] for row in rows if row[7] is not None]

    def push(self, access: Access, pushes: Sequence[Push]) -> Page:
        """See VaultStore."""
        self.authorize(access)  # before the lock, so that a stranger cannot block writers
        header, after = self._database.change(lambda connection: self._push(connection, access, pushes))
        return Page(header.seq, [Record(r.id, r.rev, r.seq, None) for r in after], epoch=header.epoch)

    def _push(
        self, connection: Connection, access: Access, pushes: Sequence[Push]
    ) -> tuple[Header, list[Record]]:
        ids = [base64url.decode(push.id, ID_BYTES) for push in pushes]
        locked = connection.execute(LOCK_HEADER, (access.vault_id,), binary=True)
        found = connection.execute(STORED, (access.vault_id, ids), binary=True)
        row = locked.fetchone()
        header = authorize(access, Header(*row[:6]) if row else None)
        stored = {(id := base64url.encode(r[0])): Record(id, r[1], r[2], None, size=r[3]) for r in found}
        try:
            header, after = accept(header, stored, pushes, self._limits)
        except Conflict as conflict:
            raise Conflict(_with_bytes(connection, access.vault_id, conflict.current)) from None
        put_records(connection, access.vault_id, after)
        values = (header.seq, header.records, header.size, self._today(), access.vault_id)
        connection.execute(SET_HEADER, values)
        return header, after

    def delete(self, access: Access) -> None:
        """See VaultStore."""
        self.authorize(access)

        def work(connection: Connection) -> None:
            row = connection.execute(LOCK_HEADER, (access.vault_id,), binary=True).fetchone()
            authorize(access, Header(*row[:6]) if row else None)
            remove_vault(connection, access.vault_id)

        self._database.change(work)

    def sweep(self, part: int) -> SweptVaults:
        """See VaultStore."""
        today, limits = self._today(), self._limits

        def expired(connection: Connection) -> set[bytes]:
            kinds = ((UNVISITED, limits.unvisited_days), (UNUSED, limits.unused_days))
            found = (connection.execute(sql, (part, today - days, SWEEP_MAX)) for sql, days in kinds)
            return {row[0] for rows in found for row in rows}

        ids = self._database.read(expired)
        return SweptVaults(vaults=sum(map(self._expire, ids)))

    def _expire(self, vault_id: bytes) -> bool:
        """Remove a vault, unless somebody has visited it since. Whether it was removed."""

        def work(connection: Connection) -> bool:
            row = connection.execute(LOCK_HEADER, (vault_id,), binary=True).fetchone()
            if row is None or not is_expired(Header(*row[:6]), row[6], self._today(), self._limits):
                return False
            remove_vault(connection, vault_id)
            return True

        return self._database.change(work)


def put_records(connection: Connection, vault_id: bytes, records: Sequence[Record]) -> None:
    """Store records with their bytes, in place of older versions, in one statement."""
    values: list[object] = []
    for record in records:
        sealed = record.sealed or ""
        size = sealed_size(record)
        id, bytes_ = base64url.decode(record.id, ID_BYTES), base64url.decode(sealed, size)
        values += [vault_id, id, record.rev, record.seq, size, sealed[-TAG_LENGTH:], bytes_]
    if records:
        query = PUT + ", ".join([PUT_ROW] * len(records)) + PUT_OVER
        connection.execute(query, values)


def remove_vault(connection: Connection, vault_id: bytes) -> None:
    """Remove the rows of a vault, which the caller has locked."""
    connection.execute(REMOVE_RECORDS, (vault_id,))
    connection.execute(REMOVE, (vault_id,))


def _with_bytes(connection: Connection, vault_id: bytes, records: Sequence[Record]) -> list[Record]:
    ids = [base64url.decode(record.id, ID_BYTES) for record in records if record.rev]
    rows = connection.execute(CURRENT, (vault_id, ids), binary=True).fetchall()
    read = {r[0]: Record(base64url.encode(r[0]), r[1], r[2], base64url.encode(r[3])) for r in rows}
    return [read.get(base64url.decode(record.id, ID_BYTES), record) for record in records]
