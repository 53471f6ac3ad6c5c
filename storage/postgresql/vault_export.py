"""Vaults that leave a database whole, for another store, or come from one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple

from storage import base64url
from storage.postgresql.database import Connection, Database
from storage.postgresql.vault_rows import LOCK_HEADER, MAKE, put_records
from storage.vaults.interface import Record
from storage.vaults.rules import Header, StoredVault

PAGE_VAULTS = 100
"""Ids that are read at a time."""
PAGE_RECORDS = 500
"""Records that are written by one statement, which takes at most 65,535 values."""

IDS = """
SELECT vault_id FROM vaults WHERE vault_id > %s AND get_byte(vault_id, 0) = %s AND length(vault_id) = 16
ORDER BY vault_id LIMIT %s"""
WHOLE = """
SELECT v.token_sha256, v.made_day, v.seq, v.records, v.size, v.epoch, v.days, v.pushed_day, v.visited_day,
r.id, r.rev, r.seq, r.sealed
FROM vaults v LEFT JOIN records r ON r.vault_id = v.vault_id WHERE v.vault_id = %s ORDER BY r.seq"""
COUNT = "SELECT count(*) FROM vaults WHERE length(vault_id) = 16"
REMOVE = ("DELETE FROM records WHERE vault_id = %s", "DELETE FROM vaults WHERE vault_id = %s")


def export_vaults(database: Database, part: int, after: bytes) -> Iterator[StoredVault]:
    """The vaults of a part with an id above `after`. Raises Busy, Damaged."""
    last = max(after, bytes([part]))
    while ids := _ids_after(database, part, last):
        for last in ids:
            if (found := _read(database, last)) is not None:
                yield found


def _ids_after(database: Database, part: int, after: bytes) -> list[bytes]:
    values = (after, part, PAGE_VAULTS)
    return database.read(lambda c: [row[0] for row in c.execute(IDS, values, binary=True)])


def _read(database: Database, vault_id: bytes) -> StoredVault | None:
    """A whole vault, as it was at one instant; None if there is none."""
    rows = database.read(lambda c: c.execute(WHOLE, (vault_id,), binary=True).fetchall())
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


def count_vaults(connection: Connection) -> int:
    """How many vaults there are."""
    row = connection.execute(COUNT).fetchone()
    return int(row[0]) if row else 0
