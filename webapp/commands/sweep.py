"""`sweep`: remove what has expired, at once."""

from __future__ import annotations

from storage import PARTS
from storage.errors import Busy
from storage.reminders.interface import SweptReminders
from storage.shares.interface import SweptShares
from storage.steady_clock import SteadyClock
from storage.vaults.interface import SweptVaults
from webapp.config import Settings
from webapp.container import reminders_of, shares_of, store_of


def sweep(settings: Settings) -> int:
    """Remove expired data and stray files. Returns 1 if the clock leapt or something was locked."""
    if days := SteadyClock(settings.data).held_days():
        print(f"The clock of this machine leapt: nothing is removed for {days} days.")
        return 1
    store, reminders, shares = store_of(settings), reminders_of(settings), shares_of(settings)
    missed = 0
    swept: list[SweptVaults] = []
    lists: list[SweptReminders] = []
    ended: list[SweptShares] = []
    for part in range(PARTS):
        try:
            swept.append(store.sweep(part))
            lists.append(reminders.sweep(part))
            ended.append(shares.sweep(part))
        except Busy:
            missed += 1
    strays = sum(s.strays for s in swept) + sum(s.strays for s in lists) + sum(s.strays for s in ended)
    reindexed = sum(each.reindexed for each in lists) + sum(each.reindexed for each in ended)
    left = max((each.missed for each in ended), default=0)  # the same shares are missed in every part
    print(f"{sum(each.vaults for each in swept)} expired vaults and {strays} stray files removed,", end=" ")
    print(f"{sum(each.reminders for each in lists)} old reminders removed,", end=" ")
    print(f"{sum(each.shares for each in ended)} expired shares removed, {reindexed} marks mended,", end=" ")
    print(f"{missed} folders and {left} shares could not be had")
    return int(missed + left > 0)
