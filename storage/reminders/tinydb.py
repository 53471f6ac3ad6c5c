"""The default store of reminders: a TinyDB file for each list, safe for many threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from tinydb import TinyDB

from storage.errors import SAID_AS_BUSY
from storage.files.named_files import NamedFiles
from storage.files.paths import LIST_NAME, make_folder
from storage.reminders import rules
from storage.reminders.base import RuledReminders
from storage.reminders.due_index import DueMarks
from storage.reminders.file import ListFile, list_of, read_list, write_list
from storage.reminders.interface import Errand, Mark, ReminderList, SweptReminders
from storage.vaults.interface import Damaged

LOCK_SECONDS = 10.0


class TinyDBReminders(RuledReminders):
    """Lists under `<data>/reminders/`, marks under `<data>/due/`. Nothing is made before the first reminder.

    A mark is there before its reminder, and goes after it: a kill leaves one too many, never one too few.
    """

    def __init__(
        self, data: Path, clock: Callable[[], float] = time.time, lock_seconds: float = LOCK_SECONDS
    ) -> None:
        super().__init__(clock)
        self._files = NamedFiles(data.resolve() / "reminders", LIST_NAME, list_of, lock_seconds)
        self._marks = DueMarks(data.resolve() / "due")

    def _change(self, name: bytes, rule: rules.Rule, mark: Mark | None = None) -> ReminderList:
        path = self._files.path(name)
        with SAID_AS_BUSY:
            if mark is None and not path.exists():
                after = rule(rules.EMPTY)
                if not after.reminders:
                    return after  # a stranger's list makes no folder
            make_folder(path.parent)
            with self._files.alone(path.parent, self._today()):
                return self._changed(path, name, rule, {mark} if mark else set())

    def _changed(self, path: Path, name: bytes, rule: rules.Rule, loose: set[Mark]) -> ReminderList:
        with TinyDB(path, storage=ListFile) as db:
            before = read_list(db)
            after = rule(before)
            old, new = rules.marks_of(name, before), rules.marks_of(name, after)
            self._marks.make(new - old, self._today())
            if not after.reminders:
                if before.reminders:
                    self._files.remove(path)
            elif after != before:
                write_list(db, after)
                db.storage.commit(self._today())
        self._marks.remove((old | loose) - new, self._today())
        return after

    def look(self, name: bytes) -> ReminderList:
        """See ReminderStore."""
        return self._files.look(name) or rules.EMPTY

    def due(self) -> Iterator[Mark]:
        """See ReminderStore."""
        with SAID_AS_BUSY:
            yield from self._marks.due(self._clock())

    def claim(self, mark: Mark, seconds: float) -> Errand | None:
        """See ReminderStore. What another sender has is seen without waiting for the lock.

        The mark of a damaged list goes, so that it is told once; sweeping makes it anew when it is mended.
        """
        try:
            reminder = rules.reminder_of(self.look(mark.name), mark)
            if reminder is not None and reminder.try_after > self._clock():
                return None
            return super().claim(mark, seconds)
        except Damaged:
            self._marks.remove({mark}, self._today())
            raise

    def sweep_reminders(self, part: int) -> SweptReminders:
        """See ReminderStore."""
        gone = mended = 0
        with SAID_AS_BUSY:
            strays = self._files.sweep_strays(part, self._today())
            for name in self._files.names_in(part):
                counted = self._swept(name)
                gone, mended = gone + counted[0], mended + counted[1]
        return SweptReminders(gone, strays, mended)

    def _swept(self, name: bytes) -> tuple[int, int]:
        """How many reminders went, and how many marks were missing."""
        counted = (0, 0)

        def rule(kept: ReminderList) -> ReminderList:
            nonlocal counted
            after = rules.swept(kept, self._today())
            missing = [mark for mark in rules.marks_of(name, after) if not self._marks.has(mark)]
            self._marks.make(missing, self._today())
            counted = len(kept.reminders) - len(after.reminders), len(missing)
            return after

        with suppress(Damaged):  # kept for whoever may mend it
            self._change(name, rule)
        return counted
