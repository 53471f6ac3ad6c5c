"""What holds between connections to PostgreSQL: one instant, one writer, no lost change, and time limits."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
import pytest

from postgresql_proxy import cutting_proxy
from postgresql_server import CITUS_PORTS, address_of, new_database, own_server
from storage.errors import Busy, Unauthorized
from storage.postgresql.citus import KEY_OF
from storage.postgresql.database import TRIES, Connection, Database
from storage.postgresql.schema import MIGRATIONS, migrate
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import ROOM_MAX, Access
from storage_makers import Clock, new_access, new_push, other_token

ALL = 10_000
WRITERS = 8
ADD = "UPDATE vaults SET seq = seq + 1 WHERE vault_id = %s"


@pytest.fixture
def vaults(database: Database, clock: Clock) -> PostgreSQLVaults:
    return PostgreSQLVaults(database, clock=clock)


@pytest.fixture
def strict(address: str) -> Iterator[Database]:
    """The same database, where the host has asked for serializable transactions."""
    strict = Database(f"{address}?options=-c%20default_transaction_isolation%3Dserializable")
    yield strict
    strict.close()


def made(vaults: PostgreSQLVaults, records: int = 0) -> Access:
    vaults.make(access := new_access())
    if records:
        vaults.push(access, [new_push() for _ in range(records)])
    return access


def test_a_pull_in_the_middle_of_a_push_sees_nothing_of_it(vaults: PostgreSQLVaults) -> None:
    access = made(vaults, 2)
    before = vaults.pull(access, 0, ALL)

    def push(connection: Connection) -> None:
        vaults._push(connection, access, [new_push() for _ in range(3)], ROOM_MAX)
        count = "SELECT count(*) FROM records WHERE vault_id = %s"
        assert connection.execute(count, (access.vault_id,)).fetchone() == (5,), "all of it has run"
        assert vaults.pull(access, 0, ALL) == before
        assert vaults.revisions(access).seq == 2

    vaults._database.change(push)
    assert [record.seq for record in vaults.pull(access, 0, ALL).records] == [1, 2, 3, 4, 5]


def test_a_visit_does_not_wait_for_a_push(vaults: PostgreSQLVaults, clock: Clock) -> None:
    access = made(vaults, 2)
    clock.pass_days(5)

    def push(connection: Connection) -> None:
        connection.execute(ADD, (access.vault_id,))
        connection.execute("SELECT 1").fetchone()
        assert vaults.pull(access, 0, ALL).seq == 2

    vaults._database.change(push)


def test_a_writer_that_waits_too_long_is_told_busy_and_nothing_is_stored(
    address: str, vaults: PostgreSQLVaults, clock: Clock
) -> None:
    access = made(vaults, 1)
    impatient = PostgreSQLVaults(hurried := Database(address, lock_seconds=0.1), clock=clock)

    def hold(connection: Connection) -> None:
        connection.execute(
            "SELECT 1 FROM vaults WHERE vault_id = %s FOR UPDATE", (access.vault_id,)
        ).fetchone()
        for act in (lambda: impatient.push(access, [new_push()]), lambda: impatient.delete(access)):
            with pytest.raises(Busy):
                act()

    vaults._database.change(hold)
    hurried.close()
    assert vaults.pull(access, 0, ALL).seq == 1


def test_a_change_runs_again_after_a_serialization_failure(
    vaults: PostgreSQLVaults, strict: Database
) -> None:
    access, runs = made(vaults), []

    def add(connection: Connection) -> None:
        read = "SELECT seq FROM vaults WHERE vault_id = %s"
        runs.append(connection.execute(read, (access.vault_id,)).fetchone())
        if len(runs) == 1:  # somebody else is faster
            vaults._database.change(lambda other: other.execute(ADD, (access.vault_id,)))
        connection.execute(ADD, (access.vault_id,))

    strict.change(add)
    assert runs == [(0,), (1,)]
    assert vaults.pull(access, 0, 1).seq == 2


def test_a_change_that_fails_again_and_again_ends_as_busy(vaults: PostgreSQLVaults, strict: Database) -> None:
    access, runs = made(vaults), []

    def add(connection: Connection) -> None:
        runs.append(connection.execute("SELECT sum(seq) FROM vaults").fetchone())
        vaults._database.change(lambda other: other.execute(ADD, (access.vault_id,)))
        connection.execute(ADD, (access.vault_id,))

    with pytest.raises(Busy):
        strict.change(add)
    assert len(runs) == TRIES


def test_eight_writers_leave_no_gap_however_strict_the_database_is(
    vaults: PostgreSQLVaults, strict: Database, clock: Clock
) -> None:
    access, store = made(vaults), PostgreSQLVaults(strict, clock=clock)

    def write(_: int) -> int:
        stored = 0
        for _ in range(3):
            try:
                store.push(access, [new_push(), new_push()])
                stored += 2
            except Busy:
                pass  # it lost every time
        return stored

    with ThreadPoolExecutor(WRITERS) as pool:
        stored = sum(pool.map(write, range(WRITERS)))
    page = vaults.pull(access, 0, ALL)
    assert stored == page.seq > 0
    assert [record.seq for record in page.records] == list(range(1, page.seq + 1))


def test_a_wrong_token_costs_the_same_statements_as_no_vault(
    address: str, postgresql_port: int, vaults: PostgreSQLVaults, clock: Clock
) -> None:
    access = made(vaults, 3)
    with cutting_proxy(postgresql_port) as proxy:
        database = Database(address.replace(f":{postgresql_port}/", f":{proxy.port}/") + "?sslmode=disable")
        store, counts = PostgreSQLVaults(database, clock=clock), []
        for stranger in (other_token(access), new_access()):
            for call in (
                lambda who: store.pull(who, 0, ALL),
                store.revisions,
                store.authorize,
                store.delete,
                lambda who: store.push(who, [new_push()]),
            ):
                proxy.cut(0)
                with pytest.raises(Unauthorized):
                    call(stranger)
                counts.append(proxy.statements)
        database.close()
    assert counts == [2] * 10


def until_answered(call: Callable[[], object]) -> None:
    """Call until it is not refused as busy, as a phone does."""
    until = time.monotonic() + 120  # hang guard: the server is back already
    while time.monotonic() < until:  # hang guard: as above
        with suppress(Busy):
            call()
            return
        time.sleep(0.05)  # hang guard: as above
    pytest.fail("busy again and again")


def test_no_acknowledged_push_is_lost_when_the_server_is_killed(clock: Clock) -> None:
    """The stores recover by themselves, and say busy meanwhile."""
    with own_server() as server:
        migrate(address_of(server.port))
        database = Database(address_of(server.port))
        store, stop = PostgreSQLVaults(database, clock=clock), threading.Event()
        acknowledged: list[tuple[Access, str]] = []
        under_way = threading.Event()

        def write() -> None:
            store.make(access := new_access())
            while not stop.is_set():
                push = new_push()
                try:
                    store.push(access, [push])
                except Busy:
                    return
                acknowledged.append((access, push.sealed))
                if len(acknowledged) > 50:
                    under_way.set()

        writers = [threading.Thread(target=write) for _ in range(3)]
        for writer in writers:
            writer.start()
        assert under_way.wait(120)  # hang guard: it takes a second
        server.kill()
        for writer in writers:
            writer.join()
        with pytest.raises(Busy):
            store.make(new_access())
        server.start()
        until_answered(lambda: store.make(new_access()))
        held = {access: {r.sealed for r in store.pull(access, 0, ALL).records} for access, _ in acknowledged}
        assert all(sealed in held[access] for access, sealed in acknowledged)
        assert store.make(new_access()) is True
        database.close()


def test_a_database_without_tables_is_busy_until_it_is_migrated(postgresql_port: int, clock: Clock) -> None:
    with new_database(postgresql_port, "unmigrated") as address:
        store = PostgreSQLVaults(database := Database(address), clock=clock)
        with pytest.raises(Busy):
            store.make(access := new_access())
        with ThreadPoolExecutor(2) as pool:
            applied = list(pool.map(migrate, [address, address]))
        assert sorted(applied, key=len) == [
            [],
            [*range(1, len(MIGRATIONS) + 1), *(KEY_OF if CITUS_PORTS else ())],
        ]
        assert migrate(address) == []
        assert store.make(access) is True
        database.close()


def test_an_address_never_shows_its_password(address: str, postgresql_port: int) -> None:
    assert "secret-word" in address
    wrong = Database(address.replace(f":{postgresql_port}/", ":1/"))
    with pytest.raises(Busy) as refused:
        wrong.read(lambda connection: connection.execute("SELECT 1"))
    wrong.close()
    chain = (refused.value, refused.value.__cause__)
    assert not any("secret-word" in repr(error) for error in chain)
    assert isinstance(chain[1], psycopg.OperationalError)
