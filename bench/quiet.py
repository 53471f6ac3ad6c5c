"""A shared machine has quiet moments; measurements wait for one, and go first where the system lets them."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

QUIET_SHARE = 0.2
"""Largest share of the processors' time that others may use."""
LOOK_SECONDS = 0.1
WAIT_SECONDS_MAX = 1.0


PRECEDENCE = -15
"""As `nice` counts; only an administrator may go below 0."""


def take_precedence(session: int) -> None:
    """Let one session go before others, where that is allowed; Linux weighs whole sessions."""
    with suppress(OSError):
        Path(f"/proc/{session}/autogroup").write_text(str(PRECEDENCE))


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
