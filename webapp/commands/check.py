"""`check`: name everything that is damaged, also while the server runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from storage.days import folder_name
from storage.files.check import Damage
from storage.folder import damage_in as damage_of_sizes
from storage.manifest import has_manifest
from storage.vaults.rules import KEPT_DAYS
from webapp.config import Settings
from webapp.container import sizes_of_texts, stores_of
from webapp.start import check_folder


def damage_in(folder: Path, is_copy: bool = False) -> Iterator[Damage]:
    """Everything that is wrong in a data folder or a copy of one."""
    return damage_of_sizes(folder, sizes_of_texts(), is_copy)


def print_damage(folder: Path, found: Iterable[Damage]) -> list[Damage]:
    """Print every damaged file by its path in the folder; return what was found."""
    printed = []
    for damage in found:
        printed.append(damage)
        print(f"{damage.path.relative_to(folder)} {damage.what}")
    return printed


def check(settings: Settings) -> int:
    """Name everything that is wrong: files by their paths in the data folder, or rows of a database by id.

    Returns 1 if there is anything.
    """
    if not settings.store:
        check_folder(settings.data)
    is_copy = not settings.store and has_manifest(settings.data)
    stores = stores_of(settings, is_copy=is_copy)
    found = 0
    for problem in stores.check(sizes_of_texts()):
        print(f"{problem.where} {problem.what}")
        found += 1
    for day, count in stores.retention.counts().items():
        print(f"expired/{folder_name(day)} holds {count} vaults, for {KEPT_DAYS} days from then on")
    if stores.gate.state():
        print(f"The store is {stores.gate.state()} (see `move`).")
    print(f"{stores.vaults.count()} vaults, {stores.reminders.count()} lists of reminders,", end=" ")
    print(f"{stores.shares.count()} shares, {found} damages")
    return int(found > 0)
