"""What phones and a sender do with the stores of a database, one after the other, to measure how long it takes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from itertools import cycle

from bench.reminders import WAY, slot_after
from bench.vault_ledger import SEALED_BYTES
from storage import base64url
from storage.postgresql.database import Database
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import Access, Limits, Push

ACTS = {"pull with nothing new": True, "push of one": True, "push of ten": True, "claim and send ten": False}
"""Whether there is a bar."""
VAULTS = 16
RECORDS = 20
PAGE = 1000
CLAIMED, LEASE = 10, 60.0
WAITING = 2_000


def _sealed() -> str:
    return base64url.encode(os.urandom(SEALED_BYTES))


class Vault:
    """One vault of a phone, and what the phone knows of it."""

    def __init__(self, vaults: PostgreSQLVaults) -> None:
        self.access, self._vaults = Access(os.urandom(16), os.urandom(32)), vaults
        self._newest = deque((base64url.encode(os.urandom(16)), 0) for _ in range(RECORDS))
        vaults.make(self.access)
        self.seq = 0
        self.push(RECORDS)

    def push(self, records: int) -> None:
        """Push this many edits."""
        edited = [self._newest.popleft() for _ in range(records)]
        page = self._vaults.push(self.access, [Push(id, rev, _sealed()) for id, rev in edited])
        self._newest.extend((id, rev + 1) for id, rev in edited)
        self.seq = page.seq

    def pull(self) -> None:
        """Pull what is new: nothing."""
        assert self._vaults.pull(self.access, self.seq, PAGE).records == []


class Phones:
    """Some phones that take turns, so that each node gets its share."""

    def __init__(self, database: Database) -> None:
        vaults = PostgreSQLVaults(database, Limits(vault_bytes=1 << 30))
        self._reminders = PostgreSQLReminders(database)
        self._next = cycle([Vault(vaults) for _ in range(VAULTS)])

    def act(self, name: str) -> Callable[[], None]:
        """What does it once. `name`: one of ACTS."""
        if name == "claim and send ten":
            for _ in range(WAITING):
                due = [(base64url.encode(os.urandom(16)), slot_after(-1))]
                self._reminders.add(os.urandom(32), "da", WAY, due)
            return self._send
        records = {"pull with nothing new": 0, "push of one": 1, "push of ten": 10}[name]
        return lambda: next(self._next).push(records) if records else next(self._next).pull()

    def _send(self) -> None:
        leases = self._reminders.claim_due(CLAIMED, LEASE).leases
        assert len(leases) == CLAIMED
        for lease in leases:
            self._reminders.sent(lease)
