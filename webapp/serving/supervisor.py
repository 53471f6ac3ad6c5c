"""The parent process: it starts the workers, starts one again that ended, and ends them all on a signal."""

from __future__ import annotations

import ctypes
import gc
import os
import select
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from webapp.events import log, log_error

STOP_SECONDS = 10
"""Time for the workers to stop. One that takes longer is killed; stored data is already on the disk."""
STEADY_SECONDS = 5.0
"""A worker that lived longer is started again at once, others after a pause."""
PAUSES_SECONDS = (0.0, 0.2, 1.0, 5.0)
"""The pause before a worker is started again, by how many in its place ended young one after another."""
PR_SET_PDEATHSIG = 1
"""See prctl(2)."""
STOPS = (signal.SIGTERM, signal.SIGINT)


def end_with_parent(parent: int) -> None:
    """Ask the system to stop this worker when its parent, a process id, ends (Linux only).

    A killed parent cannot tell its workers. An orphaned worker would keep the port and go on sending. It is
    stopped as on any other day, so that the requests in it are answered first.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before the system was asked
        os._exit(1)


@dataclass
class Place:
    """One of the workers that there shall be. `pid`: 0 while it is not running; times are monotonic."""

    pid: int = 0
    started: float = 0.0
    ended_young: int = 0
    due: float = 0.0


class Supervisor:
    """Runs `work` in `count` processes until SIGTERM or SIGINT; `work` returns when its process got one.

    `at_stop` is called in this process before the workers are told.
    """

    def __init__(self, count: int, work: Callable[[], None], at_stop: Callable[[], None]) -> None:
        self._places = [Place() for _ in range(count)]
        self._work, self._at_stop = work, at_stop
        self._is_stopping = False

    def run(self) -> None:
        """Return when a signal came and all workers have ended."""
        gc.collect()
        gc.freeze()  # what the parent has built stays shared with the workers
        self._awake, written = os.pipe()
        for end in (self._awake, written):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(written, warn_on_full_buffer=False)
        for number in (*STOPS, signal.SIGCHLD):
            signal.signal(number, lambda *_: None)
        while not self._is_stopping:
            self._start_missing()
            self._sleep(self._seconds_until_due())
            self._reap()
        self._stop()

    def _start_missing(self) -> None:
        for place in self._places:
            if not place.pid and place.due <= time.monotonic():
                self._start(place)

    def _start(self, place: Place) -> None:
        parent = os.getpid()
        # A signal between the fork and the worker's own handlers must not get lost in the parent's.
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)
        place.started, place.pid = time.monotonic(), os.fork()
        if not place.pid:
            self._be_worker(parent)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)

    def _be_worker(self, parent: int) -> None:
        """Work, and end this process. It has its own group: Ctrl-C signals every process of the parent's."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for number in (*STOPS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
            os.setpgrp()
            end_with_parent(parent)
            self._work()
            code = 0
        except BaseException as error:
            log_error(error, "in a worker")
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)  # threads of the server may still run, and cannot outlive the interpreter

    def _seconds_until_due(self) -> float | None:
        dues = [place.due for place in self._places if not place.pid]
        return max(0.0, min(dues) - time.monotonic()) if dues else None

    def _sleep(self, seconds: float | None) -> None:
        """Wait for a signal, at most so long."""
        if select.select([self._awake], [], [], seconds)[0]:
            came = os.read(self._awake, 4096)
            self._is_stopping |= any(number in came for number in STOPS)

    def _reap(self) -> None:
        """Note which workers have ended."""
        for place in self._places:
            if not place.pid or not (ended := os.waitpid(place.pid, os.WNOHANG))[0]:
                continue
            is_young = time.monotonic() - place.started < STEADY_SECONDS
            place.pid, place.ended_young = 0, place.ended_young + 1 if is_young else 0
            pause = PAUSES_SECONDS[min(place.ended_young, len(PAUSES_SECONDS)) - 1] if is_young else 0.0
            place.due = time.monotonic() + pause
            if not self._is_stopping:
                how = os.waitstatus_to_exitcode(ended[1])
                log.error("A worker ended (%s) and is started again.", how, extra={"code": "server"})

    def _stop(self) -> None:
        """End all workers: kindly, and after STOP_SECONDS by force."""
        self._at_stop()
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while any(place.pid for place in self._places) and (left := deadline - time.monotonic()) > 0:
            self._sleep(left)
            self._reap()
        self._signal(signal.SIGKILL)
        for place in self._places:
            if place.pid:
                os.waitpid(place.pid, 0)

    def _signal(self, number: int) -> None:
        for place in self._places:
            if place.pid:
                os.kill(place.pid, number)  # not yet waited for, so the id is still its own
