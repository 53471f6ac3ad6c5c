"""A copy of a database in the form of a data folder, which can be put back into a folder or a database."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from pathlib import Path

from storage.files.locks import LOCK_NAME
from storage.folder import open_folder
from storage.interface import KEY, OLD_KEY
from storage.manifest import begin_manifest
from storage.place import Place, Stores
from storage.transfer import Transfer

INDEXES = ("due", "expires")
"""Folders that a restore makes anew."""


def copy_database(stores: Stores, target: Path, kinds: Collection[str]) -> None:
    """Copy `kinds`, the keys and the clock's record into an empty folder, durably, while servers run.

    Each vault, list and share is as it was at one instant. The caller writes the manifest.
    Raises Busy, Damaged, OSError.
    """
    begin_manifest(target)
    copy = open_folder(Place(target))
    transfer = Transfer(stores, copy)
    for kind in kinds:
        (target / kind).mkdir(mode=0o700, exist_ok=True)
        transfer.pass_through(kind)
    for name in (OLD_KEY, KEY):
        copy.keys.put(name, stores.keys.get(name))
    if (record := stores.clock.stored()) is not None:
        copy.clock.take_in(record)
    for name in INDEXES:
        shutil.rmtree(target / name, ignore_errors=True)
    for lock in target.glob(f"*/*/{LOCK_NAME}"):
        lock.unlink()


def put_back(copy: Path, stores: Stores) -> dict[str, int]:
    """Put what a copy has into an empty database, vaults with new epochs; return how many of each kind.

    `stores` are opened for a move. After a kill, run it again: it goes on. Raises Busy, Damaged, OSError.
    """
    transfer = Transfer(open_folder(Place(copy, is_copy=True)), stores, with_new_epochs=True)
    counts = {kind: transfer.pass_through(kind).count for kind in ("vaults", "reminders", "shares")}
    for name in (OLD_KEY, KEY):
        stores.keys.put(name, transfer.here.keys.get(name))
    if (record := transfer.here.clock.stored()) is not None:
        stores.clock.take_in(record)
    return counts
