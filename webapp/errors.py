"""The one place where an error becomes an answer: a page or a fragment in plain words, or a problem."""

from __future__ import annotations

import logging
import re
from typing import Any

import orjson
from flask import Flask, Response, g, render_template, request
from flask_babel import gettext as _
from htmx_flask import request as htmx_request
from werkzeug.exceptions import HTTPException, InternalServerError

from storage.interface import Conflict, Damaged
from webapp.content.languages import SHARED, languages
from webapp.language import best_language
from webapp.problems import PROBLEMS, problem_of
from webapp.refusals import Refused, SlowDown

API = "/api/"
REMINDERS = "/reminders/"
LATER = {429, 503}
OF_A_LINK = re.compile(rf"(?:/(\w+))?/{SHARED}(?:\W|$)")
"""Where somebody follows a link that was damaged on its way: they may never have seen the app."""
log = logging.getLogger("egne-ord")


def _is_of_a_link() -> bool:
    found = OF_A_LINK.match(request.path)
    return found is not None and (found[1] is None or found[1] in languages())


def _language() -> str:
    named = [part for part in request.path.split("/")[1:3] if part in languages()]
    return named[0] if named else best_language(request)


def _sentence(code: int) -> str:
    if code == 404 and _is_of_a_link():
        return str(_("Linket er ikke helt. Måske er det klippet over på vejen. Bed om at få det sendt igen."))
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
    """What stands where the reminders would, so that the page still has a place for them."""
    row = problem_of(error)
    g.lang = _language()
    sentence = _("Det gik ikke lige nu. Prøv igen om lidt.") if row.status in LATER else _sentence(row.status)
    return _patient(
        Response(render_template("_reminders_refused.html", sentence=sentence), row.status), error
    )


def _patient(answer: Response, error: Exception) -> Response:
    """With the seconds after which asking again helps, where it does."""
    retry = error.seconds if isinstance(error, SlowDown) else problem_of(error).retry_seconds
    if retry is not None:
        answer.headers["Retry-After"] = str(retry)
    return answer


def _problem(error: Exception) -> Response:
    """As RFC 9457 writes it."""
    row = problem_of(error)
    body: dict[str, Any] = {"type": f"urn:egne-ord:{row.code}", "title": row.title, "status": row.status}
    if isinstance(error, Refused):
        body["detail"] = str(error)
    if isinstance(error, Conflict):
        body["conflicts"] = [
            {"id": r.id, "rev": r.rev, "seq": r.seq, "sealed": r.sealed} for r in error.current
        ]
    answer = _patient(
        Response(orjson.dumps(body), row.status, content_type="application/problem+json"), error
    )
    if row.status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _note(error: Exception) -> None:
    """Say in the log what went wrong on this side and where in the code; never what was asked, or by whom."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    said = cause.strerror if isinstance(cause, OSError) else type(cause).__name__
    place = error.__traceback__
    while place and place.tb_next:
        place = place.tb_next
    log.error(
        "%s (%s line %s)", said, place and place.tb_frame.f_globals.get("__name__"), place and place.tb_lineno
    )


def answer_errors(app: Flask) -> None:
    """Answer every error: a page or a fragment for people, a problem for what asks under /api/."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        answer = _problem(error) if request.path.startswith(API) else _page(error)
        if request.path.startswith(REMINDERS):
            answer = _fragment(error)
        answer.headers["Cache-Control"] = "no-store"
        if error.code == 405 and error.get_response().headers.get("Allow"):
            answer.headers["Allow"] = error.get_response().headers["Allow"]
        return answer

    @app.errorhandler(Exception)
    def other_error(error: Exception) -> Response:
        # Threat: Flask's own line in the log would hold the path, and a trace may hold a vault's id.
        if type(error) not in PROBLEMS:
            _note(error)
            return http_error(InternalServerError())
        if error.__cause__ is not None or isinstance(error, Damaged):
            _note(error)
        answer = _fragment(error) if request.path.startswith(REMINDERS) else _problem(error)
        answer.headers["Cache-Control"] = "no-store"
        return answer
