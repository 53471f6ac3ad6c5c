"""The integrity check of the tables: finds rows that contradict others, names them, and shows no content."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from storage.interface import Problem
from storage.postgresql.database import Connection, Database

VAULTS = """
SELECT 'vault ' || encode(v.vault_id, 'hex'), CASE
WHEN (v.records, v.size) IS DISTINCT FROM (COALESCE(r.records, 0), COALESCE(r.size, 0))
THEN 'says another number of records or bytes than it holds' ELSE 'has a gap in its sequence' END
FROM vaults v LEFT JOIN (
    SELECT vault_id, count(*) records, sum(size) size, sum(rev) revs, max(seq) seq
    FROM records GROUP BY vault_id
) r ON r.vault_id = v.vault_id
WHERE (v.records, v.size, v.seq, v.seq) IS DISTINCT FROM
(COALESCE(r.records, 0), COALESCE(r.size, 0), COALESCE(r.revs, 0), COALESCE(r.seq, 0))"""
RECORDS = """
SELECT DISTINCT 'vault ' || encode(r.vault_id, 'hex'), 'has records and no head'
FROM records r LEFT JOIN vaults v ON v.vault_id = r.vault_id WHERE v.vault_id IS NULL"""
SIZES = """
SELECT DISTINCT 'vault ' || encode(vault_id, 'hex'), 'holds a record of an impossible size'
FROM records WHERE size <> ALL(%s)"""
LISTS = """
SELECT DISTINCT 'list ' || encode(l.name, 'hex'), 'has no reminders'
FROM reminder_lists l LEFT JOIN reminders r ON r.name = l.name WHERE r.name IS NULL"""
REMINDERS = """
SELECT DISTINCT 'list ' || encode(r.name, 'hex'), 'has reminders and no head'
FROM reminders r LEFT JOIN reminder_lists l ON l.name = r.name WHERE l.name IS NULL"""
SHARES = """
SELECT DISTINCT 'share ' || encode(name, 'hex'), 'holds a text of an impossible size'
FROM shares WHERE length(sealed) <> ALL(%s)"""
NOTES = """
SELECT DISTINCT 'share ' || encode(n.name, 'hex'), 'has notes and no text'
FROM notes n LEFT JOIN shares s ON s.name = n.name WHERE s.name IS NULL"""
NOTE_SIZES = """
SELECT DISTINCT 'share ' || encode(name, 'hex'), 'holds a note of an impossible size'
FROM notes WHERE length(note) <> ALL(%s)"""


def check_tables(
    database: Database, queries: Collection[tuple[str, Collection[int] | None]]
) -> Iterator[Problem]:
    """What these queries find, the second value of each being the sizes that it allows. Raises Busy, Damaged.

    All of them see the database at one instant.
    """

    def work(connection: Connection) -> list[tuple[str, str]]:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        connection.execute("SET LOCAL statement_timeout = 0")  # it reads everything
        found: list[tuple[str, str]] = []
        for query, sizes in queries:
            found += connection.execute(query, None if sizes is None else (list(sizes),)).fetchall()
        return found

    for name, what in database.change(work):
        yield Problem(name, what)
