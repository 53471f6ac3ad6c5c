"""What stores of every kind say alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

Item = TypeVar("Item")
OPEN, READ_ONLY, UNFINISHED = "", "read-only", "unfinished"
"""The states of a store: as usual; what is there is read and stays; a move into it has not ended."""
KEY, OLD_KEY = "vapid.pem", "vapid.old.pem"
"""The names of the server's keys: the present one, and the one before it."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong with what is stored."""

    where: str
    """The file, or the kind and the id. Never content."""
    what: str
    """In a few words what is wrong with it."""
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

    def drop(self, key: bytes) -> None:
        """Remove the item with this id, durably, without a trace; does nothing if there is none."""

    def count(self) -> int:
        """How many items there are."""


class KeyStore(Protocol):
    """The server's own keys, the same for all machines of a site. All methods raise Busy."""

    def get(self, name: str) -> bytes | None:
        """The content of KEY or OLD_KEY; None if there is none."""

    def make(self, name: str, content: bytes) -> bytes:
        """Store a key unless there is one. Returns what is stored, the same for all who call at once."""

    def put(self, name: str, content: bytes | None) -> None:
        """Store a key in place of what is there; None: remove it."""


class Gate(Protocol):
    """Whether servers may use a store. All methods raise Busy."""

    def state(self) -> str:
        """OPEN, READ_ONLY or UNFINISHED."""

    def set(self, state: str) -> None:
        """Set the state, durably. On return no change that began before is under way.

        READ_ONLY: every change raises ReadOnly, but for what ends the sending of a reminder that had begun.
        UNFINISHED: no server may use the store.
        """

    def held(self) -> AbstractContextManager[None]:
        """Keep other moves out, and servers if they hold what they use."""
