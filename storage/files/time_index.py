"""When something comes up: an empty file for each, in a folder for its five minutes.

Adding costs the same whatever waits, and finding what has come up looks at no folder of the future.
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

from storage.files.atomic_file import set_day, sync_folder
from storage.files.paths import paths_in
from storage.vaults.rules import SECONDS_A_DAY

DAY_NAME = re.compile(r"\d{8}")
SLOT_NAME = re.compile(r"\d{4}")
TIDY_SECONDS = 3600
"""An empty folder stays so long past its time: somebody may be about to make a mark in it."""
TRIES = 5
AnyMark = TypeVar("AnyMark")


class TimeMarks(ABC, Generic[AnyMark]):
    """Marks under `<root>/20261126/1500/`, in UTC. Whoever calls holds the lock of what a mark is for."""

    def __init__(self, root: Path) -> None:
        self._root = root

    @abstractmethod
    def _place(self, mark: AnyMark) -> tuple[int, str]:
        """The time of a mark, in whole slots, and the name of its file."""

    @abstractmethod
    def _mark(self, due: int, name: str) -> AnyMark | None:
        """The mark of a time that a file is; None where it is none."""

    def make(self, marks: Iterable[AnyMark], day: int) -> None:
        """Make marks, to last; times of change say the day and no more. Raises OSError."""
        for path in map(self.path_of, marks):
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
                mark = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            except FileNotFoundError:
                if not left:
                    raise
                continue  # the empty folder was tidied away in between
            set_day(mark, day)
            os.close(mark)
            return

    def remove(self, marks: Iterable[AnyMark], day: int) -> None:
        """Remove marks. One that comes back after a crash has nothing behind it, and goes when it is due."""
        for path in map(self.path_of, marks):
            path.unlink(missing_ok=True)
            set_day(path.parent, day)

    def has(self, mark: AnyMark) -> bool:
        """Whether there is such a mark."""
        return self.path_of(mark).exists()

    def due(self, now: float) -> Iterator[AnyMark]:
        """What is due, slot by slot; shuffled within one, so that several callers begin in several places."""
        last_day, last_slot = _names(now)
        for day in paths_in(self._root):
            if not DAY_NAME.fullmatch(day.name) or day.name > last_day:
                continue
            for slot in paths_in(day):
                if SLOT_NAME.fullmatch(slot.name) and (day.name, slot.name) <= (last_day, last_slot):
                    yield from self._in_slot(slot, now)
            if day.name < last_day:
                self._tidy(day)

    def _in_slot(self, slot: Path, now: float) -> Iterator[AnyMark]:
        due = timegm(time.strptime(slot.parent.name + slot.name, "%Y%m%d%H%M"))
        names: list[str] = []
        with suppress(FileNotFoundError):
            names = os.listdir(slot)  # noqa: PTH208 (there may be very many)
        if not names and due < now - TIDY_SECONDS:
            self._tidy(slot)
        random.shuffle(names)
        for name in names:
            if (mark := self._mark(due, name)) is not None:
                yield mark

    def _tidy(self, folder: Path) -> None:
        with suppress(OSError):  # it is not empty
            folder.rmdir()
            set_day(folder.parent, int(time.time()) // SECONDS_A_DAY)

    def path_of(self, mark: AnyMark) -> Path:
        """Where a mark is, whether or not it is there."""
        due, name = self._place(mark)
        day, slot = _names(due)
        return self._root / day / slot / name


def _names(seconds: float) -> tuple[str, str]:
    at = time.gmtime(seconds)
    return time.strftime("%Y%m%d", at), time.strftime("%H%M", at)
