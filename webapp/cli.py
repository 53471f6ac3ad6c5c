"""Commands for the host: `python -m webapp.cli check`, `sweep` and `send`."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from itertools import chain

from storage import PARTS, base64url
from storage.errors import Busy
from storage.reminders.check import check_reminders, list_count
from storage.reminders.interface import SweptReminders
from storage.shares.check import check_shares, share_count
from storage.shares.interface import SweptShares
from storage.steady_clock import SteadyClock
from storage.vaults.check import check_vaults, vault_count
from storage.vaults.interface import SweptVaults
from webapp.api.share_validation import NOTE_SIZES
from webapp.api.validation import SEALED_TEXTS
from webapp.config import ImpossibleSetting, Settings, settings_from
from webapp.container import reminders_of, sender_of, shares_of, store_of
from webapp.push.vapid import DamagedKey, VapidKeys


def check(settings: Settings) -> int:
    """List every damaged file by its path in the data folder. Returns 1 if there are any."""
    data, found = settings.data, 0
    sizes = frozenset(base64url.decoded_size(length) for length in SEALED_TEXTS)
    for damage in chain(
        check_vaults(data, sizes), check_reminders(data), check_shares(data, sizes, NOTE_SIZES)
    ):
        found += 1
        print(f"{damage.path.relative_to(data)} {damage.what}")
    print(f"{vault_count(data)} vaults, {list_count(data)} lists of reminders,", end=" ")
    print(f"{share_count(data)} shares, {found} damages")
    return int(found > 0)


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


def send(settings: Settings) -> int:
    """Send reminders until SIGTERM or SIGINT, and finish the pushes in progress."""
    VapidKeys(settings.data).check()
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda *_: stop.set())
    sender_of(settings).run(stop)
    return 0


COMMANDS: dict[str, Callable[[Settings], int]] = {"check": check, "sweep": sweep, "send": send}


def main(arguments: list[str]) -> int:
    """Run the named command and return its exit code; 2 if there is no such command."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"Usage: python -m webapp.cli {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](settings_from())
    except (ImpossibleSetting, DamagedKey) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
