"""The texts of the app that are data: examples, hints and questions.

Each file is read once. Content that cannot be right raises `ImpossibleContent`, so load it before you serve.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from webapp.content.languages import PARTS, of_each
from webapp.content.strict import FOLDER, read_toml, table, text, texts

Content = TypeVar("Content")
KINDS = ("psychiatry", "admission", "municipal_plan", "job_centre", "doctor", "other")


@dataclass(frozen=True, slots=True)
class Example:
    """An invented statement: the four parts, without the stems of the sheet."""

    introduce: str
    important: str
    help: str
    so_that: str


@dataclass(frozen=True, slots=True)
class Guide:
    """What is shown beside one part: a hint, and nudges to show one at a time."""

    hint: str
    nudges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questions:
    """What two people who write together may ask aloud at one part, one at a time."""

    ask: tuple[str, ...]
    """For the one who helps to ask the person."""
    ask_back: tuple[str, ...]
    """For the person to ask the one who helps."""


def _by_language(
    folder: Path, file: str, keys: tuple[str, ...], read: Callable[[object, str], Content]
) -> Mapping[str, Mapping[str, Content]]:
    """A file with a table for each language and, in it, for each of some keys."""
    return {
        language: {
            key: read(value, f"{file}, {language}.{key}")
            for key, value in table(tables, keys, f"{file}, {language}").items()
        }
        for language, tables in of_each(read_toml(folder, file), file).items()
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


def _example(value: object, where: str) -> Example:
    parts = table(value, PARTS, where)
    return Example(**{part: text(said, f"{where}.{part}") for part, said in parts.items()})


def _guide(value: object, where: str) -> Guide:
    guide = table(value, ("hint", "nudges"), where)
    return Guide(text(guide["hint"], f"{where}.hint"), texts(guide["nudges"], f"{where}.nudges"))


def _questions(value: object, where: str) -> Questions:
    both = table(value, ("ask", "ask_back"), where)
    return Questions(*(texts(both[way], f"{where}.{way}") for way in ("ask", "ask_back")))
