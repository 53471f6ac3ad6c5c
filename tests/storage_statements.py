"""Every SQL statement of the stores on PostgreSQL, and which of them read all shards."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import storage.postgresql

KINDS = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
SCANS = {
    "check": ["*"],
    "clock": ["NEWEST_VISIT"],
    "retention": ["COUNT", "UNVISITED", "UNUSED", "BY_DAY", "GONE", "OLD", "OLD_COUNT", "ASIDE"],
    "reminders": ["DUE", "CLAIMABLE", "OLD", "OLD_COUNT", "NAMES", "COUNT"],
    "shares": ["EXPIRED", "EXPIRED_COUNT", "NAMES", "COUNT"],
    "vault_export": ["IDS", "ASIDE", "COUNT"],
}
"""By module: statements of sweeps, senders and commands, which read all shards and change nothing."""


def is_scan(name: str) -> bool:
    """Whether the statement with this name is known to read all shards."""
    module, _, constant = name.partition(".")
    return bool({constant, "*"} & set(SCANS.get(module, [])))


def scans() -> list[str]:
    """The statements that are known to read all shards."""
    return [text for name, text in statements() if is_scan(name)]


def statements() -> Iterator[tuple[str, str]]:
    """Where a statement stands, as `module.NAME`, and the statement."""
    for found in pkgutil.iter_modules(storage.postgresql.__path__):
        module = import_module(f"storage.postgresql.{found.name}")
        for name, value in vars(module).items():
            for text in _texts(value):
                if name.isupper() and KINDS.match(text):
                    yield f"{found.name}.{name}", text


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
