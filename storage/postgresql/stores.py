"""The stores of one database, which share its connections."""

from __future__ import annotations

from functools import cache

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from storage.postgresql import schema
from storage.postgresql.clock import PostgreSQLClock
from storage.postgresql.database import Database, errors_as_busy
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
) -> tuple[PostgreSQLVaults, PostgreSQLReminders, PostgreSQLShares, PostgreSQLClock]:
    """The stores at an address. Connects when the first of them is used. Raises ImpossibleAddress."""
    check_address(address)
    database = database_at(address, lock_seconds)
    return (
        PostgreSQLVaults(database, limits),
        PostgreSQLReminders(database),
        PostgreSQLShares(database),
        PostgreSQLClock(database),
    )


def migrate(address: str) -> list[int]:
    """Apply the migrations that are missing; return their numbers. Raises Busy, ImpossibleAddress."""
    check_address(address)
    with errors_as_busy():
        return schema.migrate(address)
