"""Why a command stopped, in words for the host: no name of a class, no path and no address."""

from __future__ import annotations

from storage.errors import Busy, Damaged, ReadOnly
from storage.files.locks import LOCKED

Trouble = Busy | Damaged | OSError
LOCK_NOT_AVAILABLE = "55P03"
"""The code with which PostgreSQL says that a lock was not free in time."""
MIGRATE = "`migrate` it"


def why(error: Trouble, besides: str = MIGRATE) -> str:
    """What refused, without a full stop. `besides`: what to do with a database that runs."""
    cause = error if isinstance(error, OSError) else error.__cause__
    if isinstance(cause, OSError):
        return cause.strerror or "the system refuses"
    if isinstance(error, ReadOnly):
        copy = ", or it is a copy of another database" if cause else ""
        return f"it takes no changes, since it was moved (see `move`){copy}"
    if isinstance(error, Damaged):
        return "something is damaged: `check` names it"
    if getattr(cause, "sqlstate", None) == LOCK_NOT_AVAILABLE:
        return LOCKED
    return (
        str(error).removesuffix(".")
        or f"EGNE_ORD_STORE cannot be used: see that the database runs, and {besides}"
    )


def sentence(error: Trouble, besides: str = MIGRATE) -> str:
    """The same as a sentence of its own, for commands that changed nothing, or say what they did."""
    said, cause = why(error, besides), error if isinstance(error, OSError) else error.__cause__
    if isinstance(cause, OSError):
        return f"EGNE_ORD_DATA cannot be used ({said})."
    return f"{said[:1].upper()}{said[1:]}."
