"""Stores of reminders, in a folder or a database, that note the result of each push once it is stored."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Self

from bench.moved_clock import MovedClock
from bench.reminder_ledger import UNANSWERED
from storage.postgresql.database import Database
from storage.postgresql.reminders import PostgreSQLReminders
from storage.reminders.base import BaseReminders
from storage.reminders.interface import DeliveryLease, DueEntry
from storage.reminders.tinydb import TinyDBReminders


class Noting(BaseReminders):
    """Makes a store write a line to the file `noted` as soon as it has stored the result of a push."""

    _door: int
    _shared: MovedClock
    _said: int

    def note(self, folder: Path, door: int, clock: MovedClock) -> Self:
        """Begin to write lines."""
        self._door, self._shared = door, clock
        self._said = os.open(folder / "noted", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        return self

    def claim(self, entry: DueEntry, seconds: float) -> DeliveryLease | None:
        """See ReminderStore."""
        lease = super().claim(entry, seconds)
        if lease:
            self._shared.say_at_work(self._door)
        return lease

    def sent(self, lease: DeliveryLease) -> None:
        """See ReminderStore."""
        super().sent(lease)
        self._say(self._door, lease)

    def postpone(self, lease: DeliveryLease, until: float, tries: int) -> None:
        """See ReminderStore. No answer came in time, so the push may or may not have been sent."""
        super().postpone(lease, until, tries)
        self._say(UNANSWERED, lease)

    def _say(self, what: int, lease: DeliveryLease) -> None:
        os.write(self._said, json.dumps([time.time(), what, lease.entry.id]).encode() + b"\n")


class NotingFolder(Noting, TinyDBReminders):
    """In a folder."""


class NotingDatabase(Noting, PostgreSQLReminders):
    """In a database."""


def store_at(address: str, data: Path, clock: MovedClock) -> NotingFolder | NotingDatabase:
    """The store in a database, or in the folder if there is no address."""
    if address:
        return NotingDatabase(Database(address), clock)
    return NotingFolder(data, clock)
