"""What a store of shares can do, and how it refuses. Every store passes one contract of tests.

A share is one sealed text for whoever has its link, and the notes that came back. A store never sees its id,
which is the key to reading it: only the id's SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

SHARE_SECONDS_MIN = 60 * 60
SHARE_SECONDS_MAX = 90 * 24 * 60 * 60
NOTES_MAX = 5
"""For one share, so that a link in the wrong hands fills nothing."""


@dataclass(frozen=True, slots=True)
class ShareAccess:
    """Who asks for which share: SHA-256 of its 16 bytes of id, and SHA-256 of the 32 token bytes."""

    name: bytes
    token_sha256: bytes


@dataclass(frozen=True, slots=True)
class Share:
    """All that is kept of one share. Sealed texts are base64url without padding."""

    token_sha256: bytes
    sealed: str
    expires: int
    """Seconds since 1970; from then on the share is nowhere."""
    notes: tuple[str, ...] = ()
    """Sealed for whoever made the share, in the order in which they came."""


@dataclass(frozen=True, slots=True)
class SweptShares:
    """What one sweep removed or mended."""

    shares: int = 0
    strays: int = 0
    marks: int = 0
    """Marks that were missing, as after a copy was put back, and were made anew."""
    missed: int = 0
    """Shares that could not be had; the next sweep tries again."""


class NoShare(Exception):
    """There is no such share, or not any more; a stranger never learns which."""


class Taken(Exception):
    """Another text is shared under this id and token; nothing was kept."""


class NotesFull(Exception):
    """The share has NOTES_MAX notes; nothing was kept."""


class ShareStore(Protocol):
    """Shares and their notes. All methods but `sweep_shares` raise Busy or Damaged.

    A change is all or nothing, and kept for good before it returns. Each may be asked again where an answer
    was lost. Any number of threads and processes may call at once. Names are 32 bytes.
    """

    def make(self, access: ShareAccess, sealed: str, seconds: int) -> int:
        """Keep a share for so long; when it expires. What is there already keeps its time.

        Raises Unauthorized where the token is not the share's, Taken for another text.
        """

    def authorize(self, access: ShareAccess) -> Share:
        """The share, when the token is right. Raises Unauthorized for a wrong one and for no share alike."""

    def look(self, name: bytes) -> Share:
        """The share of a name; notes nothing. Raises NoShare."""

    def withdraw(self, access: ShareAccess) -> None:
        """Remove the share and its notes. Raises Unauthorized."""

    def answer(self, name: bytes, note: str) -> None:
        """Keep a note; nothing happens where the very same is there. Raises NoShare, NotesFull."""

    def sweep_shares(self, part: int) -> SweptShares:
        """Remove what has expired, wherever it is; in one of PARTS parts also strays, and mend marks."""
