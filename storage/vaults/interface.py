"""What a store of vaults can do. Every implementation passes the same contract tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from storage.interface import Movable

EPOCH_BYTES = 16
FIRST_EPOCH = bytes(EPOCH_BYTES)
"""The epoch of a vault that was made before vaults had epochs."""


ROOM_MAX = 2**53
"""More bytes than any push adds."""
FIRST_DAY_BYTES = 3 * 1024 * 1024
"""What a vault may hold on the first day: over 700 small records. It may hold twice as much on each further
day on which it is written to, up to `Limits.vault_bytes`."""
TAG_LENGTH = 22
"""Characters of a version's tag: 16 bytes as base64url."""


@dataclass(frozen=True, slots=True)
class Access:
    """Names a vault and proves access to it."""

    vault_id: bytes
    """16 bytes."""
    token_sha256: bytes
    """SHA-256 of the 32 token bytes. A store never sees the token."""


@dataclass(frozen=True, slots=True)
class Push:
    """One record of a push."""

    id: str
    """22 characters of base64url."""
    base: int
    """The revision that this one builds on; 0 for a new record."""
    sealed: str
    """base64url without padding; one of three lengths, each a multiple of four."""


@dataclass(frozen=True, slots=True)
class Record:
    """The newest version of a record. If there is none, `rev` and `seq` are 0 and `sealed` is None."""

    id: str
    rev: int
    seq: int
    sealed: str | None
    tag: str | None = None
    """The last 22 characters of `sealed`, the tag of AES-GCM, which names the version; in revisions only."""
    size: int = field(default=0, compare=False)
    """Sealed bytes, where a store knows a record without reading its bytes."""


@dataclass(frozen=True, slots=True)
class Page:
    """Records in ascending order of `seq`."""

    seq: int
    """The highest sequence number of the whole vault."""
    records: list[Record]
    more: bool = False
    """Whether another page follows."""
    epoch: bytes = FIRST_EPOCH
    """The vault's epoch: EPOCH_BYTES random bytes, new when it is made and when a copy is put back."""
    growth: int = field(default=0, compare=False)
    """Bytes that a push added to the vault; negative if it shrank."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one vault may hold, in sealed bytes and records, and how long it is kept without visits."""

    vault_bytes: int = 12 * 1024 * 1024
    records: int = 2_000
    unused_days: int = 30
    """For a vault with fewer than two records that was visited on one day only."""
    unvisited_days: int = 730


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one push may add."""

    limits: Limits
    today: int
    """The day of the push. Days count from 1970 in UTC."""
    room: int = ROOM_MAX
    """Bytes for which the host has room."""


@dataclass(frozen=True, slots=True)
class SweptVaults:
    """What one sweep did."""

    vaults: int = 0
    """Vaults that had expired. They are out of reach, and are kept aside for thirty days."""
    strays: int = 0
    removed: int = 0
    """Vaults that had been kept aside for thirty days, and are gone."""
    held: int = 0
    """Vaults that have expired but stay, because so many at once mean that the clock is wrong."""


class VaultStore(Movable[Any], Protocol):
    """Vaults of sealed records. All methods but `sweep` raise Unauthorized, Busy or Damaged.

    A push is all or nothing, and durable before it returns. Any number of threads and processes may call
    at once. A store may run a rule several times for one push, so rules are pure.
    """

    turns: int
    """In how many turns `sweep` goes through everything."""

    def make(self, access: Access) -> bool:
        """Make the vault. True if it is new; False if it exists and the token is right."""

    def authorize(self, access: Access) -> None:
        """Return if the vault exists and the token is right."""

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """The records with a `seq` above `since`, at most `limit` of them. Counts as a visit on this day.

        A page also ends when its records hold many bytes (rules.PAGE_BYTES); `more` then says so.
        """

    def revisions(self, access: Access) -> Page:
        """Every record without its bytes. Counts as a visit on this day."""

    def push(self, access: Access, pushes: Sequence[Push], room: int = ROOM_MAX) -> Page:
        """Store all of `pushes`, whose ids differ, each as the revision after its base.

        The page holds the new versions in the order of the push, without bytes. `room`: bytes by which the
        vault may grow. Raises Conflict, VaultFull, FullToday, NoRoom.
        """

    def delete(self, access: Access) -> None:
        """Remove the vault and everything in it."""

    def sweep(self, turn: int) -> SweptVaults:
        """Put aside what has expired, unless it is too much at once. Raises Busy.

        `turn` goes up by one with each call; the store chooses what it sweeps in a turn.
        """
