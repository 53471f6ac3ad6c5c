"""An index of times: one empty file per entry, in a folder per five-minute slot.

Adding an entry costs the same however many there are. Finding what is due opens no folder of the future.
"""

from __future__ import annotations

import os
import random
import re
import time
from abc import ABC, abstractmethod
from calendar import timegm
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from storage.days import day_of
from storage.files.atomic_file import set_day, sync_folder
from storage.files.paths import paths_in

DAY_NAME = re.compile(r"\d{8}")
SLOT_NAME = re.compile(r"\d{4}")
TIDY_SECONDS = 3600
"""An empty folder is kept this long past its time, because somebody may be about to add an entry to it."""
TRIES = 5
Entry = TypeVar("Entry")


class TimeIndex(ABC, Generic[Entry]):
    """Entries under `<root>/20261126/1500/`, in UTC.

    Whoever adds or removes an entry holds the lock of the file that it is for.
    """

    def __init__(self, root: Path) -> None:
        self._root = root

    @abstractmethod
    def _place(self, entry: Entry) -> tuple[int, str]:
        """The time of an entry, at the start of a slot, and the name of its file."""

    @abstractmethod
    def _parse(self, due: int, name: str) -> Entry | None:
        """The entry for a file of the slot at `due`; None if the name is not that of an entry."""

    def add(self, entries: Iterable[Entry], day: int) -> None:
        """Add entries durably; modification times are set to `day`. Raises OSError."""
        for path in map(self.path_of, entries):
            self._make(path, day)
            sync_folder(self._root.parent)
            for folder in (path.parent, path.parent.parent, self._root):
                sync_folder(folder)
                set_day(folder, day)

    def _make(self, path: Path, day: int) -> None:
        for left in reversed(range(TRIES)):
            try:
                for folder in (self._root, path.parent.parent, path.parent):
                    folder.mkdir(mode=0o700, exist_ok=True)
                opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except FileNotFoundError:
                if not left:
                    raise
                continue  # another process tidied the empty folder away in between
            set_day(opened, day)
            os.close(opened)
            return

    def remove(self, entries: Iterable[Entry], day: int) -> None:
        """Remove entries. One that reappears after a crash points at nothing, and goes when it is due."""
        for path in map(self.path_of, entries):
            path.unlink(missing_ok=True)
            set_day(path.parent, day)

    def has(self, entry: Entry) -> bool:
        """Whether the index holds this entry."""
        return self.path_of(entry).exists()

    def due(self, now: float) -> Iterator[Entry]:
        """The entries due by `now`, slot by slot; shuffled within a slot, so that callers do not collide."""
        last_day, last_slot = _names(now)
        for day in paths_in(self._root):
            if not DAY_NAME.fullmatch(day.name) or day.name > last_day:
                continue
            for slot in paths_in(day):
                if SLOT_NAME.fullmatch(slot.name) and (day.name, slot.name) <= (last_day, last_slot):
                    yield from self._in_slot(slot, now)
            if day.name < last_day:
                self._tidy(day)

    def _in_slot(self, slot: Path, now: float) -> Iterator[Entry]:
        due = timegm(time.strptime(slot.parent.name + slot.name, "%Y%m%d%H%M"))
        names: list[str] = []
        with suppress(FileNotFoundError):
            names = os.listdir(slot)  # noqa: PTH208 (there may be very many)
        if not names and due < now - TIDY_SECONDS:
            self._tidy(slot)
        random.shuffle(names)
        for name in names:
            if (entry := self._parse(due, name)) is not None:
                yield entry

    def _tidy(self, folder: Path) -> None:
        with suppress(OSError):  # it is not empty
            folder.rmdir()
            set_day(folder.parent, day_of(time.time()))

    def path_of(self, entry: Entry) -> Path:
        """Where the file of an entry is, or would be."""
        due, name = self._place(entry)
        day, slot = _names(due)
        return self._root / day / slot / name


def _names(seconds: float) -> tuple[str, str]:
    at = time.gmtime(seconds)
    return time.strftime("%Y%m%d", at), time.strftime("%H%M", at)
