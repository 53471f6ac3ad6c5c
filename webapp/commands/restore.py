"""`restore`: put a copy back."""

from __future__ import annotations

import time
from pathlib import Path

from storage.backup_of_database import put_back
from storage.days import day_of
from storage.errors import Busy, Damaged
from storage.files.gate import FolderGate
from storage.folder_lock import FolderHeld, held_alone
from storage.interface import OPEN, UNFINISHED
from storage.manifest import check_manifest, has_manifest
from storage.restore import KINDS, Restore, Restored, holds_something, is_being_written, kinds_in
from storage.transfer import is_empty
from webapp.commands.check import damage_in, print_damage
from webapp.commands.trouble import Trouble, why
from webapp.config import Settings
from webapp.container import stores_for_move
from webapp.push.vapid import DamagedKey, VapidKeys


def restore(settings: Settings, copy: str, over: bool = False) -> int:
    """Put a copy back. Returns 1 if it is refused, or stopped before the end.

    `over`: also where there is something already, which then goes aside.
    """
    if settings.store:
        return _into_database(settings, Path(copy).resolve(), over)
    source, data = Path(copy).resolve(), settings.data.resolve()
    strays: list[Path] = []
    if refusal := _refusal(source, data, over) or _damage(source, strays):
        print(f"{refusal} Nothing was changed.")
        return 1
    act = Restore(source, data, day_of(time.time()), settings.lock_seconds, strays)
    has_begun = False
    try:
        with held_alone(data):
            has_begun = True
            done = act.run()
    except FolderHeld as held:
        print(f"{held} Nothing was changed.")
        return 1
    except (Busy, Damaged, OSError) as error:
        begun = "some files are put back and others not yet. Run it again with --over."
        print(f"It stopped ({why(error)}): {begun}" if has_begun else _not_begun(error))
        return 1
    _print_result(act, done)
    return 0


def _into_database(settings: Settings, source: Path, over: bool) -> int:
    stores = stores_for_move(settings)
    if over:
        print("A database is put back into an empty one alone: make a new one. Nothing was changed.")
        return 1
    if refusal := _refusal_of_copy(source) or _damage(source, []):
        print(f"{refusal} Nothing was changed.")
        return 1
    has_begun = False
    try:
        with stores.gate.held():
            if stores.gate.state() != UNFINISHED and not is_empty(stores):
                print("The database is not empty: make a new one. Nothing was changed.")
                return 1
            has_begun = True
            stores.gate.set(UNFINISHED)
            counts = put_back(source, stores)
            stores.gate.set(OPEN)
    except (Busy, Damaged, OSError) as error:
        begun = f"It stopped ({why(error)}). Run it again: it goes on."
        print(begun if has_begun else _not_begun(error))
        return 1
    found = ", ".join(f"{count} {kind}" for kind, count in counts.items())
    print(f"Put back: {found}. Each of these vaults has a new epoch.")
    return 0


def _not_begun(error: Trouble) -> str:
    return f"It cannot begin ({why(error)}). Nothing was changed."


def _print_result(act: Restore, done: dict[str, Restored]) -> None:
    put_back, besides = (
        ", ".join(f"{getattr(each, what)} {name}" for name, each in done.items())
        for what in ("put_back", "besides")
    )
    print(f"Put back: {put_back}. Each of these vaults has a new epoch.")
    if act.aside.exists():
        print(f"What was replaced, and what the copy does not have ({besides}), is in {act.aside.name}.")
    if missing := [name for name in KINDS if name not in done]:
        print(f"The copy holds no {' and no '.join(missing)}: what is here of them stays.")


def _refusal(source: Path, data: Path, over: bool) -> str:
    """Why nothing is put back here, in a sentence; empty if it may be."""
    if refusal := _refusal_of_copy(source):
        return refusal
    if source == data:
        return "That is the data folder itself."
    if FolderGate(data).state():
        return "The data folder takes no changes, since it was moved (see `move`)."
    try:
        if holds_something(data) and not over:
            return "The data folder is not empty. With --over, what is there goes aside."
        if is_being_written(data):
            return "A server may be running (a file is locked): stop it first."
    except OSError as error:
        return f"It cannot be read ({error.strerror})."
    return ""


def _refusal_of_copy(source: Path) -> str:
    if not kinds_in(source) and not has_manifest(source):
        return "That is no copy of a data folder."
    return ""


def _damage(source: Path, strays: list[Path]) -> str:
    """What is wrong with a copy, in a sentence; empty if it may be put back without its `strays`.

    A copy that was not made by `backup` has no manifest. Then only what the files say can be checked.
    """
    try:
        VapidKeys(source).check()
        found = print_damage(source, check_manifest(source)) if has_manifest(source) else []
        found += print_damage(source, damage_in(source, is_copy=True))
    except DamagedKey:
        return "The copy is damaged: its vapid.pem holds no key."
    except Damaged:
        return "The backup was not finished, or its manifest is damaged."
    except OSError as error:
        return f"It cannot be read ({error.strerror})."
    strays += {each.path for each in found if each.is_stray}
    if any(not each.is_stray for each in found):
        return "The copy is damaged."
    if strays:
        print("What does not belong there is not put back.")
    return ""
