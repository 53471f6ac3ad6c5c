"""Whom to call when it is urgent: the lines of a country, in each language that shows them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from webapp.content.languages import languages
from webapp.content.strict import FOLDER, ImpossibleContent, any_table, items, read_toml, table, text

_SHORT = r"\d{3,4}|(?:\d ?){6}"
"""Short numbers, which are dialled as they are."""
_FIELDS = ("confirmed", "emergency", "calling_code", "digits", "line")


@dataclass(frozen=True, slots=True)
class Country:
    """How a country's numbers are dialled, and the day a host confirmed its lines (None: nobody has)."""

    code: str
    confirmed: datetime.date | None
    emergency: str
    """The number for danger to life, such as 112."""
    calling_code: str
    digits: int
    """How many digits a whole number has, without the calling code."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as shown, and whose it is where a line has several ('' where it has one)."""

    number: str
    place: str
    calling_code: str
    """'' for a short number, which is dialled as it is."""

    @property
    def link(self) -> str:
        """The `tel:` link."""
        digits = self.number.replace(" ", "")
        return f"tel:+{self.calling_code}{digits}" if self.calling_code else f"tel:{digits}"


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """Someone to call, in one language."""

    name: str
    phones: tuple[Phone, ...]
    hours: str
    text: str


@dataclass(frozen=True, slots=True)
class Crisis:
    """The crisis lines of one country in one language."""

    country: Country
    lines: tuple[CrisisLine, ...]

    @property
    def confirmed(self) -> datetime.date | None:
        """The day a host confirmed the lines."""
        return self.country.confirmed

    @property
    def shown(self) -> tuple[CrisisLine, ...]:
        """The lines to show: the emergency number alone until a host has confirmed the others."""
        return self.lines if self.confirmed else self.lines[:1]


@cache
def load_crisis(folder: Path = FOLDER) -> Mapping[str, Crisis]:
    """The crisis lines by language: those of the country that its row names.

    The first line is always the emergency number. Raises ImpossibleContent, naming the file and the place.
    """
    return {
        code: _crisis(folder, f"crisis.{row.country}.toml", row.country, code)
        for code, row in languages().items()
    }


def _crisis(folder: Path, file: str, code: str, language: str) -> Crisis:
    content = table(read_toml(folder, file), _FIELDS, file)
    country = _country(content, code, file)
    lines = tuple(
        _line(line, language, country, place) for place, line in items(content["line"], f"{file}, line")
    )
    if lines[0].phones != (Phone(country.emergency, "", ""),):
        raise ImpossibleContent(f"{file}: the first line must be {country.emergency} alone")
    return Crisis(country, lines)


def _country(content: Mapping[str, object], code: str, file: str) -> Country:
    emergency, calling_code = (
        text(content[name], f"{file}, {name}") for name in ("emergency", "calling_code")
    )
    digits = content["digits"]
    if not re.fullmatch(_SHORT, emergency):
        raise ImpossibleContent(f"{file}, emergency: {emergency!r} is not a short number")
    if not re.fullmatch(r"\d{1,3}", calling_code):
        raise ImpossibleContent(f"{file}, calling_code: {calling_code!r} is not one, such as 45")
    if not isinstance(digits, int) or not 7 <= digits <= 12:
        raise ImpossibleContent(f"{file}, digits: must be a number from 7 to 12")
    return Country(code, _confirmed(content["confirmed"], file), emergency, calling_code, digits)


def _line(value: object, language: str, country: Country, where: str) -> CrisisLine:
    line = _in_languages(value, "phones", language, country, where)
    words = table(line[language], ("name", "hours", "text"), f"{where}.{language}")
    name, hours, said = (text(words[key], f"{where}.{language}.{key}") for key in ("name", "hours", "text"))
    phones = items(line["phones"], f"{where}.phones")
    several = len(phones) > 1
    return CrisisLine(
        name, tuple(_phone(phone, language, several, country, place) for place, phone in phones), hours, said
    )


def _phone(value: object, language: str, several: bool, country: Country, where: str) -> Phone:
    phone = (
        _in_languages(value, "number", language, country, where)
        if several
        else table(value, ("number",), where)
    )
    number = text(phone["number"], f"{where}.number")
    if re.fullmatch(_SHORT, number):
        calling_code = ""
    elif re.fullmatch(rf"(?:\d ?){{{country.digits}}}", number):
        calling_code = country.calling_code
    else:
        raise ImpossibleContent(f"{where}.number: {number!r} is not a telephone number of {country.code}")
    return Phone(number, text(phone[language], f"{where}.{language}") if several else "", calling_code)


def _in_languages(
    value: object, key: str, language: str, country: Country, where: str
) -> Mapping[str, object]:
    """A table with one key and the languages: those whose row names the country, and perhaps others."""
    found = any_table(value, where)
    needed = {code for code, row in languages().items() if row.country == country.code}
    more = (found.keys() & languages().keys()) - needed
    return table(found, {key, *needed, *more}, where)


def _confirmed(value: object, file: str) -> datetime.date | None:
    if value == "":
        return None
    try:
        return datetime.date.fromisoformat(text(value, f"{file}, confirmed"))
    except ValueError as error:
        raise ImpossibleContent(f"{file}, confirmed: {value!r} is not an ISO date or empty") from error
