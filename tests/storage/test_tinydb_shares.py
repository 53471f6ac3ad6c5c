"""What only the default store of shares promises: marks, damage, system calls, times that tell little."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from share_makers import HOUR, WEEK, damaged, new_note, new_share, share_file
from storage.errors import Busy, NoShare, Unauthorized
from storage.files.locks import locked
from storage.files.paths import path_of
from storage.shares.expiry_index import ExpiryEntry, ExpiryIndex
from storage.shares.interface import ShareAccess, SweptShares
from storage.shares.tinydb import TinyDBShares
from storage_makers import Clock, new_sealed
from system_calls import calls

DAY = 86_400
PROGRAM = """
import os, sys
from pathlib import Path
from share_makers import new_note, new_share
from storage.shares.tinydb import TinyDBShares
from storage_makers import new_sealed
now = [4_000_000_000.0]
store = TinyDBShares(Path(sys.argv[1]), lambda: now[0])
access, sealed, note = new_share(0), new_sealed(), new_note()
os.path.exists("/begins-make")
store.make(access, sealed, 3600)
os.path.exists("/begins-look")
store.get(access.name)
os.path.exists("/begins-answer")
store.answer(access.name, note)
now[0] += 3600
os.path.exists("/begins-sweep")
assert store.sweep(0).shares == 1
os.path.exists("/begins-end")
"""


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TinyDBShares:
    return TinyDBShares(tmp_path, clock)


def share(store: TinyDBShares, part: int | None = None, seconds: int = HOUR) -> ShareAccess:
    access = new_share(part)
    store.make(access, new_sealed(), seconds)
    return access


def kept_files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and path.name != "lock"]


def test_nothing_is_made_before_the_first_share(store: TinyDBShares, tmp_path: Path) -> None:
    with pytest.raises(NoShare):
        store.get(new_share().name)
    with pytest.raises(NoShare):
        store.answer(new_share().name, new_note())
    with pytest.raises(Unauthorized):
        store.withdraw(new_share())
    for part in range(256):
        store.sweep(part)
    assert list(tmp_path.rglob("*")) == []


def test_no_time_of_change_tells_more_than_a_day(store: TinyDBShares, tmp_path: Path, clock: Clock) -> None:
    first, second, third = share(store, 1), share(store, 2), share(store, 3, WEEK)
    clock.now += 1234
    store.answer(first.name, new_note())
    store.withdraw(second)
    clock.now += 2 * HOUR
    assert store.sweep(3).shares == 1
    store.answer(third.name, new_note())
    times = {path: path.stat().st_mtime for path in tmp_path.rglob("*")}
    assert len(times) >= 10
    assert [path for path, time in times.items() if time % DAY] == []


def test_nobody_else_on_the_machine_may_read_a_share(store: TinyDBShares, tmp_path: Path) -> None:
    share(store)
    made = [path for path in tmp_path.rglob("*") if path.name != "lock"]
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_what_ended_or_was_withdrawn_leaves_no_file(
    store: TinyDBShares, tmp_path: Path, clock: Clock
) -> None:
    ended, withdrawn = share(store), share(store)
    store.answer(ended.name, new_note())
    assert sorted(kept_files(tmp_path)) == sorted(
        name for a in (ended, withdrawn) for name in (a.name.hex(), f"{a.name.hex()}.json")
    )
    store.withdraw(withdrawn)
    assert len(kept_files(tmp_path)) == 2
    clock.now += HOUR + 300
    assert store.sweep(0) == SweptShares(shares=1)
    assert kept_files(tmp_path) == []


def test_a_sweep_opens_none_that_still_runs(store: TinyDBShares, tmp_path: Path, clock: Clock) -> None:
    broken, ended = share(store, 9, 2 * HOUR), share(store, 9)
    share_file(tmp_path, broken).write_bytes(b"{")
    clock.now += HOUR
    assert store.sweep(0) == SweptShares(shares=1)
    assert share_file(tmp_path, broken).exists()
    assert not share_file(tmp_path, ended).exists()


def test_a_mark_without_a_share_goes_and_one_from_before_takes_no_other_share_with_it(
    store: TinyDBShares, tmp_path: Path, clock: Clock
) -> None:
    """As a kill between the two steps of making leaves it, and as the next try makes up for it."""
    index, access = ExpiryIndex(tmp_path / "expires"), share(store, seconds=WEEK)
    due = int(clock.now) + HOUR
    loose = [ExpiryEntry(due, access.name), ExpiryEntry(due, new_share().name)]
    index.add(loose, 20_000)
    clock.now = due
    assert store.sweep(access.name[0]) == SweptShares()
    assert not any(map(index.has, loose))
    assert store.get(access.name)
    assert damaged(tmp_path) == {}


def test_marks_that_a_copy_did_not_have_are_made_anew_and_what_has_expired_goes(
    store: TinyDBShares, tmp_path: Path, clock: Clock
) -> None:
    ended, stays = share(store, 7), share(store, 7, WEEK)
    shutil.rmtree(tmp_path / "expires")
    assert set(damaged(tmp_path).values()) == {"has no mark of its end; `sweep` makes it"}
    clock.now += HOUR
    assert store.sweep(8) == SweptShares()
    assert store.sweep(7) == SweptShares(shares=1, reindexed=1)
    assert not share_file(tmp_path, ended).exists()
    assert store.get(stays.name)
    assert damaged(tmp_path) == {}
    shutil.rmtree(tmp_path / "shares")
    clock.now += WEEK
    assert store.sweep(7) == SweptShares()
    assert kept_files(tmp_path) == []


def test_a_share_that_cannot_be_had_holds_up_no_other_and_goes_with_the_next_sweep(
    tmp_path: Path, clock: Clock
) -> None:
    store = TinyDBShares(tmp_path, clock, lock_seconds=0.01)
    held, free = share(store, 1), share(store, 2)
    clock.now += HOUR
    with locked(share_file(tmp_path, held).parent, 1):
        assert store.sweep(9) == SweptShares(shares=1, missed=1)
    assert not share_file(tmp_path, free).exists()
    assert store.sweep(9) == SweptShares(shares=1)


def test_a_disk_that_refuses_says_busy_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "shares").write_text("not a folder")
    with pytest.raises(Busy) as refused:
        share(TinyDBShares(tmp_path))
    assert isinstance(refused.value.__cause__, OSError)


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace on this machine")
def test_making_reading_answering_and_sweeping_one_ask_the_same_of_the_system_beside_any_number(
    tmp_path: Path,
) -> None:
    counts = [_calls(tmp_path / name, others) for name, others in (("few", 10), ("many", 1_000))]
    assert counts[0] == counts[1]
    assert counts[0]["make"]["fsync"] == 2 + 4 + 2, "the share's folders, the mark's, the share"
    assert counts[0]["answer"]["rename"] == 1
    assert counts[0]["look"] == {"openat": 1}
    assert counts[0]["sweep"]["fsync"] == 1


def _calls(data: Path, others: int) -> dict[str, Counter[str]]:
    """How often each system call is made by one of each act, beside so many that end later."""
    index = ExpiryIndex(data / "expires")
    for n in range(others):
        name = bytes([1 + n % 255]) + os.urandom(31)
        for path in (Path(path_of(data / "shares", name)), index.path_of(ExpiryEntry(4_000_900_000, name))):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    return calls(PROGRAM, data)
