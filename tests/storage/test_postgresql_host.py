"""What a host sees of a database: its setting, its commands, an app that runs on it, and one that cannot."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from move_makers import drawn_share, drawn_vault
from postgresql_server import new_database
from reminder_makers import new_reminder_id
from storage import base64url
from storage.place import Place
from storage.postgresql.schema import MIGRATIONS
from storage.postgresql.stores import database_at
from storage.reminders.interface import Reminder, ReminderList
from storage.stores import open_stores
from vault_client import VaultClient, new_record, problem
from webapp import create_app
from webapp.cli import main
from webapp.config import ROOT, ImpossibleSetting, Settings, settings_from

NOWHERE = "postgresql://user:secret-word@127.0.0.1:1/nothing"
LOCK_SECONDS = Settings().lock_seconds


@pytest.fixture
def settings(tmp_path: Path, address: str, database: object) -> Iterator[Settings]:
    """The settings of a host with an empty database."""
    yield Settings(data=tmp_path / "data", store=address, sender=False)
    database_at(address, LOCK_SECONDS).close()
    database_at.cache_clear()


@pytest.fixture
def run(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[object]:
    """Runs a command in this process. Returns the exit code and all output."""
    monkeypatch.setenv("EGNE_ORD_DATA", str(settings.data))
    monkeypatch.setenv("EGNE_ORD_STORE", settings.store)

    def run(*arguments: str, line: str = "") -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO(line))
        code, captured = main(list(arguments)), capsys.readouterr()
        return code, captured.out + captured.err

    yield run


def test_two_apps_on_one_database_see_the_same(settings: Settings, tmp_path: Path) -> None:
    here, there = (
        create_app(Settings(data=tmp_path / name, store=settings.store, sender=False)) for name in "ab"
    )
    client = VaultClient(here).make()
    records = [new_record() for _ in range(3)]
    assert client.push(*records).status_code == 200
    other = VaultClient(there, client.vault, client.token)
    assert [each["sealed"] for each in other.pull()["records"]] == [each["sealed"] for each in records]
    assert not (tmp_path / "a" / "vaults").exists()
    assert here.test_client().get("/readyz").data == b"ok"


def test_a_database_that_cannot_be_reached_is_a_503_that_asks_for_another_try(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, store=NOWHERE, sender=False))
    answer = VaultClient(app).send("PUT")
    assert problem(answer) == (503, "busy")
    assert int(answer.headers["Retry-After"]) > 0
    ready = app.test_client().get("/readyz")
    assert (ready.status_code, ready.data.split()) == (503, [b"database"])
    database_at(NOWHERE, LOCK_SECONDS).close()
    database_at.cache_clear()


def test_the_commands_of_a_host_with_a_database(run, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    client = VaultClient(create_app(settings)).make()
    client.push(new_record())
    assert run("migrate") == (0, "Everything is up to date.\n")
    assert run("check") == (0, "1 vaults, 0 lists of reminders, 0 shares, 0 damages\n")
    code, said = run("sweep")
    assert (code, said.split(",")[0]) == (0, "0 expired vaults put into expired/")
    assert run("sweep", "--dry-run")[0] == 0
    assert run("remove", "--vault", line=f"{client.vault}\n")[0] == 0
    assert run("remove", "--vault", line=f"{client.vault}\n")[0] == 1
    assert client.send("GET", "/records").status_code == 401


@pytest.mark.parametrize("is_on_database", [True, False], ids=["database", "folder"])
def test_a_dry_run_of_sweep_counts_every_kind(
    run, settings: Settings, monkeypatch: pytest.MonkeyPatch, is_on_database: bool
) -> None:  # type: ignore[no-untyped-def]
    if not is_on_database:
        monkeypatch.setenv("EGNE_ORD_STORE", "")
    stores = open_stores(Place(settings.data, settings.store if is_on_database else ""))
    chance, share = Random(1), drawn_share(Random(1))
    for expires in (1, 2, 2**40):
        stores.shares.take_in((chance.randbytes(32), replace(share, expires=expires)))
    stores.vaults.take_in(drawn_vault(chance))
    reminders = tuple(Reminder(new_reminder_id(), 300 * n, unsent=n > 1) for n in range(5))
    stores.reminders.take_in((bytes(32), ReminderList("da", 1, None, reminders)))
    assert "of 1 vaults, 2 shares, 3 old reminders. 0 vaults would go" in run("sweep", "--dry-run")[1]
    assert (stores.shares.count(), stores.reminders.get(bytes(32)).reminders) == (3, reminders)


def test_doctor_looks_at_the_database(run, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    code, said = run("doctor")
    assert "ok     The database takes writes, and its tables are up to date.\n" in said
    assert "The key for push services will be made at the first request for reminders.\n" in said
    database_at(settings.store, LOCK_SECONDS).change(lambda c: c.execute("DELETE FROM probe"))
    code, said = run("doctor")
    database_at(settings.store, LOCK_SECONDS).change(lambda c: c.execute("INSERT INTO probe VALUES (1, 0)"))
    assert code == 1 and "wrong  EGNE_ORD_STORE takes no writes" in said


def test_check_names_a_vault_whose_rows_contradict_each_other(run, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    client = VaultClient(create_app(settings)).make()
    client.push(new_record(), new_record())
    id = base64url.decode(client.vault, 16)
    database = database_at(settings.store, LOCK_SECONDS)
    for damage, said in (
        ("UPDATE vaults SET records = 7 WHERE vault_id = %s", "says another number of records or bytes"),
        ("UPDATE vaults SET records = 2, seq = 9 WHERE vault_id = %s", "has a gap in its sequence"),
        ("DELETE FROM vaults WHERE vault_id = %s", "has records and no head"),
    ):
        database.change(lambda connection, sql=damage: connection.execute(sql, (id,)))  # type: ignore[misc]
        code, output = run("check")
        assert code == 1
        assert output.startswith(f"vault {id.hex()} {said}")


def test_migrate_makes_the_tables_once(
    postgresql_port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with new_database(postgresql_port, "for_migrate") as address:
        monkeypatch.setenv("EGNE_ORD_STORE", address)
        assert [main(["migrate"]), main(["migrate"])] == [0, 0]
    first, *_, last = capsys.readouterr().out.splitlines()
    numbers = ", ".join(str(number + 1) for number in range(len(MIGRATIONS)))
    assert (first, last) == (f"Migrations applied: {numbers}.", "Everything is up to date.")
    monkeypatch.setenv("EGNE_ORD_STORE", NOWHERE)
    assert main(["migrate"]) == 1
    said = "".join(capsys.readouterr())
    assert "EGNE_ORD_STORE cannot be used" in said and "secret-word" not in said


def test_the_password_of_a_store_is_shown_nowhere(run, settings: Settings) -> None:  # type: ignore[no-untyped-def]
    code, said = run("show-config")
    assert code == 0 and "EGNE_ORD_STORE=postgresql://" in said
    assert "secret-word" not in said + repr(settings)


@pytest.mark.parametrize(
    "address",
    [
        "mysql://user:secret-word@host/name",
        "user:secret-word",
        "postgresql://host/name?password=secret-word",
        "postgresql://user:secret-word@host:port/name?nonsense=1",
    ],
)
def test_an_address_of_no_store_stops_the_start_without_showing_it(address: str, tmp_path: Path) -> None:
    with pytest.raises(ImpossibleSetting) as refused:
        create_app(settings_from({"EGNE_ORD_STORE": address, "EGNE_ORD_DATA": str(tmp_path)}))
    assert str(refused.value).startswith("EGNE_ORD_STORE")
    assert "secret-word" not in str(refused.value)


def test_without_the_packages_the_start_ends_in_a_sentence(tmp_path: Path) -> None:
    script = "import sys; sys.modules['psycopg'] = None; from webapp.cli import main; main(['sweep'])"
    settings = {"EGNE_ORD_STORE": NOWHERE, "EGNE_ORD_DATA": str(tmp_path)}
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, **settings},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert ended.stderr.startswith("EGNE_ORD_STORE:")
    assert "egne-ord[postgresql]" in ended.stderr
    assert "Traceback" not in ended.stderr
