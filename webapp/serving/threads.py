"""Threads that run requests. None of them ever waits for the network."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import SimpleQueue

THREADS = 16
"""Requests with a body that one process works on at once, and as many without. Most of a push is a wait."""


class Threads:
    """A fixed number of threads. They end with the process."""

    def __init__(self, count: int = THREADS) -> None:
        self._jobs: SimpleQueue[Callable[[], None]] = SimpleQueue()
        for number in range(count):
            threading.Thread(target=self._run, name=f"request-{number}", daemon=True).start()

    def run(self, job: Callable[[], None]) -> None:
        """Run `job`, which raises nothing, as soon as a thread is free."""
        self._jobs.put(job)

    def _run(self) -> None:
        while True:
            self._jobs.get()()
