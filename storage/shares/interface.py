"""What a store of shares can do. Every implementation passes the same contract tests.

A share is one sealed text for whoever has its link, and the notes that came back. Its id is the key to
reading it, so a store never sees the id: only its SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from storage.interface import Movable

SHARE_SECONDS_MIN = 60 * 60
SHARE_SECONDS_MAX = 90 * 24 * 60 * 60
NOTES_MAX = 5
"""For one share, so that a link in the wrong hands cannot fill the disk."""


@dataclass(frozen=True, slots=True)
class ShareAccess:
    """Names a share and proves access to it."""

    name: bytes
    """SHA-256 of the 16 id bytes."""
    token_sha256: bytes
    """SHA-256 of the 32 token bytes."""


@dataclass(frozen=True, slots=True)
class Share:
    """Everything stored for one share. Sealed texts are base64url without padding."""

    token_sha256: bytes
    sealed: str
    expires: int
    """Seconds since 1970; from this second on the share is not handed out."""
    notes: tuple[str, ...] = ()
    """Sealed for the maker of the share, in the order of arrival."""


@dataclass(frozen=True, slots=True)
class SweptShares:
    """What one sweep removed or repaired."""

    shares: int = 0
    strays: int = 0
    reindexed: int = 0
    """Index entries that were missing, as after a partial restore, and were added."""
    missed: int = 0
    """Shares that were locked or unreadable; the next sweep tries again."""


class ShareStore(Movable[tuple[bytes, Share]], Protocol):
    """Shares and their notes. All methods but `sweep` raise Busy or Damaged.

    A change is all or nothing, and durable before it returns. Each may be repeated if its answer was lost.
    Any number of threads and processes may call at once. Names are 32 bytes. A store may run a rule several
    times for one change, so rules are pure.
    """

    def make(self, access: ShareAccess, sealed: str, seconds: int) -> int:
        """Store a share for `seconds`, and return when it expires. An existing share keeps its time.

        Raises Unauthorized if the token is not that of the share, Taken if its text is another one.
        """

    def authorize(self, access: ShareAccess) -> Share:
        """The share, if the token is right. Raises Unauthorized both for a wrong token and for no share."""

    def get(self, name: bytes) -> Share:
        """The share of a name; leaves no trace. Raises NoShare."""

    def withdraw(self, access: ShareAccess) -> None:
        """Remove the share and its notes. Raises Unauthorized."""

    def answer(self, name: bytes, note: str) -> None:
        """Store a note; does nothing if the same note is there already. Raises NoShare, NotesFull."""

    turns: int
    """In how many turns `sweep` goes through everything."""

    def sweep(self, turn: int) -> SweptShares:
        """Remove all expired shares; some of the strays go in each turn. `turn`: as for vaults."""

    def count_expired(self) -> int:
        """How many shares have expired and are still stored."""
