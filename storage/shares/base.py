"""What all stores of shares have in common: each method is one rule, applied to one share in one step."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from math import ceil

from storage.shares import rules
from storage.shares.interface import Share, ShareAccess
from storage.vaults.rules import SECONDS_A_DAY


class RuledShares(ABC):
    """A store says how one share is read and changed; this says what each method changes."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock

    def _today(self) -> int:
        return int(self._clock()) // SECONDS_A_DAY

    @abstractmethod
    def _kept(self, name: bytes) -> Share | None:
        """What is kept under a name, whether or not its time is over. Raises Busy, Damaged."""

    @abstractmethod
    def _change(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        """Exchange a share for what the rule makes of it, while nobody else does.

        Raises what the rule raises, Busy, Damaged.
        """

    def make(self, access: ShareAccess, sealed: str, seconds: int) -> int:
        """See ShareStore."""
        new = Share(access.token_sha256, sealed, ceil(self._clock()) + seconds)
        return self._change(access.name, lambda kept: rules.made(kept, new, self._clock())).expires

    def authorize(self, access: ShareAccess) -> Share:
        """See ShareStore."""
        return rules.opened(self._kept(access.name), access.token_sha256, self._clock())

    def look(self, name: bytes) -> Share:
        """See ShareStore."""
        return rules.found(self._kept(name), self._clock())

    def withdraw(self, access: ShareAccess) -> None:
        """See ShareStore."""
        self._change(access.name, lambda kept: rules.withdrawn(kept, access.token_sha256, self._clock()))

    def answer(self, name: bytes, note: str) -> None:
        """See ShareStore."""
        self._change(name, lambda kept: rules.answered(kept, note, self._clock()))
