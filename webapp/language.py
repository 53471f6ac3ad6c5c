"""The language of a visitor, and the messages that scripts and pushes show in it."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import permutations
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Request, g
from werkzeug.routing import BaseConverter, Map

from webapp.content.languages import default_language, languages
from webapp.content.strict import ImpossibleContent

TRANSLATIONS = Path(__file__).resolve().parent / "translations"
SCRIPTS = "static/js/"
"""Scripts may show the messages of the catalogue that come from this folder."""

UNDATED = datetime(2026, 1, 1, tzinfo=UTC)
"""Of every catalogue, since the files name no date: Babel would take the minute in which it compiles them,
and a release would differ from the same one built a minute later."""

Words = dict[str, str | list[str]]


class LanguageConverter(BaseConverter):
    """Converts the part of a path that names a language: `<language:language>` in a route."""

    def __init__(self, map: Map) -> None:
        super().__init__(map)
        self.regex = "|".join(languages())


def best_language(request: Request) -> str:
    """The visitor's best language by Accept-Language; the default if none matches."""
    return request.accept_languages.best_match(languages()) or default_language()


def current_language() -> str:
    """The language of the page being answered: the first part of its path."""
    return str(g.get("lang", default_language()))


def catalogue_path(language: str) -> Path:
    """The catalogue of a language. The default language has none, because it is the source text."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


@cache
def catalogue(language: str) -> Catalog:
    """All messages of the interface in a language other than the default. Raises ImpossibleContent."""
    try:
        with catalogue_path(language).open("rb") as file:
            found = read_po(file, locale=language)
    except OSError as error:
        raise ImpossibleContent(f"translations/{language}: {error.strerror}: messages.po") from error
    found.creation_date = UNDATED
    return found


@cache
def script_words(language: str) -> Words:
    """The messages of scripts in `language`: {Danish: translation}, or a list of forms if it has a plural.

    The default language is the source text, so its table is empty.
    """
    if language == default_language():
        return {}
    words: Words = {}
    for message in catalogue(language):
        if message.id and any(SCRIPTS in place for place, _ in message.locations):
            words[_forms(message.id)[0]] = _translation(message)
    return words


def said_in(language: str, danish: str) -> str:
    """The translation of one message, outside of a request."""
    found = None if language == default_language() else catalogue(language).get(danish)
    return str(found.string) if found else danish


def check_catalogues() -> None:
    """Refuse a language that lacks a message, and name one. Raises ImpossibleContent.

    A test compares each catalogue with the sources; this compares the catalogues with each other.
    """
    others = [language for language in languages() if language != default_language()]
    for language, other in permutations(others, 2):
        if missing := _translated(other) - _translated(language):
            word = min(missing)
            raise ImpossibleContent(f"translations/{language}: {word!r} is missing, which {other} has")


@cache
def _translated(language: str) -> frozenset[str]:
    """The messages that are translated in all their plural forms."""
    found = catalogue(language)
    return frozenset(
        _forms(message.id)[0]
        for message in found
        if message.id and not message.fuzzy and all(_forms(message.string))
        and len(_forms(message.string)) == (found.num_plurals if message.pluralizable else 1)
    )  # fmt: skip


def _translation(message: Message) -> str | list[str]:
    return str(message.string) if isinstance(message.id, str) else _forms(message.string)


def _forms(value: str | tuple[str, ...] | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else [str(form) for form in value or ()]
