"""What one store exports, any other takes in: the same revisions, sequence, epochs, days, times and notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reminder_makers import REMINDER_STORES, new_name, new_reminder_id, new_subscription, slot
from share_makers import HOUR, SHARE_STORES, new_note, new_share
from storage.postgresql.database import Database
from storage.postgresql.reminders import PostgreSQLReminders
from storage.postgresql.shares import PostgreSQLShares
from storage.postgresql.vaults import PostgreSQLVaults
from storage.vaults.interface import Limits
from storage_makers import SIZES, STORES, Clock, new_access, new_push, new_sealed

Open = Callable[[str], object]
Pair = Callable[[object, object], list[object]]
ALL = 10_000
PART = 0x2A
PAIRS = [("tinydb", "postgresql"), ("postgresql", "tinydb"), ("memory", "postgresql"), ("tinydb", "memory")]
every_pair = pytest.mark.parametrize(("source", "target"), PAIRS)


@pytest.fixture
def vaults(tmp_path: Path, clock: Clock, database: Database) -> Open:
    """Opens a store of vaults of a kind."""
    return lambda kind: (
        STORES[kind](tmp_path / kind, Limits(), clock)
        if kind in STORES
        else PostgreSQLVaults(database, clock=clock)
    )


@every_pair
def test_a_vault_arrives_whole(vaults: Open, clock: Clock, source: str, target: str) -> None:
    here, there = vaults(source), vaults(target)
    accesses = sorted((new_access(PART) for _ in range(3)), key=lambda access: access.vault_id)
    for access in accesses:
        here.make(access)
        pushes = [new_push(size=size) for size in SIZES * 3]
        here.push(access, pushes)
        here.push(access, [new_push(1, pushes[0].id, SIZES[1])])
        clock.pass_days(1)
    here.make(new_access(PART + 1))
    items = list(here.export(PART))
    assert [item.vault_id for item in items] == [access.vault_id for access in accesses]
    assert list(here.export(PART, accesses[1].vault_id)) == items[2:]
    there.make(accesses[0])
    there.push(accesses[0], [new_push()])
    for item in [*items, items[0]]:
        there.take_in(item)
    assert list(there.export(PART)) == items
    assert (here.count(), there.count()) == (4, 3)
    for access in accesses:
        assert there.pull(access, 0, ALL) == here.pull(access, 0, ALL)
        assert there.revisions(access) == here.revisions(access)
        assert there.push(access, [new_push()]).seq == 11


@pytest.fixture
def pair(tmp_path: Path, clock: Clock, database: Database, source: str, target: str) -> Pair:
    """Opens two stores of one kind."""
    return lambda stores, on_database: [
        stores[kind](tmp_path / kind, clock) if kind in stores else on_database(database, clock)
        for kind in (source, target)
    ]


@every_pair
def test_a_list_of_reminders_arrives_whole(pair: Pair, clock: Clock) -> None:
    here, there = pair(REMINDER_STORES, PostgreSQLReminders)
    name = new_name(PART)
    times = [(new_reminder_id(), slot(clock.now + 3600 * n)) for n in (-1, 2, 1)]
    here.add(name, "en", new_subscription(), times)
    (lease,) = here.claim_due(5, 60).leases
    here.give_up(lease)
    items = list(here.export(PART))
    there.add(name, "da", new_subscription(), [(new_reminder_id(), slot(clock.now))])
    for item in items:
        there.take_in(item)
    assert there.get(name) == here.get(name)
    assert list(there.export(PART)) == items
    assert (here.count(), there.count(), list(there.export(PART, name))) == (1, 1, [])
    clock.now += 9000
    assert list(there.due()) == list(here.due())


@every_pair
def test_a_share_arrives_with_its_notes(pair: Pair, clock: Clock) -> None:
    here, there = pair(SHARE_STORES, PostgreSQLShares)
    access = new_share(PART)
    here.make(access, new_sealed(), HOUR)
    for _ in range(3):
        here.answer(access.name, new_note())
    there.make(replace(access, token_sha256=bytes(32)), new_sealed(), 2 * HOUR)
    there.answer(access.name, new_note())
    for item in here.export(PART):
        there.take_in(item)
    assert there.authorize(access) == here.authorize(access)
    assert (there.count(), list(there.export(PART))) == (1, list(here.export(PART)))
    clock.now += HOUR + 300
    assert there.sweep(PART).shares == 1
    assert there.count() == 0
