"""Pushes that came or were noted, and kills: whether a reminder was lost, or sent again without one."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from storage.reminders.interface import DueEntry

UNHEARD = -1
"""In place of a door: nothing was heard in time, so nobody can know whether it was sent."""
Push = tuple[float, int, str]
"""When, at or from which door, which reminder."""


def pushes(lines: str) -> list[Push]:
    """Each whole line."""
    return [(at, door, id) for at, door, id in map(json.loads, lines.splitlines())]


def figures(
    entries: list[DueEntry], receipts: list[Push], noted: list[Push], kills: list[tuple[float, int]]
) -> dict[str, Any]:
    """What came how often. A second time is right only when a kill came between sending and noting."""
    came: dict[str, list[Push]] = {entry.id: [] for entry in entries}
    for receipt in sorted(receipts):
        came[receipt[2]].append(receipt)
    wrong = [f"lost: {id}" for id, times in came.items() if not times]
    unheard = {id for _, door, id in noted if door == UNHEARD}
    for times in (times for id, times in came.items() if id not in unheard):
        for first, second in pairwise(times):
            if not killed_before_noting(first, second, noted, kills):
                wrong.append(f"sent again without a kill in between: {first[2]}")
    twice = sum(len(times) > 1 for times in came.values())
    return {
        "due": len(entries), "kills": len(kills), "pushes": len(receipts), "sent twice": twice,
        "not heard in time": len(unheard), "wrong": wrong
    }  # fmt: skip


def killed_before_noting(
    first: Push, second: Push, noted: list[Push], kills: list[tuple[float, int]]
) -> bool:
    """Whether the first one's sender was killed before the second came, and had not noted it."""
    at, door, id = first
    end = min((when for when, by in kills if by == door and when >= at), default=float("inf"))
    told = any(by == door and at <= when <= end and of == id for when, by, of in noted)
    return end <= second[0] and not told
