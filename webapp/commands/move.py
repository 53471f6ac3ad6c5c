"""`move`: move everything from a data folder into a database, or back, while servers run."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from pathlib import Path

from storage.errors import Busy, Damaged
from storage.move import CannotMove, Move, open_again
from storage.place import ImpossibleStore, Place, Stores
from storage.stores import open_stores, scheme_of
from storage.transfer import KINDS
from webapp.commands.progress import Progress
from webapp.commands.trouble import why
from webapp.config import ImpossibleSetting, Settings
from webapp.container import place_of
from webapp.start import check_folder, refuse_backup

SETTINGS = ("EGNE_ORD_DATA", "EGNE_ORD_STORE")
"""Words that stand for the place that a setting names."""
PASSWORD = re.compile(r"://[^/@]*:[^/@]*@")


def move(settings: Settings, source: str, target: str, undo: bool = False) -> int:
    """Move everything. Returns 1 if it is refused, or stopped before the end: run it again, and it goes on.

    `undo`: let servers write to `source` again, which takes no changes since it was moved.
    """
    places = [place_named(settings, each) for each in (source, target)]
    here, there = _opened(settings, places)
    if undo:
        is_open = open_again(here)
        print("FROM takes changes again." if is_open else "FROM was not closed.")
        return int(not is_open)
    return _move(here, there)


def _opened(settings: Settings, places: list[Place]) -> list[Stores]:
    """The stores at two places. Raises ImpossibleSetting, ImpossibleStart."""
    if places[0] == places[1]:
        raise ImpossibleSetting("Name two places.")
    folders = [each.data for each in places if not each.address]
    if not places[0].address:
        check_folder(folders[0], is_setting=False)
        refuse_backup(folders[0], is_setting=False)
    if len(folders) > 1 and _are_one_in_another(*folders):
        raise ImpossibleSetting("TO must be outside FROM, and must not contain it.")
    # While a database has no keys, they are in the folder that it is moved from, or in EGNE_ORD_DATA.
    keys = (folders or [settings.data])[0]
    return [open_stores(replace(each, data=keys) if each.address else each) for each in places]


def _are_one_in_another(one: Path, other: Path) -> bool:
    return one in other.parents or other in one.parents


def _move(here: Stores, there: Stores) -> int:
    progress = Progress(sys.stderr)
    try:
        for kind, store in KINDS.items():
            progress.expect(kind, store(here).count())
        found = Move(here, there, progress.say, progress.tick).run()
    except CannotMove as refused:
        print(f"{refused}")
        return 1
    except Damaged:
        print("Something is damaged: `check` names it. Mend or `remove` it, and run this again.")
        return 1
    except (Busy, OSError) as error:
        print(f"It stopped ({why(error)}). Run it again: it goes on.")
        return 1
    for kind, each in found.items():
        print(f"{each.count} {kind}, the same in both places: SHA-256 {each.sha256}")
    print("Set EGNE_ORD_STORE and EGNE_ORD_DATA to the new place, and restart the servers and senders.")
    print("The old one takes no more changes, so that phones lose none.")
    return 0


def place_named(settings: Settings, name: str) -> Place:
    """The place that an argument names: a folder, an address, or a setting. Raises ImpossibleSetting.

    Threat: arguments are seen by other users of the machine, and kept by shells.
    """
    if PASSWORD.search(name):
        raise ImpossibleSetting("Put the password into EGNE_ORD_STORE, and write EGNE_ORD_STORE instead.")
    place = replace(place_of(settings), address="", is_for_move=True)
    if name == "EGNE_ORD_STORE":
        name = settings.store
    elif name == "EGNE_ORD_DATA":
        return replace(place, data=settings.data.resolve())
    try:
        is_address = scheme_of(name) != ""
        named = replace(place, address=name) if is_address else replace(place, data=Path(name).resolve())
        open_stores(named)
    except ImpossibleStore as error:
        raise ImpossibleSetting(str(error)) from None
    if not name:
        raise ImpossibleSetting("EGNE_ORD_STORE is empty.")
    return named
