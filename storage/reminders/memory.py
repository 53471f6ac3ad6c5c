"""Reminders in memory, for tests and as the shortest implementation of the rules."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from threading import Lock

from storage import PARTS
from storage.reminders import rules
from storage.reminders.base import BaseReminders
from storage.reminders.interface import DueEntry, ReminderList, SweptReminders


class MemoryReminders(BaseReminders):
    """Lists in a dictionary, behind one lock. There is no index: `due` searches all lists."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._lists: dict[bytes, ReminderList] = {}
        self._lock = Lock()

    turns = PARTS

    def _change(
        self, name: bytes, rule: rules.Rule, entry: DueEntry | None = None, *, ends: bool = False
    ) -> ReminderList:
        with self._lock:
            after = rule(self._lists.get(name, rules.EMPTY))
            self._lists[name] = after
            if not after.reminders:
                del self._lists[name]
            return after

    def get(self, name: bytes) -> ReminderList:
        """See ReminderStore."""
        return self._lists.get(name, rules.EMPTY)

    def due(self) -> Iterator[DueEntry]:
        """See ReminderStore."""
        entries = [
            entry for name, each in list(self._lists.items()) for entry in rules.entries_of(name, each)
        ]
        random.shuffle(entries)
        yield from sorted((e for e in entries if e.due <= self._clock()), key=lambda entry: entry.due)

    def _names(self, part: int) -> list[bytes]:
        return [name for name in list(self._lists) if name[0] == part]

    def sweep(self, turn: int) -> SweptReminders:
        """See ReminderStore."""
        removed = 0
        for name, before in list(self._lists.items()):
            if name[0] == turn % PARTS:
                after = self._change(name, lambda stored: rules.swept(stored, self._today()))
                removed += len(before.reminders) - len(after.reminders)
        return SweptReminders(reminders=removed)
