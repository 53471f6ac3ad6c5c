"""Space, segments and writes of one vault stay bounded, whatever is pushed: the plan alone, without files."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import count

import pytest

from storage.vaults.interface import Limits, Record
from storage.vaults.layout import INLINE_BYTES, SEGMENT_BYTES, Layout, Row
from storage.vaults.rules import sealed_size
from storage_makers import SIZES
from sweeps import quarter

SPACE_BYTES = 1_000_000
"""Beyond one and a half times what a vault holds: one segment, about."""
SMALL, _, LARGE = SIZES
FULL = Limits().vault_bytes // LARGE
"""How many of the largest records a vault holds."""


class PlannedVault:
    """A layout that is pushed to as a vault is, with records that have a size and no bytes."""

    def __init__(self) -> None:
        self.layout, self.sizes, self.most = Layout(), dict[str, int](), 0
        self._seqs, self._names = count(1), count(1)

    def push(self, sizes: dict[str, int]) -> None:
        """Push records of these sizes, by id, and check the bounds."""
        layout, sent = self.layout, sum(sizes.values())
        self.sizes |= sizes
        layout.put(self._records(sizes.items()))
        moved = layout.to_move(sent)
        rows = [row for each in moved.values() for row in each]
        layout.put([Record(row.id, row.rev, row.seq, None, size=row.size) for row in rows])
        parts = layout.overflow()
        if parts:
            layout.empty_head((str(next(self._names)), part) for part in parts)
        written = sum(sealed_size(record) for part in parts for record in part) + layout.inline_size
        assert written <= 3 * sent + INLINE_BYTES
        self._check()

    def _records(self, sizes: Iterable[tuple[str, int]]) -> list[Record]:
        return [Record(id, 1, next(self._seqs), None, size=size) for id, size in sizes]

    def _check(self) -> None:
        layout, live = self.layout, self.live()
        self.most = max(self.most, live)
        held = [*layout.inline, *(id for segment in layout.segments.values() for id in segment.live)]
        assert sorted(held) == sorted(self.sizes), "each record is in one place"
        assert layout.inline_size <= INLINE_BYTES
        assert self.space() <= 1.5 * self.most + SPACE_BYTES
        assert len(layout.segments) <= 2 + self.space() // (INLINE_BYTES // 2)
        assert all(segment.size <= SEGMENT_BYTES + LARGE for segment in layout.segments.values())

    def live(self) -> int:
        """Sealed bytes of all records."""
        return sum(self.sizes.values())

    def space(self) -> int:
        """Sealed bytes in all files."""
        return self.layout.inline_size + sum(segment.size for segment in self.layout.segments.values())

    def fill(self, records: int, size: int) -> None:
        """Push this many new records, a hundred at a time."""
        for first in range(0, records, 100):
            self.push({f"first {n}": size for n in range(first, min(records, first + 100))})


def edit(vault: PlannedVault, chance: random.Random, pushes: int) -> None:
    """Push edits and new records of chance sizes, up to the limit of a vault."""
    for _ in range(pushes):
        ids = chance.sample(sorted(vault.sizes), min(len(vault.sizes), chance.choice((1, 1, 1, 2, 5, 30))))
        size = chance.choice(SIZES) if vault.live() < Limits().vault_bytes * 3 / 4 else SMALL
        vault.push({f"new {chance.random()}": size} if chance.random() < 0.3 else dict.fromkeys(ids, size))


@pytest.mark.parametrize("seed", range(quarter(80)))
def test_space_segments_and_writes_stay_bounded_whatever_is_pushed(seed: int) -> None:
    chance, vault = random.Random(seed), PlannedVault()
    vault.fill(chance.randrange(1, FULL), chance.choice(SIZES))
    edit(vault, chance, chance.randrange(200))


@pytest.mark.parametrize(("records", "size"), [(2_000, SMALL), (FULL, LARGE)])
def test_a_full_vault_that_is_edited_takes_half_as_much_again(records: int, size: int) -> None:
    chance, vault = random.Random(records), PlannedVault()
    vault.fill(records, size)
    for _ in range(quarter(2_000)):
        vault.push({f"first {chance.randrange(records)}": size})
        assert vault.space() <= 1.5 * vault.live() + SPACE_BYTES


def test_a_vault_whose_records_shrank_gives_its_space_back_over_the_next_edits() -> None:
    """The worst order: of each segment one large record is left, which small pushes can move seldom."""
    vault = PlannedVault()
    vault.fill(FULL, LARGE)
    while crowded := [s.live for s in vault.layout.segments.values() if large_in(s.live) and len(s.live) > 1]:
        vault.push({large_in(max(crowded, key=len))[0]: SMALL})
    edits = 0
    while vault.space() > 1.5 * vault.live() + SPACE_BYTES:
        edits += 1
        vault.push({f"first {edits % FULL}": SMALL})
    assert edits <= 10 * FULL


def large_in(live: dict[str, Row]) -> list[str]:
    """The ids of the largest records of a segment."""
    return [id for id, row in live.items() if row.size == LARGE]
