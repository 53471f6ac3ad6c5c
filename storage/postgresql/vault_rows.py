"""The rows of vaults and records: the statements that read and write them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from storage import base64url
from storage.postgresql.database import Connection
from storage.vaults.interface import TAG_LENGTH, Record
from storage.vaults.rules import Header, sealed_size

ID_BYTES = 16

READ_HEADER = """
SELECT token_sha256, made_day, seq, records, size, epoch, days, pushed_day, visited_day
FROM vaults WHERE vault_id = %s"""
"""Begins with the fields of Header, as every query for one does."""
LOCK_HEADER = READ_HEADER + " FOR UPDATE"
MAKE = """
INSERT INTO vaults
(token_sha256, made_day, seq, records, size, epoch, days, pushed_day, visited_day, vault_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (vault_id) DO NOTHING RETURNING true"""
# One statement sees head and records at one instant. A stranger makes it read no record. It ends before
# what does not fit into a page, without reading those bytes.
PULL = """
SELECT v.token_sha256, v.made_day, v.seq, v.records, v.size, v.epoch, v.days, v.pushed_day, v.visited_day,
r.id, r.rev, r.seq, r.size, CASE WHEN r.total - r.size < %s THEN r.sealed END
FROM vaults v LEFT JOIN LATERAL (
    SELECT id, rev, seq, size, sealed, sum(size) OVER (ORDER BY seq) total FROM records
    WHERE v.token_sha256 = %s AND vault_id = v.vault_id AND vault_id = %s AND seq > %s ORDER BY seq LIMIT %s
) r ON true
WHERE v.vault_id = %s ORDER BY r.seq"""
REVISIONS = """
SELECT v.token_sha256, v.made_day, v.seq, v.records, v.size, v.epoch, v.days, v.pushed_day, v.visited_day,
r.id, r.rev, r.seq, r.size, r.tag
FROM vaults v LEFT JOIN records r ON r.vault_id = v.vault_id AND v.token_sha256 = %s
WHERE v.vault_id = %s ORDER BY r.seq"""
STORED = "SELECT id, rev, seq, size FROM records WHERE vault_id = %s AND id = ANY(%s)"
CURRENT = "SELECT id, rev, seq, sealed FROM records WHERE vault_id = %s AND id = ANY(%s)"
PUT = "INSERT INTO records (vault_id, id, rev, seq, size, tag, sealed) VALUES "
PUT_ROW = "(%s, %s, %s, %s, %s, %s, %s)"
PUT_OVER = """
ON CONFLICT (vault_id, id) DO UPDATE SET
rev = EXCLUDED.rev, seq = EXCLUDED.seq, size = EXCLUDED.size, tag = EXCLUDED.tag, sealed = EXCLUDED.sealed"""
PUT_ASIDE = "INSERT INTO expired_records (vault_id, id, rev, seq, size, tag, sealed, expired_day) VALUES "
PUT_ASIDE_ROW = "(%s, %s, %s, %s, %s, %s, %s, %s)"
SET_HEADER = """
UPDATE vaults SET seq = %s, records = %s, size = %s, days = %s, pushed_day = %s,
visited_day = GREATEST(visited_day, %s) WHERE vault_id = %s"""
LOCK_IF_FREE = "SELECT true FROM vaults WHERE vault_id = %s FOR UPDATE SKIP LOCKED"
VISIT = "UPDATE vaults SET visited_day = %s WHERE vault_id = %s AND visited_day < %s"


def header_of(row: Sequence[Any] | None) -> Header | None:
    """The header at the beginning of a row; None if there is no row."""
    return Header(*row[:8]) if row else None


def read_header(connection: Connection, vault_id: bytes) -> tuple[Any, ...] | None:
    """The row of a vault, without its records."""
    return connection.execute(READ_HEADER, (vault_id,), binary=True).fetchone()


def number_in(connection: Connection, query: str, *values: int) -> int:
    """The number that a query finds."""
    row = connection.execute(query, values).fetchone()
    return int(row[0]) if row else 0


def end_of(part: int) -> bytes:
    """A value above all ids and names that begin with this byte, and below all others."""
    return bytes([part]) + b"\xff" * 40


def put_records(
    connection: Connection, vault_id: bytes, records: Sequence[Record], day: int | None = None
) -> None:
    """Store records with their bytes, in place of older versions, in one statement.

    `day`: among those that lie aside since that day, where there are none yet.
    """
    values: list[object] = []
    for record in records:
        values += [vault_id, *values_of(record)]
        values += [] if day is None else [day]
    if records:
        first, row, last = (PUT, PUT_ROW, PUT_OVER) if day is None else (PUT_ASIDE, PUT_ASIDE_ROW, "")
        connection.execute(first + ", ".join([row] * len(records)) + last, values)


def values_of(record: Record) -> list[object]:
    """The columns of a record with its bytes, behind the id of its vault."""
    sealed, size = record.sealed or "", sealed_size(record)
    id, bytes_ = base64url.decode(record.id, ID_BYTES), base64url.decode(sealed, size)
    return [id, record.rev, record.seq, size, sealed[-TAG_LENGTH:], bytes_]


def with_bytes(connection: Connection, vault_id: bytes, records: Sequence[Record]) -> list[Record]:
    """The records with their bytes, as far as they exist."""
    ids = [base64url.decode(record.id, ID_BYTES) for record in records if record.rev]
    rows = connection.execute(CURRENT, (vault_id, ids), binary=True).fetchall()
    read = {r[0]: Record(base64url.encode(r[0]), r[1], r[2], base64url.encode(r[3])) for r in rows}
    return [read.get(base64url.decode(record.id, ID_BYTES), record) for record in records]
