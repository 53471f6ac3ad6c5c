"""Shares: one sealed text for whoever has its link, and notes that come back. No opening is noted."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, request

from storage.errors import Unauthorized
from webapp.api import guard, json_answer, nothing, services
from webapp.share_reading import read_name, read_note, read_share, read_share_access

shares = Blueprint("shares", __name__, url_prefix="/api/v1/shares")
shares.before_request(guard)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@shares.put("/<share>")
def make(share: str) -> Response:
    """Share a text until a time. The same again says when the first one ends."""
    access = read_share_access(share, request)
    try:
        services().shares.authorize(access)
    except Unauthorized:
        services().rates.count("shares", request)
    sealed, seconds = read_share(request)
    expires = services().shares.make(access, sealed, seconds)
    return json_answer({"expires_at": _time(expires)}, 201)


@shares.get("/<share>")
def look(share: str) -> Response:
    """The text, for whoever has the id."""
    found = services().shares.get(read_name(share))
    return json_answer({"sealed": found.sealed, "expires_at": _time(found.expires)})


@shares.delete("/<share>")
def withdraw(share: str) -> Response:
    """Remove the share and its notes."""
    services().shares.withdraw(read_share_access(share, request))
    return nothing()


@shares.post("/<share>/notes")
def answer(share: str) -> Response:
    """Keep a note for whoever made the share. Where there is none, the body is not even read."""
    name = read_name(share)
    services().shares.get(name)
    services().rates.count("shares", request)
    services().shares.answer(name, read_note(request))
    return json_answer({}, 201)


@shares.get("/<share>/notes")
def notes(share: str) -> Response:
    """The notes, for whoever made the share, in the order in which they came."""
    kept = services().shares.authorize(read_share_access(share, request))
    return json_answer({"notes": [{"sealed": note} for note in kept.notes]})
