"""Vaults on PostgreSQL: a row for each vault and for each record. A push changes both at once, or neither."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from typing import Any

from storage import PARTS, base64url
from storage.days import day_of
from storage.errors import Busy, Conflict, Unauthorized
from storage.postgresql.database import Connection, Database, repeatable
from storage.postgresql.retention import PostgreSQLRetention
from storage.postgresql.schema import ABSENT_ID, DECOY_ID
from storage.postgresql.vault_export import count_vaults, export_vaults, remove_vault, take_in_vault
from storage.postgresql.vault_push import Outrun, is_divided, read_for_push, write_push
from storage.postgresql.vault_rows import (
    ID_BYTES,
    LOCK_HEADER,
    LOCK_IF_FREE,
    MAKE,
    PULL,
    REVISIONS,
    SET_HEADER,
    STORED,
    VISIT,
    header_of,
    put_records,
    read_header,
    with_bytes,
)
from storage.vaults.interface import ROOM_MAX, Access, Allowance, Limits, Page, Push, Record, SweptVaults
from storage.vaults.rules import (
    PAGE_BYTES,
    Header,
    StoredVault,
    accept,
    authorize,
    is_expired,
    new_epoch,
    new_header,
    page_length,
)


class PostgreSQLVaults:
    """The vaults of a database."""

    turns = PARTS

    def __init__(
        self,
        database: Database,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        epochs: Callable[[], bytes] = new_epoch,
    ) -> None:
        self._database = database
        self._limits = limits or Limits()
        self.retention = PostgreSQLRetention(database, self._limits, clock)
        self._clock = clock
        self._epochs = epochs
        self._is_divided: bool | None = None

    def _today(self) -> int:
        return day_of(self._clock())

    def _visited(self, access: Access, found: Sequence[Any] | None) -> Header:
        """The header in a row, if the token is right. Notes the day of the visit. Raises Unauthorized."""
        header = self._authorized(access, found)
        if found and found[8] < self._today():
            # Outside of what was read, which may come from a copy of the database that takes no writes.
            with suppress(Busy):  # the next visit is noted
                self._database.change(lambda connection: self._note_visit(connection, access.vault_id))
        return header

    def _authorized(
        self, access: Access, found: Sequence[Any] | None, read: Callable[[bytes], object] | None = None
    ) -> Header:
        """`read`: how to read a header, if the caller has a connection. Raises Unauthorized."""
        try:
            return authorize(access, header_of(found))
        except Unauthorized:
            # Threat: a stranger measures which answer takes longer, and learns whether the vault exists.
            # Either answer costs the same reads: one row that exists, one that does not.
            (read or self._read_header)(ABSENT_ID if found else DECOY_ID)
            raise

    def _note_visit(self, connection: Connection, vault_id: bytes) -> None:
        # Whoever holds the row notes a visit too, or removes it.
        if connection.execute(LOCK_IF_FREE, (vault_id,)).fetchone():
            connection.execute(VISIT, (self._today(), vault_id, self._today()))

    def _read_header(self, vault_id: bytes) -> Sequence[Any] | None:
        return self._database.read(lambda connection: read_header(connection, vault_id))

    def make(self, access: Access) -> bool:
        """See VaultStore."""
        today = self._today()
        header = new_header(access, today, self._epochs())
        row = (*astuple(header), today, access.vault_id)
        if self._database.change(lambda connection: connection.execute(MAKE, row).fetchone()):
            return True
        self.authorize(access)
        return False

    def authorize(self, access: Access) -> None:
        """See VaultStore."""
        self._read_own(access)

    def _read_own(self, access: Access) -> Header:
        return self._visited(access, self._read_header(access.vault_id))

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """See VaultStore."""
        # Most pulls have nothing new, and a read of one row by its key is by far the cheapest on Citus.
        if since >= (head := self._read_own(access)).seq:
            return Page(head.seq, [], False, head.epoch)
        values = (PAGE_BYTES, access.token_sha256, access.vault_id, since, limit + 1, access.vault_id)
        header, rows = self._joined(PULL, access, values)
        length = page_length((row[3] for row in rows), limit)
        records = [
            Record(base64url.encode(id), rev, seq, base64url.encode(sealed))
            for id, rev, seq, _, sealed in rows[:length]
        ]
        return Page(header.seq, records, len(rows) > length, header.epoch)

    def revisions(self, access: Access) -> Page:
        """See VaultStore."""
        header, rows = self._joined(REVISIONS, access, (access.token_sha256, access.vault_id))
        records = [Record(base64url.encode(row[0]), row[1], row[2], None, row[4], row[3]) for row in rows]
        return Page(header.seq, records, epoch=header.epoch)

    def _joined(
        self, query: str, access: Access, values: tuple[Any, ...]
    ) -> tuple[Header, list[tuple[Any, ...]]]:
        """The header, and what follows it in each row: one for each record. Raises Unauthorized."""
        rows = self._database.read(lambda c: c.execute(query, values, binary=True).fetchall())
        header = self._visited(access, rows[0] if rows else None)
        return header, [row[9:] for row in rows if row[9] is not None]

    def push(self, access: Access, pushes: Sequence[Push], room: int = ROOM_MAX) -> Page:
        """See VaultStore."""
        if self._is_divided is None:
            self._is_divided = self._database.read(is_divided)
        if not self._is_divided:
            with suppress(Outrun):
                return self._database.change_at_once(lambda c: self._push_at_once(c, access, pushes, room))
        self.authorize(access)  # before the lock, so that a stranger cannot block writers
        return self._database.change(lambda connection: self._push(connection, access, pushes, room))

    def _push_at_once(
        self, connection: Connection, access: Access, pushes: Sequence[Push], room: int
    ) -> Page:
        row, stored = repeatable(connection, lambda c: read_for_push(c, access, pushes))
        # On this connection: strangers who each wait for a second one would hold all of them.
        before = self._authorized(access, row, lambda vault_id: read_header(connection, vault_id))
        header, after = self._accept(connection, access, before, stored, pushes, room)
        write_push(connection, access.vault_id, before, header, after, self._today())
        return _page_of(before, header, after)

    def _accept(
        self, connection: Connection, access: Access, before: Header, stored: dict[str, Record],
        pushes: Sequence[Push], room: int,
    ) -> tuple[Header, list[Record]]:  # fmt: skip
        try:
            return accept(before, stored, pushes, Allowance(self._limits, self._today(), room))
        except Conflict as conflict:
            raise Conflict(with_bytes(connection, access.vault_id, conflict.current)) from None

    def _push(self, connection: Connection, access: Access, pushes: Sequence[Push], room: int) -> Page:
        ids = [base64url.decode(push.id, ID_BYTES) for push in pushes]
        locked = connection.execute(LOCK_HEADER, (access.vault_id,), binary=True)
        found = connection.execute(STORED, (access.vault_id, ids), binary=True)
        before = authorize(access, header_of(locked.fetchone()))
        stored = {(id := base64url.encode(r[0])): Record(id, r[1], r[2], None, size=r[3]) for r in found}
        header, after = self._accept(connection, access, before, stored, pushes, room)
        put_records(connection, access.vault_id, after)
        self._set_header(connection, access.vault_id, header)
        return _page_of(before, header, after)

    def _set_header(self, connection: Connection, vault_id: bytes, header: Header) -> None:
        numbers = (header.seq, header.records, header.size, header.days, header.pushed_day)
        connection.execute(SET_HEADER, (*numbers, self._today(), vault_id))

    def delete(self, access: Access) -> None:
        """See VaultStore."""
        self.authorize(access)

        def work(connection: Connection) -> None:
            row = connection.execute(LOCK_HEADER, (access.vault_id,), binary=True).fetchone()
            authorize(access, header_of(row))
            self.retention.remove(connection, access.vault_id)

        self._database.change(work)

    def sweep(self, turn: int) -> SweptVaults:
        """See VaultStore. A turn is a part, which an index finds at once."""
        part = turn % PARTS
        expired = self.retention.expired_in(part)
        if is_held := bool(expired) and self.retention.is_too_much():
            gone = 0
        else:
            day = self.retention.steady_day()
            gone = sum(self._expire(vault_id, day) for vault_id in expired)
        held = len(expired) if is_held else 0
        return SweptVaults(gone, removed=self.retention.purge(part), held=held)

    def _expire(self, vault_id: bytes, day: int) -> bool:
        """Put a vault aside, unless somebody has visited it since. Whether it was put aside."""

        def work(connection: Connection) -> bool:
            row = connection.execute(LOCK_HEADER, (vault_id,), binary=True).fetchone()
            header = header_of(row)
            if row is None or header is None or not is_expired(header, row[8], self._today(), self._limits):
                return False
            self.retention.put_aside(connection, vault_id, day)
            return True

        return self._database.change(work)

    def export(self, part: int, after: bytes = b"") -> Iterator[StoredVault]:
        """See Movable."""
        return export_vaults(self._database, part, after)

    def take_in(self, item: StoredVault) -> None:
        """See Movable."""
        self._database.change(lambda connection: take_in_vault(connection, item))

    def drop(self, key: bytes) -> None:
        """See Movable."""
        self._database.change(lambda connection: remove_vault(connection, key))

    def count(self) -> int:
        """See Movable."""
        return self._database.read(count_vaults)


def _page_of(before: Header, header: Header, after: Sequence[Record]) -> Page:
    records = [Record(r.id, r.rev, r.seq, None) for r in after]
    return Page(header.seq, records, epoch=header.epoch, growth=header.size - before.size)
