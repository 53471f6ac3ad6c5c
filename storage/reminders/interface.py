"""What a store of reminders can do, and how it refuses. Every store passes one contract of tests.

A list belongs to one phone, which names it by a random key; a store only ever sees the key's SHA-256.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

SLOT_SECONDS = 300
"""Times are multiples of this, so that a time tells little of the meeting behind it."""
REMINDERS_MAX = 40
"""In one list, those that could not be sent included."""
UNSENT_DAYS = 30
"""How long a reminder that could not be sent is still shown."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Where a push goes: the browser's address at its push service, and its two keys, as base64url."""

    endpoint: str
    p256dh: str
    auth: str


@dataclass(frozen=True, slots=True)
class Reminder:
    """One reminder: an id that the phone made up, and when it is due, in seconds since 1970."""

    id: str
    due: int
    try_after: float = 0
    """Nobody sends it before this: the end of a lease, or of a pause that was asked for."""
    tries: int = 0
    unsent: bool = False
    """Given up; it waits for nothing but being read."""


@dataclass(frozen=True, slots=True)
class ReminderList:
    """All that is kept of one phone. A list without reminders is not kept at all."""

    language: str = ""
    seen_day: int = 0
    """The day the phone last said where to reach it. Days count from 1970 in UTC."""
    subscription: Subscription | None = None
    """None once the push service said that it has ended."""
    reminders: tuple[Reminder, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Says that a reminder of a list is due at some time."""

    due: int
    name: bytes
    id: str


@dataclass(frozen=True, slots=True)
class Errand:
    """A reminder that one sender has until its lease ends, and what it needs to send it."""

    mark: Mark
    lease: float
    tries: int
    language: str
    subscription: Subscription | None


@dataclass(frozen=True, slots=True)
class SweptReminders:
    """What one sweep removed or mended."""

    reminders: int = 0
    strays: int = 0
    marks: int = 0
    """Marks that were missing, as after a copy was put back, and were made anew."""


class ListFull(Exception):
    """The list would hold more than REMINDERS_MAX; nothing was kept."""


class ReminderStore(Protocol):
    """Lists of reminders. All methods raise Busy or Damaged.

    A change is all or nothing, and kept for good before it returns. Any number of threads and processes
    may call at once. Names are 32 bytes.
    """

    def look(self, name: bytes) -> ReminderList:
        """What is kept under a name; an empty list where there is nothing."""

    def add(
        self, name: bytes, language: str, subscription: Subscription, times: Iterable[tuple[str, int]]
    ) -> ReminderList:
        """Keep reminders by id and time, which move where they are there. Raises ListFull."""

    def meet(self, name: bytes, subscription: Subscription) -> ReminderList:
        """Note where the phone is today, and that it was seen. Makes no list."""

    def cancel(self, name: bytes, id: str) -> ReminderList:
        """Remove one reminder; nothing happens where it is not there."""

    def due(self) -> Iterator[Mark]:
        """What is due by now, the earliest first and in no order within one slot."""

    def claim(self, mark: Mark, seconds: float) -> Errand | None:
        """Lease a due reminder for so long; None where there is nothing to do, or somebody else is at it."""

    def sent(self, errand: Errand) -> None:
        """Remove a reminder that was sent."""

    def put_off(self, errand: Errand, until: float, tries: int) -> None:
        """Try again, but not before `until`. Nothing happens where the lease is another one's."""

    def give_up(self, errand: Errand) -> None:
        """Keep it as one that could not be sent. Nothing happens where the lease is another one's."""

    def end(self, errand: Errand) -> None:
        """Forget the subscription of the errand, unless the phone has brought another one since."""

    def sweep_reminders(self, part: int) -> SweptReminders:
        """Remove what has expired in one of PARTS parts, and mend marks."""
