"""`migrate`: make the tables of the database, or bring them up to date."""

from __future__ import annotations

from storage.errors import Busy
from storage.place import ImpossibleStore
from storage.stores import migrate_store
from webapp.commands.trouble import sentence
from webapp.config import ImpossibleSetting, Settings
from webapp.container import place_of


def migrate(settings: Settings) -> int:
    """Apply what is missing, and say what was done. Returns 1 if the database refuses."""
    if not settings.store:
        print("EGNE_ORD_STORE is empty: a data folder has no tables, and there is nothing to do.")
        return 0
    try:
        done = migrate_store(place_of(settings))
    except ImpossibleStore as error:
        raise ImpossibleSetting(str(error)) from None
    except Busy as error:
        print(sentence(error, "that its user may make tables"))
        return 1
    numbers, tables = (
        [each for each in done if isinstance(each, int)],
        [x for x in done if isinstance(x, str)],
    )
    if numbers:
        print(f"Migrations applied: {', '.join(map(str, numbers))}.")
    if tables:
        print(f"Tables divided among the nodes of Citus: {', '.join(tables)}.")
    if not done:
        print("Everything is up to date.")
    return 0
