"""The text of a push message: a neutral notification and the id of the reminder."""

from __future__ import annotations

import orjson

from storage.reminders.interface import DeliveryLease
from webapp.content.languages import default_language, languages
from webapp.language import said_in

TITLE = "En hilsen fra dig selv"
"""Neutral: a person who sees the phone learns nothing."""


def payload(lease: DeliveryLease, origin: str) -> bytes:
    """A message in the JSON of Declarative Web Push, which a phone can show without running a script.

    The id appears three times, because browsers pass on different parts. As a `tag` it also makes a second
    push replace the first. Without an `origin`, the address is relative and the phone completes it: a
    stranger may have chosen the Host header of a request.
    """
    language = languages().get(lease.language) or languages()[default_language()]
    notification = {
        "title": said_in(language.code, TITLE),
        "lang": language.code,
        "dir": language.direction,
        "navigate": origin + language.path("meetings"),
        "tag": lease.entry.id,
        "data": {"id": lease.entry.id},
        "silent": False,
    }
    return orjson.dumps(
        {"web_push": 8030, "notification": notification, "mutable": True, "id": lease.entry.id}
    )
