"""PostgreSQL killed, replaced by its copy, cut off, or out of disk under load: no acknowledged word is lost.

Phones see 503 with Retry-After at most, go on by themselves, and meet no false conflict. `bench/run machines`
does more of the same with real servers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from bench.fault_disk import small_disk
from faulty_proxy import FAULTS, faulty_proxy
from postgresql_replica import address_of_both, standby_of
from postgresql_server import address_of, own_server
from pushing_phones import Send, pushing, through_app, troubles, wait_for_all, wait_for_trouble
from storage.postgresql.schema import migrate
from storage.postgresql.stores import database_at
from syncing_devices import writing_in_turns
from webapp import create_app
from webapp.config import Settings

PHONES = 4
LOCK_SECONDS = 0.5
DISK_MEGABYTES = 64
"""An empty cluster takes half of such a disk."""


@contextmanager
def app_on(store: str, folder: Path) -> Iterator[Flask]:
    """An app on a database, which sends no reminders."""
    settings = Settings(data=folder / "data", store=store, sender=False, lock_seconds=LOCK_SECONDS)
    app = create_app(settings)
    try:
        yield app
    finally:
        database_at(store, LOCK_SECONDS).close()
        database_at.cache_clear()


def phones_of(app: Flask) -> list[Send]:
    return [through_app(app)] * PHONES


@pytest.fixture
def seed() -> int:
    """Shown when a test fails."""
    found = Random().randrange(2**32)
    print("seed", found)
    return found


def test_a_killed_database_that_comes_back_has_everything(tmp_path: Path, seed: int) -> None:
    with own_server() as server:
        migrate(address_of(server.port))
        with (
            app_on(address_of(server.port), tmp_path) as app,
            writing_in_turns(through_app(app), seed) as devices,
            pushing(phones_of(app), seed) as phones,
        ):
            for _ in range(2):
                server.kill()
                wait_for_trouble(phones)
                devices.wait_for_lost_answer()
                server.start()
                wait_for_all(phones, 3)
        assert set(+troubles(phones)) == {503}


def test_a_copy_that_takes_over_has_everything(tmp_path: Path, seed: int) -> None:
    """And while it is away nothing is acknowledged, as the database waits for it without an end."""
    with own_server() as primary, standby_of(primary) as standby:
        migrate(address_of(primary.port))
        store = address_of_both(primary, standby)
        with (
            app_on(store, tmp_path) as app,
            writing_in_turns(through_app(app), seed),
            pushing(phones_of(app), seed) as phones,
        ):
            standby.kill()
            wait_for_trouble(phones, PHONES)
            before = [phone.seq for phone in phones]
            wait_for_trouble(phones, 2 * PHONES)
            assert [phone.seq for phone in phones] == before
            standby.start()
            wait_for_all(phones, 3)
            primary.kill()
            standby.promote()
            wait_for_all(phones, 3)
        assert set(+troubles(phones)) == {503}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_network_that_fails_is_busy_for_a_while(
    address: str, postgresql_port: int, tmp_path: Path, seed: int, fault: str
) -> None:
    with faulty_proxy(postgresql_port) as proxy:
        store = address.replace(f":{postgresql_port}/", f":{proxy.port}/") + "?sslmode=disable"
        with app_on(store, tmp_path) as app, pushing(phones_of(app), seed) as phones:
            proxy.fail(fault)
            wait_for_trouble(phones)
            proxy.heal()
            wait_for_all(phones, 3)
        assert set(+troubles(phones)) == {503}


def test_a_full_disk_of_the_database_is_busy_until_there_is_room(tmp_path: Path, seed: int) -> None:
    """Its log may be what finds no room. Then it ends, and whatever supervises it starts it again."""
    try:
        with small_disk(DISK_MEGABYTES) as disk:
            _fill_and_free(disk, tmp_path, seed)
    except PermissionError as reason:
        pytest.skip(str(reason))


def _fill_and_free(disk: Path, folder: Path, seed: int) -> None:
    small_log = ("min_wal_size=2MB", "max_wal_size=4MB")
    with own_server(*small_log, within=disk) as server, server.supervised():
        migrate(store := address_of(server.port))
        with app_on(store, folder) as app, pushing(phones_of(app), seed) as phones:
            ballast = disk / "ballast"
            with suppress(OSError):  # the phones take some of the room meanwhile
                ballast.write_bytes(bytes(DISK_MEGABYTES << 20))
            wait_for_trouble(phones)
            ballast.unlink()
            wait_for_all(phones, 3)
    assert set(+troubles(phones)) == {503}
