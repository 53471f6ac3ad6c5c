"""What only the default store of shares guarantees: its index, damage, system calls, hidden times."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

from share_makers import HOUR, WEEK, damaged, make_share, new_note, new_share, share_file
from storage.errors import Busy, NoShare, Unauthorized
from storage.files.locks import locked
from storage.files.paths import path_of
from storage.shares.expiry_index import ExpiryEntry, ExpiryIndex
from storage.shares.interface import SweptShares
from storage.shares.tinydb import TinyDBShares
from storage_makers import Clock
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
os.path.exists("/begins-get")
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


def kept_files(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and path.name != "lock"]


def test_nothing_is_written_before_the_first_share(store: TinyDBShares, tmp_path: Path) -> None:
    with pytest.raises(NoShare):
        store.get(new_share().name)
    with pytest.raises(NoShare):
        store.answer(new_share().name, new_note())
    with pytest.raises(Unauthorized):
        store.withdraw(new_share())
    for part in range(256):
        store.sweep(part)
    assert list(tmp_path.rglob("*")) == []


def test_modification_times_reveal_only_the_day(store: TinyDBShares, tmp_path: Path, clock: Clock) -> None:
    first, second, third = make_share(store, 1), make_share(store, 2), make_share(store, 3, WEEK)
    clock.now += 1234
    store.answer(first.name, new_note())
    store.withdraw(second)
    clock.now += 2 * HOUR
    assert store.sweep(3).shares == 1
    store.answer(third.name, new_note())
    times = {path: path.stat().st_mtime for path in tmp_path.rglob("*")}
    assert len(times) >= 10
    assert [path for path, time in times.items() if time % DAY] == []


def test_other_users_of_the_machine_cannot_read_a_share(store: TinyDBShares, tmp_path: Path) -> None:
    make_share(store)
    made = [path for path in tmp_path.rglob("*") if path.name != "lock"]
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_an_expired_or_withdrawn_share_leaves_no_file(
    store: TinyDBShares, tmp_path: Path, clock: Clock
) -> None:
    ended, withdrawn = make_share(store), make_share(store)
    store.answer(ended.name, new_note())
    assert sorted(kept_files(tmp_path)) == sorted(
        name for a in (ended, withdrawn) for name in (a.name.hex(), f"{a.name.hex()}.json")
    )
    store.withdraw(withdrawn)
    assert len(kept_files(tmp_path)) == 2
    clock.now += HOUR + 300
    assert store.sweep(0) == SweptShares(shares=1)
    assert kept_files(tmp_path) == []


def test_a_sweep_opens_no_share_that_has_not_expired(
    store: TinyDBShares, tmp_path: Path, clock: Clock
) -> None:
    broken, ended = make_share(store, 9, 2 * HOUR), make_share(store, 9)
    share_file(tmp_path, broken).write_bytes(b"{")
    clock.now += HOUR
    assert store.sweep(0) == SweptShares(shares=1)
    assert share_file(tmp_path, broken).exists()
    assert not share_file(tmp_path, ended).exists()


def test_an_index_entry_without_its_share_is_removed_and_removes_no_other_share(
    store: TinyDBShares, tmp_path: Path, clock: Clock
) -> None:
    """A kill between the two steps of making a share leaves such an entry; the next try adds another one."""
    index, access = ExpiryIndex(tmp_path / "expires"), make_share(store, seconds=WEEK)
    due = int(clock.now) + HOUR
    loose = [ExpiryEntry(due, access.name), ExpiryEntry(due, new_share().name)]
    index.add(loose, 20_000)
    clock.now = due
    assert store.sweep(access.name[0]) == SweptShares()
    assert not any(map(index.has, loose))
    assert store.get(access.name)
    assert damaged(tmp_path) == {}


def test_a_sweep_rebuilds_an_index_that_was_not_restored_and_removes_expired_shares(
    store: TinyDBShares, tmp_path: Path, clock: Clock
) -> None:
    ended, stays = make_share(store, 7), make_share(store, 7, WEEK)
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


def test_a_locked_share_does_not_delay_others_and_is_removed_by_the_next_sweep(
    tmp_path: Path, clock: Clock
) -> None:
    store = TinyDBShares(tmp_path, clock, lock_seconds=0.01)
    held, free = make_share(store, 1), make_share(store, 2)
    clock.now += HOUR
    with locked(share_file(tmp_path, held).parent, 1):
        assert store.sweep(9) == SweptShares(shares=1, missed=1)
    assert not share_file(tmp_path, free).exists()
    assert store.sweep(9) == SweptShares(shares=1)


def test_a_disk_error_is_raised_as_busy_with_its_cause(tmp_path: Path) -> None:
    (tmp_path / "shares").write_text("not a folder")
    with pytest.raises(Busy) as refused:
        make_share(TinyDBShares(tmp_path))
    assert isinstance(refused.value.__cause__, OSError)


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace on this machine")
def test_system_calls_do_not_grow_with_the_number_of_shares(tmp_path: Path) -> None:
    counts = [_calls(tmp_path / name, others) for name, others in (("few", 10), ("many", 1_000))]
    assert counts[0] == counts[1]
    assert counts[0]["make"]["fsync"] == 2 + 4 + 2, "folders of the share, of the entry, the share"
    assert counts[0]["answer"]["rename"] == 1
    assert counts[0]["get"] == {"openat": 1}
    assert counts[0]["sweep"]["fsync"] == 1


def _calls(data: Path, others: int) -> dict[str, Counter[str]]:
    """The system calls of each operation, with `others` shares in the store that expire later."""
    index = ExpiryIndex(data / "expires")
    for n in range(others):
        name = bytes([1 + n % 255]) + os.urandom(31)
        for path in (Path(path_of(data / "shares", name)), index.path_of(ExpiryEntry(4_000_900_000, name))):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    return calls(PROGRAM, data)
