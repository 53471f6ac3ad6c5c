"""The integrity check of the tables: finds rows that contradict others, names them, and shows no content."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from storage.interface import Problem
from storage.place import Sizes
from storage.postgresql.connection import patient
from storage.postgresql.database import Connection, Database


def _alone(kind: str, key: str, table: str, other: str, what: str) -> str:
    """The query for rows of a table without one of the same key in another table."""
    return f"""
SELECT DISTINCT '{kind} ' || encode(a.{key}, 'hex'), '{what}'
FROM {table} a LEFT JOIN {other} b ON b.{key} = a.{key} WHERE b.{key} IS NULL"""  # noqa: S608 (no input)


def _of_other_size(kind: str, key: str, table: str, size: str, what: str) -> str:
    """The query for rows of a table whose size is none of those that are given to it."""
    return f"""
SELECT DISTINCT '{kind} ' || encode({key}, 'hex'), 'holds a {what} of an impossible size'
FROM {table} WHERE {size} <> ALL(%s)"""  # noqa: S608 (no input)


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
RECORDS = _alone("vault", "vault_id", "records", "vaults", "has records and no head")
LISTS = _alone("list", "name", "reminder_lists", "reminders", "has no reminders")
REMINDERS = _alone("list", "name", "reminders", "reminder_lists", "has reminders and no head")
NOTES = _alone("share", "name", "notes", "shares", "has notes and no text")
RECORD_SIZES = _of_other_size("vault", "vault_id", "records", "size", "record")
TEXT_SIZES = _of_other_size("share", "name", "shares", "length(sealed)", "text")
NOTE_SIZES = _of_other_size("share", "name", "notes", "length(note)", "note")


def check_database(database: Database, sizes: Sizes) -> Iterator[Problem]:
    """Everything that is wrong in the tables, also while servers run. Raises Busy, Damaged."""
    whole = [(query, None) for query in (VAULTS, RECORDS, LISTS, REMINDERS, NOTES)]
    sized = [(RECORD_SIZES, sizes.records), (TEXT_SIZES, sizes.records), (NOTE_SIZES, sizes.notes)]
    return check_tables(database, [*whole, *sized])


def check_tables(
    database: Database, queries: Collection[tuple[str, Collection[int] | None]]
) -> Iterator[Problem]:
    """What these queries find, the second value of each being the sizes that it allows. Raises Busy, Damaged.

    All of them see the database at one instant.
    """

    def work(connection: Connection) -> list[tuple[str, str]]:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found: list[tuple[str, str]] = []
        with patient(connection):  # it reads everything
            for query, sizes in queries:
                found += connection.execute(query, None if sizes is None else (list(sizes),)).fetchall()
        return found

    for name, what in database.change(work):
        yield Problem(name, what)
