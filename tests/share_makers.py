"""What the tests of shares are made of: accesses, sealed texts, notes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from storage.memory_shares import MemoryShares
from storage.shares import ShareAccess, ShareStore
from storage.texts import text_of
from storage.tinydb_shares import TinyDBShares

NOTE_SIZES = (4096 + 94, 16384 + 94)
HOUR, WEEK = 3600, 7 * 86_400
MakeShares = Callable[[Path, Callable[[], float]], ShareStore]
SHARE_STORES: dict[str, MakeShares] = {
    "memory": lambda folder, clock: MemoryShares(clock),
    "tinydb": TinyDBShares,
}
"""Every store of shares; a new one is one line here."""


def new_share(part: int | None = None) -> ShareAccess:
    """An access nobody has used, in one part."""
    name = os.urandom(32)
    return ShareAccess(name if part is None else bytes([part]) + name[1:], os.urandom(32))


def stranger_to(access: ShareAccess) -> ShareAccess:
    """The same share, asked for with a token that is not its own."""
    return ShareAccess(access.name, os.urandom(32))


def new_note(size: int = NOTE_SIZES[0]) -> str:
    """Random bytes, as a server sees a note."""
    return text_of(os.urandom(size))
