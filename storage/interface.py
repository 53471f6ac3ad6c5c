"""What every store can do besides its own work: be moved, counted and checked, and say if it can write."""

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
    """A store whose content another store can take in. Items are whole: a vault with its records, and so on.

    All methods raise Busy or Damaged.
    """

    def export(self, part: int, after: bytes = b"") -> Iterator[Item]:
        """The items of `part`, one of PARTS, whose id is above `after`, by ascending id.

        Each item is as it was at one instant; those that expired are among them.
        """

    def take_in(self, item: Item) -> None:
        """Store an item of another store exactly, in place of what is stored under its id. Durable."""

    def count(self) -> int:
        """How many items there are."""

    def check(self) -> Iterator[Problem]:
        """Everything that is wrong, also while others write."""

    def is_writable(self) -> bool:
        """Whether a write would be stored now. Raises nothing."""
