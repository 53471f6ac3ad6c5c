"""The base class of all stores of shares: each method applies one rule to one share, in one transaction."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from math import ceil

from storage import PARTS
from storage.days import day_of
from storage.errors import Damaged
from storage.shares import rules
from storage.shares.interface import Share, ShareAccess


class BaseShares(ABC):
    """Maps each method to its rule. A subclass knows how one share is read and changed."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def _today(self) -> int:
        return day_of(self._clock())

    @abstractmethod
    def _stored(self, name: bytes) -> Share | None:
        """What is stored under a name, expired or not. Raises Busy, Damaged."""

    @abstractmethod
    def _change(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        """Replace a share by what the rule makes of it, while nobody else changes it.

        The rule may run several times; what it made last is stored.
        Raises what the rule raises, Busy, Damaged.
        """

    def make(self, access: ShareAccess, sealed: str, seconds: int) -> int:
        """See ShareStore."""
        new = Share(access.token_sha256, sealed, ceil(self._clock()) + seconds)
        return self._change(access.name, lambda stored: rules.made(stored, new, self._clock())).expires

    def authorize(self, access: ShareAccess) -> Share:
        """See ShareStore."""
        return rules.authorized(self._stored(access.name), access.token_sha256, self._clock())

    def get(self, name: bytes) -> Share:
        """See ShareStore."""
        return rules.found(self._stored(name), self._clock())

    def withdraw(self, access: ShareAccess) -> None:
        """See ShareStore."""
        token = access.token_sha256
        self._change(access.name, lambda stored: rules.withdrawn(stored, token, self._clock()))

    def answer(self, name: bytes, note: str) -> None:
        """See ShareStore."""
        self._change(name, lambda stored: rules.answered(stored, note, self._clock()))

    @abstractmethod
    def _names(self, part: int) -> Iterable[bytes]:
        """The names of all shares in a part. Raises Busy."""

    def export(self, part: int, after: bytes = b"") -> Iterator[tuple[bytes, Share]]:
        """See Movable: names and shares."""
        for name in sorted(name for name in self._names(part) if name > after):
            if (stored := self._stored(name)) is not None:
                yield name, stored

    def take_in(self, item: tuple[bytes, Share]) -> None:
        """See Movable."""
        self._change(item[0], lambda stored: item[1])

    def drop(self, key: bytes) -> None:
        """See Movable."""
        self._change(key, lambda stored: None)

    def count_expired(self) -> int:
        """See ShareStore."""
        return sum(map(self._count_expired, range(PARTS)))

    def _count_expired(self, part: int) -> int:
        count = 0
        for name in self._names(part):
            with suppress(Damaged):
                stored = self._stored(name)
                count += stored is not None and rules.unexpired(stored, self._clock()) is None
        return count

    def count(self) -> int:
        """See Movable."""
        return sum(len(list(self._names(part))) for part in range(PARTS))
