"""The base class of all stores of reminders: each method applies one rule to one list, in one transaction."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import suppress

from storage import PARTS
from storage.days import day_of
from storage.errors import Busy, Damaged, ReadOnly
from storage.reminders import rules
from storage.reminders.interface import Claims, DeliveryLease, DueEntry, ReminderList, Subscription


class BaseReminders(ABC):
    """Maps each method to its rule. A subclass knows how one list is stored and changed."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def _today(self) -> int:
        return day_of(self._clock())

    @abstractmethod
    def _change(
        self, name: bytes, rule: rules.Rule, entry: DueEntry | None = None, *, ends: bool = False
    ) -> ReminderList:
        """Replace a list by what the rule makes of it, while nobody else changes it.

        The rule may run several times; what it made last is stored.
        `entry`: an index entry to remove if no waiting reminder belongs to it any more.
        `ends`: it stores the result of a push, which a store that takes no other changes takes too. Without
        it, the push would be sent again after a move.
        Raises what the rule raises, Busy, Damaged.
        """

    def add(
        self, name: bytes, language: str, subscription: Subscription, times: Iterable[tuple[str, int]]
    ) -> ReminderList:
        """See ReminderStore."""
        wanted = tuple(times)
        return self._change(name, lambda old: rules.added(old, language, self._today(), subscription, wanted))

    def register(self, name: bytes, subscription: Subscription) -> ReminderList:
        """See ReminderStore."""
        return self._change(name, lambda stored: rules.registered(stored, self._today(), subscription))

    def cancel(self, name: bytes, id: str) -> ReminderList:
        """See ReminderStore."""
        return self._change(name, lambda stored: rules.cancelled(stored, id))

    @abstractmethod
    def get(self, name: bytes) -> ReminderList:
        """See ReminderStore."""

    @abstractmethod
    def due(self) -> Iterator[DueEntry]:
        """See ReminderStore."""

    def _claimable(self, limit: int, since: float) -> Iterable[DueEntry]:
        """What `claim_due` tries, in this order. By default it is all that is due."""
        return self.due()

    def claim_due(
        self, limit: int, seconds: float, without: Set[DueEntry] = frozenset(), since: float = 0
    ) -> Claims:
        """See ReminderStore."""
        leases: list[DeliveryLease] = []
        passed: list[DueEntry] = []
        errors: list[Busy | Damaged] = []
        for entry in self._claimable(limit, since):
            if entry in without or entry.due < since:
                continue
            lease = None
            try:
                lease = self.claim(entry, seconds)
            except ReadOnly as error:
                errors.append(error)
                break  # all others would be refused too
            except (Busy, Damaged) as error:
                errors.append(error)
            leases += [lease] if lease else []
            passed += [] if lease else [entry]
            if len(leases) == limit:
                break
        return Claims(tuple(leases), tuple(passed), tuple(errors))

    @abstractmethod
    def _names(self, part: int) -> Iterable[bytes]:
        """The names of all lists in a part. Raises Busy."""

    def export(self, part: int, after: bytes = b"") -> Iterator[tuple[bytes, ReminderList]]:
        """See Movable: names and lists."""
        for name in sorted(name for name in self._names(part) if name > after):
            if (stored := self.get(name)).reminders:
                yield name, stored

    def take_in(self, item: tuple[bytes, ReminderList]) -> None:
        """See Movable."""
        self._change(item[0], lambda stored: item[1])

    def drop(self, key: bytes) -> None:
        """See Movable."""
        self._change(key, lambda stored: rules.EMPTY)

    def count_old(self) -> int:
        """See ReminderStore."""
        return sum(map(self._count_old, range(PARTS)))

    def _count_old(self, part: int) -> int:
        count = 0
        for name in self._names(part):
            with suppress(Damaged):
                stored = self.get(name)
                count += len(stored.reminders) - len(rules.swept(stored, self._today()).reminders)
        return count

    def count(self) -> int:
        """See Movable."""
        return sum(len(list(self._names(part))) for part in range(PARTS))

    def claim(self, entry: DueEntry, seconds: float) -> DeliveryLease | None:
        """See ReminderStore."""
        leases: list[DeliveryLease | None] = []

        def rule(stored: ReminderList) -> ReminderList:
            after, lease = rules.claimed(stored, entry, self._clock(), seconds)
            leases.append(lease)
            return after

        self._change(entry.name, rule, entry)
        return leases[-1]

    def _end(self, lease: DeliveryLease, rule: rules.Rule) -> None:
        self._change(lease.entry.name, rule, ends=True)

    def sent(self, lease: DeliveryLease) -> None:
        """See ReminderStore."""
        self._end(lease, lambda stored: rules.sent(stored, lease))

    def postpone(self, lease: DeliveryLease, until: float, tries: int) -> None:
        """See ReminderStore."""
        self._end(lease, lambda stored: rules.postponed(stored, lease, until, tries))

    def give_up(self, lease: DeliveryLease) -> None:
        """See ReminderStore."""
        self._end(lease, lambda stored: rules.given_up(stored, lease))

    def end_subscription(self, lease: DeliveryLease) -> None:
        """See ReminderStore."""
        self._end(lease, lambda stored: rules.subscription_ended(stored, lease))
