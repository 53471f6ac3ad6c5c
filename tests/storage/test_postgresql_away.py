"""A database that is away: one caller waits for it, and all others are told busy at once."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from psycopg_pool import PoolTimeout

from postgresql_server import address_of, own_server
from storage.errors import Busy
from storage.postgresql.breaker import ALIVE_SECONDS, REST_SECONDS, Breaker
from storage.postgresql.database import Database
from storage_makers import Clock

NOWHERE = "postgresql://nobody@127.0.0.1:1/nothing"
THREADS = 32


@pytest.fixture
def away(clock: Clock) -> Iterator[Database]:
    database = Database(NOWHERE, clock=clock)
    yield database
    database.close()


def how_it_failed(database: Database) -> str:
    """`waited` for a connection in vain, or `at once`."""
    with pytest.raises(Busy) as refused:
        database.read(lambda connection: connection.execute("SELECT 1"))
    return "waited" if isinstance(refused.value.__cause__, PoolTimeout) else "at once"


def until_it_fails(database: Database, clock: Clock) -> None:
    """Return when a connection could not be had: a server that was killed may answer a moment longer."""
    until = time.monotonic() + 120  # hang guard: as above
    while time.monotonic() < until:  # hang guard: as above
        clock.now += ALIVE_SECONDS
        try:
            database.read(lambda connection: connection.execute("SELECT 1"))
        except Busy:
            return
    pytest.fail("it goes on answering")


def test_one_of_all_threads_waits_for_a_database_that_is_away(away: Database, clock: Clock) -> None:
    assert how_it_failed(away) == "waited"
    with ThreadPoolExecutor(THREADS) as pool:
        assert {*pool.map(how_it_failed, [away] * 200)} == {"at once"}
        clock.now += REST_SECONDS
        assert sorted(pool.map(how_it_failed, [away] * THREADS)) == ["at once"] * (THREADS - 1) + ["waited"]


def test_a_database_that_is_back_is_used_again_after_a_second(clock: Clock) -> None:
    with own_server() as server:
        database = Database(address_of(server.port), clock=clock)
        database.read(lambda connection: connection.execute("SELECT 1"))
        server.kill()
        until_it_fails(database, clock)
        clock.now += ALIVE_SECONDS
        assert how_it_failed(database) == "waited"
        assert how_it_failed(database) == "at once"
        server.start()
        assert how_it_failed(database) == "at once"
        clock.now += REST_SECONDS
        for _ in range(3):
            database.read(lambda connection: connection.execute("SELECT 1"))
        database.close()


def test_connections_that_are_all_in_use_are_no_database_that_is_away(clock: Clock) -> None:
    breaker = Breaker(clock)
    with breaker.guarding():
        pass
    clock.now += ALIVE_SECONDS / 2
    with pytest.raises(PoolTimeout), breaker.guarding():
        raise PoolTimeout
    with breaker.guarding():
        pass


def test_another_error_while_one_tries_lets_the_next_one_try(clock: Clock) -> None:
    breaker = Breaker(clock)
    for error in (PoolTimeout, KeyError, KeyError):
        with pytest.raises(error), breaker.guarding():
            raise error
        clock.now += REST_SECONDS
    with breaker.guarding():
        pass
