"""Shares: one sealed text for anybody with its link, and notes for its maker. No reading is recorded."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, Response, request

from storage.errors import Unauthorized
from webapp.api.common import check_request, json_response, no_content, services
from webapp.api.share_validation import read_name, read_note, read_share, read_share_access

shares = Blueprint("shares", __name__, url_prefix="/api/v1/shares")
shares.before_request(check_request)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@shares.put("/<share>")
def make(share: str) -> Response:
    """Create a share with an expiry time. Repeating the request returns the first expiry time."""
    access = read_share_access(share, request)
    try:
        services().shares.authorize(access)
    except Unauthorized:
        services().rate_limiter.hit("shares", request)
        services().admission.check_disk()
        sealed, seconds = read_share(request)
        services().admission.admit(request, len(sealed))
    else:
        sealed, seconds = read_share(request)
    expires = services().shares.make(access, sealed, seconds)
    return json_response({"expires_at": _time(expires)}, 201)


@shares.get("/<share>")
def look(share: str) -> Response:
    """The sealed text and its expiry time, for anybody who has the id."""
    found = services().shares.get(read_name(share))
    return json_response({"sealed": found.sealed, "expires_at": _time(found.expires)})


@shares.delete("/<share>")
def withdraw(share: str) -> Response:
    """Delete the share and its notes."""
    services().shares.withdraw(read_share_access(share, request))
    return no_content()


@shares.post("/<share>/notes")
def answer(share: str) -> Response:
    """Store a note for whoever made the share. Without such a share, the body is not read."""
    name = read_name(share)
    services().shares.get(name)
    services().rate_limiter.hit("shares", request)
    services().admission.check_disk()
    note = read_note(request)
    services().admission.admit(request, len(note))
    services().shares.answer(name, note)
    return json_response({}, 201)


@shares.get("/<share>/notes")
def notes(share: str) -> Response:
    """The notes in the order in which they came, for whoever made the share."""
    kept = services().shares.authorize(read_share_access(share, request))
    return json_response({"notes": [{"sealed": note} for note in kept.notes]})
