"""One vault's file as TinyDB sees it: read once, written once, and never half written.

The vault's head stands first in the file, so that a few hundred bytes tell whether there is anything new.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
from tinydb.storages import Storage

from storage.interface import Damaged
from storage.rules import SECONDS_A_DAY, Head

HEAD_BYTES = 512
HEAD_BEGINS = b'{"vault":{"1":'
STRAY_SUFFIX = ".tmp"
"""Of a file that is being written. Under its folder's lock nobody writes: one found then is a stray."""
DECOY_PATH = str(Path(__file__).with_name("decoy.json"))

Tables = dict[str, dict[str, Any]]


def document_of(head: Head) -> dict[str, str | int]:
    """The head as it is kept in the file."""
    return {
        "token_sha256": head.token_sha256.hex(),
        "made_day": head.made_day,
        "seq": head.seq,
        "records": head.records,
        "size": head.size,
    }


def head_of(document: Mapping[str, Any]) -> Head:
    """The head that a document holds. Raises Damaged."""
    try:
        token = bytes.fromhex(document["token_sha256"])
        head = Head(token, document["made_day"], document["seq"], document["records"], document["size"])
        if len(token) != 32 or min(head.made_day, head.seq, head.records, head.size) < 0:
            raise Damaged
    except (TypeError, KeyError, ValueError):
        raise Damaged from None
    return head


def peek(path: str) -> tuple[Head, int] | None:
    """The head and the day of the last visit, from the file's first bytes; None where there is no file.

    Four system calls, whatever the vault holds; no cache, so nothing to be stale. Raises Damaged, OSError.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        begins = os.read(opened, HEAD_BYTES)
        visited = int(os.fstat(opened).st_mtime) // SECONDS_A_DAY
    finally:
        os.close(opened)
    end = begins.find(b"}") + 1
    if not begins.startswith(HEAD_BEGINS) or not end:
        raise Damaged
    try:
        return head_of(orjson.loads(begins[len(HEAD_BEGINS) : end])), visited
    except orjson.JSONDecodeError:
        raise Damaged from None


def note_visit(path: str, day: int) -> None:
    """Set the file's time of change to a day: no finer, and without fsync. A disk that refuses is no harm."""
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


class VaultFile(Storage):
    """A TinyDB storage for one transaction under a lock: any number of table operations, one `commit`.

    Threat: TinyDB's own storage writes in place, once for each operation; a kill leaves half a file.
    """

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
        """Write the tables, head first; `day` is the day of this visit. Raises OSError."""
        tables = self._tables or {}
        replace_file(self._path, orjson.dumps({"vault": tables["vault"], **tables}), day)


def tables_of(content: bytes) -> Tables:
    """The tables that a file holds. Raises Damaged where it is no such file."""
    try:
        tables = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Damaged from None
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise Damaged
    return tables
