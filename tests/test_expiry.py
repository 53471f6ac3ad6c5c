"""A wrong clock deletes nothing: `sweep` stops with a line for the host, who can look, confirm and undo."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sending_makers import add as add_reminder
from share_makers import new_share
from storage.days import SECONDS_A_DAY, day_of
from storage.reminders.tinydb import TinyDBReminders
from storage.shares.tinydb import TinyDBShares
from storage.steady_clock import SteadyClock
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import new_access, new_push, new_sealed
from test_cli import Command, command

__all__ = ["command"]
VAULTS = 23


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder that was last used 731 days ago by the clock of this machine, and has no memory of it."""

    def past() -> float:
        return time.time() - 731 * SECONDS_A_DAY

    vaults, shares, reminders = (
        TinyDBVaults(tmp_path, clock=past),
        TinyDBShares(tmp_path, past),
        TinyDBReminders(tmp_path, past),
    )
    for _ in range(VAULTS):
        vaults.make(access := new_access())
        vaults.push(access, [new_push(), new_push()])
    shares.make(new_share(), new_sealed(), 7 * SECONDS_A_DAY)
    lease = reminders.claim(add_reminder(reminders, past()), 60)
    assert lease
    reminders.give_up(lease)
    return tmp_path


def stored(data: Path) -> dict[str, bytes]:
    """Every file but the clock's, with its content."""
    files = (path for path in data.rglob("*") if path.is_file() and path.name != "clock.json")
    return {str(path.relative_to(data)): path.read_bytes() for path in files}


def let_a_week_pass(data: Path) -> None:
    """As if the clock had been seen to pass since it leapt."""
    today = day_of(time.time())
    record = f'{{"day":{today},"sweep_day":{today},"steady_day":{today - 724}}}'
    (data / "clock.json").write_text(record)


def test_a_clock_731_days_ahead_removes_no_vault_no_share_and_no_reminder(
    command: Command, data: Path
) -> None:
    before = stored(data)
    for _ in range(2):
        code, output = command("sweep", data)
        assert code == 1
        assert output.startswith("The clock of this machine leapt from ")
        assert stored(data) == before


def test_a_clock_that_stays_ahead_removes_no_vault_after_its_week(command: Command, data: Path) -> None:
    before = stored(data)
    let_a_week_pass(data)
    code, output = command("sweep", data)
    assert code == 1
    assert f"{VAULTS} of {VAULTS} vaults have expired. So many at once are not removed" in output
    assert "If the clock is right, `sweep --confirm` removes them." in output
    vaults = {name: content for name, content in before.items() if name.startswith("vaults/")}
    assert vaults.items() <= stored(data).items()
    assert len(list(data.glob("shares/*/*.json"))) == 0, "shares end when they say, by a clock of a week"


def test_a_dry_run_says_what_would_go_and_changes_nothing(command: Command, data: Path) -> None:
    before = stored(data)
    found = f"Expired: {VAULTS} of {VAULTS} vaults, 1 shares, 1 old reminders. 0 vaults would go"
    code, output = command("sweep", data, "--dry-run")
    assert (code, found in output, "leapt from" in output) == (1, True, True)
    assert (stored(data), (data / "clock.json").exists()) == (before, False)
    let_a_week_pass(data)
    memory = (data / "clock.json").read_bytes()
    code, output = command("sweep", data, "--dry-run")
    assert (code, found in output, "So many at once" in output) == (1, True, True)
    assert (stored(data), (data / "clock.json").read_bytes()) == (before, memory)


def test_the_host_confirms_a_large_expiry_and_can_take_it_back(command: Command, data: Path) -> None:
    code, output = command("sweep", data, "--confirm")
    assert (code, output.startswith(f"{VAULTS} expired vaults put into expired/")) == (0, True)
    assert "1 expired shares removed" in output
    assert f"holds {VAULTS} vaults, for 30 days from then on" in command("check", data)[1]
    assert command("sweep", data, "--put-back") == (0, f"{VAULTS} vaults put back.\n")
    assert command("check", data)[1].endswith(f"{VAULTS} vaults, 0 lists of reminders, 0 shares, 0 damages\n")
    assert command("sweep", data, "--dry-run")[0] == 0, "they count as visited today"


def test_the_options_of_a_sweep_cannot_be_combined(command: Command, tmp_path: Path) -> None:
    assert command("sweep", tmp_path, "--dry-run", "--confirm")[0] == 2
    (tmp_path / "server.lock").touch()
    assert command("sweep", tmp_path, "--confirm")[0] == 0
    assert [path.name for path in tmp_path.iterdir()] == ["server.lock"]


def test_a_survey_of_an_honest_folder_is_calm(command: Command, tmp_path: Path) -> None:
    TinyDBVaults(tmp_path).make(new_access())
    assert SteadyClock(tmp_path).is_steady()
    code, output = command("sweep", tmp_path, "--dry-run")
    assert (code, "Expired: 0 of 1 vaults, 0 shares, 0 old reminders." in output) == (0, True)
