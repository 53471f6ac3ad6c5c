"""Makes one store the same as another, item by item: for `move`, and for copies of a database.

Both are read in the order of their ids, side by side. What is the same already is left alone, so that whoever
is killed goes on where they were, without a note of it anywhere.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import orjson

from storage import PARTS
from storage.interface import Movable
from storage.place import Stores
from storage.reminders.interface import ReminderList
from storage.shares.interface import Share
from storage.vaults.interface import FIRST_EPOCH
from storage.vaults.rules import ExpiredVault, StoredVault, new_epoch

Item = StoredVault | ExpiredVault | tuple[bytes, ReminderList] | tuple[bytes, Share]
KINDS: dict[str, Callable[[Stores], Movable[Any]]] = {
    "vaults": lambda stores: stores.vaults,
    "expired vaults": lambda stores: stores.retention,
    "reminders": lambda stores: stores.reminders,
    "shares": lambda stores: stores.shares,
}
"""What is moved, and where it is in the stores of a place. Reminders are lists, one for each phone."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What one pass through a kind found."""

    count: int
    """Items of the one store, and with nothing changed of the other too."""
    changed: int
    """Items that were missing in the other store, too many there, or different."""
    sha256: str
    """Of all items of the one store by ascending id, each as JSON with every field that is stored of it."""
    other_sha256: str
    """The same of the other store, as it was before this pass."""

    @property
    def is_same(self) -> bool:
        """Whether both stores held the same when the pass began."""
        return self.changed == 0 and self.sha256 == self.other_sha256


@dataclass(frozen=True, slots=True)
class Transfer:
    """Fills `there` from `here`."""

    here: Stores
    there: Stores
    with_new_epochs: bool = False
    """Each vault that arrives gets a new epoch, as after a restore; otherwise it keeps its own."""
    tick: Callable[[str, int], None] = lambda kind, count: None
    """Called with each item, with how many of its kind there were."""

    def pass_through(self, kind: str) -> Compared:
        """Make one kind the same in both. Raises Busy, Damaged."""
        here, there = KINDS[kind](self.here), KINDS[kind](self.there)
        digests = hashlib.sha256(), hashlib.sha256()
        count = changed = 0
        for item, other in side_by_side(everything(here), everything(there)):
            texts = [self._text(each) for each in (item, other)]
            for digest, text in zip(digests, texts, strict=True):
                digest.update(text)
            if texts[0] != texts[1]:
                changed += 1
                self._mend(there, item, other)
            if item is not None:
                count += 1
                self.tick(kind, count)
        return Compared(count, changed, digests[0].hexdigest(), digests[1].hexdigest())

    def _mend(self, there: Movable[Any], item: Item | None, other: Item | None) -> None:
        if other is not None and item is None:
            there.drop(key_of(other))
        elif self.with_new_epochs and isinstance(item, StoredVault):
            there.take_in(_with_epoch(item, new_epoch()))
        else:
            there.take_in(item)

    def _text(self, item: Item | None) -> bytes:
        """An item with all that is compared of it; empty if there is none."""
        if self.with_new_epochs and isinstance(item, StoredVault):
            item = _with_epoch(item, FIRST_EPOCH)
        return b"" if item is None else text_of(item)


def everything(store: Movable[Any]) -> Iterator[Item]:
    """All items of a store by ascending id."""
    return chain.from_iterable(store.export(part) for part in range(PARTS))


def key_of(item: Item) -> bytes:
    """The id of an item: lists of reminders and shares come with their names."""
    return bytes(item[0] if isinstance(item, tuple) else item.key)


def text_of(item: Item) -> bytes:
    """An item as one line of JSON: every field that a store has of it, bytes in hex."""
    return orjson.dumps(item, default=bytes.hex, option=orjson.OPT_APPEND_NEWLINE)


def side_by_side(here: Iterator[Item], there: Iterator[Item]) -> Iterator[tuple[Item | None, Item | None]]:
    """The items of two ascending rows, in pairs of one id; None where a row has none of that id."""
    one, other = next(here, None), next(there, None)
    while one is not None or other is not None:
        if other is None or (one is not None and key_of(one) < key_of(other)):
            yield one, None
            one = next(here, None)
        elif one is None or key_of(one) > key_of(other):
            yield None, other
            other = next(there, None)
        else:
            yield one, other
            one, other = next(here, None), next(there, None)


def is_empty(stores: Stores) -> bool:
    """Whether a place holds no vault, list or share, also none that expired. Raises Busy."""
    return not any(kind(stores).count() for kind in KINDS.values())


def _with_epoch(item: StoredVault, epoch: bytes) -> StoredVault:
    return replace(item, header=replace(item.header, epoch=epoch))
