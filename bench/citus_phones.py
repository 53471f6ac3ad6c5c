"""What phones do with a server, and a sender with a database, to measure how long each takes."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Sequence
from itertools import cycle

from bench.peer_driver import Act, Answer
from bench.peer_vault import Vault
from bench.reminders import WAY, slot_after
from storage import base64url
from storage.postgresql.database import Database
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import Access

VAULTS = 16
"""So many take turns that each node gets its share."""
WAITING = 2_000
"""Reminders that are due."""
CLAIMED, LEASE = 10, 60.0


def in_turn(vaults: Sequence[Vault], act: str) -> Act:
    """The same act for each of these vaults, one after the other."""
    acts = deque(vault.acts()[act] for vault in vaults)

    def request() -> bytes:
        acts.rotate()
        return acts[0].request()

    def take(answer: Answer) -> None:
        acts[0].take(answer)

    return Act(request, take)


def store_acts(database: Database) -> dict[str, Callable[[], object]]:
    """What can be done without a server."""
    vaults, reminders = PostgreSQLVaults(database), PostgreSQLReminders(database)
    accesses = [Access(os.urandom(16), os.urandom(32)) for _ in range(VAULTS)]
    for access in accesses:
        vaults.make(access)
    for _ in range(WAITING):
        due = [(base64url.encode(os.urandom(16)), slot_after(-1))]
        reminders.add(os.urandom(32), "da", WAY, due)
    turn = cycle(accesses)
    return {
        "pull, the store alone": lambda: vaults.pull(next(turn), 0, 1),
        f"claim {CLAIMED} of {WAITING:,} due": lambda: _claim(reminders),
    }


def _claim(reminders: PostgreSQLReminders) -> None:
    leases = reminders.claim_due(CLAIMED, LEASE).leases
    assert len(leases) == CLAIMED
    for lease in leases:
        reminders.postpone(lease, 0, 0)  # due again at once
