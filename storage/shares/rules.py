"""The rules of a share, in every store: each takes what is kept, or None, and gives what is kept after it."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from storage.shares.interface import NOTES_MAX, NoShare, NotesFull, Share, Taken
from storage.vaults.interface import Unauthorized

After = TypeVar("After", bound=Share | None)
Rule = Callable[[Share | None], After]
DECOY_SHA256 = bytes(32)
"""Stands in for the token of a share that is not there."""


def running(kept: Share | None, now: float) -> Share | None:
    """The share, unless its time is over, whether or not it has been swept."""
    return kept if kept is not None and now < kept.expires else None


def found(kept: Share | None, now: float) -> Share:
    """The share. Raises NoShare."""
    share = running(kept, now)
    if share is None:
        raise NoShare
    return share


def opened(kept: Share | None, token_sha256: bytes, now: float) -> Share:
    """The share, when the token is right. Raises Unauthorized for a wrong one and for no share alike."""
    share = running(kept, now)
    right = hmac.compare_digest(token_sha256, share.token_sha256 if share else DECOY_SHA256)
    if share is None or not right:
        raise Unauthorized
    return share


def made(kept: Share | None, new: Share, now: float) -> Share:
    """The new share, or the one that is there, with its time. Raises Unauthorized, Taken."""
    if running(kept, now) is None:
        return new
    share = opened(kept, new.token_sha256, now)
    if share.sealed != new.sealed:
        raise Taken
    return share


def withdrawn(kept: Share | None, token_sha256: bytes, now: float) -> None:
    """Nothing, when the token is right. Raises Unauthorized."""
    opened(kept, token_sha256, now)


def answered(kept: Share | None, note: str, now: float) -> Share:
    """With a note, once. Raises NoShare, NotesFull."""
    share = found(kept, now)
    if note in share.notes:
        return share
    if len(share.notes) >= NOTES_MAX:
        raise NotesFull
    return replace(share, notes=(*share.notes, note))
