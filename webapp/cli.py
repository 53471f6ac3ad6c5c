"""What a host can do with the vaults: `python -m webapp.cli check` and `python -m webapp.cli sweep`."""

from __future__ import annotations

import sys
from collections.abc import Callable

from storage.damage import damages, vault_count
from storage.interface import PARTS, Busy
from storage.texts import size_of
from webapp.config import ImpossibleSetting, Settings, settings_from
from webapp.reading import SEALED_TEXTS
from webapp.services import store_of


def check(settings: Settings) -> int:
    """Name every damaged file, by its place below the data folder; 1 when there is any."""
    found = 0
    for damage in damages(settings.data, frozenset(size_of(length) for length in SEALED_TEXTS)):
        found += 1
        print(f"{damage.path.relative_to(settings.data)} {damage.what}")
    print(f"{vault_count(settings.data)} vaults, {found} damages")
    return int(found > 0)


def sweep(settings: Settings) -> int:
    """Remove expired vaults and stray temporary files; 1 when a part of the store could not be had."""
    store, vaults, strays, missed = store_of(settings), 0, 0, 0
    for part in range(PARTS):
        try:
            swept = store.sweep(part)
            vaults, strays = vaults + swept.vaults, strays + swept.strays
        except Busy:
            missed += 1
    print(f"{vaults} expired vaults and {strays} stray files removed, {missed} folders could not be had")
    return int(missed > 0)


COMMANDS: dict[str, Callable[[Settings], int]] = {"check": check, "sweep": sweep}


def main(arguments: list[str]) -> int:
    """Run the command that is named; 2 when there is no such command."""
    if len(arguments) != 1 or arguments[0] not in COMMANDS:
        print(f"Usage: python -m webapp.cli {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](settings_from())
    except ImpossibleSetting as refusal:
        print(refusal, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
