"""What every store of shares promises: one text for so long, notes that come back, and then nothing."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from share_makers import HOUR, WEEK, new_note, new_share, stranger_to
from storage.errors import NoShare, NotesFull, Taken, Unauthorized
from storage.shares.interface import NOTES_MAX, Share, ShareAccess, ShareStore, SweptShares
from storage_makers import Clock, new_sealed

WRITERS = 8


def shared(shares: ShareStore, part: int | None = None, seconds: int = WEEK) -> ShareAccess:
    """The access to a share that is there."""
    access = new_share(part)
    shares.make(access, new_sealed(), seconds)
    return access


def assert_gone(shares: ShareStore, access: ShareAccess) -> None:
    """Nothing tells it from a share that never was."""
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


def test_what_was_shared_is_there_until_its_second_has_come(shares: ShareStore, clock: Clock) -> None:
    access, sealed = new_share(), new_sealed()
    ends = shares.make(access, sealed, HOUR)
    assert ends == clock.now + HOUR
    assert shares.get(access.name) == shares.authorize(access) == Share(access.token_sha256, sealed, ends)
    clock.now = ends - 0.001
    assert shares.get(access.name).sealed == sealed
    clock.now = ends
    assert_gone(shares, access)


def test_a_share_that_is_made_within_a_second_has_all_its_time(shares: ShareStore, clock: Clock) -> None:
    clock.now += 0.75
    assert shares.make(new_share(), new_sealed(), HOUR) == clock.now + HOUR + 0.25


def test_making_it_again_changes_nothing(shares: ShareStore, clock: Clock) -> None:
    access, sealed = new_share(), new_sealed()
    ends = shares.make(access, sealed, HOUR)
    shares.answer(access.name, note := new_note())
    clock.now += 60
    assert shares.make(access, sealed, WEEK) == ends
    assert shares.get(access.name) == Share(access.token_sha256, sealed, ends, (note,))


def test_a_share_is_neither_written_over_nor_taken_over(shares: ShareStore) -> None:
    access = shared(shares)
    before = shares.get(access.name)
    with pytest.raises(Taken):
        shares.make(access, new_sealed(), WEEK)
    for sealed in (new_sealed(), before.sealed):
        with pytest.raises(Unauthorized):
            shares.make(stranger_to(access), sealed, WEEK)
    assert shares.get(access.name) == before


def test_a_withdrawn_share_is_gone_with_its_notes(shares: ShareStore) -> None:
    access, other = shared(shares), shared(shares)
    shares.answer(access.name, new_note())
    with pytest.raises(Unauthorized):
        shares.withdraw(stranger_to(access))
    assert shares.get(access.name).notes
    shares.withdraw(access)
    assert_gone(shares, access)
    assert shares.get(other.name)
    shares.make(access, new_sealed(), WEEK)
    assert shares.get(access.name).notes == ()


def test_an_expired_share_makes_room_for_another_before_it_is_swept(shares: ShareStore, clock: Clock) -> None:
    access = shared(shares, seconds=HOUR)
    clock.now += HOUR
    other, sealed = stranger_to(access), new_sealed()
    ends = shares.make(other, sealed, HOUR)
    with pytest.raises(Unauthorized):
        shares.authorize(access)
    assert shares.sweep(access.name[0]) == SweptShares()
    assert shares.get(other.name) == Share(other.token_sha256, sealed, ends)


def test_notes_come_back_in_order_and_each_once(shares: ShareStore) -> None:
    access = shared(shares)
    notes = [new_note() for _ in range(3)]
    for note in [*notes, notes[0], notes[2]]:
        shares.answer(access.name, note)
    assert shares.authorize(access).notes == tuple(notes)
    with pytest.raises(Unauthorized):
        shares.authorize(stranger_to(access))


def test_a_share_takes_five_notes_and_the_same_again_but_no_sixth(shares: ShareStore) -> None:
    access = shared(shares)
    notes = [new_note() for _ in range(NOTES_MAX)]
    for note in notes:
        shares.answer(access.name, note)
    with pytest.raises(NotesFull):
        shares.answer(access.name, new_note())
    shares.answer(access.name, notes[4])
    assert shares.authorize(access).notes == tuple(notes)
    shares.answer(shared(shares).name, new_note())


def test_reading_changes_nothing(shares: ShareStore) -> None:
    access = shared(shares)
    before = shares.get(access.name)
    for _ in range(3):
        assert shares.get(access.name) == shares.authorize(access) == before


def test_a_sweep_removes_what_has_expired_wherever_it_is(shares: ShareStore, clock: Clock) -> None:
    ended = [shared(shares, part, HOUR) for part in (0, 7, 255)]
    stays = shared(shares, 7, 2 * HOUR)
    assert shares.sweep(9) == SweptShares()
    clock.now += HOUR + 5 * 60
    assert shares.sweep(9) == SweptShares(shares=3)
    assert shares.sweep(7) == SweptShares()
    for access in ended:
        assert_gone(shares, access)
    assert shares.get(stays.name)


def crowd(acts: list[Callable[[], object]]) -> list[Exception | None]:
    """What became of each, all at once."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.exception() for future in [pool.submit(act) for act in acts]]


@pytest.mark.parametrize("few", [3, WRITERS])
def test_eight_writers_at_once_lose_no_note_and_never_exceed_five(shares: ShareStore, few: int) -> None:
    access, notes = shared(shares), [new_note() for _ in range(few)]
    said = crowd([partial(shares.answer, access.name, notes[n % few]) for n in range(WRITERS)])
    assert {type(e) for e in said if e} == ({NotesFull} if few > NOTES_MAX else set())
    assert set(shares.authorize(access).notes) == {notes[n % few] for n in range(WRITERS) if said[n] is None}
    assert len(shares.authorize(access).notes) == min(few, NOTES_MAX)


def test_of_eight_that_make_one_share_at_once_one_has_it(shares: ShareStore) -> None:
    access = new_share()
    who = [stranger_to(access) for _ in range(WRITERS)]
    said = crowd([partial(shares.make, each, new_sealed(), HOUR) for each in who])
    assert [type(e) for e in said if e] == [Unauthorized] * (WRITERS - 1)
    assert shares.authorize(who[said.index(None)])
