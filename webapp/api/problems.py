"""The table of the API's errors: one row per exception, sent as RFC 9457 problem details."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.exceptions import HTTPException

from storage.errors import (
    Busy,
    Conflict,
    Damaged,
    FullToday,
    NoShare,
    NotesFull,
    ReadOnly,
    Taken,
    Unauthorized,
    VaultFull,
)
from webapp.api.exceptions import (
    AddressFull,
    BodyNotRead,
    CrossSite,
    HostFull,
    Malformed,
    NotFound,
    RateLimited,
    TooLarge,
    TooManyReaders,
    UnsupportedMediaType,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """HTTP status, code after `urn:egne-ord:`, title, and seconds for Retry-After where a retry helps."""

    status: int
    code: str
    title: str
    retry_after: int | None = None


FAILED = Problem(500, "failed", "The server could not do it.")
PROBLEMS: dict[type[Exception], Problem] = {
    Malformed: Problem(400, "malformed", "The request is not what the protocol describes."),
    Unauthorized: Problem(401, "unauthorized", "There is nothing here for this token."),
    CrossSite: Problem(403, "cross-site", "Another site asked."),
    NotFound: Problem(404, "not-found", "There is nothing here."),
    NoShare: Problem(404, "not-found", "There is nothing here."),
    Conflict: Problem(409, "conflict", "Some records are at another revision."),
    Taken: Problem(409, "taken", "Another text is shared under this id."),
    TooLarge: Problem(413, "too-large", "That is larger than the limits allow."),
    UnsupportedMediaType: Problem(415, "media-type", "The body is not JSON."),
    RateLimited: Problem(429, "slow-down", "Too many requests."),
    # 429 and not 507, with which an app from before this code stops until its person has thrown words out.
    FullToday: Problem(429, "full-today", "The vault may not hold that much yet.", 3600),
    Busy: Problem(503, "busy", "It cannot be had just now.", 5),
    # Same code: a phone keeps its changes, and comes again. The wait is that of a move.
    ReadOnly: Problem(503, "busy", "It cannot be changed just now.", 30),
    # Not 408: phones that have an older version of the app take an unknown status for a refusal for ever.
    BodyNotRead: Problem(503, "busy", "The body was not read.", 5),
    TooManyReaders: Problem(503, "busy", "The answer has to wait.", 5),
    # Same code as Busy: a client can only wait. The wait is longer, because a person has to repair the file.
    Damaged: Problem(503, "busy", "It cannot be read just now.", 3600),
    AddressFull: Problem(429, "no-room", "This network address has added enough for now."),
    HostFull: Problem(503, "no-room", "The server has no room for anything new just now."),
    VaultFull: Problem(507, "vault-full", "The vault is full."),
    NotesFull: Problem(507, "notes-full", "The share takes no more notes."),
}
BY_STATUS = {
    **{problem.status: problem for problem in reversed(PROBLEMS.values())},
    405: Problem(405, "method-not-allowed", "Nothing of that kind can be done here."),
}
"""The row for an HTTP error that the framework raises."""


def problem_of(error: Exception) -> Problem:
    """The row for an exception, ours or the framework's."""
    if type(error) in PROBLEMS:
        return PROBLEMS[type(error)]
    if isinstance(error, HTTPException):
        code = error.code or 500
        return BY_STATUS.get(code, BY_STATUS[400] if 400 <= code < 500 else FAILED)
    return FAILED
