"""The progress of a run: on a terminal one line that is rewritten, elsewhere a line now and then."""

from __future__ import annotations

import re
import sys
import threading
import time

from check_reports import Outcome
from check_selection import Check

LINE_SECONDS = 30.0
"""The time between two lines if they cannot be rewritten."""
PYTEST_LINE = re.compile(r"\b(PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b")
PYTEST_FAILED = re.compile(r"(?:FAILED|ERROR) (tests/\S+::[^\n]+)|(tests/\S+::\S.*?) (?:FAILED|ERROR)\b")
NODE_LINE = re.compile(r"^(ok|not ok) \d+ - (.*)")


class Progress:
    """Counts the tests of several checks as they end, and shows the counts."""

    def __init__(self, checks: list[Check]) -> None:
        self._began = time.monotonic()
        self._shown = self._began
        self._counts = {check.name: 0 for check in checks if check.counts == "junit"}
        self._failed = 0
        self._lock = threading.Lock()
        self._is_terminal = sys.stdout.isatty()

    def add_line(self, name: str, line: str) -> None:
        """Parse one line of a check's output."""
        node, pytest = NODE_LINE.match(line), PYTEST_LINE.search(line)
        if name not in self._counts or not (node if name == "js" else pytest and "::" in line):
            return
        with self._lock:
            self._counts[name] += 1
            if node and node[1] == "not ok" and "# TODO" not in line:
                self._fail(node[2].strip())
            elif name != "js" and (failed := PYTEST_FAILED.search(line)):
                self._fail((failed[1] or failed[2]).strip())
            self._show()

    def ended(self, outcome: Outcome) -> None:
        """Print that a check has ended."""
        with self._lock:
            word = "FAILED" if outcome.failed else "ok"
            self._print(f"{outcome.name}: {word}, {outcome.passed} passed in {outcome.seconds:.0f} s")

    def close(self) -> None:
        """End the line that is rewritten."""
        if self._is_terminal:
            print(flush=True)

    def _fail(self, test: str) -> None:
        self._failed += 1
        self._print(f"FAILED {test}")

    def _show(self) -> None:
        now = time.monotonic()
        if not self._is_terminal and now - self._shown < LINE_SECONDS:
            return
        self._shown = now
        counts = ", ".join(f"{name} {count}" for name, count in self._counts.items())
        minutes, seconds = divmod(int(now - self._began), 60)
        text = f"{minutes}:{seconds:02d}  {counts}, failed {self._failed}"
        print(f"\r{text}" if self._is_terminal else text, end="" if self._is_terminal else "\n", flush=True)

    def _print(self, text: str) -> None:
        print(f"\r{text:<78}" if self._is_terminal else text, flush=True)
