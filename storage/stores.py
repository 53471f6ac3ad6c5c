"""Opens the stores that a setting names: the folder of TinyDB files, or PostgreSQL.

A new kind of store is one line of KINDS. It is imported only where it is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from storage.files.locks import LOCK_SECONDS
from storage.interface import Problem
from storage.reminders.interface import ReminderStore
from storage.reminders.tinydb import TinyDBReminders
from storage.shares.interface import ShareStore
from storage.shares.tinydb import TinyDBShares
from storage.steady_clock import SteadyClock
from storage.vaults.interface import Limits, VaultStore
from storage.vaults.retention import VaultRetention
from storage.vaults.tinydb import TinyDBVaults

SCHEME = re.compile(r"([a-z]+)://")
POSTGRESQL_PACKAGES = "A store at postgresql:// needs the Python packages of egne-ord[postgresql]."


class ImpossibleStore(Exception):
    """No store can be opened as it is named; the message is a sentence for the host, without a password."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the stores are, and what they are opened with."""

    data: Path
    """The data folder, which holds the stores if `address` is empty."""
    address: str = field(default="", repr=False)
    """Such as `postgresql://user:password@host/database`."""
    limits: Limits = field(default_factory=Limits)
    lock_seconds: float = LOCK_SECONDS


@dataclass(frozen=True, slots=True)
class Stores:
    """A store of each kind."""

    vaults: VaultStore
    reminders: ReminderStore
    shares: ShareStore
    clock: SteadyClock
    """Whether the clock may decide what has expired."""
    retention: VaultRetention
    is_ready: Callable[[], bool] = lambda: True
    """Whether a write would be stored. Of a folder, the server's own look at the disk says that."""


def _in_folder(place: Place) -> Stores:
    vaults = TinyDBVaults(place.data, place.limits, lock_seconds=place.lock_seconds)
    return Stores(
        vaults,
        TinyDBReminders(place.data, lock_seconds=place.lock_seconds),
        TinyDBShares(place.data, lock_seconds=place.lock_seconds),
        SteadyClock(place.data),
        vaults.retention,
    )


def _on_postgresql(place: Place) -> Stores:
    module = _postgresql()
    try:
        vaults, reminders, shares, clock, is_ready = module.open_stores(
            place.address, place.limits, place.lock_seconds
        )
    except module.ImpossibleAddress as error:
        raise ImpossibleStore(str(error)) from None
    return Stores(vaults, reminders, shares, clock, vaults.retention, is_ready)


def _postgresql() -> ModuleType:
    try:
        from storage.postgresql import stores
    except ImportError:
        raise ImpossibleStore(POSTGRESQL_PACKAGES) from None
    return stores


KINDS: dict[str, Callable[[Place], Stores]] = {
    "": _in_folder,
    "postgresql": _on_postgresql,
    "postgres": _on_postgresql,
}
"""By the scheme of the address."""


def check_address(address: str) -> None:
    """Raises ImpossibleStore unless the address is empty or names a kind of store."""
    if address and scheme_of(address) not in set(KINDS) - {""}:
        raise ImpossibleStore("The address of a store must begin with postgresql://.")
    if "password" in address.partition("?")[2]:
        # Threat: it would be shown, since only what stands before the @ is taken for a password.
        raise ImpossibleStore("The password in the address of a store must stand before the @.")


def scheme_of(address: str) -> str:
    """The kind of store that an address names; empty for the data folder."""
    found = SCHEME.match(address)
    return found[1] if found else ""


def open_stores(place: Place) -> Stores:
    """The stores at a place. Writes and connects to nothing yet.

    Raises ImpossibleStore.
    """
    check_address(place.address)
    return KINDS[scheme_of(place.address)](place)


def migrate_store(place: Place) -> list[int | str]:
    """Bring the tables of a database up to date. A data folder has none. Raises ImpossibleStore, Busy.

    Returns the numbers of the migrations that were applied, and the tables that were divided among nodes.
    """
    open_stores(place)
    return [] if scheme_of(place.address) == "" else list(_postgresql().migrate(place.address))


def check_database(
    place: Place, record_sizes: Collection[int], note_sizes: Collection[int]
) -> Iterator[Problem]:
    """Everything that is wrong in a database; the sizes are those of sealed texts. Raises Busy, Damaged."""
    found: Iterator[Problem] = _postgresql().check_database(
        place.address, place.lock_seconds, record_sizes, note_sizes
    )
    return found


def remove_from_database(place: Place, kind: str, name: bytes) -> bool:
    """Remove a vault or a share with every trace of it; whether there was one. Raises Busy.

    `kind`: `vaults` or `shares`.
    """
    return bool(_postgresql().remove(place.address, place.lock_seconds, kind, name))
