"""Which vaults have expired, and whether so many at once is likely: by a wrong clock all of them have."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storage import PARTS
from storage.days import day_of
from storage.errors import Damaged, os_errors_as_busy
from storage.files.gate import locked_to_write
from storage.files.locks import LOCK_SECONDS
from storage.files.paths import folder_of, make_folder
from storage.interface import Movable
from storage.steady_clock import SteadyClock
from storage.vaults.expired import ExpiredVaults
from storage.vaults.file import FILE_NAME, read_header
from storage.vaults.interface import Limits
from storage.vaults.rules import ExpiredVault, at_once_max, is_expired


@dataclass(frozen=True, slots=True)
class Survey:
    """How many vaults there are, how many have expired, and how many expired today and are gone already."""

    vaults: int
    expired: int
    gone: int

    @property
    def is_too_much(self) -> bool:
        """Whether more have expired at once than is likely."""
        return self.expired > 0 and self.expired + self.gone > at_once_max(self.vaults + self.gone)

    def sentence(self) -> str:
        """Why no vault is removed, for the host."""
        found = f"{self.expired} of {self.vaults} vaults have expired"
        also = f", besides {self.gone} already today" if self.gone else ""
        limit = at_once_max(self.vaults + self.gone)
        return f"{found}{also}. So many at once are not removed (up to {limit} a day are)."


class VaultRetention(Movable[ExpiredVault], Protocol):
    """What a host may ask of the vaults that expired, wherever they are. All methods raise Busy.

    What is moved is what lies aside.
    """

    def counts(self) -> dict[int, int]:
        """How many vaults lie aside, by the day on which they were put there."""

    def survey(self) -> Survey:
        """Count the vaults and those that have expired."""

    def is_confirmed(self) -> bool:
        """Whether the host has said today that the clock is right."""

    def put_back(self, part: int) -> tuple[int, int]:
        """Put back what expired in a part. How many vaults came back, and how many could not."""

    def count_to_purge(self, today: int) -> int:
        """How many vaults would go for good. `today`: a steady day."""


class Retention:
    """How long the vaults under `<data>/vaults/` are kept."""

    def __init__(
        self,
        data: Path,
        limits: Limits,
        clock: Callable[[], float] = time.time,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self._lock_seconds = lock_seconds
        self._vaults = data / "vaults"
        self._limits = limits
        self._clock = clock
        self._steady_clock = SteadyClock(data, clock)
        self._surveyed: tuple[int, bool] | None = None
        """The day of the last survey, and whether it found too many: it opens thousands of files."""
        self.aside = ExpiredVaults(data)

    def survey(self) -> Survey:
        """Look at every vault. Takes no lock. Raises Busy."""
        with os_errors_as_busy():
            found = [self._look(part) for part in range(PARTS)]
            gone = self.aside.count_of(self._steady_clock.steady_day())
        return Survey(sum(all for all, _ in found), sum(len(expired) for _, expired in found), gone)

    def is_held(self, part: int) -> bool:
        """Whether the expired vaults of a part must stay. Raises Busy."""
        return bool(self.expired_in(part)) and not self.is_confirmed() and self._is_too_much()

    def _is_too_much(self) -> bool:
        """Whether a survey of this day found too many. On one day there can only be fewer: people visit."""
        today = day_of(self._clock())
        if self._surveyed is None or self._surveyed[0] != today:
            self._surveyed = today, self.survey().is_too_much
        return self._surveyed[1]

    def is_confirmed(self) -> bool:
        """Whether the host has said today that the clock is right. Raises Busy."""
        return self._steady_clock.is_confirmed()

    def expired_in(self, part: int) -> list[Path]:
        """The heads of the expired vaults in a part. Raises Busy."""
        with os_errors_as_busy():
            return self._look(part)[1]

    def put_aside(self, head: Path) -> None:
        """Move an expired vault to `expired/`, under the lock of its part. Raises OSError."""
        self.aside.take(head, self._steady_clock.steady_day())

    def put_back(self, part: int) -> tuple[int, int]:
        """Put back what is in `expired/`. How many vaults came back, and how many could not. Raises Busy."""
        folder = folder_of(self._vaults, part)
        with os_errors_as_busy():
            if not folder.is_dir():
                return 0, 0
            with locked_to_write(folder, self._lock_seconds):
                return self.aside.put_back(folder, day_of(self._clock()))

    def counts(self) -> dict[int, int]:
        """See VaultRetention."""
        with os_errors_as_busy():
            return self.aside.counts()

    def count(self) -> int:
        """See Movable."""
        return sum(self.counts().values())

    def export(self, part: int, after: bytes = b"") -> Iterator[ExpiredVault]:
        """See Movable. Takes no lock: what lies aside changes only by being removed or put back."""
        with os_errors_as_busy():
            keys = [key for key in self.aside.keys(part) if key > after]
        for key in keys:
            with os_errors_as_busy():
                found = self.aside.read(key)
            if found is not None:
                yield found

    def take_in(self, item: ExpiredVault) -> None:
        """See Movable."""
        folder = folder_of(self._vaults, item.key[0])
        with os_errors_as_busy():
            make_folder(folder)
            with locked_to_write(folder, self._lock_seconds):
                self.aside.write(item)

    def drop(self, key: bytes) -> None:
        """See Movable."""
        folder = folder_of(self._vaults, key[0])
        with os_errors_as_busy():
            make_folder(folder)
            with locked_to_write(folder, self._lock_seconds):
                self.aside.drop(key)

    def count_to_purge(self, today: int) -> int:
        """How many vaults have lain in `expired/` long enough. `today`: a steady day. Raises Busy."""
        with os_errors_as_busy():
            return self.aside.count_to_purge(today)

    def purge(self, part: int) -> int:
        """Remove what has lain in `expired/` long enough; return how many vaults. Raises OSError."""
        return self.aside.purge(part, self._steady_clock.steady_day())

    def _look(self, part: int) -> tuple[int, list[Path]]:
        """How many vaults a part has, and the expired ones. Opens only those that were not visited lately."""
        limits, today = self._limits, day_of(self._clock())
        count, expired = 0, []
        with suppress(FileNotFoundError), os.scandir(folder_of(self._vaults, part)) as entries:
            for entry in entries:
                if not FILE_NAME.fullmatch(entry.name):
                    continue
                with suppress(FileNotFoundError):  # deleted in the meantime
                    count += 1
                    visited_day = day_of(entry.stat(follow_symlinks=False).st_mtime)
                    if today - visited_day >= min(limits.unused_days, limits.unvisited_days):
                        expired += [Path(entry.path)] if self._is_expired(entry.path, today) else []
        return count, expired

    def _is_expired(self, path: str, today: int) -> bool:
        try:
            found = read_header(path)
        except Damaged:
            return False  # kept, because somebody may be able to repair it
        return found is not None and is_expired(*found, today, self._limits)
