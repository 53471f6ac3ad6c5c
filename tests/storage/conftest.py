"""Fixtures that run each contract test on every store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from explained import ExplainedDatabase
from postgresql_server import CITUS_PORTS, emptied, new_database, shared_port
from reminder_makers import REMINDER_STORES
from share_makers import SHARE_STORES
from storage.postgresql.database import Database
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.schema import migrate
from storage.postgresql.shares import PostgreSQLShares
from storage.postgresql.vaults import PostgreSQLVaults
from storage.reminders.interface import ReminderStore
from storage.shares.interface import ShareStore
from storage.vaults.interface import Limits, VaultStore
from storage_makers import STORES, Clock

POSTGRESQL = "postgresql"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql_port(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> int:
    """The port of the run's PostgreSQL."""
    place = tmp_path_factory.getbasetemp()
    return shared_port(place.parent if hasattr(request.config, "workerinput") else place)


@pytest.fixture(scope="module")
def address(postgresql_port: int, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database of the module's own, with all tables."""
    worker = getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]
    with new_database(postgresql_port, f"{request.module.__name__}_{worker}") as address:
        migrate(address)
        yield address


@pytest.fixture(scope="module")
def module_database(address: str) -> Iterator[Database]:
    database = ExplainedDatabase(address) if CITUS_PORTS else Database(address)
    yield database
    database.close()


@pytest.fixture
def database(module_database: Database, address: str) -> Database:
    """The module's database, empty."""
    emptied(address)
    return module_database


@pytest.fixture(params=[*STORES, POSTGRESQL])
def store_with(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> Callable[..., VaultStore]:
    """Makes a store of vaults of each kind, with the limits that a test asks for."""
    if request.param == POSTGRESQL:
        database = request.getfixturevalue("database")
        return lambda **limits: PostgreSQLVaults(database, Limits(**limits), clock)
    return lambda **limits: STORES[request.param](tmp_path, Limits(**limits), clock)


@pytest.fixture
def store(store_with: Callable[..., VaultStore]) -> VaultStore:
    return store_with()


@pytest.fixture(params=[*REMINDER_STORES, POSTGRESQL])
def reminders(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> ReminderStore:
    """A store of reminders of each kind."""
    if request.param == POSTGRESQL:
        return PostgreSQLReminders(request.getfixturevalue("database"), clock)
    return REMINDER_STORES[request.param](tmp_path, clock)


@pytest.fixture(params=[*SHARE_STORES, POSTGRESQL])
def shares(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> ShareStore:
    """A store of shares of each kind."""
    if request.param == POSTGRESQL:
        return PostgreSQLShares(request.getfixturevalue("database"), clock)
    return SHARE_STORES[request.param](tmp_path, clock)
