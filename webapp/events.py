"""What the server says to its host: one line of JSON for each event, with its time, level, code and place.

Threat: a log that tells who asked for what. So a line never contains an address, a path, a query or an id;
of other libraries' messages only the place is kept.
"""

from __future__ import annotations

import logging
import logging.config
from datetime import UTC, datetime
from types import TracebackType

import orjson

from storage.errors import Busy, Damaged

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


def log_error(error: BaseException, doing: str = "") -> None:
    """Log what failed and where in the code, but neither for whom nor with which content."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    reason = (cause.strerror if isinstance(cause, OSError) else None) or type(cause).__name__
    by_kind = {OSError: "disk", Busy: "busy", Damaged: "damaged"}
    code = next((code for kind, code in by_kind.items() if isinstance(cause, kind)), "failed")
    message = f"{reason} {doing}".strip()
    log.error(message, extra={"code": code, "place": place_of(cause.__traceback__ or error.__traceback__)})


def log_json() -> None:
    """Write every event of this process as a line of JSON from now on."""
    logging.config.dictConfig(CONFIG)
