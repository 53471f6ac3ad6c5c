"""Expired vaults lie thirty steady days in `expired/`, whole at every moment, and can be put back."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage.days import folder_name
from storage.errors import Unauthorized
from storage.files.atomic_file import set_day
from storage.files.paths import path_of
from storage.steady_clock import SteadyClock
from storage.vaults.expired import ExpiredVaults
from storage.vaults.interface import Access, Limits, SweptVaults
from storage.vaults.retention import Retention
from storage.vaults.rules import KEPT_DAYS
from storage.vaults.segments import vault_files
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, Clock, new_access, new_push

PART = 0x3F
DAY = 20_000


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TinyDBVaults:
    return TinyDBVaults(tmp_path, clock=clock)


@pytest.fixture
def access(store: TinyDBVaults) -> Access:
    """A vault of two records in the part."""
    access = new_access(PART)
    store.make(access)
    store.push(access, [new_push(), new_push()])
    return access


def age(days: int, clock: Clock, data: Path) -> None:
    """Let days pass, and let the server see every second of them."""
    for passed in [*[2] * (days // 2), days % 2]:
        clock.pass_days(passed)
        SteadyClock(data, clock).remember()


def aside(data: Path, access: Access, day: int) -> Path:
    """Where a vault lies that expired on a day."""
    return Path(path_of(data / "expired" / folder_name(day) / "vaults", access.vault_id))


def test_an_expired_vault_lies_thirty_days_in_a_folder_of_its_day(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    content = Path(path_of(tmp_path / "vaults", access.vault_id)).read_bytes()
    age(730, clock, tmp_path)
    assert store.sweep(PART) == SweptVaults(vaults=1)
    path = aside(tmp_path, access, DAY + 730)
    assert path.read_bytes() == content
    assert ExpiredVaults(tmp_path).counts() == {DAY + 730: 1}
    modes = {each.stat().st_mode & 0o077 for each in (tmp_path / "expired").rglob("*")}
    assert modes == {0}
    with pytest.raises(Unauthorized):
        store.pull(access, 0, 10)
    age(29, clock, tmp_path)
    assert store.sweep(PART) == SweptVaults()
    age(1, clock, tmp_path)
    assert store.sweep(PART + 1) == SweptVaults()
    assert path.exists()
    assert store.sweep(PART) == SweptVaults(removed=1)
    assert list((tmp_path / "expired").iterdir()) == []


def test_a_leap_of_the_clock_shortens_no_thirty_days(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    age(730, clock, tmp_path)
    store.sweep(PART)
    for leap in (731, -731, 40):
        clock.pass_days(leap)
        age(0, clock, tmp_path)
        age(8, clock, tmp_path)
        assert SteadyClock(tmp_path, clock).is_steady()
        assert store.sweep(PART) == SweptVaults()
    age(5, clock, tmp_path)
    assert store.sweep(PART) == SweptVaults()
    age(1, clock, tmp_path)
    assert store.sweep(PART) == SweptVaults(removed=1), "8 + 8 + 8 + 6 days were seen to pass"


def test_a_vault_is_put_back_as_it_was_and_as_visited_today(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    store.push(access, [new_push(size=SIZES[2]) for _ in range(4)])
    assert len(vault_files(Path(path_of(tmp_path / "vaults", access.vault_id)))) > 1, "it has segments"
    before = store.pull(access, 0, 10)
    age(730, clock, tmp_path)
    store.sweep(PART)
    retention = Retention(tmp_path, Limits(), clock)
    assert [retention.put_back(part) for part in (PART, PART + 1)] == [(1, 0), (0, 0)]
    assert store.pull(access, 0, 10) == before
    assert store.sweep(PART) == SweptVaults()
    assert ExpiredVaults(tmp_path).counts() == {DAY + 730: 0}


def test_a_newer_vault_of_the_same_name_is_not_replaced(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    age(730, clock, tmp_path)
    store.sweep(PART)
    assert store.make(access)
    assert Retention(tmp_path, Limits(), clock).put_back(PART) == (0, 1)
    assert store.pull(access, 0, 10).seq == 0
    assert aside(tmp_path, access, DAY + 730).exists()


def test_a_vault_that_its_person_deletes_is_gone_from_there_too(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    age(730, clock, tmp_path)
    store.sweep(PART)
    store.make(access)
    store.delete(access)
    assert not [path for path in tmp_path.rglob(f"{access.vault_id.hex()}*") if path.is_file()]


def test_every_file_of_a_vault_moves_with_its_head(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    head = Path(path_of(tmp_path / "vaults", access.vault_id))
    more = [head.with_name(f"{head.stem}.{n:016x}.json") for n in (1, 2)]
    for path in more:
        path.write_bytes(b"{}")
    assert vault_files(head) == [head, *more]
    age(730, clock, tmp_path)
    store.sweep(PART)
    assert not [path for path in (head, *more) if path.exists()]
    Retention(tmp_path, Limits(), clock).put_back(PART)
    assert all(path.exists() for path in (head, *more))


KILLED = """
import os, sys
from pathlib import Path
left = int(sys.argv[2])
def audit(event, args):
    global left
    if event in {"os.mkdir", "os.link", "os.remove", "os.rmdir"}:
        if not left:
            os._exit(9)
        left -= 1
sys.addaudithook(audit)
from storage.vaults.expired import ExpiredVaults
head = Path(sys.argv[1])
ExpiredVaults(head.parents[2]).take(head, 20_730)
"""


def test_a_kill_at_any_step_of_the_move_leaves_the_vault_whole_in_one_place(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    """Each round kills one step later, on what the kill before it left."""
    head = Path(path_of(tmp_path / "vaults", access.vault_id))
    more = head.with_name(f"{head.stem}.{1:016x}.json")
    more.write_bytes(b'{"records":{}}')
    contents = {path.name: path.read_bytes() for path in (head, more)}
    moved = aside(tmp_path, access, DAY + 730).parent
    for step in range(20):  # a whole move takes nine
        # hang guard: a start of Python and nine small steps
        ended = subprocess.run([sys.executable, "-c", KILLED, head, str(step)], timeout=120, check=False)
        places = [moved] if not head.exists() else [head.parent]
        for name, content in contents.items():
            assert any((place / name).exists() for place in (moved, head.parent))
            assert {(place / name).read_bytes() for place in places} == {content}
        if ended.returncode == 0 or not head.exists():
            break
        assert ended.returncode == 9
    assert not head.exists()
    assert step >= 5


def test_a_survey_counts_without_changing_anything(
    store: TinyDBVaults, access: Access, tmp_path: Path, clock: Clock
) -> None:
    clock.pass_days(730)
    fresh = [new_access(PART) for _ in range(3)]
    for each in fresh:
        store.make(each)
    survey = Retention(tmp_path, Limits(), clock).survey()
    assert (survey.vaults, survey.expired, survey.gone, survey.is_too_much) == (4, 1, 0, False)
    assert not (tmp_path / "expired").exists()


def test_what_expired_today_counts_with_what_expires_now(tmp_path: Path, clock: Clock) -> None:
    store = TinyDBVaults(tmp_path, clock=clock)
    accesses = [new_access(PART) for _ in range(20)]
    for each in accesses:
        store.make(each)
    for expire, swept in ((4, SweptVaults(vaults=4)), (2, SweptVaults(held=2))):
        for each in accesses[-expire:]:
            set_day(path_of(tmp_path / "vaults", each.vault_id), DAY - 730)
        del accesses[-expire:]
        assert TinyDBVaults(tmp_path, clock=clock).sweep(PART) == swept, "in a process of its own"
    clock.pass_days(1)
    assert store.sweep(PART) == SweptVaults(vaults=2), "on the next day"


def test_a_confirmed_clock_lets_everything_expire_on_that_day_only(tmp_path: Path, clock: Clock) -> None:
    store = TinyDBVaults(tmp_path, clock=clock)
    for _ in range(23):
        store.make(new_access(PART))
    age(60, clock, tmp_path)
    assert store.sweep(PART) == SweptVaults(held=23)
    sentence = Retention(tmp_path, Limits(), clock).survey().sentence()
    assert sentence.startswith("23 of 23 vaults have expired. So many at once are not removed (up to 5 a day")
    SteadyClock(tmp_path, clock).confirm()
    clock.pass_days(1)
    assert store.sweep(PART) == SweptVaults(held=23)
    SteadyClock(tmp_path, clock).confirm()
    assert store.sweep(PART) == SweptVaults(vaults=23)


def test_segments_whose_head_a_kill_removed_go_too(
    store: TinyDBVaults, access: Access, clock: Clock, tmp_path: Path
) -> None:
    """Segments are sealed words as well: neither a deletion nor the thirty days leave them behind."""
    store.push(access, [new_push(size=SIZES[-1]) for _ in range(4)])
    other = new_access(PART)
    store.make(other)
    store.push(other, [new_push(size=SIZES[-1]) for _ in range(4)])
    day = SteadyClock(tmp_path, clock).remember().steady_day
    for each in (access, other):
        ExpiredVaults(tmp_path).take(Path(path_of(tmp_path / "vaults", each.vault_id)), day)
        head = aside(tmp_path, each, day)
        assert len(vault_files(head)) > 1
        head.unlink()
    store.make(access)
    store.delete(access)
    assert vault_files(aside(tmp_path, access, day))[1:] == []
    ExpiredVaults(tmp_path).purge(PART, day + KEPT_DAYS)
    assert not (tmp_path / "expired" / folder_name(day)).exists()
