"""The languages of the app: one row each in languages.toml, from which routes, dates and choices follow.

A row's texts are files of content and a catalogue; webapp/pages.py checks at the start that none is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import localedata
from babel.messages.plurals import get_plural

from webapp.content.strict import (
    FOLDER,
    ImpossibleContent,
    any_table,
    read_toml,
    table,
    text_or_none,
    texts_or_none,
)

FILE = "languages.toml"
PARTS = ("introduce", "important", "help", "so_that")
"""The parts of the sheet, which stems open; a test compares them with those of the scripts."""
SOURCE = "da"
"""The language of templates and scripts, and the default (decision 4)."""
DIRECTIONS = ("ltr", "rtl")
SHARED = "d"
"""Last part of the path of the page that opens a share link; the same in every language."""
WAY_OUT = "ud"
"""Last part of the path of the page of the quick exit; the whole path in the default language."""
ENGLISH_LIST = "en"
"""The list of recovery words that comes with a library, and has no file of ours."""

_CODE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[a-z]{2}")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
_JOINED = re.compile(r"[^\W\d_]+'[^\W\d_]*")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLAIN_TEXTS = ("code", "name", "locale", "direction", "country", "recovery_words", "after_weekday")


@dataclass(frozen=True, slots=True)
class Language:
    """One row. What each field means stands at the top of languages.toml."""

    code: str
    name: str
    locale: str
    direction: str
    country: str
    recovery_words: str
    after_weekday: str
    stems: Mapping[str, str]
    """By part of the sheet."""
    key_words: Mapping[str, tuple[str, ...]]
    """By part of the sheet."""
    stem_ends: tuple[str, ...]
    contractions: Mapping[str, str]
    slugs: Mapping[str, str]
    """By name of the screen; `examples` is the fragment of them."""
    old_slugs: Mapping[str, str]
    """By name of a screen whose slug changed."""

    @property
    def plural(self) -> str:
        """Which form of a word a number `n` takes: an expression that C, gettext and JavaScript share."""
        return str(get_plural(self.code).plural_expr)

    def path(self, screen: str) -> str:
        """The path of a screen, such as `/da/skriv`."""
        return f"/{self.code}/{self.slugs[screen]}"

    def paths(self, screen: str) -> list[str]:
        """The same, followed by the path that the screen had before, if it had another."""
        old = [f"/{self.code}/{slug}" for name, slug in self.old_slugs.items() if name == screen]
        return [self.path(screen), *old]

    def screen_at(self, slug: str) -> str | None:
        """The name of the screen that has or had this slug."""
        names = {slug: name for table in (self.old_slugs, self.slugs) for name, slug in table.items()}
        return names.get(slug)


@cache
def languages(folder: Path = FOLDER) -> Mapping[str, Language]:
    """The rows by code, the default first. Raises ImpossibleContent, naming the row and the field."""
    found = read_toml(folder, FILE)
    if next(iter(found), "") != SOURCE:
        raise ImpossibleContent(
            f"{FILE}: the first language must be {SOURCE}, in which the interface is written"
        )
    rows = {code: _row(code, row, folder) for code, row in found.items()}
    names = next(iter(rows.values())).slugs.keys()
    for code, row in rows.items():
        table(dict(row.slugs), names, f"{FILE}, {code}.slugs")
    return rows


def default_language() -> str:
    """The language of a visitor whose browser asks for none of ours."""
    return SOURCE


def of_each(value: object, where: str) -> Mapping[str, Any]:
    """The value as a table with exactly one entry for each language."""
    return table(value, languages(), where)


def _row(code: str, value: object, folder: Path) -> Language:
    where = f"{FILE}, {code}"
    fields = (*_PLAIN_TEXTS[1:], "stems", "key_words", "stem_ends", "contractions", "slugs", "old_slugs")
    row = table(value, fields, where)
    plain = {name: text_or_none(row[name], f"{where}.{name}") for name in _PLAIN_TEXTS[1:]}
    language = Language(
        code=code,
        **plain,
        stems={part: text_or_none(one, place) for part, one, place in _by_part(row, "stems", where)},
        key_words={part: texts_or_none(one, place) for part, one, place in _by_part(row, "key_words", where)},
        stem_ends=texts_or_none(row["stem_ends"], f"{where}.stem_ends"),
        contractions=_texts_by_name(row["contractions"], f"{where}.contractions"),
        slugs=_texts_by_name(row["slugs"], f"{where}.slugs"),
        old_slugs=_texts_by_name(row["old_slugs"], f"{where}.old_slugs"),
    )
    _refuse_impossible(language, where, folder)
    return language


def _by_part(row: Mapping[str, Any], name: str, where: str) -> Iterable[tuple[str, object, str]]:
    found = table(row[name], PARTS, f"{where}.{name}")
    return ((part, found[part], f"{where}.{name}.{part}") for part in PARTS)


def _texts_by_name(value: object, where: str) -> Mapping[str, str]:
    return {name: text_or_none(one, f"{where}.{name}") for name, one in any_table(value, where).items()}


def _refuse_impossible(row: Language, where: str, folder: Path) -> None:
    """Refuse what no page could work with, naming the field and what fits it."""
    for name, is_right, wanted in _demands(row, folder):
        if not is_right:
            raise ImpossibleContent(f"{where}.{name}: must be {wanted}")


def _demands(row: Language, folder: Path) -> Iterable[tuple[str, bool, str]]:
    """Each field with what it must be, and whether it is."""
    slugs = [slug for name, slug in row.slugs.items() if name != "start"]
    is_named = all(map(_SLUG.fullmatch, slugs)) and len({*slugs, SHARED}) == len(slugs) + 1
    old = row.old_slugs.values()
    is_free = all(map(_SLUG.fullmatch, old)) and len({*slugs, *old, SHARED}) == len(slugs) + len(old) + 1
    words = folder / f"recovery_words_{row.recovery_words}.txt"
    is_keyed = all(bool(row.stems[part]) == bool(row.key_words[part]) for part in PARTS)
    is_known = bool(_CODE.fullmatch(row.code)) and localedata.exists(row.code)
    is_local = bool(_LOCALE.fullmatch(row.locale)) and row.locale.split("-")[0] == row.code
    yield "code", is_known, "a language that Babel knows, in two or three small letters"
    yield "name", bool(row.name), "what the language calls itself"
    yield "locale", is_local, f"the code, perhaps with a country, such as {row.code}-DK"
    yield "direction", row.direction in DIRECTIONS, "ltr or rtl"
    yield "country", bool(_COUNTRY.fullmatch(row.country)), "two small letters"
    yield (
        "recovery_words",
        row.recovery_words == ENGLISH_LIST or words.is_file(),
        f"{ENGLISH_LIST}, or a list in a file such as recovery_words_da.txt",
    )
    yield "key_words", is_keyed, "words for each part that has a stem, and for no other"
    yield "contractions", all(map(_JOINED.fullmatch, row.contractions)), "small letters around one apostrophe"
    yield "slugs.start", row.slugs.get("start") == "", "empty"
    yield "old_slugs", row.old_slugs.keys() <= row.slugs.keys() - {"start"}, "names of screens"
    yield "old_slugs", not is_named or is_free, "addresses like slugs that no other screen has"
    yield "slugs", is_named, f"small letters, digits and hyphens, no two alike, none of them {SHARED!r}"
