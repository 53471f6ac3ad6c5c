"""What all addresses under `/api/v1` have in common: who is let in, and how they answer."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Response, current_app, request

from webapp.api.validation import refuse_other_sites
from webapp.container import Services

NO_STORE = {"Cache-Control": "no-store"}


def services() -> Services:
    """What a view asks."""
    found: Services = current_app.config["SERVICES"]
    return found


def guard() -> None:
    """Refuse other sites and floods before anything is read; begin to sweep once something may be kept."""
    services().rates.count("requests", request)
    refuse_other_sites(request)
    services().sweeper.start()


def json_answer(body: dict[str, Any], status: int = 200) -> Response:
    """An answer that nobody keeps on the way."""
    return Response(orjson.dumps(body), status, NO_STORE, content_type="application/json")


def nothing() -> Response:
    """The answer of what was removed."""
    return Response(status=204, headers=NO_STORE)
