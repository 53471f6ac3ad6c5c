"""`backup`: copy everything into an empty folder, also while the server runs."""

from __future__ import annotations

import time
from pathlib import Path

from storage.backup import DAMAGED_NAME, Backup
from storage.backup_of_database import copy_database
from storage.days import day_of
from storage.errors import Busy, Damaged
from storage.reminders.check import list_count
from storage.shares.check import share_count
from storage.vaults.check import vault_count
from webapp.commands.check import damage_in, print_damage
from webapp.commands.trouble import why
from webapp.config import Settings
from webapp.container import stores_of
from webapp.start import ImpossibleStart, check_folder

KINDS = ("vaults", "reminders")


def backup(settings: Settings, folder: str, with_shares: bool = False) -> int:
    """Copy the data folder, or a database into the form of one.

    Returns 1 if it is refused or stopped, or if something in it is damaged.

    Without `with_shares` no share is copied, since a copy would outlive what its maker withdraws.
    """
    data, target = settings.data.resolve(), Path(folder).resolve()
    if refusal := _refusal(data, target, bool(settings.store)):
        print(f"{refusal} Nothing was copied.")
        return 1
    kinds = (*KINDS, "shares") if with_shares else KINDS
    act = Backup(data, target, kinds, day_of(time.time()), settings.lock_seconds)
    try:
        if settings.store:
            copy_database(stores_of(settings), target, kinds)
        else:
            act.copy()
        damaged = [each for each in damage_in(target, is_copy=True) if not each.is_stray]
        act.set_aside([each.path for each in damaged])
        act.finish()
    except (Busy, Damaged, OSError) as error:
        print(f"It stopped ({why(error)}). The backup is not finished: remove it, and make another.")
        return 1
    print(f"Copied: {vault_count(target)} vaults, {list_count(target)} lists of reminders", end="")
    print(f", {share_count(target)} shares." if with_shares else ", no shares.")
    print_damage(target, damaged)
    return _print_what_is_missing(act, bool(damaged))


def _print_what_is_missing(act: Backup, damaged: bool) -> int:
    for path in act.unreadable:
        print(f"{path} cannot be read")
    if damaged:
        print(f"What is damaged is in the backup under {DAMAGED_NAME}, and is not put back.")
    return int(damaged or bool(act.unreadable))


def _refusal(data: Path, target: Path, is_database: bool) -> str:
    """Why no backup is made, in a sentence; empty if the target is there now, empty and private."""
    try:
        if not is_database:
            check_folder(data)
    except ImpossibleStart as error:
        return str(error)
    except OSError as error:
        return f"The data folder cannot be read ({error.strerror})."
    if data == target or data in target.parents or target in data.parents:
        return "The backup must be outside the data folder, and must not contain it."
    try:
        # The folder above must exist: else a disk that is not mounted would go unnoticed.
        target.mkdir(mode=0o700, exist_ok=True)
        if any(target.iterdir()):
            return "That folder is not empty."
        target.chmod(0o700)
    except OSError as error:
        return f"That folder cannot be written ({error.strerror})."
    return ""
