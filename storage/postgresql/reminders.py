"""Reminders on PostgreSQL: a row for each list and for each reminder, and an index of those that wait."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil
from typing import Any

from storage.days import SECONDS_A_DAY
from storage.postgresql.database import Again, Connection, Database
from storage.postgresql.vault_rows import end_of, number_in
from storage.reminders import rules
from storage.reminders.base import BaseReminders
from storage.reminders.interface import (
    UNSENT_DAYS,
    DueEntry,
    Reminder,
    ReminderList,
    Subscription,
    SweptReminders,
)

SWEEP_MAX = 1_000
"""Lists that a sweep changes at most; the next one goes on."""
SPARE = 16
"""How many times more than it needs a sender looks at."""
DUE_ROWS = 1_000
"""Rows that `due` reads at a time."""

# One statement sees a list and its reminders at one instant.
READ = """
SELECT l.language, l.seen_day, l.endpoint, l.p256dh, l.auth, r.id, r.due, r.try_after, r.tries, r.unsent
FROM reminder_lists l LEFT JOIN reminders r ON r.name = l.name WHERE l.name = %s ORDER BY r.place"""
LOCK = """
SELECT language, seen_day, endpoint, p256dh, auth FROM reminder_lists WHERE name = %s FOR UPDATE"""
PLACES = """
SELECT id, due, try_after, tries, unsent, place FROM reminders WHERE name = %s ORDER BY place"""
PUT_LIST = """
INSERT INTO reminder_lists (language, seen_day, endpoint, p256dh, auth, name)
VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (name) DO NOTHING RETURNING true"""
SET_LIST = """
UPDATE reminder_lists SET language = %s, seen_day = %s, endpoint = %s, p256dh = %s, auth = %s
WHERE name = %s"""
REMOVE_LIST = "DELETE FROM reminder_lists WHERE name = %s"
PUT = "INSERT INTO reminders (name, id, due, try_after, tries, unsent, place) VALUES "
PUT_ROW = "(%s, %s, %s, %s, %s, %s, %s)"
PUT_OVER = """
ON CONFLICT (name, id) DO UPDATE SET due = EXCLUDED.due, try_after = EXCLUDED.try_after,
tries = EXCLUDED.tries, unsent = EXCLUDED.unsent, place = EXCLUDED.place"""
REMOVE = "DELETE FROM reminders WHERE name = %s AND id = ANY(%s)"
DUE = """
SELECT due, name, id FROM reminders WHERE NOT unsent AND due <= %s AND (due, name, id) > (%s, %s, %s)
ORDER BY due, name, id LIMIT %s"""
CLAIMABLE = """
SELECT due, name, id FROM reminders WHERE NOT unsent AND due BETWEEN %s AND %s AND try_after <= %s
ORDER BY due LIMIT %s"""
OLD = """
SELECT DISTINCT name FROM reminders WHERE unsent AND due < %s LIMIT %s"""
OLD_COUNT = "SELECT count(*) FROM reminders WHERE unsent AND due < %s"
NAMES = "SELECT name FROM reminder_lists WHERE name > %s AND name < %s"
COUNT = "SELECT count(*) FROM reminder_lists"


class PostgreSQLReminders(BaseReminders):
    """The lists of reminders of a database."""

    turns = 1

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._database = database

    def get(self, name: bytes) -> ReminderList:
        """See ReminderStore."""
        rows = self._database.read(lambda c: c.execute(READ, (name,), binary=True).fetchall())
        if not rows:
            return rules.EMPTY
        return list_of(rows[0][:5], [row[5:] for row in rows if row[5] is not None])

    def _change(
        self, name: bytes, rule: rules.Rule, entry: DueEntry | None = None, *, ends: bool = False
    ) -> ReminderList:
        return self._database.change(lambda connection: self._apply(connection, name, rule), ends=ends)

    def _apply(self, connection: Connection, name: bytes, rule: rules.Rule) -> ReminderList:
        locked = connection.execute(LOCK, (name,), binary=True)
        rows = connection.execute(PLACES, (name,), binary=True)
        head = locked.fetchone()
        found = rows.fetchall()
        places = {row[0]: row[5] for row in found}
        before = list_of(head, found) if head else rules.EMPTY
        after = rule(before)
        if after.reminders and (head is None or _head(before) != _head(after)):
            put_list(connection, name, after, is_new=head is None)
        if head and not after.reminders:
            connection.execute(REMOVE_LIST, (name,))
        if gone := places.keys() - {reminder.id for reminder in after.reminders}:
            connection.execute(REMOVE, (name, list(gone)))
        put_reminders(connection, name, set(before.reminders), after.reminders, places)
        return after

    def due(self) -> Iterator[DueEntry]:
        """See ReminderStore."""
        rows: list[tuple[Any, ...]] = [(-1, b"", "")]
        while rows:
            rows = self._due_after(rows[-1])
            yield from (DueEntry(*row) for row in rows)

    def _due_after(self, last: tuple[Any, ...]) -> list[tuple[Any, ...]]:
        values = (int(self._clock()), *last, DUE_ROWS)
        return self._database.read(lambda c: c.execute(DUE, values, binary=True).fetchall())

    def _claimable(self, limit: int, since: float) -> Iterable[DueEntry]:
        """Some of what is due: many times the limit, in no order within a slot, so that senders differ."""
        now = self._clock()
        values = (ceil(since), int(now), now, limit * SPARE)
        rows = self._database.read(lambda c: c.execute(CLAIMABLE, values, binary=True).fetchall())
        random.shuffle(rows)
        return [DueEntry(*row) for row in sorted(rows, key=lambda row: row[0])]

    def _names(self, part: int) -> list[bytes]:
        bounds = (bytes([part]), end_of(part))
        return self._database.read(lambda c: [row[0] for row in c.execute(NAMES, bounds, binary=True)])

    def count(self) -> int:
        """See Movable."""
        return self._database.read(lambda connection: number_in(connection, COUNT))

    def count_old(self) -> int:
        """See ReminderStore."""
        return self._database.read(lambda connection: number_in(connection, OLD_COUNT, self._old_before()))

    def _old_before(self) -> int:
        return (self._today() - UNSENT_DAYS + 1) * SECONDS_A_DAY

    def sweep(self, turn: int) -> SweptReminders:
        """See ReminderStore. Every turn is the same: an index finds what is old."""
        values = (self._old_before(), SWEEP_MAX)
        names = self._database.read(lambda c: [row[0] for row in c.execute(OLD, values)])
        return SweptReminders(reminders=sum(map(self._sweep_list, names)))

    def _sweep_list(self, name: bytes) -> int:
        before: list[ReminderList] = []

        def rule(stored: ReminderList) -> ReminderList:
            before.append(stored)
            return rules.swept(stored, self._today())

        after = self._change(name, rule)
        return len(before[-1].reminders) - len(after.reminders)


def list_of(head: Sequence[Any], rows: Sequence[Sequence[Any]]) -> ReminderList:
    """The list in the rows of both tables."""
    subscription = None if head[2] is None else Subscription(*head[2:5])
    return ReminderList(head[0], head[1], subscription, tuple(Reminder(*row[:5]) for row in rows))


def _head(stored: ReminderList) -> tuple[str, int, Subscription | None]:
    return stored.language, stored.seen_day, stored.subscription


def put_list(connection: Connection, name: bytes, stored: ReminderList, is_new: bool) -> None:
    """Store what a list has besides its reminders. Raises Again if another connection was faster."""
    to = stored.subscription
    keys = (to.endpoint, to.p256dh, to.auth) if to else (None, None, None)
    made = connection.execute(
        PUT_LIST if is_new else SET_LIST, (stored.language, stored.seen_day, *keys, name)
    )
    if is_new and not made.fetchone():
        raise Again


def put_reminders(
    connection: Connection,
    name: bytes,
    before: set[Reminder],
    after: Sequence[Reminder],
    places: dict[str, int],
) -> None:
    """Store the reminders that changed; a new one comes after all others."""
    last = max(places.values(), default=0)
    values: list[object] = []
    for number, each in enumerate(after, 1):
        if each not in before:
            place = places.get(each.id, last + number)
            values += [name, each.id, each.due, float(each.try_after), each.tries, each.unsent, place]
    if values:
        query = PUT + ", ".join([PUT_ROW] * (len(values) // 7)) + PUT_OVER
        connection.execute(query, values)
