"""Where stores are, and the stores that are opened there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from storage.errors import Busy
from storage.files.locks import LOCK_SECONDS
from storage.interface import READ_ONLY, Gate, KeyStore, Problem
from storage.reminders.interface import ReminderStore
from storage.shares.interface import ShareStore
from storage.steady_clock import SteadyClock
from storage.vaults.interface import Limits, VaultStore
from storage.vaults.retention import VaultRetention


class ImpossibleStore(Exception):
    """No store can be opened as it is named; the message is a sentence for the host, without a password."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the stores are, and what they are opened with."""

    data: Path
    """The data folder, which holds the stores if `address` is empty."""
    address: str = field(default="", repr=False)
    """Such as `postgresql://user:password@host/database`."""
    limits: Limits = field(default_factory=Limits)
    lock_seconds: float = LOCK_SECONDS
    is_copy: bool = False
    """The folder is a copy, to which nobody writes: it is read without locks."""
    is_for_move: bool = False
    """The stores are opened to be moved or filled, so that their state does not count."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes in bytes that sealed texts may have."""

    records: frozenset[int]
    """Of a record, and of a shared text."""
    notes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Stores:
    """A store of each kind, and what a host asks of all of them together."""

    vaults: VaultStore
    reminders: ReminderStore
    shares: ShareStore
    clock: SteadyClock
    """Whether the clock may decide what has expired."""
    retention: VaultRetention
    keys: KeyStore
    gate: Gate
    check: Callable[[Sizes], Iterator[Problem]]
    """Everything that is wrong with what is stored, also while servers run. Raises Busy, Damaged."""
    takes_writes: Callable[[], bool] = lambda: True
    """Whether a write would be stored. Of a folder, the server's own look at the disk says that."""

    def problem(self) -> str:
        """A code for why nothing can be changed now; empty if it can. READ_ONLY still lets read."""
        try:
            if not self.takes_writes():
                return "database"
            return READ_ONLY if self.gate.state() == READ_ONLY else ""
        except Busy:
            return "database"
