"""`/.well-known/security.txt` (RFC 9116): where somebody who finds a weakness can reach the host."""

from __future__ import annotations

import time

from flask import Blueprint, Response, abort, current_app

from storage.days import date_text, day_of
from webapp.config import Settings
from webapp.content.languages import languages

security_txt = Blueprint("security_txt", __name__)
PATH = "/.well-known/security.txt"
VALID_DAYS = 180
"""The RFC asks for less than a year."""
CACHE_SECONDS = 24 * 60 * 60


def text_of(settings: Settings, now: float) -> str:
    """The file. `now`: seconds since 1970; it says the same all day. The host must have set a contact."""
    fields = [
        ("Contact", settings.contact),
        ("Expires", f"{date_text(day_of(now) + VALID_DAYS)}T00:00:00Z"),
        ("Preferred-Languages", ", ".join(languages())),
    ]
    if settings.origin:
        fields.append(("Canonical", f"{settings.origin}{PATH}"))
    return "".join(f"{name}: {value}\n" for name, value in fields)


@security_txt.get(PATH)
def contact_for_security() -> Response:
    """The file, or 404 where the host has set no contact."""
    settings: Settings = current_app.config["SERVICES"].settings
    if not settings.contact:
        abort(404)
    headers = {"Cache-Control": f"public, max-age={CACHE_SECONDS}"}
    return Response(text_of(settings, time.time()), content_type="text/plain; charset=utf-8", headers=headers)
