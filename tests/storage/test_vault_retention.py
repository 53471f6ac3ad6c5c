"""How long a vault is kept: thirty days if it was never used, two years after the last visit otherwise."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from storage.errors import Unauthorized
from storage.vaults.interface import Access, SweptVaults, VaultStore
from storage.vaults.rules import at_once_max
from storage_makers import Clock, new_access, new_push

PART = 0x3F


def made(store: VaultStore, records: int = 0) -> Access:
    access = new_access(PART)
    store.make(access)
    if records:
        store.push(access, [new_push() for _ in range(records)])
    return access


def exists(store: VaultStore, access: Access) -> bool:
    try:
        store.authorize(access)
    except Unauthorized:
        return False
    return True


@pytest.mark.parametrize(("records", "days", "stays"), [(0, 29, True), (0, 30, False), (1, 30, False)])
def test_a_vault_that_was_never_used_is_removed_after_thirty_days(
    store: VaultStore, clock: Clock, records: int, days: int, stays: bool
) -> None:
    access = made(store, records)
    clock.pass_days(days)
    assert store.sweep(PART) == SweptVaults(vaults=0 if stays else 1)
    assert exists(store, access) is stays


@pytest.mark.parametrize(("days", "stays"), [(30, True), (729, True), (730, False)])
def test_a_vault_with_two_records_is_kept_for_two_years(
    store: VaultStore, clock: Clock, days: int, stays: bool
) -> None:
    access = made(store, 2)
    clock.pass_days(days)
    assert store.sweep(PART).vaults == (0 if stays else 1)
    assert exists(store, access) is stays


@pytest.mark.parametrize("visit", ["pull", "push", "make", "authorize"])
def test_a_visit_on_another_day_restarts_the_two_years(store: VaultStore, clock: Clock, visit: str) -> None:
    access = made(store)
    clock.pass_days(29)
    {
        "pull": lambda: store.pull(access, 0, 1),
        "push": lambda: store.push(access, [new_push()]),
        "make": lambda: store.make(access),
        "authorize": lambda: store.authorize(access),
    }[visit]()
    clock.pass_days(729)
    assert store.sweep(PART) == SweptVaults()
    clock.pass_days(1)
    assert store.sweep(PART) == SweptVaults(vaults=1)


@pytest.mark.parametrize(
    ("vaults", "expired", "goes"), [(1, 1, 1), (2, 2, 0), (3, 1, 1), (10, 5, 5), (23, 23, 0)]
)
def test_more_than_are_likely_to_expire_at_once_all_stay(
    store: VaultStore, clock: Clock, vaults: int, expired: int, goes: int
) -> None:
    """The rule for large folders is a test of its own: it takes two hundred vaults."""
    old = [made(store, 2) for _ in range(expired)]
    clock.pass_days(730)
    for _ in range(vaults - expired):
        made(store, 2)
    assert store.sweep(PART) == SweptVaults(vaults=goes, held=expired - goes)
    assert sum(exists(store, access) for access in old) == expired - goes
    assert store.sweep(PART + 1) == SweptVaults(), "in a part without expired vaults"


def test_three_per_cent_of_many_vaults_may_expire_on_one_day() -> None:
    assert [at_once_max(vaults) for vaults in (1, 3, 4, 9, 10, 199, 200, 1_000)] == [1, 1, 2, 4, 5, 5, 6, 30]


def test_a_refused_request_does_not_count_as_a_visit(store: VaultStore, clock: Clock) -> None:
    access = made(store)
    clock.pass_days(29)
    with pytest.raises(Unauthorized):
        store.pull(Access(access.vault_id, bytes(32)), 0, 1)
    clock.pass_days(1)
    assert store.sweep(PART) == SweptVaults(vaults=1)


def test_a_sweep_of_one_part_does_not_touch_the_others(store: VaultStore, clock: Clock) -> None:
    access = made(store)
    clock.pass_days(1000)
    assert [store.sweep(part) for part in range(256) if part != PART] == [SweptVaults()] * 255
    assert store.sweep(PART) == SweptVaults(vaults=1)
    assert not exists(store, access)


def test_the_retention_days_are_settings(store_with: Callable[..., VaultStore], clock: Clock) -> None:
    store = store_with(unused_days=2, unvisited_days=5)
    made(store)
    made(store, 2)
    clock.pass_days(2)
    assert store.sweep(PART) == SweptVaults(vaults=1)
    clock.pass_days(3)
    assert store.sweep(PART) == SweptVaults(vaults=1)
