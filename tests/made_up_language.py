"""A made-up language, derived from English letter by letter and written from right to left.

It uses the code of Arabic, because Babel must know its six plural forms and browsers its dates. It is added
to a copy of the project like any language: one row, its catalogue and its content.
"""

from __future__ import annotations

import json
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from webapp.assets import OF_THE_BUILD
from webapp.config import ROOT

CODE = "ar"
LETTERS = dict(zip("abcdefghijklmnopqrstuvwxyz", "ابجدهفزحيقكلمنوپسعرتثخغشطظ", strict=True))
ACCENT = "\u064e"
"""A combining mark above a letter: code that writes or cuts text must keep the two together."""
KEPT = re.compile(r"%\(\w+\)\w|\{\w+\}|\]\(\w+\)|\*\*")
"""Placeholders, link targets, and the marks of bold text."""
TEXTS = ("examples.toml", "guides.toml", "together.toml")


def made_up(english: str) -> str:
    """A text in the made-up language; placeholders and Markdown marks are unchanged."""
    pieces = re.split(f"({KEPT.pattern})", english)
    return "".join(piece if KEPT.fullmatch(piece) else "".join(map(_letter, piece)) for piece in pieces)


def _letter(letter: str) -> str:
    found = LETTERS.get(letter.lower(), letter)
    return found + ACCENT if letter.lower() in "aeo" else found


def project_copy(folder: Path) -> Path:
    """A copy of the project that a test may change, without generated files."""
    generated = shutil.ignore_patterns("__pycache__", "vendor", "*.mo")
    for name in ("webapp", "storage"):
        shutil.copytree(ROOT / name, folder / name, ignore=generated)
    for name in OF_THE_BUILD:
        shutil.copy(ROOT / name, folder)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def add_language(project: Path) -> None:
    """Add the made-up language to a copy of the project: one row and its texts."""
    content = project / "webapp/content"
    _add_row(content / "languages.toml")
    for name in TEXTS:
        path = content / name
        english = tomllib.loads(path.read_text("utf-8"))["en"]
        path.write_text(f"{CODE} = {_toml(_all(english, made_up))}\n\n{path.read_text('utf-8')}", "utf-8")
    _add_crisis_lines(content / "crisis.dk.toml")
    for path in content.glob("*/*.en.md"):
        path.with_name(path.name.replace(".en.", f".{CODE}.")).write_text(made_up(path.read_text("utf-8")))
    _add_catalogue(project / "webapp/translations")


def _add_row(path: Path) -> None:
    english = tomllib.loads(path.read_text("utf-8"))["en"]
    slugs = {name: f"{slug}-x" if slug else "" for name, slug in english["slugs"].items()}
    row = english | {"name": made_up("English"), "locale": f"{CODE}-EG", "direction": "rtl"}
    words = {name: _all(english[name], made_up) for name in ("stems", "key_words", "stem_ends")}
    row |= words | {"contractions": {}, "slugs": slugs}
    lines = [f"{name} = {_toml(value)}" for name, value in row.items()]
    path.write_text(path.read_text("utf-8") + f"\n[{CODE}]\n" + "\n".join(lines) + "\n", "utf-8")


def _add_crisis_lines(path: Path) -> None:
    country = tomllib.loads(path.read_text("utf-8"))
    for line in country["line"]:
        line[CODE] = _all(line["en"], made_up)
        for phone in line["phones"]:
            if "en" in phone:
                phone[CODE] = made_up(phone["en"])
    path.write_text("\n".join(f"{name} = {_toml(value)}" for name, value in country.items()) + "\n", "utf-8")


def _add_catalogue(translations: Path) -> None:
    with (translations / "en/LC_MESSAGES/messages.po").open("rb") as file:
        english = read_po(file, locale="en")
    catalogue = Catalog(locale=CODE)
    for message in english:
        if not message.id:
            continue
        if isinstance(message.id, str):
            translation: Any = made_up(str(message.string))
        else:
            forms = [made_up(str(form)) for form in message.string]
            translation = [forms[min(number, 1)] for number in range(catalogue.num_plurals)]
        catalogue.add(message.id, translation, locations=message.locations, flags=message.flags)
    path = translations / CODE / "LC_MESSAGES/messages.po"
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=0, omit_header=True)


def _all(value: Any, change: Callable[[str], str]) -> Any:
    """A tree of tables and lists, with `change` applied to every text."""
    if isinstance(value, dict):
        return {name: _all(member, change) for name, member in value.items()}
    return [_all(item, change) for item in value] if isinstance(value, list) else change(value)


def _toml(value: Any) -> str:
    """A value as TOML on one line."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{_toml(name)} = {_toml(member)}' for name, member in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
