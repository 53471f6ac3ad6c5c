"""docs/privacy.md has a row for every field that a server stores, in files and in a database."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from reminder_client import ReminderClient, ahead
from reminder_makers import new_reminder_id
from share_client import ShareClient
from share_makers import new_note
from storage.postgresql.schema import MIGRATIONS
from storage.steady_clock import SteadyClock
from storage_makers import SIZES
from vault_client import VaultClient, new_record, used_for_days
from webapp import create_app
from webapp.config import ROOT, Settings

TEXT = (ROOT / "docs" / "privacy.md").read_text("utf-8")
SECTION = TEXT.partition("\n## What the server stores\n")[2].partition("\n## ")[0]
NAMED = re.compile(r"`(\w+\.\w+)`")
TABLE = re.compile(r"CREATE TABLE (\w+) \((.*?)\n?\)(?: WITH [^;]*)?;", re.DOTALL)
COLUMN = re.compile(r"(?:^|, |\n {4})(\w+) (?:bytea|text|integer|bigint|boolean|double)\b")
PLACES = {"clock.json": "clock"}
"""A file without tables is its own table."""


def first_cells() -> str:
    return " ".join(line.split(" | ")[0] for line in SECTION.splitlines() if line.startswith("| "))


def columns() -> set[str]:
    """Every column of the database, as `table.column`; not those that a table takes over from another one."""
    tables = TABLE.findall("".join(MIGRATIONS))
    return {f"{table}.{column}" for table, body in tables for column in COLUMN.findall(body)}


def fields_of(table: str, document: Any) -> Iterator[str]:
    """The fields of a stored document; those of a document in it, too."""
    for name, value in document.items():
        yield f"{table}.{name}"
        if isinstance(value, dict):
            yield from fields_of(name, value)


def fields_in(data: Path) -> set[str]:
    """Every field of every file in a data folder, as `table.field`."""
    found: set[str] = set()
    for path in data.rglob("*.json"):
        content = json.loads(path.read_bytes())
        if path.name in PLACES:
            found |= set(fields_of(PLACES[path.name], content))
            continue
        for table, rows in content.items():
            assert list(rows) == [str(n) for n in range(1, len(rows) + 1)], (path.name, "is no table")
            for row in rows.values():
                found |= set(fields_of(table, row))
    return found


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which everything that a server stores was stored once."""
    folder = tmp_path_factory.mktemp("data")
    app = create_app(Settings(data=folder))
    small, large = VaultClient(app).make(), VaultClient(app).make()
    assert small.push(new_record()).status_code == 200
    used_for_days(app, large.vault)
    for _ in range(4):
        assert large.push(new_record(size=SIZES[-1])).status_code == 200
    assert ShareClient(app).make().answer(new_note()).status_code == 201
    phone = ReminderClient(app)
    assert phone.add((new_reminder_id(), ahead(days=2))).status == 200
    SteadyClock(folder).remember()
    return folder


def test_every_stored_field_and_column_has_a_row_and_every_row_is_stored(data: Path) -> None:
    named = set(NAMED.findall(first_cells()))
    stored = fields_in(data) | columns()
    assert {"no row": stored - named, "not stored": named - stored} == {"no row": set(), "not stored": set()}


def test_every_kind_of_file_has_a_row(data: Path) -> None:
    kinds = {path.relative_to(data).parts[0] for path in data.rglob("*") if path.is_file()}
    assert {kind for kind in kinds if f"`{kind}" not in SECTION} == set()
    assert {"vaults", "shares", "reminders", "expires", "due"} <= kinds


def test_a_new_field_would_be_noticed(data: Path, tmp_path: Path) -> None:
    (tmp_path / "new.json").write_text('{"share": {"1": {"opened": 3}}}', "utf-8")
    assert fields_in(tmp_path) == {"share.opened"}
    assert len(columns()) > 30
