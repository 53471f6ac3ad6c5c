"""The server's keys in a database: one for all machines, also when all start at once, and older ones stay."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from storage.errors import ReadOnly
from storage.interface import KEY, OLD_KEY, READ_ONLY
from storage.postgresql.database import Database
from storage.postgresql.gate import PostgreSQLGate
from storage.postgresql.keys import PostgreSQLKeys
from webapp import create_app
from webapp.config import Settings
from webapp.push.vapid import VapidKeys

MACHINES = 8


def test_machines_that_start_at_once_make_one_key(database: Database, address: str, tmp_path: Path) -> None:
    databases = [Database(address) for _ in range(MACHINES)]
    keys = [VapidKeys(PostgreSQLKeys(each, tmp_path / f"{n}")) for n, each in enumerate(databases)]
    with ThreadPoolExecutor(MACHINES) as pool:
        texts = list(pool.map(VapidKeys.public_text, keys))
    assert len(set(texts)) == 1
    assert len({each.form_secret() for each in keys}) == 1
    assert list(tmp_path.iterdir()) == [], "no key is in a folder"
    for each in databases:
        each.close()


def test_a_key_from_before_the_table_is_taken_over_with_the_old_one(
    database: Database, tmp_path: Path
) -> None:
    old = VapidKeys(tmp_path).public_text()
    (tmp_path / KEY).rename(tmp_path / OLD_KEY)
    new = VapidKeys(tmp_path).public_text()
    keys = VapidKeys(PostgreSQLKeys(database, tmp_path))
    assert keys.check()
    for path in (tmp_path / KEY, tmp_path / OLD_KEY):
        path.unlink()
    later = VapidKeys(PostgreSQLKeys(database, tmp_path))
    assert old != new == keys.public_text() == later.public_text()
    assert len(later.signers()) == 2


def test_a_key_that_was_rotated_in_the_database_is_not_replaced_by_one_in_a_folder(
    database: Database, tmp_path: Path
) -> None:
    before = VapidKeys(tmp_path).public_text()
    assert VapidKeys(PostgreSQLKeys(database, tmp_path)).public_text() == before
    database.change(lambda c: c.execute("UPDATE server_keys SET name = %s WHERE name = %s", (OLD_KEY, KEY)))
    rotated = VapidKeys(PostgreSQLKeys(database, tmp_path))
    assert rotated.public_text() != before
    assert len(rotated.signers()) == 2


def test_a_closed_store_makes_no_key_and_gives_the_one_it_has(
    database: Database, address: str, tmp_path: Path
) -> None:
    mover = Database(address, is_for_move=True)
    gate = PostgreSQLGate(mover, address)
    gate.set(READ_ONLY)
    try:
        VapidKeys(PostgreSQLKeys(database, tmp_path)).public_text()
    except ReadOnly:
        pass
    else:
        raise AssertionError("a key was made that the new place would not have")
    text = VapidKeys(tmp_path).public_text()
    assert VapidKeys(PostgreSQLKeys(database, tmp_path)).public_text() == text
    gate.set("")
    mover.close()


def test_two_apps_on_one_database_offer_phones_the_same_key(
    database: Database, address: str, tmp_path: Path
) -> None:
    here, there = (
        create_app(Settings(data=tmp_path / name, store=address, sender=False)) for name in ("a", "b")
    )
    keys = [app.config["SERVICES"].keys for app in (here, there)]
    assert keys[0].public_text() == keys[1].public_text()
    assert keys[0].form_secret() == keys[1].form_secret()
