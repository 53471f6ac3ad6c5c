"""The stores of one database, which share its connections."""

from __future__ import annotations

from functools import cache, partial

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from storage.errors import Busy, Damaged, ReadOnly
from storage.place import ImpossibleStore, Place, Stores
from storage.postgresql import schema
from storage.postgresql.check import check_database
from storage.postgresql.clock import PostgreSQLClock
from storage.postgresql.database import Connection, Database, errors_as_busy
from storage.postgresql.gate import PostgreSQLGate
from storage.postgresql.keys import PostgreSQLKeys
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.shares import PostgreSQLShares
from storage.postgresql.vaults import PostgreSQLVaults


def check_address(address: str) -> None:
    """Raises ImpossibleStore; the message does not repeat the address, since it may hold a password."""
    try:
        conninfo_to_dict(address)
    except ProgrammingError:
        raise ImpossibleStore("That is no address of a database.") from None


@cache
def database_at(address: str, lock_seconds: float, is_for_move: bool = False) -> Database:
    """The database at an address, with one pool of connections in a process."""
    return Database(address, lock_seconds, is_for_move=is_for_move)


def open_database(place: Place) -> Stores:
    """The stores at an address. Connects when the first of them is used. Raises ImpossibleStore."""
    check_address(place.address)
    database = (
        database_at(place.address, place.lock_seconds, True)
        if place.is_for_move
        else database_at(place.address, place.lock_seconds)
    )
    vaults = PostgreSQLVaults(database, place.limits)
    return Stores(
        vaults,
        PostgreSQLReminders(database),
        PostgreSQLShares(database),
        PostgreSQLClock(database),
        vaults.retention,
        PostgreSQLKeys(database, place.data),
        PostgreSQLGate(database, place.address),
        partial(check_database, database),
        lambda: _takes_writes(database),
    )


def _takes_writes(database: Database) -> bool:
    try:
        return database.read(schema.is_ready)
    except ReadOnly:
        return True  # the gate says so
    except (Busy, Damaged):
        return False


def migrate(address: str) -> list[int | str]:
    """See schema.migrate. Raises Busy, ImpossibleStore."""
    check_address(address)
    with errors_as_busy():
        return schema.migrate(address)


TRACES = {
    "vaults": (
        "DELETE FROM records WHERE vault_id = %s",
        "DELETE FROM vaults WHERE vault_id = %s",
        "DELETE FROM expired_records WHERE vault_id = %s",
        "DELETE FROM expired_vaults WHERE vault_id = %s",
    ),
    "shares": ("DELETE FROM notes WHERE name = %s", "DELETE FROM shares WHERE name = %s"),
}
"""Every table that may hold something of a vault or a share, by kind."""


def remove(address: str, lock_seconds: float, kind: str, name: bytes) -> bool:
    """Remove every row of a vault or a share; whether there was one. Raises Busy."""

    def work(connection: Connection) -> bool:
        ended = [connection.execute(query, (name,)) for query in TRACES[kind]]
        connection.execute("SELECT 1").fetchone()  # waits for the results
        return any(each.rowcount > 0 for each in ended)

    check_address(address)
    # Also from a database that was moved: whoever withdraws something is promised that it is gone.
    return database_at(address, lock_seconds).change(work, ends=True)
