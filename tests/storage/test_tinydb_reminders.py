"""What only the default store of reminders guarantees: its index, damage, system calls, hidden times."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.errors import Busy, Damaged
from storage.files.paths import path_of
from storage.reminders.check import check_reminders, list_count
from storage.reminders.due_index import DueIndex
from storage.reminders.interface import DueEntry, SweptReminders
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from system_calls import calls

DAY = 86_400
PROGRAM = """
import os, sys, time
from pathlib import Path
from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.reminders.tinydb import TinyDBReminders
store, subscription = TinyDBReminders(Path(sys.argv[1])), new_subscription()
os.path.exists("/begins-add")
store.add(new_name(), "da", subscription, [(new_reminder_id(), slot(time.time() + 90000))])
os.path.exists("/begins-due")
list(store.due())
os.path.exists("/begins-end")
"""


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TinyDBReminders:
    return TinyDBReminders(tmp_path, clock)


def add(store: TinyDBReminders, due: float, part: int | None = None) -> DueEntry:
    entry = DueEntry(slot(due), new_name(part), new_reminder_id())
    store.add(entry.name, "da", new_subscription(), [(entry.id, entry.due)])
    return entry


def file_of(folder: Path, entry: DueEntry) -> Path:
    return Path(path_of(folder / "reminders", entry.name))


def test_nothing_is_written_before_the_first_reminder(store: TinyDBReminders, tmp_path: Path) -> None:
    store.get(new_name())
    store.register(new_name(), new_subscription())
    store.cancel(new_name(), new_reminder_id())
    for part in range(256):
        store.sweep(part)
    assert list(store.due()) == []
    assert list(tmp_path.rglob("*")) == []


def test_modification_times_reveal_only_the_day(store: TinyDBReminders, tmp_path: Path, clock: Clock) -> None:
    first, second = add(store, clock.now + 600), add(store, clock.now + 9 * DAY)
    clock.pass_days(1.3)
    store.register(first.name, new_subscription())
    store.cancel(second.name, second.id)
    lease = store.claim(first, 60)
    assert lease
    store.postpone(lease, clock.now + 60, 1)
    times = {path: path.stat().st_mtime for path in tmp_path.rglob("*")}
    assert len(times) >= 6
    assert [path for path, time in times.items() if time % DAY] == []


def test_other_users_of_the_machine_cannot_read_a_list(
    store: TinyDBReminders, tmp_path: Path, clock: Clock
) -> None:
    add(store, clock.now)
    made = [path for path in tmp_path.rglob("*") if path.name != "lock"]
    assert {path.stat().st_mode & 0o077 for path in made} == {0}


def test_an_index_entry_without_a_reminder_is_removed_when_it_is_due(
    store: TinyDBReminders, tmp_path: Path, clock: Clock
) -> None:
    """A kill between the two steps of adding a reminder leaves such an entry."""
    entry = DueEntry(slot(clock.now), new_name(), new_reminder_id())
    DueIndex(tmp_path / "due").add([entry], 20_000)
    assert list(store.due()) == [entry]
    assert store.claim(entry, 60) is None
    assert list(store.due()) == []


def test_a_sweep_rebuilds_an_index_that_was_not_restored(
    store: TinyDBReminders, tmp_path: Path, clock: Clock
) -> None:
    entry = add(store, clock.now, 7)
    shutil.rmtree(tmp_path / "due")
    assert [damage.what for damage in check_reminders(tmp_path)] == [
        "has a reminder without a mark; `sweep` makes it"
    ]
    assert store.sweep(7) == SweptReminders(reindexed=1)
    assert list(store.due()) == [entry]
    assert list(check_reminders(tmp_path)) == []


def test_past_folders_of_the_index_are_removed(store: TinyDBReminders, tmp_path: Path, clock: Clock) -> None:
    entry = add(store, clock.now)
    lease = store.claim(entry, 60)
    assert lease
    store.sent(lease)
    clock.pass_days(2)
    for _ in range(2):
        list(store.due())
    assert list((tmp_path / "due").iterdir()) == []
    add(store, clock.now)


def test_an_entry_that_cannot_be_made_raises_and_one_whose_folder_was_tidied_away_is_made(
    tmp_path: Path,
) -> None:
    index = DueIndex(tmp_path / "due")
    entry = DueEntry(slot(Clock().now), new_name(), new_reminder_id())
    path = index.path_of(entry)
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "gone" / "entry")  # every attempt to make it finds no folder
    with pytest.raises(FileNotFoundError):
        index.add([entry], 0)
    path.unlink()
    path.parent.rmdir()
    index.add([entry], 0)
    assert index.has(entry)


@pytest.mark.parametrize("cut", [0, 1, 30, 200, -1])
def test_a_damaged_list_raises_and_affects_no_other(
    store: TinyDBReminders, tmp_path: Path, clock: Clock, cut: int
) -> None:
    broken, whole = add(store, clock.now, 7), add(store, clock.now, 7)
    path = file_of(tmp_path, broken)
    path.write_bytes(path.read_bytes()[:cut])
    for call in (
        lambda: store.get(broken.name),
        lambda: store.cancel(broken.name, broken.id),
        lambda: store.claim(broken, 60),
    ):
        with pytest.raises(Damaged):
            call()
    assert store.sweep(7) == SweptReminders()
    assert path.exists()
    assert store.claim(whole, 60)


CHANGES = {
    "an id": {"id": "../x"},
    "a time between": {"due": 7},
    "a time in words": {"due": "now"},
    "tries": {"tries": None},
    "a state": {"unsent": 1},
    "a lease": {"try_after": "x"},
}


@pytest.mark.parametrize("change", CHANGES)
def test_impossible_values_in_a_reminder_are_damage(
    store: TinyDBReminders, tmp_path: Path, clock: Clock, change: str
) -> None:
    path = file_of(tmp_path, add(store, clock.now))
    tables = json.loads(path.read_text())
    tables["reminders"]["1"] |= CHANGES[change]
    path.write_text(json.dumps(tables))
    assert [(damage.path, damage.what) for damage in check_reminders(tmp_path)] == [(path, "cannot be read")]


def test_misplaced_files_are_reported_and_strays_are_swept(
    store: TinyDBReminders, tmp_path: Path, clock: Clock
) -> None:
    path = file_of(tmp_path, add(store, clock.now, 7))
    (tmp_path / "reminders/08").mkdir()
    shutil.copy(path, tmp_path / "reminders/08")
    path.with_name(path.name + ".tmp").write_bytes(b"half")
    for odd in ("reminders/07/note", "reminders/file", "due/x"):
        (tmp_path / odd).write_text("x")
    found = {str(d.path.relative_to(tmp_path)): d.what for d in check_reminders(tmp_path)}
    assert found == {
        f"reminders/08/{path.name}": "is in the wrong folder",
        f"reminders/07/{path.name}.tmp": "is a stray temporary file; `sweep` removes it",
        "reminders/07/note": "is no list of reminders",
        "reminders/file": "is no folder of reminders",
        "due/x": "is no folder of marks",
    }
    assert store.sweep(7) == SweptReminders(strays=1)
    assert list_count(tmp_path) == 2


def test_a_disk_error_is_raised_as_busy_with_its_cause(tmp_path: Path) -> None:
    (tmp_path / "reminders").write_text("not a folder")
    with pytest.raises(Busy) as refused:
        add(TinyDBReminders(tmp_path), 0)
    assert isinstance(refused.value.__cause__, OSError)


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace on this machine")
def test_system_calls_do_not_grow_with_the_number_of_reminders(tmp_path: Path) -> None:
    counts = [_calls(tmp_path / name, waiting) for name, waiting in (("few", 10), ("many", 3_000))]
    assert counts[0] == counts[1]
    add_calls = counts[0]["add"]
    assert add_calls["fsync"] == 2 + 4 + 2, "the folders of the list, those of the index entry, the list"
    assert add_calls["rename"] == 1
    assert "fsync" not in counts[0]["due"]


def _calls(data: Path, waiting: int) -> dict[str, Counter[str]]:
    """The system calls of one `add` and one `due`, with `waiting` other reminders in the index."""
    index = DueIndex(data / "due")
    for n in range(waiting):
        path = index.path_of(DueEntry(slot(4_000_000_000 + 300 * (n % 7)), new_name(), new_reminder_id()))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return calls(PROGRAM, data)
