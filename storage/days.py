"""Days as the stores count them: whole days since 1970 in UTC."""

from __future__ import annotations

SECONDS_A_DAY = 24 * 60 * 60


def day_of(seconds: float) -> int:
    """The day that a Unix time falls on."""
    return int(seconds) // SECONDS_A_DAY
