"""Which language a visitor reads, and the words that scripts show in it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from babel.messages.pofile import read_po
from flask import Request, g

from webapp.config import LANGUAGES

TRANSLATIONS = Path(__file__).resolve().parent / "translations"
SCRIPTS = "static/js/"
"""Messages of the catalogue that come from here are the ones a script may show."""

Words = dict[str, str | list[str]]


def best_language(request: Request) -> str:
    """The visitor's best interface language by Accept-Language; the default where nothing fits."""
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def current_language() -> str:
    """The language of the page being answered: the first part of its path."""
    return str(g.get("lang", LANGUAGES[0]))


@cache
def script_words(language: str) -> Words:
    """What scripts show in `language`: {Danish: translation}, or [one, many] where it has a plural.

    Danish is the source text, so its table is empty.
    """
    if language == LANGUAGES[0]:
        return {}
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        catalogue = read_po(file, locale=language)
    words: Words = {}
    for message in catalogue:
        if message.id and any(SCRIPTS in place for place, _ in message.locations):
            if isinstance(message.id, str):
                words[message.id] = str(message.string)
            else:
                words[message.id[0]] = [str(form) for form in message.string or ()]
    return words
