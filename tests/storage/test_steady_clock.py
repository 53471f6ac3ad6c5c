"""After a leap of the clock nothing is removed for a week; a clock that advances day by day is trusted."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from share_makers import WEEK, new_share
from storage.shares.interface import SweptShares
from storage.shares.tinydb import TinyDBShares
from storage.steady_clock import HOLD_DAYS, LEAP_DAYS, ClockRecord, SteadyClock, after_reading
from storage.vaults.interface import SweptVaults
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import Clock, new_access, new_push, new_sealed
from sweeps import search

YEAR = 365


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The data folder of a server that has stored something."""
    (tmp_path / "vaults").mkdir()
    return tmp_path


def test_a_clock_that_advances_day_by_day_is_steady(data: Path, clock: Clock) -> None:
    steady = SteadyClock(data, clock)
    for _ in range(100):
        assert steady.is_steady()
        clock.pass_days(0.7)


@pytest.mark.parametrize("days", [YEAR, 5 * YEAR, 3, -1, -YEAR, -15_000])
def test_nothing_may_be_removed_for_a_week_after_a_leap(data: Path, clock: Clock, days: float) -> None:
    SteadyClock(data, clock).is_steady()
    clock.pass_days(days)
    held = []
    for _ in range(HOLD_DAYS + 2):
        held.append(SteadyClock(data, clock).held_days())
        clock.pass_days(1)
    assert held == [7, 6, 5, 4, 3, 2, 1, 0, 0]


def test_a_start_with_the_clock_years_ahead_removes_no_vault_and_no_share(data: Path, clock: Clock) -> None:
    store, shares = TinyDBVaults(data, clock=clock), TinyDBShares(data, clock)
    access, share = new_access(3), new_share(3)
    store.make(access)
    store.push(access, [new_push(), new_push()])
    shares.make(share, new_sealed(), WEEK)
    steady = SteadyClock(data, clock)
    assert steady.is_steady()
    clock.pass_days(3 * YEAR)
    assert not steady.is_steady()
    clock.pass_days(1 - 3 * YEAR)
    assert not steady.is_steady()
    for _ in range(HOLD_DAYS):
        clock.pass_days(1)
        steady.is_steady()
    assert steady.is_steady()
    assert store.sweep(3) == SweptVaults()
    assert shares.sweep(3) == SweptShares(shares=1), "it expired after its week"


def test_nothing_is_written_if_there_is_nothing_to_sweep(empty: Path, clock: Clock) -> None:
    assert SteadyClock(empty, clock).is_steady()
    assert SteadyClock(empty / "data", clock).is_steady()
    assert list(empty.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"day": "x"}', b'{"day": 1}', b"\0\xff"])
def test_a_damaged_file_counts_as_a_leap(data: Path, clock: Clock, content: bytes) -> None:
    (data / "clock.json").write_bytes(content)
    assert SteadyClock(data, clock).held_days() == HOLD_DAYS
    assert SteadyClock(data, clock).held_days() == HOLD_DAYS


def test_the_file_is_written_once_a_day_and_holds_only_days(data: Path, clock: Clock) -> None:
    steady = SteadyClock(data, clock)
    steady.is_steady()
    file = data / "clock.json"
    before = file.stat()
    for _ in range(5):
        clock.pass_days(0.05)
        steady.is_steady()
    assert (file.stat().st_ino, file.stat().st_mtime) == (before.st_ino, before.st_mtime)
    assert file.read_bytes() == (
        b'{"day":20000,"sweep_day":20000,"steady_day":20000,"leapt_from":-1,"confirmed_day":-1}'
    )


@search(200)
@given(st.lists(st.integers(-3000, 3000), min_size=1, max_size=60))
def test_sweeping_starts_again_exactly_a_week_after_the_last_leap(steps: list[int]) -> None:
    record = ClockRecord(20_000, 20_000, 20_000)
    today, steady_since, passed = 20_000, -(10**6), 0
    for step in steps:
        today += step
        if 0 <= step <= LEAP_DAYS:
            passed += step
        else:
            steady_since = today
        record = after_reading(record, today)
        assert (record.sweep_day <= today) == (today - steady_since >= HOLD_DAYS)
        assert record.steady_day == 20_000 + passed, "a leap makes nothing older"


def test_two_days_without_a_reading_are_no_leap(data: Path, clock: Clock) -> None:
    steady = SteadyClock(data, clock)
    for _ in range(10):
        assert steady.is_steady()
        clock.pass_days(2)


@pytest.mark.parametrize(("days", "held"), [(0, 0), (2, 0), (3, 7), (731, 7), (-1, 7)])
def test_a_folder_without_a_memory_knows_the_day_from_its_files(
    tmp_path: Path, clock: Clock, days: float, held: int
) -> None:
    """As when the server ran for less than a minute, or the folder came from a plain copy."""
    TinyDBVaults(tmp_path, clock=clock).make(new_access(3))
    clock.pass_days(days)
    assert SteadyClock(tmp_path, clock).held_days() == held
    assert (tmp_path / "clock.json").exists()


def test_the_file_of_an_older_version_is_read(data: Path, clock: Clock) -> None:
    (data / "clock.json").write_bytes(b'{"day":19999,"sweep_day":20003}')
    assert SteadyClock(data, clock).remember() == ClockRecord(20_000, 20_003, 20_000)


def test_the_host_can_say_that_the_clock_is_right(data: Path, clock: Clock) -> None:
    steady = SteadyClock(data, clock)
    steady.is_steady()
    clock.pass_days(YEAR)
    held = steady.remember()
    assert held.sentence() == (
        "The clock of this machine leapt from 2024-10-04 to 2025-10-04: nothing is removed for 7 days."
    )
    steady.confirm()
    assert (steady.is_steady(), steady.is_confirmed()) == (True, True)
    clock.pass_days(1)
    assert (steady.is_steady(), steady.is_confirmed()) == (True, False)
    clock.pass_days(YEAR)
    assert not steady.is_steady()


def test_a_reading_that_is_only_looked_at_writes_nothing(data: Path, clock: Clock) -> None:
    assert SteadyClock(data, clock).read() == ClockRecord(20_000, 20_000, 20_000)
    assert not (data / "clock.json").exists()
