"""What the tests of shares are made of: accesses, sealed texts, notes."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from storage import base64url
from storage.files.paths import path_of
from storage.shares.check import check_shares
from storage.shares.interface import ShareAccess, ShareStore
from storage.shares.memory import MemoryShares
from storage.shares.tinydb import TinyDBShares
from storage_makers import SIZES, new_sealed

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


def make_share(store: ShareStore, part: int | None = None, seconds: int = HOUR) -> ShareAccess:
    """The access to a new share, in one part."""
    access = new_share(part)
    store.make(access, new_sealed(), seconds)
    return access


def stranger_to(access: ShareAccess) -> ShareAccess:
    """The same share, asked for with a token that is not its own."""
    return ShareAccess(access.name, os.urandom(32))


def new_note(size: int = NOTE_SIZES[0]) -> str:
    """Random bytes, as a server sees a note."""
    return base64url.encode(os.urandom(size))


def share_file(folder: Path, access: ShareAccess) -> Path:
    """Where the default store keeps a share."""
    return Path(path_of(folder / "shares", access.name))


def damaged(folder: Path) -> dict[str, str]:
    """What the check command would say, by the place below the folder."""
    found = check_shares(folder, frozenset(SIZES), frozenset(NOTE_SIZES))
    return {str(damage.path.relative_to(folder)): damage.what for damage in found}
