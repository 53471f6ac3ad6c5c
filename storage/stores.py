"""Opens the stores that a setting names: the folder of TinyDB files, or PostgreSQL.

A new kind of store is one line of KINDS. It is imported only where it is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from types import ModuleType

from storage.folder import open_folder
from storage.place import ImpossibleStore, Place, Stores

SCHEME = re.compile(r"([a-z]+)://")
POSTGRESQL_PACKAGES = "A store at postgresql:// needs the Python packages of egne-ord[postgresql]."


def _on_postgresql(place: Place) -> Stores:
    stores: Stores = _postgresql().open_database(place)
    return stores


def _postgresql() -> ModuleType:
    try:
        from storage.postgresql import stores
    except ImportError:
        raise ImpossibleStore(POSTGRESQL_PACKAGES) from None
    return stores


KINDS: dict[str, Callable[[Place], Stores]] = {
    "": open_folder,
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


def remove_from_database(place: Place, kind: str, name: bytes) -> bool:
    """Remove a vault or a share with every trace of it; whether there was one. Raises Busy.

    `kind`: `vaults` or `shares`.
    """
    return bool(_postgresql().remove(place.address, place.lock_seconds, kind, name))
