"""The one place where an error becomes an answer in plain words."""

from __future__ import annotations

from flask import Flask, Response, g, render_template, request
from flask_babel import gettext as _
from htmx_flask import request as htmx_request
from werkzeug.exceptions import HTTPException

from webapp.config import LANGUAGES
from webapp.language import best_language


def _language() -> str:
    first = request.path.split("/")[1]
    return first if first in LANGUAGES else best_language(request)


def _sentence(code: int) -> str:
    if code == 404:
        return str(_("Den side findes ikke. Dine ord er stadig på din telefon."))
    if code == 413:
        return str(_("Det var for stort til at sende. Dine ord er stadig på din telefon."))
    return str(_("Det gik ikke. Dine ord er stadig på din telefon."))


def answer_errors(app: Flask) -> None:
    """Answer every error with a sentence: a page, or a fragment where htmx asked for one."""

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        code = error.code or 500
        g.lang = _language()
        template = "_error.html" if htmx_request.htmx else "error.html"
        page = render_template(template, sentence=_sentence(code))
        headers = {"Cache-Control": "no-store"}
        if code == 405 and error.get_response().headers.get("Allow"):
            headers["Allow"] = error.get_response().headers["Allow"]
        return Response(page, status=code, headers=headers)
