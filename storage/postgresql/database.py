"""Runs transactions on PostgreSQL: from a pool, within time limits, and once more where nothing was stored.

A work that is given to `change` may run several times, so it must have no effect but through its connection.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import DataCorrupted, IndexCorrupted, ReadOnlySqlTransaction
from psycopg_pool import ConnectionPool

from storage.errors import Busy, Damaged, ReadOnly
from storage.files.locks import LOCK_SECONDS
from storage.interface import READ_ONLY, UNFINISHED
from storage.postgresql.breaker import Breaker
from storage.postgresql.connection import PooledConnection, bounded
from storage.postgresql.schema import state_of

CONNECTIONS_MAX = 8
"""Of one process."""
CONNECT_SECONDS = 2.0
"""How long a call waits for a connection. While the database is away, one at a time does (breaker.py)."""
RECONNECT_SECONDS = 1.0
"""How long the pool goes on trying by itself. After that each call tries, so that a database that is back is
noticed at once; the pool's own pauses grow to minutes."""
TRIES = 10
"""How often a work is run at most, if each time it is certain that nothing was stored."""
PAUSE_SECONDS = 0.02
"""The mean pause before the second try. It grows, and differs by chance, so that callers do not collide."""
REPEATED = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: the database has undone the transaction, also when it commits."""
NOT_BUSY = (psycopg.DataError, psycopg.IntegrityError, psycopg.NotSupportedError)
"""Errors of the app itself."""
KEEPALIVES = {
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 11_000,
}
"""How soon a connection through a cut network is given up, in seconds and milliseconds."""

MOVER = "egne-ord move"
"""The name of a mover's connections, which a change of the store's state does not end."""

Connection = psycopg.Connection[tuple[Any, ...]]
Result = TypeVar("Result")
Work = Callable[[Connection], Result]


class Again(Exception):
    """Raised by a work whose ground was taken by another connection, before it has stored anything."""


class Database:
    """One database. Any number of threads may call at once; a forked process gets connections of its own.

    Each connection looks at the state of the store once, when it is opened. So no request pays for it:
    whoever changes the state ends all connections.
    """

    def __init__(
        self,
        address: str,
        lock_seconds: float = LOCK_SECONDS,
        *,
        is_for_move: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`lock_seconds`: how long a statement waits for a lock before Busy is raised.

        `is_for_move`: whatever the state of the store is. `clock`: for the pauses while it is away.
        """
        self._address = _with_limits(address, lock_seconds)
        self._connection_class = bounded(2 * lock_seconds)
        self._is_for_move = is_for_move
        if is_for_move:
            self._address = make_conninfo(self._address, application_name=MOVER)
        self._breaker = Breaker(clock)
        self._pool: ConnectionPool[PooledConnection] | None = None
        self._pid = 0
        self._is_closed = False
        self._opening = Lock()

    def read(self, work: Work[Result]) -> Result:
        """Run `work` with one connection; each of its statements is a transaction. Raises Busy, Damaged."""
        return self._run(lambda connection: repeatable(connection, work))

    def change(self, work: Work[Result], *, ends: bool = False) -> Result:
        """Run `work` in one transaction, which is durable when this returns.

        `ends`: also where no new changes are taken.
        Raises what `work` raises, Damaged, ReadOnly, and Busy. After Busy, but not after ReadOnly, the change
        may or may not have been stored.
        """
        return self._run(lambda connection: _transact(connection, work, ends))

    def close(self) -> None:
        """Close all connections of this process for good: what still asks for one is told Busy.

        Threat: a thread that runs beside the requests opens them again, and tries for ever.
        """
        self._is_closed = True
        if self._pool is not None and self._pid == os.getpid():
            self._pool.close()
        self._pool = None

    def change_at_once(self, work: Work[Result]) -> Result:
        """Run `work` with one connection. Each statement is a transaction; the last one is the change.

        What comes before goes through `repeatable`. Raises as `change` does.
        """
        return self._run(work)

    def _run(self, work: Callable[[PooledConnection], Result]) -> Result:
        with errors_as_busy():
            for number in range(1, TRIES + 1):
                try:
                    with self._connection() as connection:
                        return work(connection)
                except (Again, psycopg.Error) as error:
                    if number == TRIES or not self._may_repeat(error):
                        raise
                time.sleep(PAUSE_SECONDS * number * random.random())  # noqa: S311 (no secret)
        raise Busy

    @contextmanager
    def _connection(self) -> Iterator[PooledConnection]:
        with ExitStack() as held:
            with self._breaker.guarding():
                connection = held.enter_context(self._opened().connection(CONNECT_SECONDS))
            if connection.state == UNFINISHED:
                raise Busy("a move or `restore` into the database has not ended: run it again")
            yield connection

    def _look(self, connection: PooledConnection) -> None:
        """Note the state of the store, as a connection is opened."""
        if self._is_for_move:
            # What a power cut takes is copied again. The commit that opens the store waits for all before it.
            connection.execute("SET synchronous_commit = off")
            return
        connection.state = state_of(connection)
        if connection.state == READ_ONLY:
            connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")

    def _may_repeat(self, error: Again | psycopg.Error) -> bool:
        """Whether nothing was stored and another try may go well. Connections that were lost are replaced."""
        if isinstance(error, Again):
            return True
        if isinstance(error, LostConnection):
            self._opened().check()
            return True
        return error.sqlstate in REPEATED

    def _opened(self) -> ConnectionPool[PooledConnection]:
        with self._opening:
            if self._is_closed:
                raise Busy
            if self._pool is None or self._pid != os.getpid():
                self._pid = os.getpid()
                self._pool = ConnectionPool(
                    self._address, connection_class=self._connection_class, kwargs={"autocommit": True},
                    min_size=1, max_size=CONNECTIONS_MAX,
                    timeout=CONNECT_SECONDS, reconnect_timeout=RECONNECT_SECONDS, name="egne-ord", open=True,
                    configure=self._look,
                )  # fmt: skip
            return self._pool


class LostConnection(psycopg.OperationalError):
    """The connection ended before the transaction was to be stored."""


def repeatable(connection: Connection, work: Work[Result]) -> Result:
    """Run `work`, which changes nothing. Raises LostConnection, after which all is run again."""
    try:
        return work(connection)
    except psycopg.OperationalError as error:
        if connection.closed:
            raise LostConnection from error
        raise


def _transact(connection: PooledConnection, work: Work[Result], ends: bool) -> Result:
    is_ending = False
    try:
        # A pipeline: statements whose results nobody waits for cost no time of their own.
        with connection.pipeline(), connection.transaction():
            if ends and connection.state == READ_ONLY:
                connection.execute("SET TRANSACTION READ WRITE")
            result = work(connection)
            is_ending = True
        return result
    except psycopg.OperationalError as error:
        # Threat: a transaction whose acknowledgement was lost is run again, and conflicts with itself.
        if connection.closed and not is_ending:
            raise LostConnection from error
        raise


@contextmanager
def errors_as_busy() -> Iterator[None]:
    """Turn what the database or the network refuses into Busy, and damage of a table into Damaged."""
    try:
        yield
    except ReadOnlySqlTransaction as error:
        raise ReadOnly from error
    except (DataCorrupted, IndexCorrupted) as error:
        raise Damaged from error
    except NOT_BUSY:
        raise
    except (Again, psycopg.Error) as error:
        raise Busy from error


def _with_limits(address: str, lock_seconds: float) -> str:
    """The address with time limits for connections, locks and statements, beside those that it has."""
    given = conninfo_to_dict(address)
    milliseconds = int(lock_seconds * 1000)
    limits = {
        "lock_timeout": milliseconds,
        "statement_timeout": 2 * milliseconds,
        "idle_in_transaction_session_timeout": 2 * milliseconds,
    }
    options = [str(given.get("options") or ""), *(f"-c {name}={limit}" for name, limit in limits.items())]
    defaults: dict[str, int | str] = {"connect_timeout": 5, "application_name": "egne-ord", **KEEPALIVES}
    missing = {name: value for name, value in defaults.items() if name not in given}
    return make_conninfo(address, **missing, options=" ".join(options).strip())
