"""What commands say of a database that is away, has no tables, or is locked: never the name of a class."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from postgresql_server import new_database
from storage.errors import Busy
from storage.place import Place
from storage.postgresql.database import Database
from storage.postgresql.stores import database_at
from storage.postgresql.vaults import PostgreSQLVaults
from storage.stores import open_stores
from storage.vaults.interface import Limits
from storage_makers import new_access
from webapp.cli import main
from webapp.config import ROOT
from webapp.events import JsonLines, log_error

NOWHERE = "postgresql://user:secret-word@127.0.0.1:1/nothing"
UNUSABLE = "EGNE_ORD_STORE cannot be used: see that the database runs, and `migrate` it"
COMMANDS = {
    "check": ["check"],
    "sweep": ["sweep"],
    "remove": ["remove", "--vault"],
    "backup": ["backup", "TARGET"],
    "restore": ["restore", "COPY"],
    "move": ["move", "FOLDER", "EGNE_ORD_STORE"],
}
CLASS = re.compile(r"\b[A-Z][a-z]+[A-Z]\w+|Busy|Error")
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Run]:
    """Runs a command in this process on a database. Returns the exit code and all output."""
    open_stores(Place(tmp_path / "folder")).keys.make("vapid.pem", b"x")
    monkeypatch.setenv("EGNE_ORD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("EGNE_ORD_LOCK_SECONDS", "1")
    words = {"TARGET": "backup", "FOLDER": "folder", "COPY": "copy"}
    (tmp_path / "copy/vaults").mkdir(parents=True)

    def run(address: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setenv("EGNE_ORD_STORE", address)
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{'3f' * 16}\n"))
        named = [str(tmp_path / words[each]) if each in words else each for each in arguments]
        code, captured = main(named), capsys.readouterr()
        for is_for_move in ([], [True]) if "nonsense" not in address else ():
            database_at(address, 1.0, *is_for_move).close()
        database_at.cache_clear()
        return code, captured.out + captured.err

    yield run


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("kind", ["away", "without tables"])
def test_a_database_that_cannot_be_used_is_named_as_such(
    run: Run, postgresql_port: int, name: str, kind: str
) -> None:
    with new_database(postgresql_port, "without_tables") as empty:
        code, said = run(NOWHERE if kind == "away" else empty, *COMMANDS[name])
    assert (code, UNUSABLE in said) == (1, True), said
    assert CLASS.search(said.replace("EGNE_ORD_STORE", "")) is None
    assert "locked" not in said and "secret-word" not in said
    assert ("It cannot begin" in said and "Nothing was changed." in said) == (name == "restore")


@pytest.mark.parametrize("name", ["check", "sweep", "remove", "backup"])
def test_a_database_that_is_locked_is_to_be_tried_again(run: Run, address: str, name: str) -> None:
    tables = "vaults, shares, reminders, clock, expired_vaults, records"
    with psycopg.connect(address) as other:
        other.execute(f"LOCK TABLE {tables} IN ACCESS EXCLUSIVE MODE")
        code, said = run(address, *COMMANDS[name])
        other.rollback()
    assert (code, "locked: try again" in said.lower()) == (1, True), said
    assert CLASS.search(said) is None


@pytest.mark.parametrize("name", ["check", "sweep", "remove", "backup", "restore", "move"])
def test_what_is_no_address_of_a_database_is_a_sentence(run: Run, tmp_path: Path, name: str) -> None:
    code, said = run("postgresql://user:secret-word@host:port/name?nonsense=1", *COMMANDS[name])
    assert (code, said.endswith("That is no address of a database.\n")) == (2, True), said
    assert "secret-word" not in said
    assert not (tmp_path / "backup/manifest.json").exists()


def logged(address: str, log: pytest.LogCaptureFixture) -> dict[str, str]:
    """The line of the log when a vault is asked for."""
    log.clear()
    database = Database(address, 1.0)
    try:
        PostgreSQLVaults(database, Limits()).make(new_access())
    except Busy as error:
        log_error(error, "while testing")
    database.close()
    line = JsonLines().format(next(each for each in log.records if each.name == "egne-ord"))
    return dict(json.loads(line))


def test_the_log_says_what_a_database_refused_and_where_the_app_asked(
    postgresql_port: int, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with new_database(postgresql_port, "without_tables") as empty:
        line = logged(empty, caplog)
    assert (line["code"], line["message"]) == ("database", "UndefinedTable while testing")
    assert line["place"].startswith("storage.postgresql.vault")
    line = logged(NOWHERE, caplog)
    assert (line["code"], line["message"]) == ("database", "PoolTimeout while testing")
    assert re.fullmatch(r"storage\.postgresql\.vaults:\d+", line["place"])
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE vaults IN ACCESS EXCLUSIVE MODE")
        line = logged(address, caplog)
        other.rollback()
    assert (line["code"], line["message"]) == ("busy", "LockNotAvailable while testing")
    assert line["place"].startswith("storage.postgresql.vault")


def test_before_the_sentence_no_library_says_anything(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "webapp.cli", "check"], cwd=ROOT, text=True, capture_output=True,
        env={**os.environ, "EGNE_ORD_STORE": NOWHERE, "EGNE_ORD_DATA": str(tmp_path)}, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stdout, ended.stderr) == (1, "", f"{UNUSABLE}.\n")
