"""The default store of reminders: one TinyDB file per list, safe for many threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from storage import PARTS
from storage.errors import Damaged, os_errors_as_busy
from storage.files.locks import LOCK_SECONDS
from storage.files.named_files import NamedFiles
from storage.files.paths import make_folder
from storage.reminders import rules
from storage.reminders.base import BaseReminders
from storage.reminders.due_index import DueIndex
from storage.reminders.file import LIST_FORMAT
from storage.reminders.interface import DeliveryLease, DueEntry, ReminderList, SweptReminders


class TinyDBReminders(BaseReminders):
    """Lists under `<data>/reminders/`, their index under `<data>/due/`.

    Nothing is written before the first reminder.
    """

    turns = PARTS

    def __init__(
        self, data: Path, clock: Callable[[], float] = time.time, lock_seconds: float = LOCK_SECONDS
    ) -> None:
        super().__init__(clock)
        self._index = DueIndex(data.resolve() / "due")
        self._files = NamedFiles(data.resolve() / "reminders", self._index, LIST_FORMAT, lock_seconds)

    def _change(
        self, name: bytes, rule: rules.Rule, entry: DueEntry | None = None, *, ends: bool = False
    ) -> ReminderList:
        def apply(stored: ReminderList | None) -> tuple[ReminderList | None, ReminderList]:
            after = rule(stored or rules.EMPTY)
            return (after if after.reminders else None), after

        path = self._files.path(name)
        with os_errors_as_busy():
            if entry is None and not path.exists():
                after = rule(rules.EMPTY)
                if not after.reminders:
                    return after  # so that a stranger's list makes no folder
            make_folder(path.parent)
            with self._files.locked(path.parent, self._today(), ends=ends):
                return self._files.change(name, apply, self._today(), [entry] if entry else ())

    def get(self, name: bytes) -> ReminderList:
        """See ReminderStore."""
        return self._files.read(name) or rules.EMPTY

    def due(self) -> Iterator[DueEntry]:
        """See ReminderStore."""
        with os_errors_as_busy():
            yield from self._index.due(self._clock())

    def claim(self, entry: DueEntry, seconds: float) -> DeliveryLease | None:
        """See ReminderStore. Sees that another sender has the lease without waiting for the lock.

        The entry of a damaged list is removed, so that the damage is reported once. A sweep adds the entry
        again after the list has been repaired.
        """
        try:
            reminder = rules.find_waiting(self.get(entry.name), entry)
            if reminder is not None and reminder.try_after > self._clock():
                return None
            return super().claim(entry, seconds)
        except Damaged:
            self._index.remove({entry}, self._today())
            raise

    def _names(self, part: int) -> list[bytes]:
        with os_errors_as_busy():
            return self._files.names_in(part)

    def sweep(self, turn: int) -> SweptReminders:
        """See ReminderStore. A turn is a part."""
        part, removed, reindexed = turn % PARTS, 0, 0
        with os_errors_as_busy():
            strays = self._files.sweep_strays(part, self._today())
            for name in self._files.names_in(part):
                counts = self._sweep_list(name)
                removed, reindexed = removed + counts[0], reindexed + counts[1]
        return SweptReminders(removed, strays, reindexed)

    def _sweep_list(self, name: bytes) -> tuple[int, int]:
        """How many reminders were removed, and how many index entries were missing."""
        counts = (0, 0)

        def rule(stored: ReminderList) -> ReminderList:
            nonlocal counts
            after = rules.swept(stored, self._today())
            reindexed = self._files.add_missing_entries(name, after, self._today())
            counts = len(stored.reminders) - len(after.reminders), reindexed
            return after

        with suppress(Damaged):  # kept, because somebody may be able to repair it
            self._change(name, rule)
        return counts
