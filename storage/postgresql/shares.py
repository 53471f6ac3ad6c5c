"""Shares on PostgreSQL: a row for each share and for each note that came back."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from storage import base64url
from storage.errors import Busy
from storage.postgresql.database import Again, Connection, Database
from storage.postgresql.vault_rows import end_of, number_in
from storage.shares import rules
from storage.shares.base import BaseShares
from storage.shares.interface import Share, SweptShares

SWEEP_MAX = 5_000
"""Shares that a sweep removes at most; the next one goes on."""

# One statement sees a share and its notes at one instant.
READ = """
SELECT s.token_sha256, s.sealed, s.expires, n.note
FROM shares s LEFT JOIN notes n ON n.name = s.name WHERE s.name = %s ORDER BY n.place"""
LOCK = "SELECT token_sha256, sealed, expires FROM shares WHERE name = %s FOR UPDATE"
NOTES = "SELECT note FROM notes WHERE name = %s ORDER BY place"
PUT = """
INSERT INTO shares (token_sha256, sealed, expires, name) VALUES (%s, %s, %s, %s)
ON CONFLICT (name) DO NOTHING RETURNING true"""
SET = "UPDATE shares SET token_sha256 = %s, sealed = %s, expires = %s WHERE name = %s"
PUT_NOTE = "INSERT INTO notes (name, place, note) VALUES (%s, %s, %s)"
REMOVE_NOTES = "DELETE FROM notes WHERE name = %s"
REMOVE = "DELETE FROM shares WHERE name = %s"
EXPIRED = "SELECT name FROM shares WHERE expires <= %s ORDER BY expires LIMIT %s"
EXPIRED_COUNT = "SELECT count(*) FROM shares WHERE expires <= %s"
NAMES = "SELECT name FROM shares WHERE name > %s AND name < %s"
COUNT = "SELECT count(*) FROM shares"


class PostgreSQLShares(BaseShares):
    """The shares of a database."""

    turns = 1

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._database = database

    def _stored(self, name: bytes) -> Share | None:
        rows = self._database.read(lambda c: c.execute(READ, (name,), binary=True).fetchall())
        return share_of(rows[0], [row[3] for row in rows if row[3] is not None]) if rows else None

    def _change(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        before = self._stored(name)
        after = rule(before)  # before the lock, so that a stranger cannot block writers
        if after == before:
            return after
        return self._database.change(lambda connection: _apply(connection, name, rule))

    def _names(self, part: int) -> list[bytes]:
        bounds = (bytes([part]), end_of(part))
        return self._database.read(lambda c: [row[0] for row in c.execute(NAMES, bounds, binary=True)])

    def count(self) -> int:
        """See Movable."""
        return self._database.read(lambda connection: number_in(connection, COUNT))

    def count_expired(self) -> int:
        """See ShareStore."""
        now = int(self._clock())
        return self._database.read(lambda connection: number_in(connection, EXPIRED_COUNT, now))

    def sweep(self, turn: int) -> SweptShares:
        """See ShareStore. Every turn is the same."""
        now = self._clock()
        values = (int(now), SWEEP_MAX)
        names = self._database.read(lambda c: [row[0] for row in c.execute(EXPIRED, values)])
        removed = missed = 0
        for name in names:
            try:
                removed += self._expire(name, now)
            except Busy:
                missed += 1  # the others do not wait for this one
        return SweptShares(shares=removed, missed=missed)

    def _expire(self, name: bytes, now: float) -> bool:
        """Remove a share, unless it was replaced by a newer one since. Whether it was removed."""

        def work(connection: Connection) -> bool:
            share = _locked(connection, name)
            if share is None or rules.unexpired(share, now):
                return False
            remove_share(connection, name)
            return True

        return self._database.change(work)


def share_of(head: Sequence[Any], notes: Sequence[bytes]) -> Share:
    """The share in the rows of both tables."""
    return Share(head[0], base64url.encode(head[1]), head[2], tuple(map(base64url.encode, notes)))


def _locked(connection: Connection, name: bytes) -> Share | None:
    locked = connection.execute(LOCK, (name,), binary=True)
    notes = connection.execute(NOTES, (name,), binary=True)
    head = locked.fetchone()
    return share_of(head, [row[0] for row in notes]) if head else None


def _apply(connection: Connection, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
    before = _locked(connection, name)
    after = rule(before)
    if after is None:
        remove_share(connection, name)
    elif after != before:
        put_share(connection, name, before, after)
    return after


def put_share(connection: Connection, name: bytes, before: Share | None, after: Share) -> None:
    """Store a share in place of the one that the caller has locked. Raises Again if there is one by now."""
    if before is None or _without_notes(before) != _without_notes(after):
        made = connection.execute(SET if before else PUT, (*_row(after), name))
        if before is None and not made.fetchone():
            raise Again
    kept = before.notes if before else ()
    if kept != after.notes[: len(kept)]:
        connection.execute(REMOVE_NOTES, (name,))
        kept = ()
    for place, note in enumerate(after.notes[len(kept) :], len(kept)):
        connection.execute(PUT_NOTE, (name, place, _bytes(note)))


def remove_share(connection: Connection, name: bytes) -> None:
    """Remove the rows of a share, which the caller has locked."""
    connection.execute(REMOVE_NOTES, (name,))
    connection.execute(REMOVE, (name,))


def _row(share: Share) -> tuple[bytes, bytes, int]:
    return share.token_sha256, _bytes(share.sealed), share.expires


def _without_notes(share: Share) -> tuple[bytes, str, int]:
    return share.token_sha256, share.sealed, share.expires


def _bytes(text: str) -> bytes:
    return base64url.decode(text, base64url.decoded_size(len(text)))
