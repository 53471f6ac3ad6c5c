"""`move`, and what a host, a phone and a sender see of a place that is moved or filled."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from move_makers import contents, fill
from postgresql_server import emptied
from storage import base64url
from storage.files.paths import path_of
from storage.interface import OPEN, READ_ONLY, UNFINISHED
from storage.place import Place
from storage.postgresql.stores import database_at
from storage.stores import open_stores, remove_from_database
from vault_client import VaultClient, new_record, problem
from webapp import create_app
from webapp.cli import main
from webapp.config import Settings

Run = Callable[..., tuple[int, str, str]]
HASH = re.compile(r"(\d+) ([a-z ]+), the same in both places: SHA-256 ([0-9a-f]{64})")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(
    data: Path, address: str, database: object, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Run]:  # fmt: skip
    """Runs a command in this process. Returns the exit code, what it printed, and its errors."""
    monkeypatch.setenv("EGNE_ORD_STORE", address)
    monkeypatch.setenv("EGNE_ORD_DATA", str(data))

    def run(*arguments: str) -> tuple[int, str, str]:
        code, captured = main(list(arguments)), capsys.readouterr()
        return code, captured.out, captured.err

    yield run
    open_stores(Place(data, address, is_for_move=True)).gate.set(OPEN)
    for is_for_move in ([], [True]):
        database_at(address, Settings().lock_seconds, *is_for_move).close()
    database_at.cache_clear()


def without_epochs(found: dict[str, list[bytes]]) -> list[bytes]:
    return [re.sub(rb'"epoch":"[0-9a-f]{32}"', b"", text) for text in found["vaults"]]


def test_a_folder_is_moved_into_a_database_and_back_by_command(
    run: Run, data: Path, address: str, tmp_path: Path
) -> None:
    here = open_stores(Place(data))
    fill(here, 1, 20)
    before = contents(here)
    code, said, errors = run("move", str(data), "EGNE_ORD_STORE")
    assert code == 0, said + errors
    found = HASH.findall(said)
    assert [(count, kind) for count, kind, _ in found] == [
        ("20", "vaults"), ("3", "expired vaults"), ("2", "reminders"), ("2", "shares"),
    ]  # fmt: skip
    assert "The old place takes no more changes." in errors
    assert "vaults: 20 of 20" in errors
    assert contents(open_stores(Place(data, address))) == before
    code, said, _ = run("move", "EGNE_ORD_STORE", str(tmp_path / "back"))
    assert code == 0
    assert HASH.findall(said) == found, "the same bytes have the same hash, wherever they are"
    assert contents(open_stores(Place(tmp_path / "back"))) == before


def test_a_move_is_refused_in_a_sentence(run: Run, data: Path, address: str, tmp_path: Path) -> None:
    fill(open_stores(Place(data)), 2, 3)
    fill(open_stores(Place(tmp_path / "other")), 3, 3)
    secret = "postgresql://user:secret-word@host/name"
    for arguments, sentence in (
        ((str(data), secret), "Put the password into EGNE_ORD_STORE"),
        ((str(data), str(data)), "Name two places."),
        ((str(tmp_path / "none"), "EGNE_ORD_STORE"), "there is no such folder"),
        ((str(data), "mysql://host/name"), "must begin with postgresql://"),
    ):
        code, said, errors = run("move", *arguments)
        assert (code, sentence in errors, "secret-word" in said + errors) == (2, True, False)
    code, said, _ = run("move", str(data), str(tmp_path / "other"))
    assert (code, "The second place is not empty" in said) == (1, True)
    code, said, _ = run("move", str(data), "postgresql://nobody@127.0.0.1:1/nothing")
    assert (code, "`migrate` it" in said) == (1, True)
    (data / "vaults/3f").mkdir(exist_ok=True)
    (data / "vaults/3f" / f"3f{'0' * 30}.json").write_text("{")
    code, said, _ = run("move", str(data), "EGNE_ORD_STORE")
    assert (code, "`check` names it" in said) == (1, True)
    assert open_stores(Place(data)).gate.state() == OPEN, "it had not been closed yet"


def test_a_folder_above_the_data_is_not_moved(run: Run, data: Path, address: str) -> None:
    """Threat: nothing is moved, the host is told that it was, and phones find no vault."""
    fill(open_stores(Place(data)), 4, 3)
    code, _, errors = run("move", str(data.parent), "EGNE_ORD_STORE")
    assert (code, "is no data folder" in errors) == (2, True)
    assert not (data.parent / READ_ONLY).exists()
    assert open_stores(Place(data, address, is_for_move=True)).gate.state() == OPEN


def test_phones_see_503_for_changes_and_everything_else_as_before(data: Path) -> None:
    app = create_app(Settings(data=data, sender=False))
    client = VaultClient(app).make()
    client.push(record := new_record())
    head = Path(path_of(data / "vaults", base64url.decode(client.vault, 16)))
    os.utime(head, (0, 0))
    open_stores(Place(data, is_for_move=True)).gate.set(READ_ONLY)
    refused = client.push(new_record())
    assert problem(refused) == (503, "busy")
    assert int(refused.headers["Retry-After"]) > 0
    assert [each["sealed"] for each in client.pull()["records"]] == [record["sealed"]]
    assert head.stat().st_mtime == 0, "a visit is noted in the new place"
    assert problem(VaultClient(app).send("PUT")) == (503, "busy")
    assert problem(client.send("DELETE")) == (503, "busy")
    ready = app.test_client().get("/readyz")
    assert (ready.status_code, ready.text) == (200, "read-only\n")


def test_a_closed_database_reads_and_says_so(run: Run, data: Path, address: str) -> None:
    app = create_app(Settings(data=data, store=address, sender=False))
    client = VaultClient(app).make()
    client.push(new_record())
    other = VaultClient(app).make()
    open_stores(Place(data, address, is_for_move=True)).gate.set(READ_ONLY)
    assert problem(client.push(new_record())) == (503, "busy")
    assert len(client.pull()["records"]) == 1
    ready = app.test_client().get("/readyz")
    assert (ready.status_code, ready.text) == (200, "read-only\n")
    assert "The store is read-only" in run("check")[1]
    assert run("sweep")[0] == 1
    gone = base64url.decode(other.vault, 16)
    assert remove_from_database(Place(data, address), "vaults", gone), "also from a place that was moved"
    assert run("move", "EGNE_ORD_STORE", "elsewhere", "--undo")[:2] == (0, "FROM takes changes again.\n")
    assert client.push(new_record()).status_code == 200
    assert run("move", "EGNE_ORD_STORE", "elsewhere", "--undo")[0] == 1


@pytest.mark.parametrize("shares", [False, True])
def test_a_database_is_copied_and_put_back_into_a_folder_or_a_database(
    run: Run, data: Path, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shares: bool
) -> None:
    stores = open_stores(Place(data, address, is_for_move=True))
    fill(stores, 4, 30)
    before, target = contents(stores), tmp_path / "backup"
    code, said, _ = run("backup", str(target), *(["--with-shares"] if shares else []))
    assert (code, said) == (
        0,
        f"Copied: 30 vaults, 3 lists of reminders, {'3' if shares else 'no'} shares.\n",
    )
    assert {path.name for path in target.iterdir()} - {"shares"} == {
        "vaults", "reminders", "vapid.pem", "clock.json", "SHA256SUMS", "manifest.json",
    }  # fmt: skip
    assert not [path for path in target.rglob("*") if path.name == "lock"]
    code, said, _ = run("restore", str(target))
    assert (code, "not empty" in said) == (1, True)
    emptied(address)
    code, said, _ = run("restore", str(target))
    assert (code, said.startswith("Put back: 30 vaults, 3 reminders")) == (0, True), said
    assert stores.gate.state() == OPEN
    after = contents(stores)
    assert without_epochs(after) == without_epochs(before)
    assert not {*after["vaults"]} & {*before["vaults"]}, "each has a new epoch"
    assert {kind: after[kind] for kind in ("reminders", "clock", "keys")} == {
        kind: before[kind] for kind in ("reminders", "clock", "keys")
    }
    assert after["shares"] == (before["shares"] if shares else [])
    monkeypatch.setenv("EGNE_ORD_STORE", "")
    monkeypatch.setenv("EGNE_ORD_DATA", str(tmp_path / "folder"))
    assert run("restore", str(target))[0] == 0
    assert without_epochs(contents(open_stores(Place(tmp_path / "folder")))) == without_epochs(before)


def test_a_restore_that_was_stopped_keeps_servers_out_and_goes_on(
    run: Run, data: Path, address: str, tmp_path: Path
) -> None:
    stores = open_stores(Place(data, address, is_for_move=True))
    fill(stores, 5, 8)
    before = contents(stores)["reminders"]
    run("backup", str(tmp_path / "backup"))
    stores.vaults.drop(next(iter(v.key for part in range(256) for v in stores.vaults.export(part))))
    stores.gate.set(UNFINISHED)
    app = create_app(Settings(data=data, store=address, sender=False))
    assert problem(VaultClient(app).send("PUT")) == (503, "busy")
    assert app.test_client().get("/readyz").text == "database\n"
    assert run("restore", str(tmp_path / "backup"))[0] == 0
    assert (stores.vaults.count(), contents(stores)["reminders"]) == (8, before)
