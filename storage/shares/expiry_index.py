"""The index of expiry times: one entry per share, so that a sweep opens no share that has not expired."""

from __future__ import annotations

import re
from dataclasses import dataclass

from storage.files.time_index import TimeIndex
from storage.shares.interface import Share

SLOT_SECONDS = 300
"""An entry is in the slot after its share's end, so everything in a slot that is due has expired."""
ENTRY_NAME = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class ExpiryEntry:
    """An entry of the index: the share `name` has expired by `due`."""

    due: int
    name: bytes


def entries_of(name: bytes, stored: Share | None) -> set[ExpiryEntry]:
    """The index entries that a share needs: one, or none if there is no share."""
    if stored is None:
        return set()
    rounded_up = -(-stored.expires // SLOT_SECONDS) * SLOT_SECONDS
    return {ExpiryEntry(rounded_up, name)}


class ExpiryIndex(TimeIndex[ExpiryEntry]):
    """Entries under `<data>/expires/`, each named like its share."""

    def _place(self, entry: ExpiryEntry) -> tuple[int, str]:
        return entry.due, entry.name.hex()

    def _parse(self, due: int, name: str) -> ExpiryEntry | None:
        return ExpiryEntry(due, bytes.fromhex(name)) if ENTRY_NAME.fullmatch(name) else None
