"""`/readyz`, for a host's supervisor: whether the server can do its work. `/healthz` says that it runs."""

from __future__ import annotations

from flask import Blueprint, Response

from webapp.api.common import NO_STORE, services
from webapp.readiness import is_ready

health = Blueprint("health", __name__)


@health.get("/readyz")
def ready() -> Response:
    """`ok`, or 503 and the codes of what is wrong, one a line; `read-only` alone is no 503."""
    problems = services().readiness.problems()
    text = "".join(f"{code}\n" for code in problems) or "ok"
    status = 200 if is_ready(problems) else 503
    return Response(text, status, NO_STORE, content_type="text/plain; charset=utf-8")
