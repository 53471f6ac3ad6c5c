"""Compare received pushes, noted pushes and kills: was a reminder lost, or sent again without a kill?"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from storage.reminders.interface import DueEntry

UNANSWERED = -1
"""In place of a door: no answer came in time, so the push may or may not have been sent."""
Push = tuple[float, int, str]
"""(time, door of its sender, id of the reminder)."""


def pushes(lines: str) -> list[Push]:
    """Parse one push per line."""
    return [(at, door, id) for at, door, id in map(json.loads, lines.splitlines())]


def figures(
    entries: list[DueEntry], receipts: list[Push], noted: list[Push], kills: list[tuple[float, int]]
) -> dict[str, Any]:
    """Count the pushes. Sending a reminder again is right only if a kill came between sending and noting."""
    received: dict[str, list[Push]] = {entry.id: [] for entry in entries}
    for receipt in sorted(receipts):
        received[receipt[2]].append(receipt)
    wrong = [f"lost: {id}" for id, times in received.items() if not times]
    unanswered = {id for _, door, id in noted if door == UNANSWERED}
    for times in (times for id, times in received.items() if id not in unanswered):
        for first, second in pairwise(times):
            if not killed_before_noting(first, second, noted, kills):
                wrong.append(f"sent again without a kill in between: {first[2]}")
    twice = sum(len(times) > 1 for times in received.values())
    return {
        "due": len(entries), "kills": len(kills), "pushes": len(receipts), "sent twice": twice,
        "unanswered": len(unanswered), "wrong": wrong
    }  # fmt: skip


def killed_before_noting(
    first: Push, second: Push, noted: list[Push], kills: list[tuple[float, int]]
) -> bool:
    """Whether the sender of the first push was killed before the second came, without having noted it."""
    at, door, id = first
    end = min((when for when, by in kills if by == door and when >= at), default=float("inf"))
    is_noted = any(by == door and at <= when <= end and of == id for when, by, of in noted)
    return end <= second[0] and not is_noted
