"""A move brings everything to the byte, whatever kills it, and phones, servers and senders lose nothing."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from browser.real_server import free_port
from move_makers import contents, ended_before_tick, fill
from postgresql_server import emptied
from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.errors import Busy, ReadOnly
from storage.interface import OPEN, READ_ONLY, UNFINISHED
from storage.move import CannotMove, Move, open_again
from storage.place import Place, Stores
from storage.postgresql.stores import database_at
from storage.reminders.interface import LEASE_SECONDS, DueEntry
from storage.stores import open_stores
from storage.transfer import KINDS, everything, key_of
from storage.vaults.interface import Record
from storage_makers import Clock, new_access, new_push, pulled
from sweeps import quarter
from webapp.config import Settings
from webapp.start import ImpossibleStart, prepare

VAULTS = 200
KILLS = 5
STORIES = quarter(4)
both_ways = pytest.mark.parametrize("is_back", [False, True], ids=["to a database", "to a folder"])


@dataclass
class Places:
    """A folder and a database, of which one is the old place."""

    folder: Place
    database: Place
    is_back: bool

    def opened(self, *, is_for_move: bool = True) -> tuple[Stores, Stores]:
        """The old place and the new one, as a move opens them, or as a server does."""
        places = [self.database, self.folder] if self.is_back else [self.folder, self.database]
        here, there = (open_stores(replace(each, is_for_move=is_for_move)) for each in places)
        return here, there

    def move(self, tick: Callable[[str, int], None] = lambda kind, count: None) -> Move:
        """The move from the old place to the new one."""
        return Move(*self.opened(), lambda sentence: None, tick)


@pytest.fixture
def places(tmp_path: Path, address: str, is_back: bool) -> Iterator[Places]:
    emptied(address)
    folder = Place(tmp_path / "data")
    database = Place(tmp_path / "data", address)
    yield Places(folder, database, is_back)
    open_stores(replace(database, is_for_move=True)).gate.set(OPEN)
    for is_for_move in (False, True):
        database_at(address, database.lock_seconds, *([True] if is_for_move else [])).close()
    database_at.cache_clear()


@both_ways
def test_a_move_brings_everything_to_the_byte(places: Places) -> None:
    here, there = places.opened()
    fill(here, 1, VAULTS)
    before = contents(here)
    found = places.move().run()
    assert {kind: each.count for kind, each in found.items()} == {
        "vaults": VAULTS, "expired vaults": VAULTS // 10 + VAULTS // 50, "reminders": VAULTS // 10,
        "shares": VAULTS // 10,
    }  # fmt: skip
    assert all(each.is_same for each in found.values())
    assert contents(there) == before == contents(here)
    assert (here.gate.state(), there.gate.state()) == (READ_ONLY, OPEN)
    with pytest.raises(CannotMove, match="not empty"):
        places.move().run()


@both_ways
@pytest.mark.parametrize("story", range(STORIES))
def test_a_move_that_is_killed_again_and_again_goes_on_and_ends(places: Places, story: int) -> None:
    chance = random.Random(story)
    here, there = places.opened()
    fill(here, story, VAULTS // 4)
    before = contents(here)
    ticks = 2 * sum(map(len, before.values()))
    for _ in range(KILLS):
        ended = ended_before_tick(places.move, chance.randrange(1, ticks))
        assert contents(here) == before, "the old place is as it was"
        if there.gate.state() == OPEN:
            break  # the kill came after the end
        assert not ended
    else:
        assert ended_before_tick(places.move, 10 * ticks)
    assert contents(there) == before
    assert there.gate.state() == OPEN


@both_ways
def test_phones_that_write_meanwhile_lose_nothing_and_go_on_in_the_new_place(places: Places) -> None:
    fill(places.opened()[0], 3, 40)
    served, new = places.opened(is_for_move=False)
    accesses = [new_access() for _ in range(4)]
    stored: dict[bytes, list[Record]] = {}
    refused: list[Busy] = []
    begun = threading.Barrier(len(accesses) + 1)

    def write(number: int) -> None:
        access = accesses[number]
        served.vaults.make(access)
        served.vaults.push(access, records := [new_push(), new_push()])
        begun.wait()
        for edit in range(1, 1_000_000):
            try:
                served.vaults.push(access, [new_push(edit, each.id) for each in records])
            except Busy as busy:
                refused.append(busy)
                stored[access.vault_id] = pulled(served.vaults, access)
                return

    writers = [threading.Thread(target=write, args=(number,)) for number in range(len(accesses))]
    for writer in writers:
        writer.start()
    begun.wait()
    places.move().run()
    for writer in writers:
        writer.join()
    assert len(refused) == len(accesses)
    for access in accesses:
        assert pulled(new.vaults, access) == stored[access.vault_id]
        assert new.vaults.pull(access, 0, 1).epoch == served.vaults.pull(access, 0, 1).epoch
        edited = stored[access.vault_id][-1]
        assert new.vaults.push(access, [new_push(edited.rev, edited.id)]).seq == edited.seq + 1
        with pytest.raises(ReadOnly):
            served.vaults.push(access, [new_push()])
    assert open_again(places.opened()[0])
    assert served.vaults.push(accesses[0], [new_push()]).growth > 0


@both_ways
def test_a_reminder_that_is_being_sent_is_not_sent_again_from_the_new_place(
    places: Places, clock: Clock
) -> None:
    served, new = places.opened(is_for_move=False)
    entries = [DueEntry(slot(clock.now), new_name(), new_reminder_id()) for _ in range(3)]
    for entry in entries:
        served.reminders.add(entry.name, "da", new_subscription(), [(entry.id, entry.due)])
    sent, hung = (served.reminders.claim(entry, 60) for entry in entries[:2])
    assert sent and hung
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        with pytest.raises(ReadOnly):
            served.reminders.claim(entries[2], 60)
        assert served.reminders.claim_due(9, 60).leases == ()
        if len(waits) == 1:
            served.reminders.sent(sent)

    began = hung.expires - LEASE_SECONDS
    replace(places.move(), pause=pause, clock=lambda: began + 25 * len(waits)).run()
    assert len(waits) == 3, "one of the pushes has not ended, until its lease does"
    assert new.reminders.get(entries[0].name).reminders == ()
    waiting = new.reminders.get(entries[1].name).reminders[0]
    assert waiting.try_after == hung.expires, "its lease came along"


@both_ways
def test_what_goes_while_the_first_copy_is_made_does_not_come_back(places: Places) -> None:
    here, there = places.opened()
    fill(here, 5, 30)
    first = {kind: next(everything(store(here))) for kind, store in KINDS.items()}
    counts = {kind: store(here).count() for kind, store in KINDS.items()}

    def tick(kind: str, count: int) -> None:
        if (kind, count, here.gate.state()) == ("shares", 1, OPEN):
            for each, store in KINDS.items():
                store(here).drop(key_of(first[each]))

    places.move(tick).run()
    assert {kind: store(there).count() + 1 for kind, store in KINDS.items()} == counts
    assert contents(there) == contents(here)


@both_ways
def test_a_place_that_is_being_filled_serves_nobody_and_takes_no_other_move(places: Places) -> None:
    here, there = places.opened()
    fill(here, 6, 10)
    there.gate.set(UNFINISHED)
    if places.is_back:
        with pytest.raises(ImpossibleStart, match="has not ended"):
            prepare(Settings(data=places.folder.data, port=free_port()))
    else:
        served = places.opened(is_for_move=False)[1]
        assert served.problem() == "database"
        with pytest.raises(Busy):
            served.vaults.make(new_access())
    with there.gate.held(), pytest.raises(Busy):
        places.move().run()
    with pytest.raises(CannotMove, match="has not ended"):
        Move(there, here, lambda sentence: None).run()
    places.move().run()
    assert there.gate.state() == OPEN
