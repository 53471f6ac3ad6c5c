"""What every store of vaults guarantees: access, revisions, pages, limits, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.errors import Conflict, Unauthorized, VaultFull
from storage.vaults.interface import FIRST_EPOCH, Access, Page, Push, Record, VaultStore
from storage.vaults.rules import PAGE_BYTES, page_length
from storage_makers import SIZES, new_access, new_id, new_push, new_sealed, other_token, pulled
from sweeps import search

ALL = 10_000


def made(store: VaultStore) -> Access:
    """The access to a new vault."""
    access = new_access()
    assert store.make(access) is True
    return access


def without_epoch(page: Page) -> Page:
    """A page without its epoch, which is random."""
    return replace(page, epoch=FIRST_EPOCH)


def everything(store: VaultStore, access: Access) -> list[Record]:
    return pulled(store, access)


def test_a_vault_is_made_once(store: VaultStore) -> None:
    access = new_access()
    assert [store.make(access) for _ in range(3)] == [True, False, False]
    assert without_epoch(store.pull(access, 0, ALL)) == Page(0, [])


def test_an_unknown_vault_and_a_wrong_token_are_refused_in_the_same_way(store: VaultStore) -> None:
    calls: list[Callable[[Access], object]] = [
        store.authorize,
        store.delete,
        lambda stranger: store.pull(stranger, 0, ALL),
        store.revisions,
        lambda stranger: store.push(stranger, [new_push()]),
    ]
    for call in calls:
        for stranger in (other_token(made(store)), new_access()):
            with pytest.raises(Unauthorized) as refused:
                call(stranger)
            assert refused.value.args == ()


def test_an_existing_vault_cannot_be_made_again_with_another_token(store: VaultStore) -> None:
    access = made(store)
    store.push(access, [push := new_push()])
    with pytest.raises(Unauthorized):
        store.make(other_token(access))
    assert everything(store, access) == [Record(push.id, 1, 1, push.sealed)]


def test_a_pull_returns_what_was_pushed(store: VaultStore) -> None:
    access = made(store)
    pushes = [new_push(size=size) for size in SIZES]
    answer = store.push(access, pushes)
    assert without_epoch(answer) == Page(3, [Record(p.id, 1, n, None) for n, p in enumerate(pushes, 1)])
    assert everything(store, access) == [Record(p.id, 1, n, p.sealed) for n, p in enumerate(pushes, 1)]


def test_a_push_on_the_newest_revision_becomes_the_next_revision(store: VaultStore) -> None:
    access, id = made(store), new_id()
    pushes = [new_push(base, id) for base in range(5)]
    for number, push in enumerate(pushes, 1):
        assert without_epoch(store.push(access, [push])) == Page(number, [Record(id, number, number, None)])
    assert everything(store, access) == [Record(id, 5, 5, pushes[-1].sealed)]


@pytest.mark.parametrize("base", [0, 1, 3, 2**53 - 2])
def test_a_push_on_a_stale_base_is_refused_with_the_newest_version(store: VaultStore, base: int) -> None:
    access, id = made(store), new_id()
    store.push(access, [new_push(0, id)])
    store.push(access, [newest := new_push(1, id)])
    with pytest.raises(Conflict) as refused:
        store.push(access, [new_push(base, id)])
    assert refused.value.current == [Record(id, 2, 2, newest.sealed)]
    assert everything(store, access) == [Record(id, 2, 2, newest.sealed)]


def test_a_base_for_a_missing_record_is_a_conflict_with_an_empty_version(store: VaultStore) -> None:
    access = made(store)
    with pytest.raises(Conflict) as refused:
        store.push(access, [push := new_push(4)])
    assert refused.value.current == [Record(push.id, 0, 0, None)]
    assert without_epoch(store.pull(access, 0, ALL)) == Page(0, [])


def test_one_conflict_refuses_the_whole_push_and_only_the_conflict_is_reported(store: VaultStore) -> None:
    access = made(store)
    store.push(access, [first := new_push()])
    with pytest.raises(Conflict) as refused:
        store.push(access, [new_push(), new_push(0, first.id), new_push(), new_push(7, id := new_id())])
    assert refused.value.current == [Record(first.id, 1, 1, first.sealed), Record(id, 0, 0, None)]
    assert everything(store, access) == [Record(first.id, 1, 1, first.sealed)]


def test_repeating_a_push_whose_answer_was_lost_conflicts_with_its_own_bytes(store: VaultStore) -> None:
    access = made(store)
    store.push(access, pushes := [new_push(), new_push()])
    with pytest.raises(Conflict) as refused:
        store.push(access, pushes)
    assert [r.sealed for r in refused.value.current] == [p.sealed for p in pushes]


def test_pages_follow_each_other_without_gaps(store: VaultStore) -> None:
    access = made(store)
    store.push(access, [new_push() for _ in range(7)])
    seen, since, more = [], 0, True
    while more:
        page = store.pull(access, since, 3)
        seen += page.records
        since, more = page.records[-1].seq, page.more
        assert page.seq == 7
    assert [r.seq for r in seen] == list(range(1, 8))
    assert without_epoch(store.pull(access, 7, 3)) == Page(7, [])
    assert without_epoch(store.pull(access, 2**53 - 1, 3)) == Page(7, [])


def test_a_pull_returns_each_record_changed_since_once_in_its_newest_version(store: VaultStore) -> None:
    access = made(store)
    store.push(access, [first := new_push(), second := new_push()])
    store.push(access, [new_push(1, first.id)])
    store.push(access, [newest := new_push(2, first.id)])
    assert everything(store, access) == [
        Record(second.id, 1, 2, second.sealed),
        Record(first.id, 3, 4, newest.sealed),
    ]
    assert store.pull(access, 2, ALL).records == [Record(first.id, 3, 4, newest.sealed)]


def test_a_page_of_a_pull_ends_after_two_megabytes_and_holds_at_least_one_record(
    store_with: Callable[..., VaultStore],
) -> None:
    """Threat: a reader as slow as it likes holds a page in memory, and opens many such connections."""
    store = store_with()
    access = made(store)
    largest = max(SIZES)
    per_page = PAGE_BYTES // largest
    for _ in range(per_page // 20 + 1):
        store.push(access, [new_push(size=largest) for _ in range(20)])
    page = store.pull(access, 0, ALL)
    assert (len(page.records), page.more) == (per_page, True)
    rest = store.pull(access, page.records[-1].seq, ALL)
    assert (len(page.records) + len(rest.records), rest.more) == (page.seq, False)
    assert page_length([PAGE_BYTES + 1, 1], ALL) == 1


def test_a_vault_with_its_maximum_of_records_still_accepts_edits(
    store_with: Callable[..., VaultStore],
) -> None:
    store = store_with(records=3)
    access = made(store)
    with pytest.raises(VaultFull):
        store.push(access, [new_push() for _ in range(4)])
    store.push(access, pushes := [new_push() for _ in range(3)])
    with pytest.raises(VaultFull):
        store.push(access, [new_push(1, pushes[0].id), new_push()])
    assert store.push(access, [new_push(1, pushes[0].id)]).seq == 4


def test_a_vault_refuses_more_sealed_bytes_than_its_limit(store_with: Callable[..., VaultStore]) -> None:
    small, middle, _ = SIZES
    store = store_with(vault_bytes=middle + small)
    access = made(store)
    store.push(access, [one := new_push(), new_push(size=middle)])
    with pytest.raises(VaultFull):
        store.push(access, [new_push()])
    with pytest.raises(VaultFull):
        store.push(access, [new_push(1, one.id, middle)])
    assert store.push(access, [new_push(1, one.id)]).seq == 3


def test_a_deleted_vault_is_gone_with_its_records(store: VaultStore) -> None:
    access = made(store)
    store.push(access, [new_push()])
    store.delete(access)
    with pytest.raises(Unauthorized):
        store.pull(access, 0, ALL)
    assert store.make(access) is True
    assert without_epoch(store.pull(access, 0, ALL)) == Page(0, [])


def test_vaults_are_independent_of_each_other(store: VaultStore) -> None:
    first = made(store)
    second = replace(new_access(), token_sha256=first.token_sha256)
    store.make(second)
    store.push(first, [push := new_push()])
    store.push(second, [new_push(0, push.id)])
    store.delete(second)
    assert everything(store, first) == [Record(push.id, 1, 1, push.sealed)]


edits = st.lists(st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=4), max_size=12)


@search(40)
@given(edits)
def test_the_sequence_rises_by_one_for_each_accepted_record_whatever_is_pushed(
    store: VaultStore, batches: list[list[tuple[int, bool]]]
) -> None:
    """Compared with the shortest model: a dictionary and a counter."""
    access, ids, seq = made(store), [new_id() for _ in range(6)], 0
    model: dict[str, Record] = {}
    for batch in batches:
        revs = {id: model[id].rev if id in model else 0 for id in ids}
        pushes = {ids[n]: Push(ids[n], revs[ids[n]] + stale, new_sealed()) for n, stale in batch}
        if not pushes:
            continue
        try:
            store.push(access, list(pushes.values()))
        except Conflict:
            assert any(push.base != revs[push.id] for push in pushes.values())
            continue
        for push in pushes.values():
            seq += 1
            model[push.id] = Record(push.id, push.base + 1, seq, push.sealed)
    page = store.pull(access, 0, ALL)
    assert (page.seq, list(page.records)) == (seq, sorted(model.values(), key=lambda r: r.seq))
    assert store.revisions(access).records == [
        replace(record, sealed=None, tag=str(record.sealed)[-22:]) for record in page.records
    ]
