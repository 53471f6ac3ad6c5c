"""Opens the stores of a data folder or of a copy of one, and checks every file in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from storage.files.check import Damage
from storage.files.gate import FolderGate
from storage.files.key_files import KeyFiles
from storage.interface import Problem
from storage.place import Place, Sizes, Stores
from storage.reminders.check import check_reminders
from storage.reminders.tinydb import TinyDBReminders
from storage.shares.check import check_shares
from storage.shares.tinydb import TinyDBShares
from storage.steady_clock import SteadyClock
from storage.vaults.check import check_vaults
from storage.vaults.tinydb import TinyDBVaults


def open_folder(place: Place) -> Stores:
    """The stores in a folder. Writes nothing yet."""
    data, seconds = place.data, place.lock_seconds
    vaults = TinyDBVaults(data, place.limits, lock_seconds=seconds, is_copy=place.is_copy)
    return Stores(
        vaults,
        TinyDBReminders(data, lock_seconds=seconds),
        TinyDBShares(data, lock_seconds=seconds),
        SteadyClock(data),
        vaults.retention,
        KeyFiles(data),
        FolderGate(data, seconds),
        lambda sizes: _problems(data, sizes, place.is_copy),
    )


def damage_in(folder: Path, sizes: Sizes, is_copy: bool = False) -> Iterator[Damage]:
    """Every file that is damaged or misplaced in a data folder or a copy of one."""
    return chain(
        check_vaults(folder, sizes.records, is_copy),
        check_reminders(folder, is_copy),
        check_shares(folder, sizes.records, sizes.notes, is_copy),
    )


def _problems(data: Path, sizes: Sizes, is_copy: bool) -> Iterator[Problem]:
    for damage in damage_in(data, sizes, is_copy):
        yield Problem(str(damage.path.relative_to(data)), damage.what, damage.is_stray)
