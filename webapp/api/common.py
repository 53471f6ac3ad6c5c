"""Shared by every route under `/api/v1`: the checks before a request, and the form of an answer."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app, request

from webapp.api.validation import refuse_cross_site
from webapp.container import Services

NO_STORE = {"Cache-Control": "no-store, no-transform"}
"""No cache keeps the answer, and no proxy compresses it (Caddy heeds this, nginx does not)."""


def services() -> Services:
    """The services of the current app."""
    found: Services = current_app.config["SERVICES"]
    return found


def check_request() -> None:
    """Refuse floods and other sites before a body is read. Raises RateLimited or CrossSite."""
    services().rate_limiter.hit("requests", request)
    check_site()


def check_site() -> None:
    """Refuse other sites, and start the sweeper, since data may be stored from now on. Raises CrossSite."""
    refuse_cross_site(request)
    services().sweeper.start()


def json_response(body: dict[str, Any], status: int = 200) -> Response:
    """A JSON response that no cache stores."""
    return Response(orjson.dumps(body), status, NO_STORE, content_type="application/json")


def no_content() -> Response:
    """The response to a successful DELETE: 204 without a body."""
    return Response(status=204, headers=NO_STORE)
