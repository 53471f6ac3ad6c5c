"""Wait for a quiet moment of a shared machine, and give measurements priority where the system allows it."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

QUIET_SHARE = 0.2
"""Largest share of processor time that other programs may use at a quiet moment."""
SAMPLE_SECONDS = 0.1
WAIT_SECONDS_MAX = 1.0


NICENESS = -15
"""Only an administrator may go below 0."""


def raise_priority(session: int) -> None:
    """Give a session priority over others if permitted; Linux (autogroup) schedules whole sessions."""
    with suppress(OSError):
        Path(f"/proc/{session}/autogroup").write_text(str(NICENESS))


def _ticks() -> tuple[int, int]:
    """Ticks of all processors since the start of the machine: all, and idle ones."""
    ticks = [int(number) for number in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return sum(ticks), ticks[3] + ticks[4]


def busy_share(seconds: float) -> float:
    """Measure for `seconds` which share of processor time is in use."""
    all_before, idle_before = _ticks()
    time.sleep(seconds)
    all_after, idle_after = _ticks()
    return 1 - (idle_after - idle_before) / max(1, all_after - all_before)


def wait_until_quiet() -> float:
    """Return at a quiet moment, or after WAIT_SECONDS_MAX; gives how busy the machine was then."""
    until = time.monotonic() + WAIT_SECONDS_MAX
    while (share := busy_share(SAMPLE_SECONDS)) > QUIET_SHARE and time.monotonic() < until:
        pass
    return share
