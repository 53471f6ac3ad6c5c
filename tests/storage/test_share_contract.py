"""What every store of shares guarantees: a text until it expires, the notes that come back, then nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from share_makers import HOUR, WEEK, make_share, new_note, new_share, stranger_to
from storage.errors import NoShare, NotesFull, Taken, Unauthorized
from storage.shares.interface import NOTES_MAX, Share, ShareAccess, ShareStore, SweptShares
from storage_makers import Clock, new_sealed

WRITERS = 8


def assert_gone(shares: ShareStore, access: ShareAccess) -> None:
    """The share cannot be told apart from one that never existed."""
    for name in (access.name, new_share().name):
        with pytest.raises(NoShare):
            shares.get(name)
        with pytest.raises(NoShare):
            shares.answer(name, new_note())
    for who in (access, stranger_to(access), new_share()):
        with pytest.raises(Unauthorized):
            shares.authorize(who)
        with pytest.raises(Unauthorized):
            shares.withdraw(who)


def test_a_share_is_available_until_the_second_it_expires(shares: ShareStore, clock: Clock) -> None:
    access, sealed = new_share(), new_sealed()
    ends = shares.make(access, sealed, HOUR)
    assert ends == clock.now + HOUR
    assert shares.get(access.name) == shares.authorize(access) == Share(access.token_sha256, sealed, ends)
    clock.now = ends - 0.001
    assert shares.get(access.name).sealed == sealed
    clock.now = ends
    assert_gone(shares, access)


def test_a_share_made_within_a_second_gets_its_full_time(shares: ShareStore, clock: Clock) -> None:
    clock.now += 0.75
    assert shares.make(new_share(), new_sealed(), HOUR) == clock.now + HOUR + 0.25


def test_making_a_share_again_changes_nothing(shares: ShareStore, clock: Clock) -> None:
    access, sealed = new_share(), new_sealed()
    ends = shares.make(access, sealed, HOUR)
    shares.answer(access.name, note := new_note())
    clock.now += 60
    assert shares.make(access, sealed, WEEK) == ends
    assert shares.get(access.name) == Share(access.token_sha256, sealed, ends, (note,))


def test_a_share_can_neither_be_overwritten_nor_taken_over(shares: ShareStore) -> None:
    access = make_share(shares)
    before = shares.get(access.name)
    with pytest.raises(Taken):
        shares.make(access, new_sealed(), WEEK)
    for sealed in (new_sealed(), before.sealed):
        with pytest.raises(Unauthorized):
            shares.make(stranger_to(access), sealed, WEEK)
    assert shares.get(access.name) == before


def test_a_withdrawn_share_is_removed_with_its_notes(shares: ShareStore) -> None:
    access, other = make_share(shares), make_share(shares)
    shares.answer(access.name, new_note())
    with pytest.raises(Unauthorized):
        shares.withdraw(stranger_to(access))
    assert shares.get(access.name).notes
    shares.withdraw(access)
    assert_gone(shares, access)
    assert shares.get(other.name)
    shares.make(access, new_sealed(), WEEK)
    assert shares.get(access.name).notes == ()


def test_an_expired_share_can_be_replaced_before_it_is_swept(shares: ShareStore, clock: Clock) -> None:
    access = make_share(shares, seconds=HOUR)
    clock.now += HOUR
    other, sealed = stranger_to(access), new_sealed()
    ends = shares.make(other, sealed, HOUR)
    with pytest.raises(Unauthorized):
        shares.authorize(access)
    assert shares.sweep(access.name[0]) == SweptShares()
    assert shares.get(other.name) == Share(other.token_sha256, sealed, ends)


def test_notes_are_returned_in_order_without_repetitions(shares: ShareStore) -> None:
    access = make_share(shares)
    notes = [new_note() for _ in range(3)]
    for note in [*notes, notes[0], notes[2]]:
        shares.answer(access.name, note)
    assert shares.authorize(access).notes == tuple(notes)
    with pytest.raises(Unauthorized):
        shares.authorize(stranger_to(access))


def test_a_share_accepts_five_notes_and_repetitions_but_no_sixth(shares: ShareStore) -> None:
    access = make_share(shares)
    notes = [new_note() for _ in range(NOTES_MAX)]
    for note in notes:
        shares.answer(access.name, note)
    with pytest.raises(NotesFull):
        shares.answer(access.name, new_note())
    shares.answer(access.name, notes[4])
    assert shares.authorize(access).notes == tuple(notes)
    shares.answer(make_share(shares).name, new_note())


def test_reading_a_share_changes_nothing(shares: ShareStore) -> None:
    access = make_share(shares)
    before = shares.get(access.name)
    for _ in range(3):
        assert shares.get(access.name) == shares.authorize(access) == before


def test_a_sweep_of_one_part_removes_expired_shares_of_all_parts(shares: ShareStore, clock: Clock) -> None:
    ended = [make_share(shares, part, HOUR) for part in (0, 7, 255)]
    stays = make_share(shares, 7, 2 * HOUR)
    assert shares.sweep(9) == SweptShares()
    clock.now += HOUR + 5 * 60
    assert shares.sweep(9) == SweptShares(shares=3)
    assert shares.sweep(7) == SweptShares()
    for access in ended:
        assert_gone(shares, access)
    assert shares.get(stays.name)


def run_at_once(acts: list[Callable[[], object]]) -> list[Exception | None]:
    """Run all calls at once; what each of them raised."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.exception() for future in [pool.submit(act) for act in acts]]


@pytest.mark.parametrize("different", [3, WRITERS])
def test_eight_concurrent_writers_lose_no_note_and_never_exceed_five(
    shares: ShareStore, different: int
) -> None:
    access, notes = make_share(shares), [new_note() for _ in range(different)]
    raised = run_at_once([partial(shares.answer, access.name, notes[n % different]) for n in range(WRITERS)])
    assert {type(e) for e in raised if e} == ({NotesFull} if different > NOTES_MAX else set())
    assert set(shares.authorize(access).notes) == {
        notes[n % different] for n in range(WRITERS) if raised[n] is None
    }
    assert len(shares.authorize(access).notes) == min(different, NOTES_MAX)


def test_only_one_of_eight_concurrent_makers_of_one_share_succeeds(shares: ShareStore) -> None:
    access = new_share()
    makers = [stranger_to(access) for _ in range(WRITERS)]
    raised = run_at_once([partial(shares.make, each, new_sealed(), HOUR) for each in makers])
    assert [type(e) for e in raised if e] == [Unauthorized] * (WRITERS - 1)
    assert shares.authorize(makers[raised.index(None)])
