"""Each statement of a request names one vault, list or share, so that the tables can be divided (Citus)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import storage.postgresql
from storage.postgresql import reminders, schema, vault_rows
from storage.postgresql.citus import KEY_OF
from storage.postgresql.database import Database
from storage.postgresql.vaults import PostgreSQLVaults
from storage_makers import new_access
from storage_statements import KINDS, is_scan, scans, statements
from webapp.config import ROOT

STATEMENTS = dict(statements())
TABLE = re.compile(r"\b(?:FROM|JOIN|INTO|UPDATE|TABLE)\s+(\w+)")
SET_LIST = re.compile(r"\bSET\b(.*?)(?:\bWHERE\b|\bRETURNING\b|$)", re.DOTALL)
SMALL = {"clock", "probe", "egne_ord_migrations", "server_keys", "store_state"}
"""Tables of the whole system, which stay on one node."""
MODULES = sorted(Path(storage.postgresql.__file__).parent.glob("*.py"))
OF_TABLES = (
    "SELECT c.oid::regclass::text, {} FROM pg_class c {} WHERE c.relnamespace = 'public'::regnamespace"
)

OWN_TRIGGERS = "JOIN pg_trigger t ON t.tgrelid = c.oid AND NOT t.tgisinternal"


def names_one(statement: str) -> bool:
    """Whether a statement about divided tables names one value of the column by which they are divided."""
    keys = {KEY_OF[table] for table in TABLE.findall(statement) if table in KEY_OF}
    if not keys:
        return True
    (key,) = keys  # tables of two groups are never in one statement
    inserted = re.match(r"\s*INSERT INTO \w+\s*\((.*?)\)", statement, re.DOTALL)
    if inserted and "SELECT" not in statement:
        return key in re.findall(r"\w+", inserted[1])
    return bool(re.search(rf"\b{key} = %s", statement))


@pytest.mark.parametrize("name", [name for name in STATEMENTS if not is_scan(name)])
def test_a_statement_of_a_request_names_one_shard(name: str) -> None:
    assert names_one(STATEMENTS[name])


def test_a_known_scan_locks_nothing_and_changes_nothing() -> None:
    assert len(scans()) >= 20
    assert not [text for text in scans() if re.search(r"\b(UPDATE|INSERT|DELETE)\b", text)]


def test_the_statements_that_a_request_needs_are_among_those_that_are_inspected() -> None:
    assert {vault_rows.PULL, vault_rows.PUT, reminders.PUT_LIST} <= set(STATEMENTS.values()) - {*scans()}
    assert not names_one("SELECT 1 FROM vaults FOR UPDATE SKIP LOCKED")
    assert not names_one("INSERT INTO records (id, rev) VALUES (%s, %s)")
    assert not names_one("UPDATE vaults SET vault_id = vault_id")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: path.stem)
def test_no_statement_is_written_where_it_is_not_inspected(module: Path) -> None:
    """Every statement about a divided table is a constant of its module."""
    tree = ast.parse(module.read_text("utf-8"))
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    texts = {node.value for each in functions for node in ast.walk(each) if isinstance(node, ast.Constant)}
    written = [text for text in texts if isinstance(text, str) and KINDS.match(text)]
    assert not [text for text in written if set(KEY_OF) & set(TABLE.findall(text))]


def test_no_volatile_function_decides_what_is_stored(database: Database) -> None:
    """Each copy of a shard would store something else, so Citus refuses it."""
    used = {
        function.lower()
        for text in STATEMENTS.values()
        for part in SET_LIST.findall(text)
        for function in re.findall(r"(\w+)\(", part)
    }
    assert used == {"greatest"}, "a new one: is it immutable?"
    assert not re.search(r"\bDEFAULT\b|\bserial\b|\bIDENTITY\b", "".join(schema.MIGRATIONS))


def of_tables(database: Database, columns: str, joins: str = "") -> list[tuple[object, ...]]:
    query = OF_TABLES.format(columns, joins).encode()
    return database.read(lambda connection: connection.execute(query).fetchall())


def test_every_table_is_divided_or_small(database: Database) -> None:
    found = {name for name, kind in of_tables(database, "c.relkind") if kind in ("r", b"r")}
    assert set(KEY_OF) <= set(schema.TABLES) <= found <= {*KEY_OF, *SMALL}


def test_every_unique_index_has_the_key_of_its_table(database: Database) -> None:
    columns = "(SELECT array_agg(a.attname::text) FROM pg_attribute a WHERE a.attrelid = i.indexrelid)"
    rows = of_tables(database, columns, "JOIN pg_index i ON i.indrelid = c.oid AND i.indisunique")
    assert len(rows) >= len(KEY_OF)
    assert not [row for row in rows if row[0] in KEY_OF and KEY_OF[str(row[0])] not in row[1]]  # type: ignore[operator]


def test_no_table_has_a_trigger_or_a_foreign_key(database: Database) -> None:
    assert of_tables(database, "t.tgname", OWN_TRIGGERS) == []
    foreign = "JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'"
    assert of_tables(database, "f.conname", foreign) == []


def test_the_documented_statement_draws_an_epoch_for_every_vault(database: Database) -> None:
    text = (ROOT / "docs" / "postgresql.md").read_text("utf-8")
    (found,) = re.findall(r"^ +(UPDATE vaults SET epoch = .*?);", text, re.DOTALL | re.MULTILINE)
    vaults = PostgreSQLVaults(database)
    accesses = [new_access() for _ in range(5)]
    before = {vaults.make(access) and vaults.pull(access, 0, 1).epoch for access in accesses}
    database.change(lambda connection: connection.execute(found.replace(":'secret'", "'words'").encode()))
    after = {vaults.pull(access, 0, 1).epoch for access in accesses}
    assert len(before | after) == 2 * len(accesses)
