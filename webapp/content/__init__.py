"""The texts of the app that are data: examples, hints, questions and crisis lines. Pages: prose.py.

Each file is read once. Content that cannot be right raises `ImpossibleContent`, so load it before you serve.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from webapp.config import LANGUAGES

Content = TypeVar("Content")
KINDS = ("psychiatry", "admission", "municipal_plan", "job_centre", "doctor", "other")
PARTS = ("introduce", "important", "help", "so_that")

STEMS = {
    "da": {
        "introduce": "",
        "important": "Det er vigtigt for mig at",
        "help": "Jeg vil gerne have hjælp til",
        "so_that": "Så jeg kan",
    },
    "en": {
        "introduce": "",
        "important": "It is important to me to",
        "help": "I would like help with",
        "so_that": "So that I can",
    },
}
"""The stems that open parts 2 to 4, by language; a test keeps them those of core/parts.js."""

FOLDER = Path(__file__).parent
EMERGENCY = "112"

_NUMBER = re.compile(r"\d{3,4}|(?:\d ?){6}|(?:\d ?){8}")


class ImpossibleContent(Exception):
    """A file of content that cannot be right: says which file, where in it, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Example:
    """An invented statement: the four parts, without the stems of the sheet."""

    introduce: str
    important: str
    help: str
    so_that: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What stands beside one part: a hint, and nudges to show one at a time."""

    hint: str
    nudges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What two people who write together may ask aloud at one part, one at a time."""

    ask: tuple[str, ...]
    """For the one who helps to ask the person."""
    ask_back: tuple[str, ...]
    """For the person to ask the one who helps."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as shown, and whose it is where a line has several ('' where it has one)."""

    number: str
    place: str

    @property
    def link(self) -> str:
        """The `tel:` link: short numbers as they are, the others with the code of Denmark."""
        digits = self.number.replace(" ", "")
        return f"tel:+45{digits}" if len(digits) == 8 else f"tel:{digits}"


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """Someone to call, in one language."""

    name: str
    phones: tuple[Phone, ...]
    hours: str
    text: str


@dataclass(frozen=True, slots=True)
class Crisis:
    """The crisis lines of one language, and the day a host confirmed them (None: nobody has)."""

    confirmed: datetime.date | None
    lines: tuple[CrisisLine, ...]

    @property
    def shown(self) -> tuple[CrisisLine, ...]:
        """The lines to show: 112 alone until a host has confirmed the others."""
        return self.lines if self.confirmed else self.lines[:1]


def _by_language(
    folder: Path, file: str, keys: tuple[str, ...], read: Callable[[object, str], Content]
) -> Mapping[str, Mapping[str, Content]]:
    """A file with a table for each language and, in it, for each of some keys."""
    return {
        language: {
            key: read(table, f"{file}, {language}.{key}")
            for key, table in _table(tables, keys, f"{file}, {language}").items()
        }
        for language, tables in _table(_read(folder, file), LANGUAGES, file).items()
    }


@cache
def load_examples(folder: Path = FOLDER) -> Mapping[str, Mapping[str, Example]]:
    """The examples, by language and kind of meeting."""
    return _by_language(folder, "examples.toml", KINDS, _example)


@cache
def load_guides(folder: Path = FOLDER) -> Mapping[str, Mapping[str, Guide]]:
    """The guides, by language and part."""
    return _by_language(folder, "guides.toml", PARTS, _guide)


@cache
def load_questions(folder: Path = FOLDER) -> Mapping[str, Mapping[str, Questions]]:
    """The questions to ask aloud, by language and part."""
    return _by_language(folder, "together.toml", PARTS, _questions)


@cache
def load_crisis(folder: Path = FOLDER) -> Mapping[str, Crisis]:
    """The crisis lines, by language; the first line is always 112."""
    content = _table(_read(folder, "crisis.toml"), ("confirmed", "line"), "crisis.toml")
    confirmed = _confirmed(content["confirmed"])
    lines = _list(content["line"], "crisis.toml, line")
    crisis = {
        language: Crisis(confirmed, tuple(_line(line, language, place) for place, line in lines))
        for language in LANGUAGES
    }
    if crisis["da"].lines[0].phones != (Phone(EMERGENCY, ""),):
        raise ImpossibleContent(f"crisis.toml: the first line must be {EMERGENCY} alone")
    return crisis


def _example(value: object, where: str) -> Example:
    parts = _table(value, PARTS, where)
    return Example(**{part: _text(text, f"{where}.{part}") for part, text in parts.items()})


def _guide(value: object, where: str) -> Guide:
    guide = _table(value, ("hint", "nudges"), where)
    return Guide(_text(guide["hint"], f"{where}.hint"), _texts(guide["nudges"], f"{where}.nudges"))


def _questions(value: object, where: str) -> Questions:
    both = _table(value, ("ask", "ask_back"), where)
    return Questions(*(_texts(both[way], f"{where}.{way}") for way in ("ask", "ask_back")))


def _line(value: object, language: str, where: str) -> CrisisLine:
    line = _table(value, ("phones", *LANGUAGES), where)
    texts = _table(line[language], ("name", "hours", "text"), f"{where}.{language}")
    name, hours, text = (_text(texts[key], f"{where}.{language}.{key}") for key in ("name", "hours", "text"))
    phones = _list(line["phones"], f"{where}.phones")
    several = len(phones) > 1
    return CrisisLine(name, tuple(_phone(p, language, several, place) for place, p in phones), hours, text)


def _phone(value: object, language: str, several: bool, where: str) -> Phone:
    phone = _table(value, ("number", *LANGUAGES) if several else ("number",), where)
    number = _text(phone["number"], f"{where}.number")
    if not _NUMBER.fullmatch(number):
        raise ImpossibleContent(f"{where}.number: {number!r} is not a Danish telephone number")
    return Phone(number, _text(phone[language], f"{where}.{language}") if several else "")


def _confirmed(value: object) -> datetime.date | None:
    if value == "":
        return None
    try:
        return datetime.date.fromisoformat(_text(value, "crisis.toml, confirmed"))
    except ValueError as error:
        raise ImpossibleContent(f"crisis.toml, confirmed: {value!r} is not an ISO date or empty") from error


def _read(folder: Path, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImpossibleContent(f"{name}: {error}") from error


def _table(value: object, keys: Iterable[str], where: str) -> Mapping[str, Any]:
    """The value as a table with exactly these keys."""
    if not isinstance(value, dict):
        raise ImpossibleContent(f"{where}: not a table")
    table = cast("dict[str, Any]", value)
    wrong = set(keys) ^ table.keys()
    if wrong:
        raise ImpossibleContent(f"{where}: missing or unknown: {', '.join(sorted(wrong))}")
    return table


def _list(value: object, where: str) -> list[tuple[str, object]]:
    """The items of a list with at least one, each with its place for a message."""
    if not isinstance(value, list) or not value:
        raise ImpossibleContent(f"{where}: not a list with at least one item")
    return [(f"{where}[{index}]", item) for index, item in enumerate(value)]


def _texts(value: object, where: str) -> tuple[str, ...]:
    return tuple(_text(text, place) for place, text in _list(value, where))


def _text(value: object, where: str) -> str:
    if not isinstance(value, str) or not value or value != value.strip():
        raise ImpossibleContent(f"{where}: not a text, empty, or with white space around it")
    return value
