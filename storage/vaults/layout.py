"""Where the records of one vault lie: in its head, or in segments. A plan only, which touches no file.

What is pushed goes into the head. A head that grows past INLINE_BYTES empties itself into new segments, which
never change. An older version stays in its segment as dead bytes, until a push has moved what is alive there
into the head, and the segment can go.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from storage.vaults.interface import TAG_LENGTH, Record
from storage.vaults.rules import sealed_size

INLINE_BYTES = 100_000
"""Sealed bytes that a head may hold. More than one and a half times the largest record, so that the first
push after the head was emptied can move any record, whatever its own size (`_budget`)."""
SEGMENT_BYTES = 1_000_000
"""About the most sealed bytes of one segment: what reading one record costs at most."""


class Row(NamedTuple):
    """What a head says of a record whose bytes lie in a segment."""

    id: str
    rev: int
    seq: int
    size: int
    """Sealed bytes."""
    tag: str


@dataclass(slots=True)
class Segment:
    """One segment, as its head describes it."""

    size: int
    """Sealed bytes of all its records, dead ones too."""
    live: dict[str, Row]
    """By id: the records whose newest version it holds."""

    @property
    def live_size(self) -> int:
        """Sealed bytes of the records whose newest version it holds."""
        return sum(row.size for row in self.live.values())


Places = dict[str, list[Row]]
"""Records to read, by the name of their segment."""


@dataclass(slots=True)
class Layout:
    """Every record of a vault: its newest version is in `inline` or in one segment."""

    inline: dict[str, Record] = field(default_factory=dict)
    """By id: the records whose bytes are in the head."""
    segments: dict[str, Segment] = field(default_factory=dict)
    """By name."""

    @property
    def inline_size(self) -> int:
        """Sealed bytes in the head."""
        return sum(sealed_size(record) for record in self.inline.values())

    def find(self, ids: Iterable[str]) -> dict[str, Record]:
        """Those of the records that exist, by id; `sealed` is None where a segment has the bytes."""
        found: dict[str, Record] = {}
        for id in ids:
            if (record := self.inline.get(id)) is not None:
                found[id] = record
            for segment in self.segments.values():
                if (row := segment.live.get(id)) is not None:
                    found[id] = Record(row.id, row.rev, row.seq, None, size=row.size)
        return found

    def put(self, records: Iterable[Record]) -> None:
        """Put the newest versions of records into the head. A segment that is all dead then is left out."""
        for record in records:
            for segment in self.segments.values():
                segment.live.pop(record.id, None)
            self.inline[record.id] = record
        self.segments = {name: segment for name, segment in self.segments.items() if segment.live}

    def places(self, ids: Iterable[str]) -> Places:
        """Which segments to read for the bytes of records, without those in the head."""
        wanted = set(ids)
        found = {
            name: [row for id, row in s.live.items() if id in wanted] for name, s in self.segments.items()
        }
        return {name: rows for name, rows in found.items() if rows}

    def newer(self, since: int) -> list[Record | Row]:
        """Everything with a `seq` above `since`, oldest first."""
        found: list[Record | Row] = [record for record in self.inline.values() if record.seq > since]
        for segment in self.segments.values():
            found += [row for row in segment.live.values() if row.seq > since]
        return sorted(found, key=lambda each: each.seq)

    def to_move(self, sent: int) -> Places:
        """What to put into the head so that segments can go; empty while at most a third is dead.

        From the segments with the fewest live bytes first, within the budget of a push of `sent` bytes.
        """
        wanted: Places = {}
        if not self.segments:  # as in most vaults
            return wanted
        sizes = {name: segment.live_size for name, segment in self.segments.items()}
        live = sum(sizes.values())
        excess = (
            sum(segment.size for segment in self.segments.values()) - live - (live + self.inline_size) // 2
        )
        left = _budget(sent, self.inline_size)
        for name in sorted(sizes, key=lambda name: sizes[name] / self.segments[name].size):
            if excess <= 0:
                break
            for row in sorted(self.segments[name].live.values(), key=lambda row: row.size):
                if row.size > left:
                    return wanted
                left -= row.size
                wanted.setdefault(name, []).append(row)
            excess -= self.segments[name].size - sizes[name]
        return wanted

    def overflow(self) -> list[list[Record]]:
        """The records of each segment to write, oldest first; none while the head is small enough."""
        size = self.inline_size
        if size <= INLINE_BYTES:
            return []
        count = -(-size // SEGMENT_BYTES)
        parts: list[list[Record]] = [[] for _ in range(count)]
        before = 0
        for record in sorted(self.inline.values(), key=lambda record: record.seq):
            parts[before * count // size].append(record)
            before += sealed_size(record)
        return [part for part in parts if part]

    def empty_head(self, segments: Iterable[tuple[str, Sequence[Record]]]) -> None:
        """Say that the records of the head are in these new segments, by name."""
        for name, records in segments:
            self.segments[name] = Segment(sum(map(sealed_size, records)), {r.id: row_of(r) for r in records})
        self.inline = {}


def row_of(record: Record) -> Row:
    """What a head says of a record with bytes."""
    tag = (record.sealed or "")[-TAG_LENGTH:]
    return Row(record.id, record.rev, record.seq, sealed_size(record), tag)


def _budget(sent: int, inline: int) -> int:
    """How many bytes a push may move: with them it writes three times what it sent, and at most one head."""
    return max(2 * sent, INLINE_BYTES - inline)
