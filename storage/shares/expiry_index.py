"""When a share expires: a mark for each, so that sweeping opens none that still runs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.files.time_index import TimeMarks
from storage.shares.interface import Share

SLOT_SECONDS = 300
"""A mark stands at the end of its five minutes: by then all that it stands with has expired."""
MARK_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Expiry:
    """Says that the share of a name has expired by some time."""

    due: int
    name: bytes


def expiries_of(name: bytes, kept: Share | None) -> set[Expiry]:
    """The marks that a share must have: one where there is a share."""
    return set() if kept is None else {Expiry(-(-kept.expires // SLOT_SECONDS) * SLOT_SECONDS, name)}


class ShareMarks(TimeMarks[Expiry]):
    """Marks under `<data>/expires/`, each named as its share."""

    def _place(self, mark: Expiry) -> tuple[int, str]:
        return mark.due, mark.name.hex()

    def _mark(self, due: int, name: str) -> Expiry | None:
        return Expiry(due, bytes.fromhex(name)) if MARK_NAME.fullmatch(name) else None
