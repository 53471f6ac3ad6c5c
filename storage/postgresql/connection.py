"""A connection that does not wait for ever: an answer that does not come in time closes it.

Threat: a network that swallows what is sent, or a proxy that accepts it and hangs, says nothing. The time
limits of the database do not reach the app then, and the proxy answers keepalives.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout

from storage.interface import OPEN

GRACE_SECONDS = 3.0
"""Beyond the time that the database gives a statement, so that its own refusal comes first."""
CLOSED_BY = "The database did not answer in time."

Returned = TypeVar("Returned")


class NoAnswer(psycopg.Error):
    """No answer came in time. Whether the statement ran is not known, and another try would wait as long."""


class PooledConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that raises NoAnswer, and is closed then, where no answer came for `answer_seconds`."""

    state = OPEN
    """Of the store, when the connection was opened."""
    answer_seconds: float | None = GRACE_SECONDS
    """None: for ever."""

    def wait(self, gen: PQGen[Returned], interval: float = 0.1, timeout: float | None = None) -> Returned:
        """See psycopg."""
        try:
            return super().wait(gen, interval, timeout or self.answer_seconds)
        except _WaitTimeout:
            self.pgconn.finish()  # what comes late must not answer the next statement
            raise NoAnswer(CLOSED_BY) from None


def bounded(statement_seconds: float) -> type[PooledConnection]:
    """Connections whose waits end, where the database ends a statement after `statement_seconds`."""
    return type(
        "BoundedConnection", (PooledConnection,), {"answer_seconds": statement_seconds + GRACE_SECONDS}
    )


@contextmanager
def patient(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """Within the transaction, wait for each answer as long as it takes."""
    connection.execute("SET LOCAL statement_timeout = 0")
    if not isinstance(connection, PooledConnection):
        yield
        return
    usual, connection.answer_seconds = connection.answer_seconds, None
    try:
        yield
    finally:
        connection.answer_seconds = usual
