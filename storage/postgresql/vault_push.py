"""A push in two statements: one reads the head and the records, one writes both unless somebody was faster.

No lock is held between them, and no transaction is open. The second one changes nothing if the head is not
the one that was read; then the push runs again under a lock (vaults.py). Citus takes no such statement.
"""

from __future__ import annotations

from collections.abc import Sequence

from storage import base64url
from storage.postgresql.database import Connection
from storage.postgresql.vault_rows import ID_BYTES, PUT_OVER, values_of
from storage.vaults.interface import Access, Push, Record
from storage.vaults.rules import Header

READ = """
SELECT v.token_sha256, v.made_day, v.seq, v.records, v.size, v.epoch, v.days, v.pushed_day, v.visited_day,
r.id, r.rev, r.seq, r.size
FROM vaults v LEFT JOIN records r
ON r.vault_id = v.vault_id AND v.token_sha256 = %s AND r.id = ANY(%s)
WHERE v.vault_id = %s"""
"""A stranger makes it read no record."""
# The UPDATE waits for whoever holds the head, and then looks at its newest version again.
WRITE = """
WITH head AS (
    UPDATE vaults SET seq = %s, records = %s, size = %s, days = %s, pushed_day = %s,
    visited_day = GREATEST(visited_day, %s)
    WHERE vault_id = %s AND seq = %s AND epoch = %s RETURNING vault_id
)
INSERT INTO records (vault_id, id, rev, seq, size, tag, sealed)
SELECT head.vault_id, pushed.* FROM head, unnest(
    %b::bytea[], %b::bigint[], %b::bigint[], %b::integer[], %b::text[], %b::bytea[]
) AS pushed (id, rev, seq, size, tag, sealed)"""
"""The same text for any number of records, so that it is prepared once."""
IS_CITUS = "SELECT count(*) FROM pg_extension WHERE extname = 'citus'"


def is_divided(connection: Connection) -> bool:
    """Whether the tables are divided among nodes."""
    return connection.execute(IS_CITUS).fetchone() != (0,)


def read_for_push(
    connection: Connection, access: Access, pushes: Sequence[Push]
) -> tuple[tuple[object, ...] | None, dict[str, Record]]:
    """The row of the vault, or None, and the pushed records that exist already, by id, at one instant."""
    ids = [base64url.decode(push.id, ID_BYTES) for push in pushes]
    rows = connection.execute(READ, (access.token_sha256, ids, access.vault_id), binary=True).fetchall()
    found = [row[9:] for row in rows if row[9] is not None]
    stored = {(id := base64url.encode(r[0])): Record(id, r[1], r[2], None, size=r[3]) for r in found}
    return (rows[0] if rows else None), stored


def write_push(
    connection: Connection,
    vault_id: bytes,
    before: Header,
    header: Header,
    records: Sequence[Record],
    today: int,
) -> bool:
    """Store a head and records; False if the head is not `before` any more, and nothing was stored."""
    values: list[object] = [header.seq, header.records, header.size, header.days, header.pushed_day, today]
    values += [vault_id, before.seq, before.epoch]
    columns = [list(column) for column in zip(*map(values_of, records), strict=True)]
    return connection.execute(WRITE + PUT_OVER, [*values, *columns]).rowcount == len(records)
