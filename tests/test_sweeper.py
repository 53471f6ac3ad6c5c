"""The background sweeper: it starts with the first request, survives failures, and delays no request."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from share_makers import new_share
from storage.errors import Busy
from storage.shares.tinydb import TinyDBShares
from storage.vaults.interface import SweptVaults
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import Clock, new_access, new_sealed
from vault_client import VaultClient
from webapp import create_app
from webapp.config import Settings
from webapp.sweeper import Sweeper


def sweepers() -> int:
    return sum(thread.name == "sweeper" for thread in threading.enumerate())


class BusyStore(TinyDBVaults):
    """A store in which every part is busy in the first round."""

    def __init__(self, data: Path, clock: Clock) -> None:
        super().__init__(data, clock=clock)
        self.swept: list[int] = []

    def sweep(self, part: int) -> SweptVaults:
        self.swept.append(part)
        if len(self.swept) <= 256:
            raise Busy
        return super().sweep(part)


def test_an_expired_vault_is_removed_even_after_a_busy_round(tmp_path: Path, clock: Clock) -> None:
    store = BusyStore(tmp_path, clock)
    store.make(new_access())
    clock.pass_days(31)
    Sweeper([store.sweep], pause_seconds=0.0001).start()
    until = time.monotonic() + 120  # hang guard: two rounds take less than a second
    while list(tmp_path.glob("vaults/*/*.json")) and time.monotonic() < until:  # hang guard: as above
        time.sleep(0.01)
    assert not list(tmp_path.glob("vaults/*/*.json"))
    assert sorted(turn % 256 for turn in store.swept[:256]) == list(range(256)), "every part is swept"


def test_an_expired_share_is_removed_with_the_next_part(tmp_path: Path, clock: Clock) -> None:
    shares = TinyDBShares(tmp_path, clock)
    for part in (0, 100, 200):
        shares.make(new_share(part), new_sealed(), 3600)
    clock.now += 3600
    swept: list[int] = []
    Sweeper([shares.sweep, swept.append], pause_seconds=0.01).start()
    until = time.monotonic() + 120  # hang guard: its first part is swept at once
    while not swept and time.monotonic() < until:  # hang guard: as above
        time.sleep(0.01)
    assert len(swept) < 20, "after a few parts, not after all"
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.name != "lock"]


def test_the_first_api_request_starts_one_sweeper(tmp_path: Path) -> None:
    before = sweepers()
    app = create_app(Settings(data=tmp_path))
    app.test_client().get("/healthz")
    assert sweepers() == before
    for _ in range(3):
        VaultClient(app).send("GET", "/api/v1/limits")
    assert sweepers() == before + 1


def test_nothing_is_swept_while_the_clock_is_unsteady_which_is_logged_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    looks: list[int] = []
    swept: list[int] = []

    def is_steady() -> bool:
        looks.append(len(swept))
        if len(looks) == 5:
            raise Busy
        return len(looks) > 20

    Sweeper([swept.append], pause_seconds=0.0001, is_steady=is_steady).start()
    until = time.monotonic() + 120  # hang guard: twenty looks take a moment
    while not swept and time.monotonic() < until:  # hang guard: as above
        time.sleep(0.01)
    assert looks[:21] == [0] * 21
    assert swept
    assert caplog.messages == ["The clock of this machine leapt: nothing is removed for a week (see `sweep`)"]


def test_vaults_that_are_held_back_are_logged_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    results = [SweptVaults(held=2), SweptVaults(), SweptVaults(held=1), SweptVaults(vaults=1)] * 2
    swept: list[int] = []

    def sweep(part: int) -> SweptVaults:
        swept.append(part)
        return results[len(swept) - 1] if len(swept) <= len(results) else SweptVaults()

    Sweeper([sweep], pause_seconds=0.0001).start()
    until = time.monotonic() + 120  # hang guard: nine sweeps take a moment
    while len(swept) <= len(results) and time.monotonic() < until:  # hang guard: as above
        time.sleep(0.01)
    line = "More vaults have expired at once than is likely, and stay (see `sweep`)"
    assert caplog.messages == [line] * 2, "and again once some have been removed"
