"""The stores of one database, which share its connections."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import cache

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from storage.errors import Busy, Damaged
from storage.interface import Problem
from storage.postgresql import check, schema
from storage.postgresql.clock import PostgreSQLClock
from storage.postgresql.database import Connection, Database, errors_as_busy
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.shares import PostgreSQLShares
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import Limits


class ImpossibleAddress(ValueError):
    """That is no address of a database; the message does not repeat it, since it may hold a password."""


def check_address(address: str) -> None:
    """Raises ImpossibleAddress."""
    try:
        conninfo_to_dict(address)
    except ProgrammingError:
        raise ImpossibleAddress("That is no address of a database.") from None


@cache
def database_at(address: str, lock_seconds: float) -> Database:
    """The database at an address, with one pool of connections in a process."""
    return Database(address, lock_seconds)


def open_stores(
    address: str, limits: Limits, lock_seconds: float
) -> tuple[PostgreSQLVaults, PostgreSQLReminders, PostgreSQLShares, PostgreSQLClock, Callable[[], bool]]:
    """The stores at an address. Connects when the first of them is used. Raises ImpossibleAddress."""
    check_address(address)
    database = database_at(address, lock_seconds)
    return (
        PostgreSQLVaults(database, limits),
        PostgreSQLReminders(database),
        PostgreSQLShares(database),
        PostgreSQLClock(database),
        lambda: _is_ready(database),
    )


def _is_ready(database: Database) -> bool:
    try:
        return database.read(schema.is_ready)
    except (Busy, Damaged):
        return False


def check_database(
    address: str, lock_seconds: float, record_sizes: Collection[int], note_sizes: Collection[int]
) -> Iterator[Problem]:
    """Everything that is wrong in the tables, also while servers run. Raises Busy, Damaged."""
    check_address(address)
    queries = [(query, None) for query in (check.VAULTS, check.RECORDS, check.LISTS, check.REMINDERS)]
    sized = [(check.SIZES, record_sizes), (check.SHARES, record_sizes), (check.NOTE_SIZES, note_sizes)]
    return check.check_tables(database_at(address, lock_seconds), [*queries, (check.NOTES, None), *sized])


def migrate(address: str) -> list[int | str]:
    """See schema.migrate. Raises Busy, ImpossibleAddress."""
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
    return database_at(address, lock_seconds).change(work)
