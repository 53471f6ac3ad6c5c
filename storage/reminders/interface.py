"""What a store of reminders can do. Every implementation passes the same contract tests.

A list belongs to one phone, which names it by a random key. A store only sees the SHA-256 of the key.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Protocol

from storage.errors import Busy, Damaged
from storage.interface import Movable

SLOT_SECONDS = 300
"""Times are multiples of this, so that a time reveals little of the meeting behind it."""
REMINDERS_MAX = 40
"""In one list, including those that could not be sent."""
UNSENT_DAYS = 30
"""How long a reminder that could not be sent is still shown."""
LEASE_SECONDS = 60.0
"""Longer than a push and storing its result take. After a kill, another process sends the reminder then."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a push goes: the browser's address at its push service, and its two keys in base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: an id made up by the phone, and when it is due, in seconds since 1970."""

    id: str
    due: int
    try_after: float = 0
    """No sender may send it before this time: the end of a lease, or of a requested pause."""
    tries: int = 0
    unsent: bool = False
    """It was given up, and is only kept to be shown."""


@dataclass(frozen=True, slots=True)
class ReminderList:
    """Everything stored for one phone. A list without reminders is not stored at all."""

    language: str = ""
    seen_day: int = 0
    """The day the phone last registered its subscription. Days count from 1970 in UTC."""
    subscription: Subscription | None = None
    """None once the push service has reported that it has ended."""
    reminders: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class DueEntry:
    """An entry of the index of due times: the reminder `id` of the list `name` is due at `due`."""

    due: int
    name: bytes
    id: str


@dataclass(frozen=True, slots=True)
class DeliveryLease:
    """One sender's exclusive right to deliver a reminder until `expires`, and what it needs to do so."""

    entry: DueEntry
    expires: float
    tries: int
    language: str
    subscription: Subscription | None


@dataclass(frozen=True, slots=True)
class Claims:
    """What became of what is due in one call of `claim_due`."""

    leases: tuple[DeliveryLease, ...] = ()
    passed: tuple[DueEntry, ...] = ()
    """Tried in vain: another sender has them, they wait, or their list could not be read."""
    errors: tuple[Busy | Damaged, ...] = ()


@dataclass(frozen=True, slots=True)
class SweptReminders:
    """What one sweep removed or repaired."""

    reminders: int = 0
    strays: int = 0
    reindexed: int = 0
    """Index entries that were missing, as after a partial restore, and were added."""


class ReminderStore(Movable[tuple[bytes, ReminderList]], Protocol):
    """Lists of reminders. All methods raise Busy or Damaged.

    A change is all or nothing, and durable before it returns. Any number of threads and processes may call
    at once. Names are 32 bytes. A store may run a rule several times for one change, so rules are pure.
    """

    def get(self, name: bytes) -> ReminderList:
        """The list with this name; an empty one if there is none."""

    def add(
        self, name: bytes, language: str, subscription: Subscription, times: Iterable[tuple[str, int]]
    ) -> ReminderList:
        """Add reminders by id and time; an existing one is moved to its new time. Raises ListFull."""

    def register(self, name: bytes, subscription: Subscription) -> ReminderList:
        """Note the phone's current subscription, and that it was seen today. Makes no list."""

    def cancel(self, name: bytes, id: str) -> ReminderList:
        """Remove one reminder; does nothing if there is none with this id."""

    def due(self) -> Iterator[DueEntry]:
        """What is due by now, the earliest slot first and in no order within a slot."""

    def claim(self, entry: DueEntry, seconds: float) -> DeliveryLease | None:
        """Lease a due reminder for `seconds`; None if nothing is to be sent, or another sender has it."""

    def claim_due(
        self, limit: int, seconds: float, without: Set[DueEntry] = frozenset(), since: float = 0
    ) -> Claims:
        """Lease at most `limit` due reminders for `seconds`, the earliest slot first.

        Without leases in the result, nothing is left to be leased now.
        `without`: what was tried in vain a moment ago. What was due before `since` stays too. A list that is
        damaged or locked is among the errors, and does not keep others back.
        """

    def sent(self, lease: DeliveryLease) -> None:
        """Remove a reminder that was sent."""

    def postpone(self, lease: DeliveryLease, until: float, tries: int) -> None:
        """Try again, but not before `until`. Does nothing if another sender has the lease by now."""

    def give_up(self, lease: DeliveryLease) -> None:
        """Keep it as one that could not be sent. Does nothing if another sender has the lease by now."""

    def end_subscription(self, lease: DeliveryLease) -> None:
        """Forget the subscription of the lease, unless the phone has registered another one since."""

    turns: int
    """In how many turns `sweep` goes through everything."""

    def sweep(self, turn: int) -> SweptReminders:
        """Remove what could not be sent long ago, and repair the index; `turn`: as for vaults."""

    def count_old(self) -> int:
        """How many reminders `sweep` would remove."""
