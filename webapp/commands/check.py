"""`check`: name every damaged file, also while the server runs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from storage import base64url
from storage.days import folder_name
from storage.files.check import Damage
from storage.reminders.check import check_reminders, list_count
from storage.shares.check import check_shares, share_count
from storage.stores import check_database
from storage.vaults.check import check_vaults, vault_count
from storage.vaults.expired import ExpiredVaults
from storage.vaults.rules import KEPT_DAYS
from webapp.api.share_validation import NOTE_SIZES
from webapp.api.validation import SEALED_TEXTS
from webapp.config import Settings
from webapp.container import place_of
from webapp.start import check_folder


def damage_in(folder: Path, is_copy: bool = False) -> Iterator[Damage]:
    """Everything that is wrong in a data folder or a copy of one."""
    sizes = frozenset(base64url.decoded_size(length) for length in SEALED_TEXTS)
    return chain(
        check_vaults(folder, sizes, is_copy),
        check_reminders(folder, is_copy),
        check_shares(folder, sizes, NOTE_SIZES, is_copy),
    )


def print_damage(folder: Path, found: Iterable[Damage]) -> list[Damage]:
    """Print every damaged file by its path in the folder; return what was found."""
    printed = []
    for damage in found:
        printed.append(damage)
        print(f"{damage.path.relative_to(folder)} {damage.what}")
    return printed


def check(settings: Settings) -> int:
    """List every damaged file by its path in the data folder. Returns 1 if there are any."""
    if settings.store:
        return _check_database(settings)
    check_folder(settings)
    data = settings.data
    found = len(print_damage(data, damage_in(data)))
    for day, count in ExpiredVaults(data).counts().items():
        print(f"expired/{folder_name(day)} holds {count} vaults, for {KEPT_DAYS} days from then on")
    print(f"{vault_count(data)} vaults, {list_count(data)} lists of reminders,", end=" ")
    print(f"{share_count(data)} shares, {found} damages")
    return int(found > 0)


def _check_database(settings: Settings) -> int:
    sizes = frozenset(base64url.decoded_size(length) for length in SEALED_TEXTS)
    found = 0
    for problem in check_database(place_of(settings), sizes, NOTE_SIZES):
        print(f"{problem.where} {problem.what}")
        found += 1
    print(f"{found} damages")
    return int(found > 0)
