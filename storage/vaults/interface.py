"""What a store of sealed records can do, and how it refuses. Every store passes one contract of tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

PARTS = 256
"""A vault belongs to the part that its id's first byte names; sweeping goes part by part."""


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks for which vault: 16 bytes of id, and SHA-256 of the 32 token bytes, never the token."""

    vault_id: bytes
    token_sha256: bytes


@dataclass(frozen=True, slots=True)
class Push:
    """One record of a push: its id (22 letters of base64url), the revision it builds on (0: none), bytes."""

    id: str
    base: int
    sealed: str
    """base64url without padding; one of three lengths, each a multiple of four."""


@dataclass(frozen=True, slots=True)
class Record:
    """The newest version of a record; `rev` and `seq` are 0 and `sealed` is None where there is none."""

    id: str
    rev: int
    seq: int
    sealed: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """Records by rising `seq`; `seq` of the page is the vault's, `more` says that another page follows."""

    seq: int
    records: list[Record]
    more: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one vault may hold, in sealed bytes and in records, and how long it stays without visits."""

    vault_bytes: int = 12 * 1024 * 1024
    records: int = 2_000
    unused_days: int = 30
    """For a vault with fewer than two records that was visited on one day only."""
    unvisited_days: int = 730


@dataclass(frozen=True, slots=True)
class Swept:
    """What one sweep removed."""

    vaults: int = 0
    strays: int = 0


class Unauthorized(Exception):
    """There is no such vault, or the token is another one's; a stranger never learns which."""


class Conflict(Exception):
    """Some records are not at the revision that the push builds on; nothing was kept."""

    def __init__(self, current: Sequence[Record]) -> None:
        super().__init__(f"{len(current)} records are at another revision")
        self.current = current
        """The newest version of each record that stood in the way."""


class VaultFull(Exception):
    """The push would make the vault larger than it may be; nothing was kept."""


class Busy(Exception):
    """The vault could not be had, or not be written, just now; whether a push was kept is not known."""


class Damaged(Exception):
    """What is kept of this vault cannot be read; other vaults are not concerned."""


class Store(Protocol):
    """Vaults of sealed records. All methods but `sweep` raise Unauthorized, Busy or Damaged.

    A push is all or nothing, and kept for good before it returns. Any number of threads and processes
    may call at once.
    """

    def make(self, access: Access) -> bool:
        """Make the vault: True when it is new, False when it was there and the token is right."""

    def authorize(self, access: Access) -> None:
        """Return when the vault is there and the token is right."""

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """The records whose `seq` is above `since`, at most `limit` of them; notes the day of the visit."""

    def push(self, access: Access, pushes: Sequence[Push]) -> Page:
        """Keep all of `pushes`, whose ids differ, each as the revision after its base.

        The page holds the new versions in the order of the push, without bytes. Raises Conflict, VaultFull.
        """

    def delete(self, access: Access) -> None:
        """Remove the vault and all it holds."""

    def sweep(self, part: int) -> Swept:
        """Remove what has expired in one of PARTS parts of the store. Raises Busy."""
