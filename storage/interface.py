"""What stores of every kind say alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with what is stored."""

    where: str
    """The file, or the kind and the id. Never content."""
    what: str
    is_stray: bool = False
    """It belongs to nothing, does no harm, and may be removed."""


class Movable(Protocol[Item]):
    """A store whose content another store can take in. An item is whole: a vault with its records, and so on.

    All methods raise Busy or Damaged.
    """

    def export(self, part: int, after: bytes = b"") -> Iterator[Item]:
        """The items of `part`, one of PARTS, whose id is above `after`, by ascending id.

        Each is as it was at one instant. What has expired and was not swept yet is among them.
        """

    def take_in(self, item: Item) -> None:
        """Store an item exactly as it was exported, durably, in place of what is stored under its id."""

    def count(self) -> int:
        """How many items there are."""
