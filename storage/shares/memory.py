"""Shares in memory, for tests and as the shortest implementation of the rules."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

from storage.shares import rules
from storage.shares.base import BaseShares
from storage.shares.interface import Share, SweptShares


class MemoryShares(BaseShares):
    """Shares in a dictionary, behind one lock."""

    turns = 1

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self._shares: dict[bytes, Share] = {}
        self._lock = Lock()

    def _stored(self, name: bytes) -> Share | None:
        return self._shares.get(name)

    def _change(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        with self._lock:
            after = rule(self._shares.get(name))
            if after is None:
                self._shares.pop(name, None)
            else:
                self._shares[name] = after
            return after

    def _names(self, part: int) -> list[bytes]:
        return [name for name in list(self._shares) if name[0] == part]

    def sweep(self, turn: int) -> SweptShares:
        """See ShareStore."""
        with self._lock:
            now = self._clock()
            expired = [name for name, share in self._shares.items() if not rules.unexpired(share, now)]
            for name in expired:
                del self._shares[name]
        return SweptShares(len(expired))
