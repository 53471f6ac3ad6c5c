"""A connection that does not wait for ever: an answer that does not come in time closes it.

Threat: a network that swallows what is sent, or a proxy that accepts it and hangs, says nothing. The time
limits of the database do not reach the app then, and the proxy answers keepalives.
"""

from __future__ import annotations

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout

GRACE_SECONDS = 3.0
"""Beyond the time that the database gives a statement, so that its own refusal comes first."""
CLOSED_BY = "The database did not answer in time."

Returned = TypeVar("Returned")


class NoAnswer(psycopg.Error):
    """No answer came in time. Whether the statement ran is not known, and another try would wait as long."""


def bounded(statement_seconds: float) -> type[psycopg.Connection[Any]]:
    """Connections whose waits end, where the database ends a statement after `statement_seconds`."""
    seconds = statement_seconds + GRACE_SECONDS

    class BoundedConnection(psycopg.Connection[Any]):
        """Raises NoAnswer, and is closed then."""

        def wait(self, gen: PQGen[Returned], interval: float = 0.1, timeout: float | None = None) -> Returned:
            """See psycopg."""
            try:
                return super().wait(gen, interval, timeout or seconds)
            except _WaitTimeout:
                self.pgconn.finish()  # what comes late must not answer the next statement
                raise NoAnswer(CLOSED_BY) from None

    return BoundedConnection
