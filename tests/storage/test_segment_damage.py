"""Segments that are broken, that no head names, or whose vault goes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson
import pytest

from segment_makers import ALL, LARGE, damage, head_of, made, segments_of
from storage.errors import Damaged, Unauthorized
from storage.vaults.interface import Access, Push, SweptVaults
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import new_push


@pytest.fixture
def store(tmp_path: Path) -> TinyDBVaults:
    return TinyDBVaults(tmp_path)


def broken(store: TinyDBVaults, data: Path, how: str) -> tuple[Access, list[Push], Path]:
    """A vault with two segments, the first of which is broken."""
    access, pushes = made(store, *[LARGE] * 2)
    (first,) = segments_of(data, access)
    store.push(access, [new_push(size=LARGE) for _ in range(2)])
    content = first.read_bytes()
    if how == "missing":
        first.unlink()
    else:
        changed = content[:900] + (b"A" if content[900:901] != b"A" else b"B") + content[901:]
        first.write_bytes({"cut": content[:-9], "empty": b"{}", "changed": changed}[how])
    return access, pushes, first


@pytest.mark.parametrize("how", ["missing", "cut", "empty"])
def test_a_broken_segment_is_damage_for_whoever_needs_it(
    store: TinyDBVaults, tmp_path: Path, how: str
) -> None:
    access, pushes, _ = broken(store, tmp_path, how)
    with pytest.raises(Damaged):
        store.pull(access, 0, ALL)
    with pytest.raises(Damaged):
        store.push(access, [new_push(0, pushes[0].id)])
    assert [record.seq for record in store.pull(access, 2, ALL).records] == [3, 4]
    assert len(store.revisions(access).records) == 4


@pytest.mark.parametrize(
    ("how", "named"),
    [
        ("missing", ["HEAD names a segment that is missing: SEGMENT"]),
        ("cut", ["HEAD names a segment that is damaged: SEGMENT", "SEGMENT cannot be read"]),
        ("changed", ["SEGMENT holds other bytes than its name says"]),
    ],
)
def test_the_check_names_a_broken_segment(
    store: TinyDBVaults, tmp_path: Path, how: str, named: list[str]
) -> None:
    access, _, segment = broken(store, tmp_path, how)
    head = head_of(tmp_path, access)
    lines = [line.replace("HEAD", head.name).replace("SEGMENT", segment.name) for line in named]
    assert sorted(damage(tmp_path)) == sorted(damage(tmp_path, is_copy=True)) == sorted(lines)


def test_a_head_that_says_something_else_than_its_segment_is_damage(
    store: TinyDBVaults, tmp_path: Path
) -> None:
    access, pushes = made(store, *[LARGE] * 2)
    head = head_of(tmp_path, access)
    head.write_text(head.read_text().replace(f'["{pushes[0].id}",1,1,', f'["{pushes[0].id}",2,1,'))
    assert damage(tmp_path) == [f"{head.name} names a segment that is damaged: {each.name}"
                                for each in segments_of(tmp_path, access)]  # fmt: skip
    with pytest.raises(Damaged):
        store.pull(access, 0, ALL)


@pytest.mark.parametrize(
    "segments",
    [
        *(7, {"1": None}, {"1": {"name": "x", "size": 1, "live": []}}, {"1": {"name": "0" * 16, "size": 1}}),
        {"1": {"name": "0" * 16, "size": 0, "live": []}},
        {"1": {"name": "0" * 16, "size": 9, "live": [["a", "1", 1, 9, "t"]]}},
        {"1": {"name": "0" * 16, "size": 9, "live": [["a", 1]]}},
        {"1": {"name": "../" * 5 + "x", "size": 9, "live": []}},
    ],
)
def test_an_impossible_list_of_segments_is_damage(
    store: TinyDBVaults, tmp_path: Path, segments: object
) -> None:
    access, _ = made(store, *[LARGE] * 2)
    tables = orjson.loads(head_of(tmp_path, access).read_bytes())
    head_of(tmp_path, access).write_bytes(orjson.dumps({**tables, "segments": segments}))
    calls: list[Callable[[], object]] = [
        lambda: store.pull(access, 0, 1),
        lambda: store.revisions(access),
        lambda: store.push(access, [new_push()]),
    ]
    for call in calls:
        with pytest.raises(Damaged):
            call()


def test_a_sweep_removes_segments_that_no_head_names_and_no_others(
    store: TinyDBVaults, tmp_path: Path
) -> None:
    access, _ = made(store, *[LARGE] * 2)
    damaged, _ = made(store, *[LARGE] * 2)
    head, kept = head_of(tmp_path, access), segments_of(tmp_path, access) + segments_of(tmp_path, damaged)
    strays = [head.with_name(f"{stem}.{'0' * 16}.json") for stem in (head.stem, "3f" * 16)]
    for stray in strays:
        stray.write_bytes(kept[0].read_bytes())
    head_of(tmp_path, damaged).write_bytes(b"{")
    found = {line.partition(" ")[0] for line in damage(tmp_path) if "stray segment" in line}
    assert found >= {stray.name for stray in strays}
    assert not [line for line in damage(tmp_path, is_copy=True) if "stray" in line]
    assert store.sweep(0x3F) == SweptVaults(strays=2)
    assert sorted(head.parent.glob("*.*.json")) == sorted(kept)


def gone(store: TinyDBVaults, access: Access) -> bool:
    with pytest.raises(Unauthorized):
        store.pull(access, 0, 1)
    return True


@pytest.fixture
def vault_and_neighbour(store: TinyDBVaults, tmp_path: Path) -> Iterator[Access]:
    """A vault with segments, beside another one that stays whole."""
    access, _ = made(store, *[LARGE] * 2)
    neighbour, _ = made(store, *[LARGE] * 2)
    yield access
    assert len(store.pull(neighbour, 0, ALL).records) == 2
    assert {path.name[:32] for path in (tmp_path / "vaults/3f").glob("*.json")} == {neighbour.vault_id.hex()}


def test_a_deleted_vault_leaves_no_file(store: TinyDBVaults, vault_and_neighbour: Access) -> None:
    store.delete(vault_and_neighbour)
    assert gone(store, vault_and_neighbour)


def test_an_expired_vault_leaves_no_file(
    store: TinyDBVaults, tmp_path: Path, vault_and_neighbour: Access
) -> None:
    os.utime(head_of(tmp_path, vault_and_neighbour), (86_400, 86_400))
    assert store.sweep(0x3F) == SweptVaults(vaults=1)
    assert gone(store, vault_and_neighbour)
