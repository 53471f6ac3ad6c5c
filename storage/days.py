"""Days as the stores count them: whole days since 1970 in UTC."""

from __future__ import annotations

from datetime import date, timedelta

SECONDS_A_DAY = 24 * 60 * 60
FIRST_DAY = date(1970, 1, 1)


def day_of(seconds: float) -> int:
    """The day that a Unix time falls on."""
    return int(seconds) // SECONDS_A_DAY


def date_text(day: int) -> str:
    """A day as people write it, such as 2026-11-26; only its number where no calendar has it."""
    try:
        return (FIRST_DAY + timedelta(day)).isoformat()
    except OverflowError:
        return f"day {day}"


def folder_name(day: int) -> str:
    """A day as the name of a folder, such as 20261126."""
    return date_text(day).replace("-", "")


def day_of_folder(name: str) -> int | None:
    """The day that a folder is named after; None if it is no name of a day."""
    try:
        return (date.fromisoformat(name) - FIRST_DAY).days
    except ValueError:
        return None
