"""Strict reading of content: what a file must hold, and a plain sentence where it does not.

Content that cannot be right raises `ImpossibleContent`, so load it before you serve.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, cast

FOLDER = Path(__file__).parent


class ImpossibleContent(Exception):
    """A file of content that cannot be right: says which file, where in it, and what is wrong."""


def read_toml(folder: Path, name: str) -> dict[str, Any]:
    """A file of content as it was parsed. Raises ImpossibleContent."""
    try:
        return tomllib.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ImpossibleContent(f"{name}: {error}") from error


def table(value: object, keys: Iterable[str], where: str) -> Mapping[str, Any]:
    """The value as a table with exactly these keys."""
    found = any_table(value, where)
    if wrong := set(keys) ^ found.keys():
        raise ImpossibleContent(f"{where}: missing or unknown: {', '.join(sorted(wrong))}")
    return found


def any_table(value: object, where: str) -> Mapping[str, Any]:
    """The value as a table, whatever its keys."""
    if not isinstance(value, dict):
        raise ImpossibleContent(f"{where}: not a table")
    return cast("dict[str, Any]", value)


def items(value: object, where: str) -> list[tuple[str, object]]:
    """The items of a list with at least one, each with its place for a message."""
    if not isinstance(value, list) or not value:
        raise ImpossibleContent(f"{where}: not a list with at least one item")
    return [(f"{where}[{index}]", item) for index, item in enumerate(value)]


def texts(value: object, where: str) -> tuple[str, ...]:
    """A list of texts, at least one."""
    return tuple(text(one, place) for place, one in items(value, where))


def text(value: object, where: str) -> str:
    """A text with something in it, and no white space around it."""
    if not isinstance(value, str) or not value or value != value.strip():
        raise ImpossibleContent(f"{where}: not a text, empty, or with white space around it")
    return value


def text_or_none(value: object, where: str) -> str:
    """A text, or '' where the language needs none."""
    return "" if value == "" else text(value, where)


def texts_or_none(value: object, where: str) -> tuple[str, ...]:
    """A list of texts, which may be empty."""
    return () if value == [] else texts(value, where)
