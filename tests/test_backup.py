"""The backup command, and what restore makes of a backup: what is in it, what is refused, who may read it."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

import storage.backup
from restore_makers import PART, Folders, Run
from storage.reminders.tinydb import TinyDBReminders
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, new_access, new_push, pulled
from webapp.config import ROOT

COPIED = "Copied: 3 vaults, 2 lists of reminders, no shares.\n"
WITH_SHARES = "Copied: 3 vaults, 2 lists of reminders, 2 shares.\n"
WRITERS = 6


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the backup goes; it does not exist yet."""
    return tmp_path / "backup"


def test_a_backup_has_everything_but_shares_and_strays(folders: Folders, backup: Run, target: Path) -> None:
    vault = folders.vault_file(folders.edited)
    vault.with_name(f"{vault.name}.tmp").write_bytes(b"half")
    before = folders.files()
    assert backup(folders.data, target) == (0, COPIED)
    wanted = {
        name: content
        for name, content in before.items()
        if name.startswith(("vaults/", "reminders/", "vapid.pem")) and not name.endswith(".tmp")
    }
    found = folders.files(target)
    assert {name: found[name] for name in found.keys() - {"SHA256SUMS", "manifest.json"}} == wanted
    assert folders.files() == before, "the data folder is only read"
    assert folders.damage(target) == []
    again = target.with_name("again")
    assert backup(folders.data, again, "--with-shares") == (0, WITH_SHARES)
    assert {name for name in folders.files(again) if name.startswith("shares/")} == {
        name for name in before if name.startswith("shares/")
    }


def test_names_that_are_no_text_stop_no_backup(
    folders: Folders, backup: Run, restore: Run, target: Path
) -> None:
    part = folders.vault_file(folders.edited).parent
    for name in (b"\xff\xfe.json", b"two\nlines"):
        Path(os.fsdecode(bytes(part) + b"/" + name)).write_bytes(b"x")
    code, said = backup(folders.data, target)
    assert (code, "two\\nlines" in said) == (1, True)
    assert subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=target).returncode == 0
    assert restore(target.with_name("again"), target)[0] == 0


def test_the_sums_are_those_of_sha256sum(folders: Folders, backup: Run, target: Path) -> None:
    backup(folders.data, target)
    checked = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=target)
    assert checked.returncode == 0
    lines = (target / "SHA256SUMS").read_text().splitlines()
    assert len(lines) == len(folders.files(target)) - 2, "all but the manifest itself"
    for sha256, name in (line.split("  ") for line in lines):
        assert hashlib.sha256((target / name).read_bytes()).hexdigest() == sha256


def test_nobody_else_may_read_a_backup_and_the_days_of_visits_are_in_it(
    folders: Folders, backup: Run, target: Path
) -> None:
    day = 86_400
    os.utime(folders.vault_file(folders.edited), (20_000 * day, 20_000 * day))
    target.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        assert backup(folders.data, target)[0] == 0
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (target, *target.rglob("*"))}
    assert modes == {0o700, 0o600}
    copied = folders.vault_file(folders.edited, target)
    assert copied.stat().st_mtime == 20_000 * day


def test_a_backup_is_restored_into_an_empty_place_with_new_epochs(
    folders: Folders, backup: Run, restore: Run, target: Path, tmp_path: Path
) -> None:
    backup(folders.data, target)
    new = Folders(tmp_path / "new")
    assert restore(new.data, target) == (
        0,
        "Put back: 3 vaults, 2 reminders. Each of these vaults has a new epoch.\n"
        "The copy holds no shares: what is here of them stays.\n",
    )
    for access in (folders.edited, folders.unchanged, folders.newer):
        assert new.records(access) == folders.records(access)
        assert new.epoch(access) != folders.epoch(access)
    assert len(TinyDBReminders(new.data).get(folders.phone).reminders) == 2
    assert (new.data / "vapid.pem").read_bytes() == (folders.data / "vapid.pem").read_bytes()
    assert new.damage() == []


def test_what_was_damaged_already_is_kept_beside_and_stops_no_restore(
    folders: Folders, backup: Run, restore: Run, target: Path, tmp_path: Path
) -> None:
    folders.vault_file(folders.edited).write_bytes(b"{")
    name = f"vaults/3f/{folders.vault_file(folders.edited).name}"
    assert backup(folders.data, target) == (
        1,
        f"Copied: 2 vaults, 2 lists of reminders, no shares.\n{name} cannot be read\n"
        "What is damaged is in the backup under damaged, and is not put back.\n",
    )
    assert (target / "damaged" / name).read_bytes() == b"{"
    assert restore(tmp_path / "new", target)[0] == 0
    assert not (tmp_path / "new" / name).exists()


def test_a_part_with_more_files_than_may_be_open_is_copied_too(
    folders: Folders, backup: Run, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(storage.backup, "OPENED_MAX", 1)
    assert backup(folders.data, target) == (0, COPIED)
    assert folders.damage(target) == []


def test_a_folder_inside_a_part_is_copied_and_a_link_is_not_followed(
    folders: Folders, backup: Run, target: Path
) -> None:
    """So that a backup does not depend on how many files a vault has."""
    inside = folders.data / "vaults/3f/inside"
    inside.mkdir()
    (inside / "segment").write_bytes(b"x" * 3_000_000)
    (inside / "link").symlink_to(ROOT / "pyproject.toml")
    assert backup(folders.data, target)[0] == 0
    assert (target / "vaults/3f/inside/segment").read_bytes() == b"x" * 3_000_000
    assert [path.name for path in (target / "vaults/3f/inside").iterdir()] == ["segment"]


def test_a_backup_beside_six_writers_has_every_push_answered_before_it(
    folders: Folders, backup: Run, restore: Run, target: Path, tmp_path: Path
) -> None:
    stop = Event()
    answered: dict[Access, list[str]] = {new_access(PART if n < 3 else n): [] for n in range(WRITERS)}
    begun = [Event() for _ in answered]

    def write(access: Access, begins: Event) -> None:
        store = TinyDBVaults(folders.data)
        store.make(access)
        store.push(access, large := [new_push(size=SIZES[2]) for _ in range(2)])
        edits = 0
        while not stop.is_set():  # each edit of a large record makes a new segment, and removes an old one
            edited = new_push((edits + 2) // 2, large[edits % 2].id, SIZES[2])
            store.push(access, [push := new_push(), edited])
            edits += 1
            answered[access].append(push.id)
            begins.set()

    with ThreadPoolExecutor(WRITERS) as threads:
        writing = [threads.submit(write, *each) for each in zip(answered, begun, strict=True)]
        assert all(begins.wait(60) for begins in begun)  # hang guard
        before = {access: list(ids) for access, ids in answered.items()}
        copied = [backup(folders.data, each)[0] for each in (target, tmp_path / "second")]
        stop.set()
        for each in writing:
            each.result()
    new = Folders(tmp_path / "new")
    assert (copied, restore(new.data, target)[0], new.damage()) == ([0, 0], 0, [])
    for access, ids in before.items():
        records = pulled(new.vaults(), access)
        assert set(ids) <= {record.id for record in records}
        edits = sum(record.rev - 1 for record in records)
        assert edits == len(records) - 2, "a push is in it whole"
    assert folders.damage(tmp_path / "second") == []


def test_a_damaged_segment_takes_its_whole_vault_aside(
    folders: Folders, backup: Run, restore: Run, target: Path, tmp_path: Path
) -> None:
    head = folders.vault_file(folders.edited)
    segment = next(head.parent.glob(f"{head.stem}.*.json"))
    segment.write_bytes(segment.read_bytes()[:-9])
    code, output = backup(folders.data, target)
    assert (code, "Copied: 2 vaults" in output, segment.name in output) == (1, True, True)
    assert {path.name for path in (target / "damaged/vaults/3f").iterdir()} == {
        path.name for path in head.parent.glob(f"{head.stem}*")
    }
    assert restore(tmp_path / "new", target)[0] == 0
