"""The server's keys in a table, so that all machines of a site have the same."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from storage.errors import ReadOnly
from storage.files.key_files import KeyFiles
from storage.interface import KEY, OLD_KEY
from storage.postgresql.database import Connection, Database

READ = "SELECT name, content FROM server_keys"
MAKE = "INSERT INTO server_keys (name, content) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING"
ONE = "SELECT content FROM server_keys WHERE name = %s"
PUT = """
INSERT INTO server_keys (name, content) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET content = EXCLUDED.content"""
REMOVE = "DELETE FROM server_keys WHERE name = %s"


class PostgreSQLKeys:
    """The keys of a database. While it has none, those in the data folder are taken over.

    That is where they were before there was the table. The phones' subscriptions are for them.
    """

    def __init__(self, database: Database, data: Path) -> None:
        self._database, self._files = database, KeyFiles(data)

    def get(self, name: str) -> bytes | None:
        """See KeyStore."""
        rows = self._database.read(lambda connection: connection.execute(READ).fetchall())
        found: dict[str, bytes] = dict(rows)
        return found.get(name) if found else self._taken_over().get(name)

    def _taken_over(self) -> dict[str, bytes]:
        files = {name: content for name in (OLD_KEY, KEY) if (content := self._files.get(name)) is not None}
        with suppress(ReadOnly):
            return {name: self.make(name, content) for name, content in files.items()}
        return files

    def make(self, name: str, content: bytes) -> bytes:
        """See KeyStore."""

        def work(connection: Connection) -> bytes:
            connection.execute(MAKE, (name, content))
            row = connection.execute(ONE, (name,)).fetchone()
            return bytes(row[0]) if row else content

        return self._database.change(work)

    def put(self, name: str, content: bytes | None) -> None:
        """See KeyStore."""
        query, values = (REMOVE, (name,)) if content is None else (PUT, (name, content))
        self._database.change(lambda connection: connection.execute(query, values))
