"""What `migrate` does on a real Citus: it divides the tables once, with what they hold, while phones write.

`bench/run citus` runs this file; there is no Citus in `bin/test`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest

from postgresql_server import CITUS_PORTS, join_nodes, new_database
from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from share_makers import make_share
from storage import PARTS
from storage.errors import Busy
from storage.postgresql.citus import GROUPS, KEY_OF
from storage.postgresql.database import Database
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.schema import MIGRATIONS, migrate
from storage.postgresql.shares import PostgreSQLShares
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import Access
from storage_makers import Clock, new_access, new_push

VAULTS = 40
ALL = 10_000
PLACES = """
SELECT table_name::text, array_agg(nodeport ORDER BY shardid), min(colocation_id) FROM citus_shards
GROUP BY table_name"""


@pytest.fixture
def plain() -> Iterator[tuple[str, str]]:
    """A database that was made before there was Citus: its name and its address."""
    name = "before_citus"
    with new_database(CITUS_PORTS[0], name, is_joined=False) as address:
        assert migrate(address) == list(range(1, len(MIGRATIONS) + 1))
        yield name, address


def everything(database: Database, clock: Clock) -> list[object]:
    stores = (
        PostgreSQLVaults(database, clock=clock),
        PostgreSQLReminders(database, clock),
        PostgreSQLShares(database, clock),
    )
    return [item for store in stores for part in range(PARTS) for item in store.export(part)]  # type: ignore[attr-defined]


def fill(database: Database, clock: Clock) -> None:
    vaults, reminders = PostgreSQLVaults(database, clock=clock), PostgreSQLReminders(database, clock)
    shares = PostgreSQLShares(database, clock)
    for _ in range(VAULTS):
        vaults.make(access := new_access())
        vaults.push(access, [new_push(), new_push()])
        due = [(new_reminder_id(), slot(clock.now + 600)) for _ in range(2)]
        reminders.add(new_name(), "da", new_subscription(), due)
    for _ in range(4):
        make_share(shares)


def test_a_database_that_gets_citus_later_is_divided_with_all_that_it_holds(
    plain: tuple[str, str], clock: Clock
) -> None:
    name, address = plain
    database = Database(address)
    fill(database, clock)
    before = everything(database, clock)
    join_nodes(name, CITUS_PORTS)
    assert everything(database, clock) == before, "until then it goes on as before"
    assert migrate(address) == list(KEY_OF)
    assert everything(database, clock) == before
    assert migrate(address) == []
    database.close()
    with psycopg.connect(address) as connection:
        left = [connection.execute("SELECT pg_relation_size(%s)", (t,)).fetchone() for t in KEY_OF]
        places = {table: (nodes, group) for table, nodes, group in connection.execute(PLACES)}
    assert left == [(0,)] * len(KEY_OF), "no copy stays behind"
    assert set(places) == set(KEY_OF)
    assert set(places["vaults"][0]) == set(CITUS_PORTS[1:]), "both workers have some"
    for _, tables in GROUPS:
        assert len({str(places[table]) for table in tables}) == 1, "one vault is on one node"
    assert len({group for _, group in places.values()}) == len(GROUPS)


def test_nothing_that_was_acknowledged_is_lost_while_tables_are_divided(
    plain: tuple[str, str], clock: Clock
) -> None:
    name, address = plain
    database = Database(address)
    fill(database, clock)
    join_nodes(name, CITUS_PORTS)
    vaults, stop = PostgreSQLVaults(database, clock=clock), threading.Event()
    acknowledged: list[tuple[Access, str]] = []

    def write() -> None:
        vaults.make(access := new_access())
        while not stop.is_set():
            push = new_push()
            with suppress(Busy):
                vaults.push(access, [push])
                acknowledged.append((access, push.sealed))

    writers = [threading.Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    divided = migrate(address)
    seen = len(acknowledged)
    while len(acknowledged) < seen + 20:
        stop.wait(0.01)
    stop.set()
    for writer in writers:
        writer.join()
    assert divided == list(KEY_OF)
    held = {access: {r.sealed for r in vaults.pull(access, 0, ALL).records} for access, _ in acknowledged}
    assert all(sealed in held[access] for access, sealed in acknowledged)
    database.close()
