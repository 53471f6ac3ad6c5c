"""One file as TinyDB sees it: read once, written once, and never half written."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import orjson
from tinydb.storages import Storage

from storage.vaults.interface import Damaged
from storage.vaults.rules import SECONDS_A_DAY

STRAY_SUFFIX = ".tmp"
"""Of a file that is being written. Under its folder's lock nobody writes: one found then is a stray."""

Tables = dict[str, dict[str, Any]]


def set_day(path: Path | str | int, day: int) -> None:
    """Set the time of change to a day, no finer. A disk that refuses is no harm."""
    with suppress(OSError):
        os.utime(path, (day * SECONDS_A_DAY, day * SECONDS_A_DAY))


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder last."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def replace_file(path: Path, content: bytes, day: int) -> None:
    """Put `content` in the place of `path`, all or nothing: two fsyncs and one rename. Raises OSError."""
    beside = path.with_name(path.name + STRAY_SUFFIX)
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with os.fdopen(os.open(beside, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.utime(file.fileno(), (day * SECONDS_A_DAY, day * SECONDS_A_DAY))
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        with suppress(OSError):
            beside.unlink()
        raise
    sync_folder(path.parent)


class WholeFile(Storage):
    """A TinyDB storage for one transaction under a lock: any number of table operations, one `commit`.

    Threat: TinyDB's own storage writes in place, once for each operation; a kill leaves half a file.
    """

    FIRST: ClassVar[str]
    """The table that stands first in the file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._tables: Tables | None = None

    def read(self) -> Tables | None:
        """The tables, or None where there is no file. Raises Damaged, OSError."""
        if self._tables is None:
            with suppress(FileNotFoundError):
                self._tables = tables_of(self._path.read_bytes())
        return self._tables

    def write(self, data: Tables) -> None:
        """Remember the tables until `commit`."""
        self._tables = data

    def commit(self, day: int) -> None:
        """Write the tables; `day` is the day of this visit. Raises OSError."""
        tables = self._tables or {}
        replace_file(self._path, orjson.dumps({self.FIRST: tables[self.FIRST], **tables}), day)


def tables_of(content: bytes) -> Tables:
    """The tables that a file holds. Raises Damaged where it is no such file."""
    try:
        tables = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Damaged from None
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise Damaged
    return tables
