"""The rules of a share, the same in every store: pure transitions from a share, or None, to the next."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from storage.errors import NoShare, NotesFull, Taken, Unauthorized
from storage.shares.interface import NOTES_MAX, Share

After = TypeVar("After", bound=Share | None)
Rule = Callable[[Share | None], After]
DECOY_SHA256 = bytes(32)
"""Compared against when there is no share, so that a stranger waits equally long for either answer."""


def unexpired(stored: Share | None, now: float) -> Share | None:
    """The share, unless it has expired, whether or not it has been swept."""
    return stored if stored is not None and now < stored.expires else None


def found(stored: Share | None, now: float) -> Share:
    """The share. Raises NoShare."""
    share = unexpired(stored, now)
    if share is None:
        raise NoShare
    return share


def authorized(stored: Share | None, token_sha256: bytes, now: float) -> Share:
    """The share, if the token is right. Raises Unauthorized both for a wrong token and for no share."""
    share = unexpired(stored, now)
    is_right = hmac.compare_digest(token_sha256, share.token_sha256 if share else DECOY_SHA256)
    if share is None or not is_right:
        raise Unauthorized
    return share


def made(stored: Share | None, new: Share, now: float) -> Share:
    """The new share, or the existing one, which keeps its time. Raises Unauthorized, Taken."""
    if unexpired(stored, now) is None:
        return new
    share = authorized(stored, new.token_sha256, now)
    if share.sealed != new.sealed:
        raise Taken
    return share


def withdrawn(stored: Share | None, token_sha256: bytes, now: float) -> None:
    """Nothing, if the token is right. Raises Unauthorized."""
    authorized(stored, token_sha256, now)


def answered(stored: Share | None, note: str, now: float) -> Share:
    """The share with this note once. Raises NoShare, NotesFull."""
    share = found(stored, now)
    if note in share.notes:
        return share
    if len(share.notes) >= NOTES_MAX:
        raise NotesFull
    return replace(share, notes=(*share.notes, note))
