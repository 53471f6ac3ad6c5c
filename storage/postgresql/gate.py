"""Whether servers may use a database: a row says it, and each connection looks when it is opened."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from storage.errors import Busy
from storage.postgresql.database import MOVER, Connection, Database, errors_as_busy
from storage.postgresql.schema import state_of

MOVE_KEY = 0x456D6F7665
"""Held while a move fills the database."""
PAUSE_SECONDS = 0.05
TRIES = 600
"""How often to look whether all older connections have ended. Each is told to."""
HELD_TRIES = 40
LOCK = "SELECT pg_try_advisory_lock(%s)"
SET = "UPDATE store_state SET state = %s WHERE id = 1"
NOW = "SELECT clock_timestamp()"
# A host's own connections of this role end too: there is no way to tell them from a server's.
END_OLDER = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()
AND backend_type = 'client backend' AND application_name <> %s AND backend_start <= %s"""


class PostgreSQLGate:
    """The gate of a database (storage/interface.py), which is opened for a move if the state is to be set."""

    def __init__(self, database: Database, address: str) -> None:
        self._database, self._address = database, address

    def state(self) -> str:
        """See Gate."""
        return self._database.read(state_of)

    def set(self, state: str) -> None:
        """See Gate. What a connection that is ended had begun is undone, and its server asks again."""

        def work(connection: Connection) -> None:
            connection.execute("SET LOCAL synchronous_commit TO DEFAULT")
            connection.execute(SET, (state,))

        self._database.change(work)
        now = self._database.read(lambda connection: connection.execute(NOW).fetchone())
        for _ in range(TRIES):
            ended = self._database.read(lambda c: c.execute(END_OLDER, (MOVER, now and now[0])).fetchone())
            if not ended or not ended[0]:
                return
            time.sleep(PAUSE_SECONDS)
        raise Busy("Older connections to the database do not end.")

    @contextmanager
    def held(self) -> Iterator[None]:
        """See Gate."""
        with (
            errors_as_busy(),
            psycopg.connect(self._address, autocommit=True, application_name=MOVER) as connection,
        ):
            for _ in range(HELD_TRIES):  # the connection of one that was killed ends a moment after it
                row = connection.execute(LOCK, (MOVE_KEY,)).fetchone()
                if row and row[0]:
                    yield
                    return
                time.sleep(PAUSE_SECONDS)
            raise Busy("Another move into this database is under way.")
