"""`/readyz`, for a host's supervisor: whether the server can do its work. `/healthz` says that it runs."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api.common import NO_STORE, services

health = Blueprint("health", __name__)


@health.get("/readyz")
def ready() -> Response:
    """`ok`, or 503 and the codes of what is wrong, one a line: disk, key, sender, slow or starting."""
    problems = services().readiness.problems()
    text = "".join(f"{code}\n" for code in problems) or "ok"
    status = 503 if problems else 200
    return Response(text, status, NO_STORE, content_type="text/plain; charset=utf-8")
