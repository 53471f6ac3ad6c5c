"""A background thread that removes expired data, a part of it in each turn."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import SystemRandom

from storage.errors import Busy
from storage.vaults.interface import SweptVaults

PAUSE_SECONDS = 60.0
"""Pause between two turns. A data folder has 256 of them, so that a process sweeps it in about four hours.

Expired shares are removed with every turn.
"""
TURNS_MAX = 1 << 16
"""More than any store has, so that several processes begin in different places."""
log = logging.getLogger("egne-ord")


def always_steady() -> bool:
    """The check for a clock that is always trusted."""
    return True


class Sweeper:
    """A thread that starts with the server, or else with the first request that may store data."""

    def __init__(
        self,
        sweeps: Sequence[Callable[[int], object]],
        pause_seconds: float = PAUSE_SECONDS,
        is_steady: Callable[[], bool] = always_steady,
    ) -> None:
        """`sweeps`: called with the number of the turn, which goes up. Each store chooses its own part."""
        self._sweeps = sweeps
        self._is_steady = is_steady
        self._is_paused = False
        self._holds = False
        self._pause_seconds = pause_seconds
        self._started = False
        self._starting = threading.Lock()

    def start(self) -> None:
        """Start the thread, once per process. A fork copies no threads: the serving process calls this."""
        if self._started:
            return
        with self._starting:
            if not self._started:
                self._started = True
                threading.Thread(target=self._run, name="sweeper", daemon=True).start()

    def _run(self) -> None:
        turn = SystemRandom().randrange(TURNS_MAX)
        while True:
            time.sleep(self._pause_seconds)
            if not self._may_sweep():
                continue
            for sweep in self._sweeps:
                with suppress(Busy):
                    self._note_held(sweep(turn))
            turn += 1

    def _note_held(self, swept: object) -> None:
        """Say once that vaults are held back, until a sweep has removed some again."""
        if not isinstance(swept, SweptVaults) or not (swept.held or swept.vaults):
            return
        if swept.held and not self._holds:
            line = "More vaults have expired at once than is likely, and stay (see `sweep`)"
            log.warning(line, extra={"code": "clock"})
        self._holds = swept.held > 0

    def _may_sweep(self) -> bool:
        steady = False
        with suppress(Busy):
            steady = self._is_steady()
            if not steady and not self._is_paused:
                line = "The clock of this machine leapt: nothing is removed for a week (see `sweep`)"
                log.warning(line, extra={"code": "clock"})
            self._is_paused = not steady
        return steady
