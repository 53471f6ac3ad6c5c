"""The restore command: what it puts back, and what it keeps aside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from browser.real_server import free_port
from restore_makers import Folders, Run
from storage.errors import NoShare, Unauthorized
from storage.reminders.tinydb import TinyDBReminders
from storage.restore import KINDS
from storage.shares.tinydb import TinyDBShares
from storage_makers import new_push
from webapp.config import ROOT
from webapp.push.vapid import VapidKeys


def test_a_copy_is_put_back_with_new_epochs_and_the_rest_is_kept_aside(
    folders: Folders, restore: Run
) -> None:
    before, copied = folders.files(), folders.files(folders.copy)
    assert restore(folders.data, folders.copy) == (
        0,
        "Put back: 3 vaults, 1 reminders, 1 shares. Each of these vaults has a new epoch.\n"
        "What was replaced, and what the copy does not have (1 vaults, 1 reminders, 1 shares), "
        "is in before-restore-1.\n",
    )
    for access in (folders.edited, folders.unchanged, folders.lost):
        assert folders.records(access) == folders.records(access, folders.copy)
        assert folders.epoch(access) != folders.epoch(access, folders.copy)
    with pytest.raises(Unauthorized):
        folders.records(folders.newer)
    reminders, shares = TinyDBReminders(folders.data), TinyDBShares(folders.data)
    assert len(reminders.get(folders.phone).reminders) == 1
    assert reminders.get(folders.newer_phone).reminders == ()
    assert shares.get(folders.share.name).notes == ()
    with pytest.raises(NoShare):
        shares.get(folders.newer_share.name)
    assert folders.damage() == []
    assert folders.files(folders.copy) == copied, "the copy is only read"
    aside = folders.files(folders.data / "before-restore-1")
    assert aside == {name: before[name] for name in aside}
    kept = {name for name in before if name.startswith(("vaults/", "reminders/", "shares/"))}
    assert set(aside) - {"vapid.pem"} == kept


def test_a_vault_that_was_put_back_goes_on(folders: Folders, restore: Run) -> None:
    restore(folders.data, folders.copy)
    epoch = folders.epoch(folders.edited)
    assert folders.vaults().push(folders.edited, [new_push()]).seq == 6
    assert folders.epoch(folders.edited) == epoch


def test_a_second_restore_undoes_the_first(folders: Folders, restore: Run) -> None:
    records = {access: folders.records(access) for access in (folders.edited, folders.newer)}
    restore(folders.data, folders.copy)
    code, output = restore(folders.data, folders.data / "before-restore-1")
    assert (code, output.count("before-restore-2")) == (0, 1)
    assert {access: folders.records(access) for access in records} == records
    with pytest.raises(Unauthorized):
        folders.records(folders.lost)
    assert folders.damage() == []


def test_a_copy_is_put_back_on_a_new_machine(folders: Folders, restore: Run) -> None:
    (folders.copy / "clock.json").write_text('{"day":20000,"sweep_day":20000}')
    shutil.rmtree(folders.data)
    code, output = restore(folders.data, folders.copy)
    assert (code, len(output.splitlines())) == (0, 1)
    assert sorted(path.name for path in folders.data.iterdir()) == sorted(
        [*KINDS, "clock.json", "due", "expires", "senders.lock", "server.lock", "vapid.pem"]
    )
    assert VapidKeys(folders.data).public_text() == VapidKeys(folders.copy).public_text()
    modes = {path.stat().st_mode & 0o077 for path in folders.data.rglob("*") if path.name != "lock"}
    assert modes == {0}


def test_what_the_copy_does_not_hold_stays(folders: Folders, restore: Run) -> None:
    """Copies without shares are what docs/operating.md advises."""
    for name in ("shares", "expires", "reminders", "due"):
        shutil.rmtree(folders.copy / name)
    (folders.data / "vapid.pem").unlink()
    key = VapidKeys(folders.data).public_text()
    code, output = restore(folders.data, folders.copy)
    assert code == 0
    assert output.endswith("The copy holds no reminders and no shares: what is here of them stays.\n")
    assert len(TinyDBReminders(folders.data).get(folders.phone).reminders) == 2
    assert len(TinyDBShares(folders.data).get(folders.share.name).notes) == 1
    assert VapidKeys(folders.data).public_text() == key, "its reminders need it"
    assert folders.damage() == []


def test_reminders_come_back_with_their_key_and_with_marks(folders: Folders, restore: Run) -> None:
    """The copy was made while a server wrote, so it lacks a mark."""
    shutil.rmtree(folders.copy / "due")
    (folders.data / "vapid.pem").unlink()
    VapidKeys(folders.data).public_text()
    assert restore(folders.data, folders.copy)[0] == 0
    assert VapidKeys(folders.data).public_text() == VapidKeys(folders.copy).public_text()
    assert (folders.data / "before-restore-1/vapid.pem").exists()
    assert folders.damage() == []


def test_the_later_day_of_a_visit_counts(folders: Folders, restore: Run) -> None:
    day = 86_400
    for access, days in ((folders.edited, (20_000, 20_100)), (folders.unchanged, (20_100, 20_000))):
        for folder, visited in zip((folders.copy, folders.data), days, strict=True):
            os.utime(folders.vault_file(access, folder), (visited * day, visited * day))
    os.utime(folders.vault_file(folders.lost, folders.copy), (20_000 * day, 20_000 * day))
    restore(folders.data, folders.copy)
    accesses = (folders.edited, folders.unchanged, folders.lost)
    times = [folders.vault_file(access).stat().st_mtime for access in accesses]
    assert times == [20_100 * day, 20_100 * day, 20_000 * day]


def test_a_damaged_vault_is_replaced_and_kept_aside(folders: Folders, restore: Run) -> None:
    path = folders.vault_file(folders.edited)
    path.write_bytes(b"{")
    assert restore(folders.data, folders.copy)[0] == 0
    assert folders.records(folders.edited) == folders.records(folders.edited, folders.copy)
    assert folders.vault_file(folders.edited, folders.data / "before-restore-1").read_bytes() == b"{"


def test_a_copy_that_was_made_before_there_were_epochs_gets_one(folders: Folders, restore: Run) -> None:
    path = folders.vault_file(folders.edited, folders.copy)
    path.write_text(path.read_text().replace(f',"epoch":"{folders.epoch(folders.edited).hex()}"', ""))
    assert folders.epoch(folders.edited, folders.copy) == bytes(16)
    assert restore(folders.data, folders.copy)[0] == 0
    assert any(folders.epoch(folders.edited))


def test_the_command_runs_as_a_program(folders: Folders) -> None:
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-m", "webapp.cli", "restore", str(folders.copy), "--over"], cwd=ROOT,
        env={**os.environ, "EGNE_ORD_DATA": str(folders.data), "PORT": str(free_port())},
        capture_output=True, text=True,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("Put back: 3 vaults, 1 reminders, 1 shares.")
