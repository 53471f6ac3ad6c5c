"""Sweeping now and then, beside the requests: what has expired goes, a part of the stores at a time."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import SystemRandom

from storage import PARTS
from storage.errors import Busy

PAUSE_SECONDS = 60.0
"""Between two parts: each process has been through all of them in about four hours.

Expired shares go with whatever part comes next.
"""
log = logging.getLogger("egne-ord")


def always() -> bool:
    """For a clock that nobody doubts."""
    return True


class Sweeper:
    """A thread that begins with the server, or else with the first request for what is kept."""

    def __init__(
        self,
        sweeps: Sequence[Callable[[int], object]],
        pause_seconds: float = PAUSE_SECONDS,
        is_steady: Callable[[], bool] = always,
    ) -> None:
        self._sweeps = sweeps
        self._is_steady = is_steady
        self._holds = False
        self._pause_seconds = pause_seconds
        self._started = False
        self._starting = threading.Lock()

    def start(self) -> None:
        """Begin, once; also after a fork, since a thread is started by the process that serves."""
        if self._started:
            return
        with self._starting:
            if not self._started:
                self._started = True
                threading.Thread(target=self._run, name="sweeper", daemon=True).start()

    def _run(self) -> None:
        part = SystemRandom().randrange(PARTS)  # several processes begin in several places
        while True:
            time.sleep(self._pause_seconds)
            if not self._may_sweep():
                continue
            for sweep in self._sweeps:
                with suppress(Busy):
                    sweep(part)
            part = (part + 1) % PARTS

    def _may_sweep(self) -> bool:
        steady = False
        with suppress(Busy):
            steady = self._is_steady()
            if not steady and not self._holds:
                log.warning("The clock of this machine leapt: nothing is removed for a week")
            self._holds = not steady
        return steady
