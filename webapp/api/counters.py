"""Counts under keyed hashes, in memory of a fixed size: a count-min sketch with conservative update."""

from __future__ import annotations

import secrets
import struct
import threading
from array import array
from collections.abc import Sequence
from typing import Protocol

ROWS = 4
COLUMNS = 2**15
"""Four rows of 128 kB for each kind of count. A count is too high by more than (all counts) / COLUMNS only if
its cells collide with larger ones in every row. It is never too low."""
FOUR_NUMBERS = struct.Struct(">4H")
CELL_MAX = 2**32 - 1
DIGEST_BYTES = 2 * ROWS
NO_LIMIT = 2**53

Place = tuple[bytes, int]
"""What is counted: a digest of DIGEST_BYTES, and its limit."""


class Counter(Protocol):
    """Counts by kind, window number and digest."""

    def key(self, now: float) -> bytes:
        """The key for hashing at time `now` (seconds since 1970)."""

    def take(self, kind: str, window: int, places: Sequence[Place], amount: int) -> int:
        """Add `amount` to every place, unless one would pass its limit. Returns what was left before.

        `amount` is stored if it is at most what is returned.
        """


def cells_of(digest: bytes) -> tuple[int, int, int, int]:
    """The place of a digest in each row, as indexes of one array."""
    one, two, three, four = FOUR_NUMBERS.unpack(digest)
    return (
        one % COLUMNS,
        COLUMNS + two % COLUMNS,
        2 * COLUMNS + three % COLUMNS,
        3 * COLUMNS + four % COLUMNS,
    )


class MemoryCounter:
    """The counts of one process. All counts of a window are dropped when the next window begins."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._windows: dict[str, tuple[int, array[int]]] = {}
        self._lock = threading.Lock()

    def key(self, now: float) -> bytes:
        """See Counter. Drawn at the start, and held in memory only."""
        return self._key

    def take(self, kind: str, window: int, places: Sequence[Place], amount: int) -> int:
        """See Counter."""
        with self._lock:
            counts = self._counts(kind, window)
            cells = [cells_of(digest) for digest, _ in places]
            found = [min(counts[a], counts[b], counts[c], counts[d]) for a, b, c, d in cells]
            left = min([place[1] - count for place, count in zip(places, found, strict=True)])
            if amount and amount <= left:
                for row, count in zip(cells, found, strict=True):
                    raised = min(CELL_MAX, count + amount)
                    for cell in row:  # only as far as needed, so that others' counts stay right
                        if counts[cell] < raised:
                            counts[cell] = raised
            return left

    def _counts(self, kind: str, window: int) -> array[int]:
        current, counts = self._windows.get(kind, (-1, array("I")))
        if current != window:
            counts = array("I", bytes(4 * ROWS * COLUMNS))
            self._windows[kind] = window, counts
        return counts
