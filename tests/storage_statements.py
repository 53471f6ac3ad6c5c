"""Every SQL statement of the stores on PostgreSQL, gathered from their modules, and those that read all shards."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module

import storage.postgresql
from storage.postgresql import check, clock, reminders, retention, shares, vault_export

KINDS = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
CHECKS = frozenset(text for text in vars(check).values() if isinstance(text, str) and KINDS.match(text))
SCANS = CHECKS | {
    clock.NEWEST_VISIT,
    retention.COUNT,
    retention.UNVISITED,
    retention.UNUSED,
    retention.UNVISITED + retention.IN_PART,
    retention.UNUSED + retention.IN_PART,
    retention.GONE,
    retention.OLD,
    retention.OLD_COUNT,
    retention.ASIDE,
    reminders.DUE,
    reminders.CLAIMABLE,
    reminders.OLD,
    reminders.NAMES,
    shares.EXPIRED,
    shares.NAMES,
    vault_export.IDS,
    vault_export.COUNT,
}
"""Statements of sweeps, senders and commands, which read all shards. They lock and change nothing."""


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
