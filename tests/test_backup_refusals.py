"""When backup and restore refuse: a damaged or unfinished backup, strays, a folder that holds something."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from restore_makers import Folders, Run
from storage.files.locks import locked
from webapp.cli import main
from webapp.commands.sweep import sweep
from webapp.config import Settings
from webapp.start import ImpossibleStart, prepare


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where the backup goes; it does not exist yet."""
    return tmp_path / "backup"


def test_a_folder_that_holds_something_is_left_alone_unless_told(
    folders: Folders, restore: Run, capfd: pytest.CaptureFixture[str]
) -> None:
    before = folders.files()
    restore(folders.data, folders.root / "nowhere")  # sets the data folder and a free port
    assert main(["restore", str(folders.copy)]) == 1
    refused = "The data folder is not empty. With --over, what is there goes aside. Nothing was changed.\n"
    assert capfd.readouterr().out == refused
    assert folders.files() == before
    assert restore(folders.data, folders.copy)[0] == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("flip", "is not as it was backed up"),
        ("lose", "is missing"),
        ("count", "its manifest is damaged"),
        ("sums", "its manifest is damaged"),
        ("unfinished", "The backup was not finished"),
    ],
)
def test_a_damaged_backup_is_refused(
    folders: Folders, backup: Run, restore: Run, target: Path, change: str, said: str
) -> None:
    backup(folders.data, target)
    vault, manifest = folders.vault_file(folders.edited, target), target / "manifest.json"
    match change:
        case "flip":  # of one sealed letter, which only the manifest can tell
            text = vault.read_text()
            at = text.index('"sealed":"') + 100
            vault.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :])
            assert folders.damage(target) == []
        case "lose":
            vault.unlink()
        case "count":
            manifest.write_text(re.sub(r'"vaults":(\d+)', r'"vaults":1\1', manifest.read_text()))
        case "sums":
            (target / "SHA256SUMS").write_text(
                (target / "SHA256SUMS").read_text().replace("vaults/", "up/", 1)
            )
        case _:
            manifest.unlink()
    before = folders.files()
    code, output = restore(folders.data, target)
    assert (code, said in output, output.endswith("Nothing was changed.\n")) == (1, True, True)
    assert folders.files() == before


def test_strays_in_a_copy_are_named_and_not_put_back(
    folders: Folders, backup: Run, restore: Run, target: Path
) -> None:
    backup(folders.data, target)
    added = folders.vault_file(folders.lost, target)
    added.parent.mkdir(exist_ok=True)
    shutil.copy2(folders.vault_file(folders.lost, folders.copy), added)
    for copy in (target, folders.copy):
        (copy / "vaults/3f/.DS_Store").write_bytes(b"x")
        (copy / "vaults/lost+found").mkdir()
        code, output = restore(folders.data, copy)
        assert code == 0
        assert "vaults/3f/.DS_Store is no vault\nvaults/lost+found is no folder of vaults\n" in output
        assert "What does not belong there is not put back.\n" in output
        assert (f"vaults/00/{added.name} is not in the manifest" in output) == (copy == target)
        assert not list(folders.data.glob("vaults/*/.DS_Store"))
        assert folders.vault_file(folders.lost).exists() == (copy == folders.copy)


def test_a_backup_goes_nowhere_it_does_not_belong(folders: Folders, backup: Run, target: Path) -> None:
    before = folders.files()
    full = folders.root / "full"
    full.mkdir()
    (full / "mine").write_text("x")
    inside = "The backup must be outside the data folder, and must not contain it. Nothing was copied.\n"
    assert backup(folders.data, full) == (1, "That folder is not empty. Nothing was copied.\n")
    for place in (folders.data, folders.data / "backup", folders.root):
        assert backup(folders.data, place) == (1, inside)
    lost = "That folder cannot be written (No such file or directory). Nothing was copied.\n"
    assert backup(folders.data, folders.root / "unmounted/disk/backup") == (1, lost)
    nowhere = f"EGNE_ORD_DATA is {folders.root}/nowhere: there is no such folder. Nothing was copied.\n"
    assert backup(folders.root / "nowhere", target) == (1, nowhere)
    assert folders.files() == before
    assert sorted(path.name for path in full.iterdir()) == ["mine"]
    backup(folders.data, target)
    assert backup(folders.data, target) == (1, "That folder is not empty. Nothing was copied.\n")


def test_a_part_that_stays_locked_stops_it(
    folders: Folders, target: Path, backup: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EGNE_ORD_LOCK_SECONDS", "1")
    with locked(folders.data / "vaults/3f", 1):
        code, output = backup(folders.data, target)
    assert (code, output.startswith("It stopped (it is locked: try again).")) == (1, True)
    assert not (target / "manifest.json").exists()


def test_a_backup_is_neither_served_nor_swept(folders: Folders, backup: Run, target: Path) -> None:
    backup(folders.data, target)
    before, settings = folders.files(target), Settings(data=target)
    with pytest.raises(ImpossibleStart, match="which is a backup"):
        prepare(settings)
    with pytest.raises(ImpossibleStart, match="which is a backup"):
        sweep(settings)
    assert folders.files(target) == before
