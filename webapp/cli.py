"""Commands for the host: `python -m webapp.cli check`, `sweep`, `send` and `restore`."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path

from storage import PARTS, base64url
from storage.days import day_of
from storage.errors import Busy, Damaged
from storage.files.check import Damage
from storage.reminders.check import check_reminders, list_count
from storage.reminders.interface import SweptReminders
from storage.restore import KINDS, Restore, is_being_written, kinds_in
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


def _damage_in(folder: Path, is_copy: bool = False) -> Iterator[Damage]:
    sizes = frozenset(base64url.decoded_size(length) for length in SEALED_TEXTS)
    return chain(
        check_vaults(folder, sizes, is_copy),
        check_reminders(folder, is_copy),
        check_shares(folder, sizes, NOTE_SIZES, is_copy),
    )


def _print_damage(folder: Path, is_copy: bool = False) -> int:
    """List every damaged file by its path in the folder; return how many there are."""
    found = 0
    for damage in _damage_in(folder, is_copy):
        found += 1
        print(f"{damage.path.relative_to(folder)} {damage.what}")
    return found


def check(settings: Settings) -> int:
    """List every damaged file by its path in the data folder. Returns 1 if there are any."""
    data = settings.data
    found = _print_damage(data)
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


def restore(settings: Settings, copy: str) -> int:
    """Put a copy of the data folder back. Returns 1 if it is refused, or stopped before the end."""
    source, data = Path(copy).resolve(), settings.data.resolve()
    if refusal := _restore_refusal(settings, source, data):
        print(f"{refusal} Nothing was changed.")
        return 1
    act = Restore(source, data, day_of(time.time()), settings.lock_seconds)
    try:
        done = act.run()
    except (Busy, Damaged, OSError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        print(f"It stopped ({why}): some files are put back and others not yet. Run it again.")
        return 1
    put_back, besides = (
        ", ".join(f"{getattr(each, what)} {name}" for name, each in done.items())
        for what in ("put_back", "besides")
    )
    print(f"Put back: {put_back}. Each of these vaults has a new epoch.")
    if act.aside.exists():
        print(f"What was replaced, and what the copy does not have ({besides}), is in {act.aside.name}.")
    if missing := [name for name in KINDS if name not in done]:
        print(f"The copy holds no {' and no '.join(missing)}: what is here of them stays.")
    return 0


def _restore_refusal(settings: Settings, source: Path, data: Path) -> str:
    """Why a copy is not put back, in a sentence; empty if it may be."""
    if not kinds_in(source):
        return "That is no copy of a data folder."
    if source == data:
        return "That is the data folder itself."
    try:
        VapidKeys(source).check()
        if _print_damage(source, is_copy=True):
            return "The copy is damaged."
        if is_being_written(data) or _is_answered(settings):
            address = f"{settings.host}:{settings.port}"
            return f"A server may be running (a file is locked, or {address} answers): stop it first."
    except DamagedKey:
        return "The copy is damaged: its vapid.pem holds no key."
    except OSError as error:
        return f"It cannot be read ({error.strerror})."
    return ""


def _is_answered(settings: Settings) -> bool:
    """Whether anything listens where this server would. Only this shows an idle server."""
    with suppress(OSError), socket.create_connection((settings.host, settings.port), timeout=1):
        return True
    return False


COMMANDS: dict[str, Callable[..., int]] = {"check": check, "sweep": sweep, "send": send, "restore": restore}
WITH_A_FOLDER = {"restore"}
"""Commands that take one argument."""


def main(arguments: list[str]) -> int:
    """Run the named command and return its exit code; 2 if there is no such command."""
    name, given = (arguments or [""])[0], arguments[1:]
    if name not in COMMANDS or len(given) != (name in WITH_A_FOLDER):
        print(f"Usage: python -m webapp.cli {'|'.join(COMMANDS)} COPY", file=sys.stderr)
        return 2
    try:
        return COMMANDS[name](settings_from(), *given)
    except (ImpossibleSetting, DamagedKey) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
