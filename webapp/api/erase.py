"""Lets the browser of a person who erases everything clear what no script can, such as its cache of files."""

from __future__ import annotations

from flask import Blueprint, Response, request

from storage.errors import Unauthorized
from webapp.api.common import NO_STORE, check_request

erase = Blueprint("erase", __name__, url_prefix="/api/v1")
erase.before_request(check_request)
ASKED = "Bearer everything"
CLEARED = '"cache", "storage"'
"""Not "cookies": there are none, and it would clear those of every site below the same domain."""


@erase.post("/erase")
def clear() -> Response:
    """Tell the browser to clear this site's storage; the server keeps and removes nothing.

    Threat: another site could make a visitor's browser erase the visitor's words. So the header is on this
    answer alone, and the request needs a header that other sites may not set without asking first. Raises
    Unauthorized.
    """
    if request.headers.get("Authorization") != ASKED:
        raise Unauthorized
    return Response(status=204, headers={**NO_STORE, "Clear-Site-Data": CLEARED})
