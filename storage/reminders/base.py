"""What all stores of reminders share: each method is one rule, applied to one list in one step."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable

from storage.reminders import rules
from storage.reminders.interface import Errand, Mark, ReminderList, Subscription
from storage.vaults.rules import SECONDS_A_DAY


class RuledReminders(ABC):
    """A store says how one list is changed; this says what each method changes."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def _today(self) -> int:
        return int(self._clock()) // SECONDS_A_DAY

    @abstractmethod
    def _change(self, name: bytes, rule: rules.Rule, mark: Mark | None = None) -> ReminderList:
        """Exchange a list for what the rule makes of it, while nobody else does.

        `mark`: one that goes too where nothing stands behind it. Raises what the rule raises, Busy, Damaged.
        """

    def add(
        self, name: bytes, language: str, subscription: Subscription, times: Iterable[tuple[str, int]]
    ) -> ReminderList:
        """See ReminderStore."""
        wanted = tuple(times)
        return self._change(name, lambda k: rules.added(k, language, self._today(), subscription, wanted))

    def meet(self, name: bytes, subscription: Subscription) -> ReminderList:
        """See ReminderStore."""
        return self._change(name, lambda kept: rules.met(kept, self._today(), subscription))

    def cancel(self, name: bytes, id: str) -> ReminderList:
        """See ReminderStore."""
        return self._change(name, lambda kept: rules.cancelled(kept, id))

    def claim(self, mark: Mark, seconds: float) -> Errand | None:
        """See ReminderStore."""
        found: list[Errand | None] = []

        def rule(kept: ReminderList) -> ReminderList:
            after, errand = rules.claimed(kept, mark, self._clock(), seconds)
            found.append(errand)
            return after

        self._change(mark.name, rule, mark)
        return found[-1]

    def sent(self, errand: Errand) -> None:
        """See ReminderStore."""
        self._change(errand.mark.name, lambda kept: rules.sent(kept, errand))

    def put_off(self, errand: Errand, until: float, tries: int) -> None:
        """See ReminderStore."""
        self._change(errand.mark.name, lambda kept: rules.put_off(kept, errand, until, tries))

    def give_up(self, errand: Errand) -> None:
        """See ReminderStore."""
        self._change(errand.mark.name, lambda kept: rules.given_up(kept, errand))

    def end(self, errand: Errand) -> None:
        """See ReminderStore."""
        self._change(errand.mark.name, lambda kept: rules.ended(kept, errand))
