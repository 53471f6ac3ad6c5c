"""What the server says to its host: one line of JSON for each event, with its time, level, code and place.

Threat: a log that tells who asked for what. So a line never contains an address, a path, a query or an id;
of other libraries' messages only the place is kept.
"""

from __future__ import annotations

import logging
import logging.config
from datetime import UTC, datetime
from traceback import walk_tb
from types import TracebackType

import orjson

from storage.errors import Busy, Damaged, ReadOnly

log = logging.getLogger("egne-ord")
SERVER = "_granian"
"""The logger of the web server, whose messages name workers and no visitor."""
CONFIG = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "webapp.events.JsonLines"}},
    "handlers": {"json": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["json"], "level": "WARNING"},
    "loggers": {SERVER: {"handlers": ["json"], "level": "WARNING", "propagate": False}},
}
"""For logging.config.dictConfig. The lines go to standard error."""
DRIVERS = {"psycopg", "psycopg_pool"}
OWN = ("storage.", "webapp.")
PLUMBING = {f"storage.postgresql.{name}" for name in ("database", "breaker", "connection")}
"""What every use of a database passes through, so that it says nothing."""
TAKEN = {"55P03", "40001", "40P01"}
"""PostgreSQL's codes for a lock that was not free, and for two that stood in each other's way."""


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON. `code` and `place` are attributes that `extra` gives."""

    def format(self, record: logging.LogRecord) -> str:
        """Time in UTC, level, code, place and message; a library's own message stays out."""
        is_ours = record.name in {log.name, SERVER}
        place = f"{record.module}:{record.lineno}" if is_ours else f"{record.name}:{record.lineno}"
        failed = record.exc_info[2] if record.exc_info else None
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "code": code_of(record),
            "place": getattr(record, "place", None) or place_of(failed) or place,
            "message": record.getMessage() if is_ours else "a message of a library",
        }
        return orjson.dumps(line).decode()


def code_of(record: logging.LogRecord) -> str:
    """The code of an event; docs/operating.md lists them."""
    usual = {log.name: "note", SERVER: "server"}.get(record.name, "library")
    return str(getattr(record, "code", usual))


def place_of(trace: TracebackType | None) -> str:
    """The module and line where an exception was raised; empty if there is none."""
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else ""


def own_place_of(*traces: TracebackType | None) -> str:
    """The innermost line of what asked a database, in the first of the traces that has one; else empty."""
    for trace in traces:
        frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in walk_tb(trace)]
        own = [each for each in frames if each[0].startswith(OWN) and each[0] not in PLUMBING]
        if own:
            return f"{own[-1][0]}:{own[-1][1]}"
    return ""


def log_error(error: BaseException, doing: str = "") -> None:
    """Log what failed and where in the code, but neither for whom nor with which content."""
    is_of_database = _is_of_database(error)
    cause = (error.__cause__ if is_of_database or isinstance(error.__cause__, OSError) else None) or error
    reason = (cause.strerror if isinstance(cause, OSError) else None) or type(cause).__name__
    by_kind = {OSError: "disk", Busy: "busy", Damaged: "damaged"}
    code = next((code for kind, code in by_kind.items() if isinstance(cause, kind)), "failed")
    place = place_of(cause.__traceback__ or error.__traceback__)
    if is_of_database:
        code = "busy" if getattr(cause, "sqlstate", None) in TAKEN else "database"
        place = own_place_of(cause.__traceback__, error.__traceback__) or place
    log.error(f"{reason} {doing}".strip(), extra={"code": code, "place": place})


def _is_of_database(error: BaseException) -> bool:
    """Whether a database refused. That nothing is stored while a move goes on is no fault of it."""
    if not isinstance(error, Busy) or isinstance(error, ReadOnly):
        return False
    if error.__cause__ is None:
        return place_of(error.__traceback__).startswith("storage.postgresql.")
    return type(error.__cause__).__module__.partition(".")[0] in DRIVERS


def log_json() -> None:
    """Write every event of this process as a line of JSON from now on."""
    logging.config.dictConfig(CONFIG)
