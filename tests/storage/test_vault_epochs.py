"""What every store of vaults guarantees of epochs and of the list of revisions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from storage.errors import Conflict
from storage.files.paths import path_of
from storage.vaults.interface import EPOCH_BYTES, FIRST_EPOCH, Access, Page, VaultStore
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, Clock, new_access, new_push

ALL = 10_000


def made(store: VaultStore, part: int | None = None) -> Access:
    """The access to a new vault."""
    store.make(access := new_access(part))
    return access


def epoch_of(store: VaultStore, access: Access) -> bytes:
    """The epoch that every call names."""
    pages = [store.pull(access, 0, 1), store.pull(access, ALL, 1), store.revisions(access)]
    (epoch,) = {page.epoch for page in pages}
    return epoch


def test_every_vault_has_an_epoch_of_its_own(store: VaultStore) -> None:
    epochs = {epoch_of(store, made(store)) for _ in range(5)}
    assert len(epochs) == 5
    assert FIRST_EPOCH not in epochs
    assert {len(epoch) for epoch in epochs} == {EPOCH_BYTES}


def test_the_epoch_stays_over_pushes_refusals_visits_and_sweeps(store: VaultStore, clock: Clock) -> None:
    access = made(store, 7)
    epoch = epoch_of(store, access)
    push = new_push()
    assert store.push(access, [push, new_push()]).epoch == epoch
    store.push(access, [new_push(1, push.id)])
    with pytest.raises(Conflict):
        store.push(access, [new_push(1, push.id)])
    clock.pass_days(400)
    assert store.make(access) is False
    store.authorize(access)
    assert store.sweep(7).vaults == 0
    assert epoch_of(store, access) == epoch


def test_a_vault_that_is_made_again_has_a_new_epoch(
    store_with: Callable[..., VaultStore], clock: Clock
) -> None:
    store = store_with(unvisited_days=10)
    access = made(store, 7)
    epochs = [epoch_of(store, access)]
    store.delete(access)
    store.make(access)
    epochs.append(epoch_of(store, access))
    clock.pass_days(30)
    assert store.sweep(7).vaults == 1
    store.make(access)
    epochs.append(epoch_of(store, access))
    assert len(set(epochs)) == 3


def test_the_epoch_stays_over_a_restart(tmp_path: Path) -> None:
    access = made(TinyDBVaults(tmp_path))
    epoch = epoch_of(TinyDBVaults(tmp_path), access)
    TinyDBVaults(tmp_path).push(access, [new_push()])
    assert epoch_of(TinyDBVaults(tmp_path), access) == epoch


def test_the_revisions_are_those_of_a_pull_without_the_bytes(store: VaultStore) -> None:
    access = made(store)
    assert store.revisions(access).records == []
    pushes = [new_push(size=size) for size in (*SIZES, *SIZES)]
    store.push(access, pushes)
    for push in pushes[4:1:-1]:
        store.push(access, [new_push(1, push.id)])
    pulled = store.pull(access, 0, ALL)
    assert [record.seq for record in pulled.records] == [1, 2, 6, 7, 8, 9]
    assert store.revisions(access) == Page(
        9,
        [replace(each, sealed=None, tag=str(each.sealed)[-22:]) for each in pulled.records],
        epoch=pulled.epoch,
    )


def test_asking_for_the_revisions_is_a_visit(store_with: Callable[..., VaultStore], clock: Clock) -> None:
    store = store_with(unused_days=10, unvisited_days=10)
    asked, forgotten = made(store, 7), made(store, 7)
    clock.pass_days(8)
    store.revisions(asked)
    clock.pass_days(8)
    assert store.sweep(7).vaults == 1
    assert store.make(asked) is False
    assert store.make(forgotten) is True


def test_a_vault_of_the_first_epoch_is_stored_without_one(tmp_path: Path) -> None:
    """So an older server, and a copy that it made, are the same as before there were epochs."""
    access = made(store := TinyDBVaults(tmp_path, epochs=lambda: FIRST_EPOCH))
    store.push(access, [new_push()])
    assert b"epoch" not in Path(path_of(tmp_path / "vaults", access.vault_id)).read_bytes()
    assert epoch_of(store, access) == FIRST_EPOCH
