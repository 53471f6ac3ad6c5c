"""Bounds on the bodies that are read at once, shared fairly among network addresses."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

SLOTS = 256
"""Bodies that one process reads or holds at once."""
SLOT_BYTES = 64 * 1024 * 1024
"""Announced bytes of all of them together: seven full pushes, or thousands of usual ones."""
GRACE_SECONDS = 20.0
"""How long a body may take in any case, and how long it may pause if it kept just the least pace."""
LEAST_PACE = 4096
"""Bytes a second. A phone with a bad connection sends 8,000."""
Groups = tuple[bytes, bytes]
"""Of a network address: a wide group such as an IPv6 /48, and a narrow one within it."""


class NoSlot(Exception):
    """All slots are taken, by addresses that hold no more than the one that asks."""


@dataclass(eq=False, slots=True)
class Slot:
    """One body. `received`: its bytes so far. `give_way` is called if another address needs the room more."""

    groups: Groups
    size: int
    since: float
    received: int = 0
    is_reading: bool = True
    give_way: Callable[[], None] = field(default=lambda: None)

    def pace(self, now: float) -> float:
        """Bytes a second so far."""
        return self.received / max(now - self.since, 0.001)

    def is_late(self, now: float) -> bool:
        """Whether the body has taken longer than it may."""
        return self.is_reading and now - self.since > GRACE_SECONDS + self.received / LEAST_PACE


class Slots:
    """Slots by number and by bytes. They are taken and given back in any thread."""

    def __init__(
        self,
        count: int = SLOTS,
        size: int = SLOT_BYTES,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._count, self._size, self._clock = count, size, clock
        self._held: dict[Slot, None] = {}
        self._bytes = 0
        self._lock = threading.Lock()

    def take(self, groups: Groups, size: int) -> Slot:
        """A slot for a body of `size` bytes, until it is freed. Raises NoSlot.

        One that is larger than all of them together takes them all: EGNE_ORD_BATCH_RECORDS allows it.

        Threat: one attacker takes all slots. So when there is no room, whoever holds most gives way: first
        among wide groups, so that a network with many addresses counts as one, then among narrow ones. A
        crowd behind one address may hold all slots while nobody else needs them.
        """
        size = min(size, self._size)
        slot = Slot(groups, size, self._clock())
        with self._lock:
            while not self._fits(slot):
                loser = self._loser(slot)
                if loser is None:
                    raise NoSlot
                self._free(loser)
                loser.give_way()
            self._held[slot] = None
            self._bytes += size
        return slot

    def free(self, slot: Slot) -> None:
        """Give a slot back, from any thread."""
        with self._lock:
            self._free(slot)

    def end_late(self) -> None:
        """Let every body that comes too slowly give way."""
        now = self._clock()
        for slot in [one for one in self._all() if one.is_late(now)]:
            slot.give_way()

    def empty(self) -> None:
        """Let every body that is still read give way."""
        for slot in [one for one in self._all() if one.is_reading]:
            slot.give_way()

    def _all(self) -> list[Slot]:
        with self._lock:
            return list(self._held)

    def _fits(self, slot: Slot) -> bool:
        return len(self._held) < self._count and self._bytes + slot.size <= self._size

    def _free(self, slot: Slot) -> None:
        if slot in self._held:
            del self._held[slot]
            self._bytes -= slot.size

    def _loser(self, newcomer: Slot) -> Slot | None:
        """The slowest body of the group that holds most, if that is more than the newcomer's would hold."""
        by_number = len(self._held) >= self._count
        rivals = list(self._held)
        for level in (0, 1):
            held: Counter[bytes] = Counter()
            for slot in rivals:
                held[slot.groups[level]] += 1 if by_number else slot.size
            if not held:
                return None
            most, amount = held.most_common(1)[0]
            own = newcomer.groups[level]
            rivals = [slot for slot in rivals if slot.groups[level] == most]
            if most != own and amount > held[own] + (1 if by_number else newcomer.size):
                reading = [slot for slot in rivals if slot.is_reading]
                now = self._clock()
                return min(reading, key=lambda slot: slot.pace(now), default=None)
            if most != own:
                return None
        return None
