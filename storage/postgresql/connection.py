"""A connection that does not wait for ever: an answer that does not come in time closes it.

Threat: a network that swallows what is sent, or a proxy that accepts it and hangs, says nothing. The time
limits of the database do not reach the app then, and the proxy answers keepalives.
"""

from __future__ import annotations

from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.errors import _WaitTimeout

from storage.files.locks import LOCK_SECONDS

GRACE_SECONDS = 3.0
"""Beyond the time that the database gives a statement, so that its own refusal comes first."""
CLOSED_BY = "The database did not answer in time."

Returned = TypeVar("Returned")


class NoAnswer(psycopg.Error):
    """No answer came in time. Whether the statement ran is not known, and another try would wait as long."""


class BoundedConnection(psycopg.Connection[tuple[Any, ...]]):
    """Raises NoAnswer, and is closed then."""

    statement_seconds = 2 * LOCK_SECONDS
    """How long the database lets a statement run."""

    def wait(self, gen: PQGen[Returned], interval: float = 0.1, timeout: float | None = None) -> Returned:
        """See psycopg."""
        try:
            return super().wait(gen, interval, timeout or self.statement_seconds + GRACE_SECONDS)
        except _WaitTimeout:
            self.pgconn.finish()  # what comes late must not answer the next statement
            raise NoAnswer(CLOSED_BY) from None
