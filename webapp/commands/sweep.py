"""`sweep`: remove what has expired, at once; or say what would be removed; or put vaults back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Protocol, TypeVar

from storage import PARTS
from storage.days import date_text, day_of
from storage.errors import Busy
from storage.place import Stores
from storage.reminders.interface import SweptReminders
from storage.shares.interface import SweptShares
from storage.vaults.interface import SweptVaults
from storage.vaults.retention import VaultRetention
from webapp.config import Settings
from webapp.container import stores_of
from webapp.start import check_folder, refuse_backup, refuse_unfinished

Swept = TypeVar("Swept", covariant=True)
CONFIRM = "If the clock is right, `sweep --confirm` removes them."


def sweep(settings: Settings, dry_run: bool = False, confirm: bool = False, put_back: bool = False) -> int:
    """Remove expired data and stray files. Returns 1 if something was held back or locked.

    `dry_run`: only say what would be removed. `confirm`: the clock is right, whatever has expired by it.
    `put_back`: put back the vaults that expired in the last thirty days.
    """
    if dry_run + confirm + put_back > 1:
        print("--dry-run, --confirm and --put-back cannot be combined.")
        return 2
    if not settings.store:
        check_folder(settings.data)
        refuse_backup(settings.data)
        refuse_unfinished(settings)
    stores = stores_of(settings)
    retention, clock = stores.retention, stores.clock
    if dry_run:
        return _print_plan(stores)
    if stores.gate.state():
        print("The store takes no changes, since it was moved (see `move`). Nothing was swept.")
        return 1
    if put_back:
        return _put_back(retention)
    if confirm:
        clock.confirm()
    record = clock.remember()
    if record.held_days():
        print(f"{record.sentence()} If it is right now, `sweep --confirm` removes what has expired.")
        return 1
    return _sweep(stores)


def _sweep(stores: Stores) -> int:
    missed: list[str] = []
    swept: list[SweptVaults] = list(_in_turns("vaults", stores.vaults, missed))
    lists: list[SweptReminders] = list(_in_turns("reminders", stores.reminders, missed))
    ended: list[SweptShares] = list(_in_turns("shares", stores.shares, missed))
    missed_shares = max((each.missed for each in ended), default=0)  # the same ones in every part
    _print_swept(swept, lists, ended)
    print(f"{len(missed)} folders and {missed_shares} shares could not be had")
    is_held = any(each.held for each in swept)
    if is_held:
        print(f"{stores.retention.survey().sentence()} {CONFIRM}")
    return int(len(missed) + missed_shares > 0 or is_held)


class _Swept(Protocol[Swept]):
    turns: int

    def sweep(self, turn: int) -> Swept: ...


def _in_turns(kind: str, store: _Swept[Swept], missed: list[str]) -> Iterator[Swept]:
    """What each turn did. One that was locked is `missed`."""
    for turn in range(store.turns):
        try:
            yield store.sweep(turn)
        except Busy:
            missed.append(kind)


def _print_swept(swept: list[SweptVaults], lists: list[SweptReminders], ended: list[SweptShares]) -> None:
    strays = sum(s.strays for s in swept) + sum(s.strays for s in lists) + sum(s.strays for s in ended)
    reindexed = sum(each.reindexed for each in lists) + sum(each.reindexed for each in ended)
    print(f"{sum(each.vaults for each in swept)} expired vaults put into expired/,", end=" ")
    print(f"{sum(each.removed for each in swept)} old ones and {strays} stray files removed,", end=" ")
    print(f"{sum(each.reminders for each in lists)} old reminders removed,", end=" ")
    print(f"{sum(each.shares for each in ended)} expired shares removed, {reindexed} marks mended,", end=" ")


def _print_plan(stores: Stores) -> int:
    """Say what `sweep` would do, and change nothing. Returns 1 if something would be held back."""
    retention = stores.retention
    record, survey, now = stores.clock.read(), retention.survey(), time.time()
    steady_day = record.steady_day
    print(f"The clock says {date_text(day_of(now))}.", end=" ")
    print(f"Expired: {survey.expired} of {survey.vaults} vaults,", end=" ")
    print(f"{stores.shares.count_expired()} shares, {stores.reminders.count_old()} old reminders.", end=" ")
    print(f"{retention.count_to_purge(steady_day)} vaults would go from expired/ for good.")
    if record.held_days():
        print(record.sentence())
    is_too_much = survey.is_too_much and not retention.is_confirmed()
    if is_too_much:
        print(f"{survey.sentence()} {CONFIRM}")
    return int(record.held_days() > 0 or is_too_much)


def _put_back(retention: VaultRetention) -> int:
    """Put back the vaults in `expired/`, as visited today. Returns 1 if some stay."""
    counts = [retention.put_back(part) for part in range(PARTS)]
    back, stay = (sum(each) for each in zip(*counts, strict=True))
    print(f"{back} vaults put back.", end=" " if stay else "\n")
    if stay:
        print(f"{stay} stay in expired/, since their phones have made new ones.")
    return int(stay > 0)
