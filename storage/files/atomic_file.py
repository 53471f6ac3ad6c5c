"""Atomic files: replaced as a whole, never left half written. A TinyDB storage built on them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from storage.days import SECONDS_A_DAY
from storage.errors import Damaged

TEMPORARY_SUFFIX = ".tmp"
"""Ends the name of a file being written. Nobody writes while the folder's lock is held elsewhere, so one that
is found under the lock is a stray: a killed process left it."""

Tables = dict[str, dict[str, Any]]
"""A TinyDB file: tables by name, each with its documents by number."""


def set_day(path: Path | str | int, day: int) -> None:
    """Set the modification time to midnight of `day`, to reveal no more. Failure does no harm."""
    with suppress(OSError):
        os.utime(path, (day * SECONDS_A_DAY, day * SECONDS_A_DAY))


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (fsync of the folder)."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def replace_file(path: Path, content: bytes, day: int) -> None:
    """Replace `path` with `content` atomically and durably: two fsyncs and one rename. Raises OSError."""
    write_file(path, content, day)
    sync_folder(path.parent)


def write_file(path: Path, content: bytes, day: int) -> None:
    """Write a file that a crash leaves whole or not at all; `sync_folder` makes its name durable.

    Raises OSError.
    """
    temporary = f"{path}{TEMPORARY_SUFFIX}"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        _write_new(os.open(temporary, flags, 0o600), content, day)
        os.replace(temporary, path)  # noqa: PTH105 (a push does it)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)  # noqa: PTH108
        raise


def _write_new(opened: int, content: bytes, day: int) -> None:
    # Without Python's buffers: each system call may hand the interpreter to another thread, and back.
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(opened, left) :]
        os.utime(opened, (day * SECONDS_A_DAY, day * SECONDS_A_DAY))
        os.fsync(opened)
    finally:
        os.close(opened)


def read_file(path: Path) -> bytes:
    """The content of a file that is replaced as a whole. Raises OSError."""
    opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    parts = []
    try:
        left = os.fstat(opened).st_size
        while left > 0 and (part := os.read(opened, left)):
            parts.append(part)
            left -= len(part)
    finally:
        os.close(opened)
    return b"".join(parts)


class AtomicFile(Storage):
    """A TinyDB storage for one transaction under a lock: any number of table operations, one `commit`.

    Threat: TinyDB's own storage writes in place, once per operation; a kill leaves half a file.
    """

    def __init__(self, path: Path, first_table: str) -> None:
        self._path = path
        self._first_table = first_table
        """Written first in the file, whatever the order of the operations."""
        self._tables: Tables | None = None

    def read(self) -> Tables | None:
        """The tables, or None where there is no file. Raises Damaged, OSError."""
        if self._tables is None:
            with suppress(FileNotFoundError):
                self._tables = parse_tables(read_file(self._path))
        return self._tables

    def write(self, data: Tables) -> None:
        """Keep the tables in memory until `commit`."""
        self._tables = data

    def commit(self, day: int) -> None:
        """Write the tables, with `day` as the file's modification time. Raises OSError."""
        tables = self._tables or {}
        ordered = {self._first_table: tables[self._first_table], **tables}
        replace_file(self._path, orjson.dumps(ordered), day)


def parse_tables(content: bytes) -> Tables:
    """The tables in the content of a file. Raises Damaged."""
    try:
        tables = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Damaged from None
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise Damaged
    return tables
