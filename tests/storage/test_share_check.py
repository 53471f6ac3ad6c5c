"""A damaged file of a share is found and named, and does not affect other shares."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from share_makers import HOUR, WEEK, damaged, make_share, new_note, share_file
from storage.errors import Damaged
from storage.shares.check import share_count
from storage.shares.interface import SweptShares
from storage.shares.tinydb import TinyDBShares
from storage_makers import Clock, new_sealed


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TinyDBShares:
    return TinyDBShares(tmp_path, clock)


@pytest.mark.parametrize("cut", [0, 1, 30, 200, -1])
def test_a_damaged_share_raises_affects_no_other_and_is_removed_when_it_expires(
    store: TinyDBShares, tmp_path: Path, clock: Clock, cut: int
) -> None:
    broken, whole = make_share(store, 7), make_share(store, 7, WEEK)
    path = share_file(tmp_path, broken)
    path.write_bytes(path.read_bytes()[:cut])
    for call in (
        lambda: store.get(broken.name),
        lambda: store.withdraw(broken),
        lambda: store.answer(broken.name, new_note()),
        lambda: store.make(broken, new_sealed(), HOUR),
    ):
        with pytest.raises(Damaged):
            call()
    assert store.sweep(7) == SweptShares()
    assert damaged(tmp_path) == {f"shares/07/{path.name}": "cannot be read"}
    clock.now += HOUR
    assert store.sweep(7) == SweptShares(shares=1)
    assert not path.exists()
    assert store.get(whole.name)


CHANGES = {
    "a token": ({"token_sha256": "00"}, "cannot be read"),
    "a time": ({"expires": "soon"}, "cannot be read"),
    "a time with a fraction": ({"expires": 1.5}, "cannot be read"),
    "no text": ({"sealed": None}, "cannot be read"),
    "no letters": ({"sealed": "!" * 5500}, "cannot be read"),
    "a size": ({"sealed": "AAAA"}, "holds a text of an impossible size"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_impossible_values_in_a_share_are_damage(store: TinyDBShares, tmp_path: Path, change: str) -> None:
    path = share_file(tmp_path, make_share(store, 7))
    tables = json.loads(path.read_text())
    tables["share"]["1"] |= CHANGES[change][0]
    path.write_text(json.dumps(tables))
    assert damaged(tmp_path) == {f"shares/07/{path.name}": CHANGES[change][1]}


@pytest.mark.parametrize("notes", [["AAAA"], [new_note()] * 2, [new_note() for _ in range(6)], [7]])
def test_impossible_notes_are_damage(store: TinyDBShares, tmp_path: Path, notes: list[object]) -> None:
    path = share_file(tmp_path, make_share(store, 7))
    tables = json.loads(path.read_text())
    tables["notes"] = {str(n): {"sealed": note} for n, note in enumerate(notes, 1)}
    path.write_text(json.dumps(tables))
    assert list(damaged(tmp_path)) == [f"shares/07/{path.name}"]


def test_misplaced_files_are_reported_and_strays_are_swept(store: TinyDBShares, tmp_path: Path) -> None:
    path = share_file(tmp_path, make_share(store, 7))
    (tmp_path / "shares/08").mkdir()
    shutil.copy(path, tmp_path / "shares/08")
    path.with_name(path.name + ".tmp").write_bytes(b"half")
    for odd in ("shares/07/note", "shares/file", "expires/x"):
        (tmp_path / odd).write_text("x")
    assert damaged(tmp_path) == {
        f"shares/08/{path.name}": "is in the wrong folder",
        f"shares/07/{path.name}.tmp": "is a stray temporary file; `sweep` removes it",
        "shares/07/note": "is no share",
        "shares/file": "is no folder of shares",
        "expires/x": "is no folder of marks",
    }
    assert store.sweep(7) == SweptShares(strays=1)
    assert share_count(tmp_path) == 2
