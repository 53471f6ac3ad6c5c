"""Putting a copy back, killed before any of its file operations and run again."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest

from killed_process import ended_before
from restore_makers import Folders, make_folders
from storage.errors import Unauthorized
from storage.restore import Restore
from sweeps import quarter

OPERATIONS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.utime"}
OPERATIONS_COUNT = 150
"""About what a restore of the folders of these tests needs."""
STORIES = quarter(120)


def restored_until(folders: Folders, operation: int) -> bool:
    """Restore in a process that is killed before its nth file operation; True if it ended before that."""
    return ended_before(Restore(folders.copy, folders.data, 20_000, 1.0).run, operation, OPERATIONS)


def assert_nothing_is_lost(folders: Folders, before: dict[str, bytes]) -> None:
    """Each vault is as before or as in the copy, and what was there before is there or aside."""
    assert folders.damage() == []
    for access in (folders.edited, folders.unchanged, folders.lost, folders.newer):
        states = []
        for place in (folders.root / "before", folders.copy):
            try:
                states.append(folders.records(access, place))
            except Unauthorized:
                states.append([])
        try:
            assert folders.records(access) in states
        except Unauthorized:
            assert [] in states, "a vault that was there and is in the copy is always there"
    kept = [folders.files(place) for place in (folders.data, *folders.data.glob("before-restore-*"))]
    for name, content in before.items():
        if not name.startswith(("due/", "expires/")):
            assert content in [place.get(name) for place in kept], name


def assert_it_is_as_in_the_copy(folders: Folders) -> None:
    epochs = set()
    for access in (folders.edited, folders.unchanged, folders.lost):
        assert folders.records(access) == folders.records(access, folders.copy)
        epochs |= {folders.epoch(access), folders.epoch(access, folders.copy)}
    assert len(epochs) == 6
    with pytest.raises(Unauthorized):
        folders.records(folders.newer)
    assert folders.damage() == []
    wanted, found = folders.files(folders.copy), folders.files()
    for name in wanted:
        assert name.startswith("vaults/") or wanted[name] == found[name], name


@pytest.mark.parametrize("story", range(STORIES))
def test_a_restore_that_is_killed_again_and_again_loses_nothing_and_ends(tmp_path: Path, story: int) -> None:
    """The first kill moves through the whole restore from story to story; the others come by chance."""
    chance, step = random.Random(story), -(-OPERATIONS_COUNT // STORIES)
    folders = make_folders(tmp_path)
    shutil.copytree(folders.data, tmp_path / "before")
    before = folders.files()
    first = story * step + chance.randrange(step)
    for operation in (first, chance.randrange(OPERATIONS_COUNT), chance.randrange(OPERATIONS_COUNT)):
        restored_until(folders, operation)
        assert_nothing_is_lost(folders, before)
    assert restored_until(folders, 10 * OPERATIONS_COUNT)
    assert_nothing_is_lost(folders, before)
    assert_it_is_as_in_the_copy(folders)


def test_the_kills_reach_every_operation_of_a_restore(tmp_path: Path) -> None:
    folders = make_folders(tmp_path)
    assert not restored_until(folders, OPERATIONS_COUNT // 2)
    shutil.rmtree(folders.data)
    folders = make_folders(tmp_path / "new")
    assert restored_until(folders, OPERATIONS_COUNT)
