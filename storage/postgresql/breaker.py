"""Keeps the threads of a server from waiting, one and all, for a database that is away."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from psycopg_pool import PoolTimeout

from storage.errors import Busy

REST_SECONDS = 1.0
"""How long nobody asks again after a connection could not be had. Then one caller tries for all others."""
ALIVE_SECONDS = 2.0
"""A database that gave somebody a connection so lately is not away: only its connections are all in use."""


class Breaker:
    """Counts as broken from a failure on, until somebody gets a connection."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._broken_until: float | None = None
        self._is_tried = False
        self._succeeded = float("-inf")

    @contextmanager
    def guarding(self) -> Iterator[None]:
        """Get a connection inside. Raises Busy at once while it is broken and somebody else tries."""
        self._begin()
        try:
            yield
        except BaseException as error:
            self._end(is_away=isinstance(error, PoolTimeout))
            raise
        self._end(is_away=False, is_there=True)

    def _begin(self) -> None:
        with self._lock:
            if self._broken_until is None:
                return
            if self._is_tried or self._clock() < self._broken_until:
                raise Busy
            self._is_tried = True

    def _end(self, *, is_away: bool, is_there: bool = False) -> None:
        with self._lock:
            self._is_tried = False
            if is_there:
                self._succeeded, self._broken_until = self._clock(), None
            elif is_away and self._clock() >= self._succeeded + ALIVE_SECONDS:
                self._broken_until = self._clock() + REST_SECONDS
