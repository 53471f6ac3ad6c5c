"""The one place where an exception becomes a response: a page, a fragment, or an RFC 9457 problem."""

from __future__ import annotations

import re
from typing import Any

import orjson
from flask import Flask, Response, g, render_template, request
from flask_babel import gettext as _
from htmx_flask import request as htmx_request
from werkzeug.exceptions import HTTPException, InternalServerError

from storage.errors import Conflict, Damaged
from webapp.api.common import NO_STORE
from webapp.api.exceptions import ApiError, HostFull, RefusedForNow
from webapp.api.problems import PROBLEMS, problem_of
from webapp.content.languages import SHARED, languages
from webapp.events import log_error
from webapp.language import best_language

API = "/api/"
REMINDERS = "/reminders/"
LATER = {429, 503}
OF_A_LINK = re.compile(rf"(?:/(\w+))?/{SHARED}(?:\W|$)")
"""Paths of share links, which may have been damaged in transit. Their readers may not know the app."""
REFUSED = "egne_ord.refused"
"""Key of the WSGI environment for the error with which the server refuses a request whose body it lacks."""


def _is_of_a_link() -> bool:
    found = OF_A_LINK.match(request.path)
    return found is not None and (found[1] is None or found[1] in languages())


def _language() -> str:
    named = [part for part in request.path.split("/")[1:3] if part in languages()]
    return named[0] if named else best_language(request)


def _sentence(code: int) -> str:
    if code == 404 and _is_of_a_link():
        return str(
            _("Der mangler noget af linket. Måske er det klippet over på vejen. Bed om at få det igen.")
        )
    if code == 404:
        return str(_("Den side findes ikke. Dine ord er stadig på din telefon."))
    if code == 413:
        return str(_("Det var for stort til at sende. Dine ord er stadig på din telefon."))
    return str(_("Det gik ikke. Dine ord er stadig på din telefon."))


def _page(error: HTTPException) -> Response:
    code = error.code or 500
    g.lang = _language()
    template = "_error.html" if htmx_request.htmx else "error.html"
    page = render_template(template, sentence=_sentence(code), is_reader=_is_of_a_link())
    return Response(page, status=code)


def _fragment(error: Exception) -> Response:
    """An error shown in place of the reminders, so that the page can swap them in again later."""
    row = problem_of(error)
    g.lang = _language()
    sentence = _("Det gik ikke lige nu. Prøv igen om lidt.") if row.status in LATER else _sentence(row.status)
    if isinstance(error, HostFull):
        sentence = _("Der er ikke plads til flere påmindelser på serveren lige nu. Prøv igen senere.")
    return _with_retry_after(
        Response(render_template("_reminders_refused.html", sentence=sentence), row.status), error
    )


def _with_retry_after(response: Response, error: Exception) -> Response:
    """Add Retry-After if a retry may help."""
    seconds = error.retry_after if isinstance(error, RefusedForNow) else problem_of(error).retry_after
    if seconds is not None:
        response.headers["Retry-After"] = str(seconds)
    return response


def _problem(error: Exception) -> Response:
    """Problem details as in RFC 9457."""
    row = problem_of(error)
    body: dict[str, Any] = {"type": f"urn:egne-ord:{row.code}", "title": row.title, "status": row.status}
    if isinstance(error, ApiError):
        body["detail"] = str(error)
    if isinstance(error, Conflict):
        body["conflicts"] = [
            {"id": r.id, "rev": r.rev, "seq": r.seq, "sealed": r.sealed} for r in error.current
        ]
    response = _with_retry_after(
        Response(orjson.dumps(body), row.status, content_type="application/problem+json"), error
    )
    if row.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def handle_errors(app: Flask) -> None:
    """Handle every error: a page or a fragment for people, problem details under /api/."""

    @app.before_request
    def refuse() -> None:
        # A request is carried out whole or not at all, also by a view that does not read the body.
        if REFUSED in request.environ:
            raise request.environ[REFUSED]

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        response = _problem(error) if request.path.startswith(API) else _page(error)
        if request.path.startswith(REMINDERS):
            response = _fragment(error)
        response.headers.update(NO_STORE)
        if error.code == 405 and error.get_response().headers.get("Allow"):
            response.headers["Allow"] = error.get_response().headers["Allow"]
        return response

    @app.errorhandler(Exception)
    def other_error(error: Exception) -> Response:
        # Threat: Flask's own log line would contain the path, and a traceback may contain a vault's id.
        if type(error) not in PROBLEMS:
            log_error(error)
            return http_error(InternalServerError())
        if error.__cause__ is not None or isinstance(error, Damaged):
            log_error(error)
        response = _fragment(error) if request.path.startswith(REMINDERS) else _problem(error)
        response.headers.update(NO_STORE)
        return response
