"""What only the default store of vaults guarantees: files, system calls, contained damage, locks."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from storage.errors import Busy, Damaged, Unauthorized
from storage.files.locks import locked
from storage.files.paths import path_of
from storage.vaults.interface import Access, Limits, SweptVaults
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, Clock, new_access, new_push
from system_calls import calls

CUTS = [0, 1, 10, 60, 200, 3000, -1]
PROGRAM = """
import os, sys
from pathlib import Path
from storage_makers import new_access, new_push
from storage.vaults.tinydb import TinyDBVaults
store, access = TinyDBVaults(Path(sys.argv[1])), new_access()
store.make(access)
store.push(access, [new_push() for _ in range(40)])
for count in (1, 20, 60):
    os.path.exists(f"/begins-push-{count}")
    store.push(access, [new_push() for _ in range(count)])
os.path.exists("/begins-pull-new")
store.pull(access, 0, 1000)
os.path.exists("/begins-pull-nothing")
store.pull(access, 121, 1000)
os.path.exists("/begins-revisions")
store.revisions(access)
os.path.exists("/begins-end")
"""


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TinyDBVaults:
    return TinyDBVaults(tmp_path, clock=clock)


def file_of(folder: Path, access: Access) -> Path:
    return Path(path_of(folder / "vaults", access.vault_id))


def test_nothing_is_written_before_the_first_vault(store: TinyDBVaults, tmp_path: Path) -> None:
    for part in range(256):
        store.sweep(part)
    with pytest.raises(Unauthorized):
        store.push(new_access(), [new_push()])
    assert list(tmp_path.rglob("*")) == []


def test_other_users_of_the_machine_cannot_read_a_vault(store: TinyDBVaults, tmp_path: Path) -> None:
    access = new_access()
    store.make(access)
    path = file_of(tmp_path, access)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace on this machine")
def test_a_push_costs_two_fsyncs_and_one_rename_and_a_pull_none(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    counted = calls(PROGRAM, tmp_path / "data")
    for push in (counted["push-1"], counted["push-20"]):
        assert {name: push[name] for name in push if "sync" in name or "rename" in name} == {
            "fsync": 2,
            "rename": 1,
        }
    assert {name: counted["push-60"][name] for name in ("fsync", "rename")} == {"fsync": 4, "rename": 2}
    assert set(counted["pull-new"]) == set(counted["revisions"]) == {"openat"}
    assert counted["pull-nothing"] == {"openat": 1}


@pytest.mark.skipif(shutil.which("strace") is None, reason="no strace on this machine")
def test_a_segment_is_durable_before_the_head_that_names_it(tmp_path: Path) -> None:
    """Threat: the power fails, and the disk has the new head alone."""
    (tmp_path / "data").mkdir()
    calls(PROGRAM, tmp_path / "data")
    trace = (tmp_path / "data/trace").read_text().partition("/begins-push-60")[2].partition("/begins-pull")[0]
    steps = re.findall(r"\b(fsync|rename)\w*\(([^)]*)", trace)
    assert [name for name, _ in steps] == ["fsync", "rename", "fsync"] * 2
    files = [re.findall(r"(\.[0-9a-f]{16})?\.json\"", arguments)[-1:] for _, arguments in steps]
    assert bool(files[1][0]), "first a segment"
    assert files[4] == [""], "then the head"


def test_visits_are_stored_by_the_day(store: TinyDBVaults, tmp_path: Path, clock: Clock) -> None:
    access = new_access()
    store.make(access)
    times = [file_of(tmp_path, access).stat().st_mtime]
    store.push(access, [new_push()])
    times.append(file_of(tmp_path, access).stat().st_mtime)
    clock.pass_days(1.3)
    store.pull(access, 0, 1)
    times.append(file_of(tmp_path, access).stat().st_mtime)
    assert times == [20_000 * 86_400, 20_000 * 86_400, 20_001 * 86_400]


@pytest.mark.parametrize("cut", CUTS)
def test_a_damaged_vault_raises_and_affects_no_other(store: TinyDBVaults, tmp_path: Path, cut: int) -> None:
    broken, whole = new_access(7), new_access(7)
    for access in (broken, whole):
        store.make(access)
        store.push(access, [new_push()])
    path = file_of(tmp_path, broken)
    path.write_bytes(path.read_bytes()[:cut])
    calls: list[Callable[[], object]] = [
        lambda: store.pull(broken, 0, 10),
        lambda: store.revisions(broken),
        lambda: store.push(broken, [new_push()]),
    ]
    for call in calls:
        with pytest.raises(Damaged):
            call()
    assert store.sweep(7) == SweptVaults()
    assert path.exists(), "a damaged vault is kept, because somebody may be able to repair it"
    assert store.push(whole, [new_push()]).seq == len(store.pull(whole, 0, 10).records) == 2


@pytest.mark.parametrize(
    "vault",
    [
        *({}, {"1": []}, {"1": None}, {"1": {}}, {"1": {"token_sha256": "00"}}),
        {"1": {"token_sha256": "00" * 32, "made_day": "x", "seq": 0, "records": 0, "size": 0}},
        {"1": {"token_sha256": "00" * 32, "made_day": 0, "seq": -1, "records": 0, "size": 0}},
        {"1": {"token_sha256": "00" * 32, "made_day": 0, "seq": 0, "records": 0, "size": 0, "epoch": "00"}},
        {"1": {"token_sha256": "00" * 32, "made_day": 0, "seq": 0, "records": 0, "size": 0, "epoch": 7}},
        {"1": {"token_sha256": 7, "made_day": 0, "seq": 0, "records": 0, "size": 0}},
    ],
)
def test_an_impossible_header_is_damage(store: TinyDBVaults, tmp_path: Path, vault: object) -> None:
    access = new_access()
    store.make(access)
    file_of(tmp_path, access).write_text(json.dumps({"vault": vault}, separators=(",", ":")))
    with pytest.raises(Damaged):
        store.pull(access, 0, 1)


def test_an_impossible_record_is_damage(store: TinyDBVaults, tmp_path: Path) -> None:
    access = new_access()
    store.make(access)
    store.push(access, [new_push()])
    path = file_of(tmp_path, access)
    path.write_text(path.read_text().replace('"seq":1,"sealed"', '"seq":"1","sealed"'))
    with pytest.raises(Damaged):
        store.pull(access, 0, 1)
    with pytest.raises(Damaged):
        store.revisions(access)


def test_a_push_that_does_not_get_the_lock_in_time_raises_busy(tmp_path: Path) -> None:
    store, access = TinyDBVaults(tmp_path, lock_seconds=0.05), new_access()
    store.make(access)
    folder = file_of(tmp_path, access).parent
    with locked(folder, 1):
        with pytest.raises(Busy):
            store.push(access, [new_push()])
        assert store.pull(access, 0, 1).seq == 0, "a pull needs no lock"
    assert store.push(access, [new_push()]).seq == 1


def test_a_disk_error_is_raised_as_busy_with_its_cause(tmp_path: Path) -> None:
    (tmp_path / "vaults").write_text("not a folder")
    with pytest.raises(Busy) as refused:
        TinyDBVaults(tmp_path).make(new_access())
    assert isinstance(refused.value.__cause__, OSError)


def test_a_sweep_removes_stray_temporary_files_and_no_others(store: TinyDBVaults, tmp_path: Path) -> None:
    access = new_access(0xAB)
    store.make(access)
    folder = file_of(tmp_path, access).parent
    (folder / ("00" * 16 + ".json.tmp")).write_bytes(b"half")
    (folder / "note.txt").write_text("the host's own file")
    assert store.sweep(0xAB) == SweptVaults(strays=1)
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        ["lock", "note.txt", f"{access.vault_id.hex()}.json"]
    )


def test_a_vault_above_lowered_limits_still_accepts_edits_that_do_not_grow_it(tmp_path: Path) -> None:
    store, access = TinyDBVaults(tmp_path), new_access()
    store.make(access)
    store.push(access, pushes := [new_push(size=SIZES[1]) for _ in range(3)])
    lowered = TinyDBVaults(tmp_path, Limits(vault_bytes=1, records=1))
    assert lowered.push(access, [new_push(1, pushes[0].id)]).seq == 4
