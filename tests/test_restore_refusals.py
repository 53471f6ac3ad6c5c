"""When the restore command refuses or stops: a damaged copy, a running server, a full disk."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from browser.real_server import RealServer
from restore_makers import Folders, Run, make_folders
from storage.files.atomic_file import replace_file
from storage.files.locks import locked
from storage.folder_lock import hold_for_sender
from storage.restore import Restore
from storage_makers import new_push

REFUSED = "Nothing was changed.\n"


@pytest.mark.parametrize("kind", ["vaults", "reminders", "shares", "vapid.pem"])
def test_a_damaged_copy_is_refused(folders: Folders, restore: Run, kind: str) -> None:
    place = folders.copy / kind
    path = place if place.is_file() else next(place.rglob("*.json"))
    path.write_bytes(path.read_bytes()[:-30])
    before = folders.files()
    code, output = restore(folders.data, folders.copy)
    assert (code, output.endswith(REFUSED)) == (1, True)
    assert path.name in output
    assert "damaged" in output
    assert folders.files() == before


def test_a_file_that_was_half_copied_under_its_temporary_name_is_no_damage(
    folders: Folders, restore: Run
) -> None:
    path = folders.vault_file(folders.edited, folders.copy)
    path.with_name(path.name + ".tmp").write_bytes(b"half")
    assert restore(folders.data, folders.copy)[0] == 0
    assert not list(folders.data.rglob("*.tmp"))


def test_only_a_copy_of_a_data_folder_is_put_back(folders: Folders, restore: Run) -> None:
    before = folders.files()
    (folders.root / "empty").mkdir()
    for copy in (folders.root, folders.root / "nowhere", folders.root / "empty"):
        assert restore(folders.data, copy) == (1, f"That is no copy of a data folder. {REFUSED}")
    assert restore(folders.data, folders.data) == (1, f"That is the data folder itself. {REFUSED}")
    assert folders.files() == before


@pytest.mark.parametrize("kind", ["vaults", "reminders", "shares"])
def test_a_folder_that_somebody_writes_to_is_refused(folders: Folders, restore: Run, kind: str) -> None:
    before = folders.files()
    with locked(folders.data / kind / "3f", 1):
        code, output = restore(folders.data, folders.copy)
    assert (code, output.startswith("A server may be running"), output.endswith(REFUSED)) == (1, True, True)
    assert folders.files() == before
    assert restore(folders.data, folders.copy)[0] == 0


def test_a_running_server_keeps_a_restore_out_and_is_named(own_server: RealServer, restore: Run) -> None:
    folders = make_folders(own_server.folder)
    code, output = restore(own_server.data, folders.copy)
    assert (code, output.startswith("Process "), output.endswith(f"stop it first. {REFUSED}")) == (
        1,
        True,
        True,
    )
    assert f"as the server at 127.0.0.1:{own_server.port}:" in output
    own_server.stop()
    assert restore(own_server.data, folders.copy)[0] == 0


def test_a_process_that_sends_keeps_a_restore_out(folders: Folders, restore: Run) -> None:
    before, opened = folders.files(), [hold_for_sender(folders.data) for _ in range(2)]
    for each in opened:
        assert restore(folders.data, folders.copy) == (
            1, f"A process that sends reminders has the data folder: stop it first. {REFUSED}"
        )  # fmt: skip
        os.close(each)
    assert folders.files() == before
    assert restore(folders.data, folders.copy)[0] == 0


def test_a_server_that_goes_unnoticed_serves_what_was_put_back(tmp_path: Path, restore: Run) -> None:
    """An idle server on another address holds no lock. It reads each file anew, so nothing breaks."""
    folders = make_folders(tmp_path)
    serving = folders.vaults()
    seen = serving.pull(folders.edited, 0, 10)
    assert restore(folders.data, folders.copy)[0] == 0
    after = serving.pull(folders.edited, seen.seq, 10)
    assert (after.seq, after.epoch != seen.epoch) == (5, True)
    assert serving.push(folders.edited, [new_push()]).seq == 6


def test_writers_that_go_unnoticed_break_no_file(folders: Folders) -> None:
    """A writer holds a lock only for a moment, so the command may begin between two pushes."""
    stop = Event()

    def write() -> None:
        store = folders.vaults()
        while not stop.is_set():
            store.push(folders.edited, [new_push()])

    with ThreadPoolExecutor(1) as thread:
        writing = thread.submit(write)
        for _ in range(3):
            Restore(folders.copy, folders.data, 20_000, 10.0).run()
        stop.set()
        writing.result()
    assert folders.damage() == []
    assert [folders.damage(folders.data / f"before-restore-{n}") for n in (1, 2, 3)] == [[], [], []]


def test_a_full_disk_stops_it_and_it_can_be_run_again(
    folders: Folders, restore: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = 0

    def fails(path: Path, content: bytes, day: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise OSError(28, "No space left on device")
        replace_file(path, content, day)

    with monkeypatch.context() as patched:
        patched.setattr("storage.restore.replace_file", fails)
        code, output = restore(folders.data, folders.copy)
    assert (code, output) == (
        1,
        "It stopped (No space left on device): some files are put back and others not yet. "
        "Run it again with --over.\n",
    )
    assert folders.damage() == []
    assert restore(folders.data, folders.copy)[0] == 0
    assert folders.damage() == []
