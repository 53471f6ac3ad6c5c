"""Test data for shares: accesses, sealed texts, notes."""

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
"""Every store of shares on this machine; a new one is one line here."""


def new_share(part: int | None = None) -> ShareAccess:
    """An unused access; `part` sets the first byte of its name."""
    name = os.urandom(32)
    return ShareAccess(name if part is None else bytes([part]) + name[1:], os.urandom(32))


def make_share(store: ShareStore, part: int | None = None, seconds: int = HOUR) -> ShareAccess:
    """Make a share in the given part, and return its access."""
    access = new_share(part)
    store.make(access, new_sealed(), seconds)
    return access


def stranger_to(access: ShareAccess) -> ShareAccess:
    """The same share with a wrong token."""
    return ShareAccess(access.name, os.urandom(32))


def new_note(size: int = NOTE_SIZES[0]) -> str:
    """A sealed note as the server sees it: random bytes."""
    return base64url.encode(os.urandom(size))


def share_file(folder: Path, access: ShareAccess) -> Path:
    """The file in which the default store keeps a share."""
    return Path(path_of(folder / "shares", access.name))


def damaged(folder: Path) -> dict[str, str]:
    """What the check command would report, by path below the folder."""
    found = check_shares(folder, frozenset(SIZES), frozenset(NOTE_SIZES))
    return {str(damage.path.relative_to(folder)): damage.what for damage in found}
