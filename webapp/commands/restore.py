"""`restore`: put a copy of the data folder back."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from pathlib import Path

from storage.days import day_of
from storage.errors import Busy, Damaged
from storage.restore import KINDS, Restore, is_being_written, kinds_in
from webapp.commands.check import print_damage
from webapp.config import Settings
from webapp.push.vapid import DamagedKey, VapidKeys


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
        if print_damage(source, is_copy=True):
            return "The copy is damaged."
        if is_being_written(data) or is_answered(settings):
            address = f"{settings.host}:{settings.port}"
            return f"A server may be running (a file is locked, or {address} answers): stop it first."
    except DamagedKey:
        return "The copy is damaged: its vapid.pem holds no key."
    except OSError as error:
        return f"It cannot be read ({error.strerror})."
    return ""


def is_answered(settings: Settings) -> bool:
    """Whether anything listens where this server would. Only this shows an idle server."""
    with suppress(OSError), socket.create_connection((settings.host, settings.port), timeout=1):
        return True
    return False
