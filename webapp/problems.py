"""What the programming interface says when it refuses: one row for each way, as RFC 9457 writes them."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.exceptions import HTTPException

from storage.errors import Busy, Conflict, Damaged, NoShare, NotesFull, Taken, Unauthorized, VaultFull
from webapp.refusals import CrossSite, Malformed, NotFound, SlowDown, TooLarge, WrongMediaType


@dataclass(frozen=True, slots=True)
class Problem:
    """A status, the code behind `urn:egne-ord:`, and a title; seconds where asking again helps."""

    status: int
    code: str
    title: str
    retry_seconds: int | None = None


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
    WrongMediaType: Problem(415, "media-type", "The body is not JSON."),
    SlowDown: Problem(429, "slow-down", "Too many requests."),
    Busy: Problem(503, "busy", "It cannot be had just now.", 5),
    # The same code: a client can only wait. Longer, since somebody must mend it.
    Damaged: Problem(503, "busy", "It cannot be read just now.", 3600),
    VaultFull: Problem(507, "vault-full", "The vault is full."),
    NotesFull: Problem(507, "notes-full", "The share takes no more notes."),
}
BY_STATUS = {
    **{problem.status: problem for problem in reversed(PROBLEMS.values())},
    405: Problem(405, "method-not-allowed", "Nothing of that kind can be done here."),
}


def problem_of(error: Exception) -> Problem:
    """The row for an error, whether ours or one that the framework raised."""
    if type(error) in PROBLEMS:
        return PROBLEMS[type(error)]
    if isinstance(error, HTTPException):
        code = error.code or 500
        return BY_STATUS.get(code, BY_STATUS[400] if 400 <= code < 500 else FAILED)
    return FAILED
