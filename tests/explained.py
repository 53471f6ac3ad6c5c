"""A database that has Citus explain each statement, and refuses those that go to several shards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg

from storage.postgresql.database import Connection, Database, Result, Work
from storage_statements import scans

SCANS = tuple(scans())
"""Some go on with a part and a limit."""
TASKS = "Task Count"
"""How many shards a statement goes to; absent for a table that is not divided."""
IN_STEPS = "INSERT/SELECT method"
"""Present where rows pass through the coordinator on their way from one table to another."""


class ExplainedDatabase(Database):
    """Explains each statement once, with the values that it has then."""

    def _run(self, work: Work[Result]) -> Result:
        return super()._run(lambda connection: work(_explaining(connection)))


def _explaining(connection: Connection) -> Connection:
    connection.cursor_factory = ExplainingCursor
    return connection


class ExplainingCursor(psycopg.Cursor[tuple[Any, ...]]):
    """Remembers which statements it has explained, for all cursors of the process."""

    explained: dict[str, list[int | str]] = {}

    def execute(self, query: Any, params: Any = None, **options: Any) -> ExplainingCursor:
        """Run a statement. Raises AssertionError unless it names one shard or is a known scan."""
        if str(query) not in self.explained and _can_be_explained(str(query)):
            super().execute(f"EXPLAIN (FORMAT JSON) {query}".encode(), params)
            plan = self.fetchone()
            assert plan is not None
            self.explained[query] = tasks = list(_tasks(plan[0]))
            assert tasks in ([], [1]) or query.startswith(SCANS), f"{tasks}: {query}"
        return super().execute(query, params, **options)


def _can_be_explained(query: str) -> bool:
    return query.split()[0] in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}


def _tasks(plan: object) -> Iterator[int | str]:
    """The task counts of a plan and of all plans within it, and whatever makes it a plan of several steps."""
    if isinstance(plan, dict):
        yield from (value for key, value in plan.items() if key in (TASKS, IN_STEPS))
        plan = list(plan.values())
    if isinstance(plan, list):
        for each in plan:
            yield from _tasks(each)
