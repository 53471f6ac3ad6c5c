"""A shared machine has quiet moments; measurements wait for one."""

from __future__ import annotations

import time
from pathlib import Path

QUIET_SHARE = 0.2
"""Largest share of the processors' time that others may use."""
LOOK_SECONDS = 0.1
WAIT_SECONDS_MAX = 3.0


def _spent() -> tuple[int, int]:
    ticks = [int(number) for number in Path("/proc/stat").read_text().split("\n")[0].split()[1:9]]
    return sum(ticks), ticks[3] + ticks[4]


def busy_share(seconds: float) -> float:
    """Which share of the processors was busy during the next `seconds`."""
    all_before, idle_before = _spent()
    time.sleep(seconds)
    all_after, idle_after = _spent()
    return 1 - (idle_after - idle_before) / max(1, all_after - all_before)


def wait_until_quiet() -> float:
    """Return at a quiet moment, or after a while at any; gives how busy the machine was then."""
    until = time.monotonic() + WAIT_SECONDS_MAX
    while (share := busy_share(LOOK_SECONDS)) > QUIET_SHARE and time.monotonic() < until:
        pass
    return share
