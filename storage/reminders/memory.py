"""A store of reminders that forgets all when its process ends: for tests, and as the shortest statement."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from threading import Lock

from storage.reminders import rules
from storage.reminders.base import RuledReminders
from storage.reminders.interface import Mark, ReminderList, SweptReminders


class MemoryReminders(RuledReminders):
    """Lists in a dictionary, behind one lock; marks are looked for in all of them."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._lists: dict[bytes, ReminderList] = {}
        self._lock = Lock()

    def _change(self, name: bytes, rule: rules.Rule, mark: Mark | None = None) -> ReminderList:
        with self._lock:
            after = rule(self._lists.get(name, rules.EMPTY))
            self._lists[name] = after
            if not after.reminders:
                del self._lists[name]
            return after

    def look(self, name: bytes) -> ReminderList:
        """See ReminderStore."""
        return self._lists.get(name, rules.EMPTY)

    def due(self) -> Iterator[Mark]:
        """See ReminderStore."""
        marks = [mark for name, kept in list(self._lists.items()) for mark in rules.marks_of(name, kept)]
        random.shuffle(marks)
        yield from sorted((m for m in marks if m.due <= self._clock()), key=lambda mark: mark.due)

    def sweep_reminders(self, part: int) -> SweptReminders:
        """See ReminderStore."""
        gone = 0
        for name, before in list(self._lists.items()):
            if name[0] == part:
                after = self._change(name, lambda kept: rules.swept(kept, self._today()))
                gone += len(before.reminders) - len(after.reminders)
        return SweptReminders(reminders=gone)
