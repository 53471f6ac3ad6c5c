"""Processor time of processes with all that they have started (Linux)."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def _parents() -> dict[int, int]:
    """The parent of every process."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return found


def tree(roots: Iterable[int]) -> set[int]:
    """The ids of these processes and of their living descendants."""
    parents, found = _parents(), set(roots)
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _seconds(process: int) -> float:
    # The clock of another process (clock_getcpuclockid(3)). /proc counts in hundredths of a second.
    with suppress(OSError):
        return time.clock_gettime((~process << 3) | 2)
    return 0.0


def tree_seconds(roots: Iterable[int]) -> float:
    """Processor seconds of all processes of a tree, since they started. Those that have ended are missing."""
    return sum(_seconds(process) for process in tree(roots))
