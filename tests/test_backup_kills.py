"""A backup killed before any of its file operations: the data is as before, and nothing half is put back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from killed_process import ended_before
from restore_makers import Folders, Run, make_folders
from storage.backup import Backup
from storage.manifest import MANIFEST_NAME, check_manifest
from sweeps import quarter

OPERATIONS = {"open", "os.rename", "os.mkdir", "os.utime"}
OPERATIONS_COUNT = 130
"""About what a backup of the folders of these tests needs."""
STORIES = quarter(OPERATIONS_COUNT // 2)


def copied_until(folders: Folders, target: Path, operation: int) -> bool:
    """Back up in a process that is killed before its nth file operation; True if it ended before that."""
    target.mkdir(mode=0o700)

    def act() -> None:
        backup = Backup(folders.data, target, ("vaults", "reminders", "shares"), 20_000, 1.0)
        backup.copy()
        backup.finish()

    return ended_before(act, operation, OPERATIONS)


@pytest.mark.parametrize("story", range(STORIES))
def test_a_killed_backup_changes_nothing_and_is_never_put_back(
    tmp_path: Path, restore: Run, story: int
) -> None:
    chance, step = random.Random(story), OPERATIONS_COUNT // STORIES
    folders, target = make_folders(tmp_path), tmp_path / "backup"
    before = folders.files()
    ended = copied_until(folders, target, story * step + chance.randrange(step))
    assert folders.files() == before
    if (target / MANIFEST_NAME).exists():
        assert list(check_manifest(target)) == []
    else:
        assert not ended
        assert restore(tmp_path / "new", target)[0] == 1
        assert not (tmp_path / "new").exists()
    assert copied_until(folders, tmp_path / "again", 10 * OPERATIONS_COUNT)
    assert restore(tmp_path / "new", tmp_path / "again")[0] == 0


def test_the_kills_reach_every_operation_of_a_backup(tmp_path: Path) -> None:
    folders = make_folders(tmp_path)
    assert not copied_until(folders, tmp_path / "half", OPERATIONS_COUNT // 2)
    assert copied_until(folders, tmp_path / "whole", OPERATIONS_COUNT)
