"""How long vaults are kept in a database, where they lie afterwards, and when its clock is distrusted."""

from __future__ import annotations

import pytest

from storage.errors import Unauthorized
from storage.postgresql.clock import PostgreSQLClock
from storage.postgresql.database import Database
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import SweptVaults
from storage_makers import Clock, new_access, new_push

ALL = 10_000


@pytest.fixture
def vaults(database: Database, clock: Clock) -> PostgreSQLVaults:
    return PostgreSQLVaults(database, clock=clock)


def test_the_decoy_is_no_vault(vaults: PostgreSQLVaults, clock: Clock) -> None:
    clock.pass_days(100_000)
    assert vaults.sweep(0) == SweptVaults()
    assert vaults.retention.survey().vaults == 0


def test_a_folder_of_two_hundred_vaults_may_lose_three_per_cent_a_day(
    vaults: PostgreSQLVaults, clock: Clock
) -> None:
    old = [new_access(9) for _ in range(6)]
    for access in old:
        vaults.make(access)
    clock.pass_days(30)
    for _ in range(194):
        vaults.make(new_access(8))
    assert vaults.sweep(9) == SweptVaults(vaults=6)
    assert vaults.retention.put_back(9) == (6, 0)
    assert all(vaults.make(access) is False for access in old)


def test_expired_vaults_come_back_whole_unless_there_is_a_new_one(
    vaults: PostgreSQLVaults, clock: Clock
) -> None:
    access, other = new_access(7), new_access(7)
    for each in (access, other):
        vaults.make(each)
        vaults.push(each, [new_push(), new_push()])
    before = vaults.pull(access, 0, ALL)
    clock.pass_days(730)
    for _ in range(20):
        vaults.make(new_access(8))
    assert vaults.sweep(7).vaults == 2
    with pytest.raises(Unauthorized):
        vaults.pull(access, 0, ALL)
    assert vaults.make(other) is True
    assert vaults.retention.put_back(7) == (1, 1)
    assert vaults.pull(access, 0, ALL) == before
    vaults.delete(other)
    assert vaults.retention.put_back(7) == (0, 0), "a deleted vault is gone from there too"


def test_a_clock_that_leaps_holds_the_sweep_on_every_machine(database: Database, clock: Clock) -> None:
    here, there = PostgreSQLClock(database, clock), PostgreSQLClock(database, clock)
    assert here.is_steady() and there.is_steady()
    clock.pass_days(731)
    assert not here.is_steady()
    assert there.held_days() == 7
    there.confirm()
    assert here.is_steady() and here.is_confirmed()
