"""Vaults that leave a database whole, for another store, or come from one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple
from typing import Any

from storage import base64url
from storage.postgresql.database import Connection, Database
from storage.postgresql.vault_rows import LOCK_HEADER, MAKE, end_of, number_in, put_records
from storage.vaults.interface import Record
from storage.vaults.rules import ExpiredVault, Header, StoredVault, id_and_day

PAGE_VAULTS = 100
"""Ids that are read at a time."""
PAGE_RECORDS = 500
"""Records that are written by one statement, which takes at most 65,535 values."""

IDS = """
SELECT vault_id FROM vaults WHERE vault_id > %s AND vault_id < %s AND length(vault_id) = 16
ORDER BY vault_id LIMIT %s"""
ASIDE = """
SELECT vault_id, expired_day FROM expired_vaults
WHERE (vault_id, expired_day) > (%s, %s) AND vault_id < %s ORDER BY vault_id, expired_day LIMIT %s"""
COLUMNS = """v.token_sha256, v.made_day, v.seq, v.records, v.size, v.epoch, v.days, v.pushed_day,
v.visited_day, r.id, r.rev, r.seq, r.sealed"""
WHOLE = (
    f"SELECT {COLUMNS} FROM vaults v LEFT JOIN records r ON r.vault_id = v.vault_id"  # noqa: S608 (no input)
    " WHERE v.vault_id = %s ORDER BY r.seq"
)
WHOLE_ASIDE = (
    f"SELECT {COLUMNS} FROM expired_vaults v LEFT JOIN expired_records r"  # noqa: S608 (no input)
    " ON r.vault_id = v.vault_id AND r.expired_day = v.expired_day"
    " WHERE v.vault_id = %s AND v.expired_day = %s ORDER BY r.seq"
)
COUNT = "SELECT count(*) FROM vaults WHERE length(vault_id) = 16"
REMOVE = ("DELETE FROM records WHERE vault_id = %s", "DELETE FROM vaults WHERE vault_id = %s")
REMOVE_ASIDE = (
    "DELETE FROM expired_records WHERE vault_id = %s AND expired_day = %s",
    "DELETE FROM expired_vaults WHERE vault_id = %s AND expired_day = %s",
)
MAKE_ASIDE = """
INSERT INTO expired_vaults
(token_sha256, made_day, seq, records, size, epoch, days, pushed_day, visited_day, vault_id, expired_day)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"""


def export_vaults(database: Database, part: int, after: bytes) -> Iterator[StoredVault]:
    """The vaults of a part with an id above `after`. Raises Busy, Damaged."""
    last = max(after, bytes([part]))
    while rows := _page(database, IDS, last, end_of(part)):
        for (last,) in rows:
            if (found := _read(database, WHOLE, last)) is not None:
                yield found


def export_expired(database: Database, part: int, after: bytes) -> Iterator[ExpiredVault]:
    """The expired vaults of a part with a key above `after`. Raises Busy, Damaged."""
    last = id_and_day(after) if after > bytes([part]) else (bytes([part]), -1)
    while rows := _page(database, ASIDE, *last, end_of(part)):
        for last in rows:
            if (found := _read(database, WHOLE_ASIDE, *last)) is not None:
                yield ExpiredVault(last[1], found)


def _page(database: Database, query: str, *values: object) -> list[Any]:
    page = (*values, PAGE_VAULTS)
    return database.read(lambda connection: connection.execute(query, page, binary=True).fetchall())


def _read(database: Database, query: str, vault_id: bytes, *day: int) -> StoredVault | None:
    """A whole vault, as it was at one instant; None if there is none."""
    values = (vault_id, *day)
    rows = database.read(lambda connection: connection.execute(query, values, binary=True).fetchall())
    if not rows:
        return None
    records = tuple(
        Record(base64url.encode(id), rev, seq, base64url.encode(sealed))
        for id, rev, seq, sealed in (row[9:] for row in rows)
        if id is not None
    )
    return StoredVault(vault_id, Header(*rows[0][:8]), rows[0][8], records)


def take_in_vault(connection: Connection, item: StoredVault) -> None:
    """Store a vault in place of the one of its id."""
    connection.execute(LOCK_HEADER, (item.vault_id,))
    for query in REMOVE:
        connection.execute(query, (item.vault_id,))
    connection.execute(MAKE, (*astuple(item.header), item.visited_day, item.vault_id))
    for start in range(0, len(item.records), PAGE_RECORDS):
        put_records(connection, item.vault_id, item.records[start : start + PAGE_RECORDS])


def take_in_expired(connection: Connection, item: ExpiredVault) -> None:
    """Store an expired vault in place of the one of its id and day."""
    vault, records = item.vault, item.vault.records
    remove_expired(connection, vault.vault_id, item.day)
    values = (*astuple(vault.header), vault.visited_day, vault.vault_id, item.day)
    connection.execute(MAKE_ASIDE, values)
    for start in range(0, len(records), PAGE_RECORDS):
        put_records(connection, vault.vault_id, records[start : start + PAGE_RECORDS], item.day)


def remove_expired(connection: Connection, vault_id: bytes, day: int) -> None:
    """Remove what lies aside of a vault since a day."""
    for query in REMOVE_ASIDE:
        connection.execute(query, (vault_id, day))


def remove_vault(connection: Connection, vault_id: bytes) -> None:
    """Remove a vault, but not what lies aside of it."""
    for query in REMOVE:
        connection.execute(query, (vault_id,))


def count_vaults(connection: Connection) -> int:
    """How many vaults there are."""
    return number_in(connection, COUNT)
