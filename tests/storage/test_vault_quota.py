"""How much a vault may hold: more with each day of use, and never more than there is room for."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from storage.errors import FullToday, NoRoom, VaultFull
from storage.vaults.interface import FIRST_DAY_BYTES, Access, Limits, VaultStore
from storage.vaults.rules import Header, quota, used_on
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, Clock, new_access, new_push

MIB = 1024 * 1024
SMALL, MIDDLE, LARGE = SIZES
STEP = 16


def made(store: VaultStore) -> Access:
    access = new_access()
    store.make(access)
    return access


def fill(store: VaultStore, access: Access, size: int = LARGE) -> int:
    """Push records until one is refused for the day; returns the bytes that were taken."""
    taken = 0
    with pytest.raises(FullToday):
        while True:
            taken += store.push(access, [new_push(size=size) for _ in range(STEP)]).growth
    return taken


def test_a_new_vault_takes_the_words_of_a_phone_that_was_used_for_long(store: VaultStore) -> None:
    """200 statements of a page each, or 700 short ones, on the first day."""
    for count, size in ((180, MIDDLE), (700, SMALL)):
        access = made(store)
        store.push(access, [new_push(size=size) for _ in range(count)])


def test_a_vault_may_hold_twice_as_much_on_each_day_on_which_it_is_written_to(
    store_with: Callable[..., VaultStore], clock: Clock
) -> None:
    store = store_with(vault_bytes=16 * MIB)
    access, held = made(store), 0
    for days in range(3):
        held += fill(store, access)
        assert held <= FIRST_DAY_BYTES * 2**days < held + STEP * LARGE
        clock.pass_days(1)
    with pytest.raises(VaultFull):
        while True:
            store.push(access, [new_push(size=LARGE) for _ in range(STEP)])


def test_days_of_mere_waiting_do_not_count(store: VaultStore, clock: Clock) -> None:
    access = made(store)
    taken = fill(store, access)
    clock.pass_days(20)
    store.pull(access, 0, 1)
    clock.pass_days(20)
    assert taken + fill(store, access) <= 2 * FIRST_DAY_BYTES


def test_a_push_that_was_refused_for_the_day_is_taken_on_the_next(store: VaultStore, clock: Clock) -> None:
    access = made(store)
    fill(store, access)
    with pytest.raises(FullToday):
        store.push(access, wanted := [new_push(size=LARGE) for _ in range(STEP)])
    clock.pass_days(1)
    assert [record.rev for record in store.push(access, wanted).records] == [1] * STEP


def test_edits_that_do_not_grow_are_taken_in_a_vault_that_is_full_for_the_day(store: VaultStore) -> None:
    access = made(store)
    store.push(access, [one := new_push()])
    fill(store, access)
    page = store.push(access, [new_push(1, one.id)])
    assert (page.records[0].rev, page.growth) == (2, 0)


def test_a_push_grows_the_vault_by_no_more_than_there_is_room_for(store: VaultStore) -> None:
    access = made(store)
    one = new_push()
    assert store.push(access, [one], SMALL).growth == SMALL
    for refused in ([new_push()], [new_push(1, one.id, MIDDLE)]):
        with pytest.raises(NoRoom):
            store.push(access, refused, SMALL - 1)
    assert store.push(access, [new_push(1, one.id)], 0).growth == 0
    assert store.push(access, [new_push(2, one.id, MIDDLE)], MIDDLE - SMALL).growth == MIDDLE - SMALL
    assert store.push(access, [new_push(3, one.id)], 0).growth == SMALL - MIDDLE


def test_a_vault_from_before_there_were_quotas_may_hold_everything(tmp_path: Path, clock: Clock) -> None:
    store = TinyDBVaults(tmp_path, clock=clock)
    access = made(store)
    (path,) = (tmp_path / "vaults").rglob("*.json")
    head, quota, rest = path.read_bytes().partition(b',"days":1,"pushed_day":20000')
    assert quota, "the header of a new vault says on how many days it was used"
    path.write_bytes(head + rest)
    for _ in range(6):
        store.push(access, [new_push(size=LARGE) for _ in range(STEP)])
    with pytest.raises(VaultFull):
        while True:
            store.push(access, [new_push(size=LARGE) for _ in range(STEP)])


def test_a_header_stops_counting_days_once_they_do_not_matter() -> None:
    limits, header = Limits(), Header(bytes(32), 20_000, days=1, pushed_day=20_000)
    seen = [header] + [header := used_on(header, 20_000 + day, limits) for day in (0, 1, 1, 7, 9)]
    assert [header.days for header in seen] == [1, 1, 2, 2, 0, 0]
    quotas = [quota(header, limits) for header in seen]
    assert quotas == [3 * MIB, 3 * MIB, 6 * MIB, 6 * MIB, 12 * MIB, 12 * MIB]
    assert all(later >= earlier for earlier, later in pairwise(quotas))
    assert quota(used_on(seen[0], 20_000, Limits(vault_bytes=5)), Limits(vault_bytes=5)) == 5
    assert quota(Header(bytes(32), 0, days=10**6), Limits(vault_bytes=2**28)) == 2**28


@pytest.mark.parametrize("wrong", [-700, 700])
def test_a_clock_that_was_wrong_for_a_day_does_not_stop_a_vault_from_growing(
    store: VaultStore, clock: Clock, wrong: int
) -> None:
    clock.pass_days(wrong)
    access = made(store)
    taken = fill(store, access)
    clock.pass_days(-wrong)
    assert FIRST_DAY_BYTES < taken + fill(store, access) <= 2 * FIRST_DAY_BYTES
