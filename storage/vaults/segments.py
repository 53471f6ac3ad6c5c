"""Segments: TinyDB files with records of one vault, `3f….<hash>.json` beside its head `3f….json`.

A segment is named by a hash of its content, written once and never changed. It belongs to the vault only
while the head names it. So it is written before the head that names it, and removed after the first head
that does not.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson

from storage.errors import Damaged
from storage.files.atomic_file import Tables, parse_tables, sync_folder
from storage.files.paths import named_paths
from storage.vaults.interface import Record
from storage.vaults.layout import Places, row_of

SEGMENT_NAME = re.compile(r"[0-9a-f]{32}\.[0-9a-f]{16}\.json")


class MissingSegment(Damaged):
    """A segment that a head names does not exist. Without a lock: a push may have replaced the head since."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def segment_path(head: Path, name: str) -> Path:
    """The file of a segment of the vault whose head this is."""
    return head.with_name(f"{head.stem}.{name}.json")


def head_path(segment: Path) -> Path:
    """The head of the vault that a segment belongs to."""
    return segment.with_name(f"{segment.name.partition('.')[0]}.json")


def name_in(segment: Path) -> str:
    """The name of a segment as its head says it."""
    return segment.stem.partition(".")[2]


def record_document(record: Record) -> dict[str, Any]:
    """A record with its bytes, as heads and segments store it."""
    return {"id": record.id, "rev": record.rev, "seq": record.seq, "sealed": record.sealed}


def content_of(records: Iterable[Record]) -> bytes:
    """The content of the segment with these records."""
    documents = {str(number): record_document(record) for number, record in enumerate(records, 1)}
    return orjson.dumps({"records": documents})


def hash_name(content: bytes) -> str:
    """The name of the segment with this content: 16 hex characters."""
    return hashlib.sha256(content).hexdigest()[:16]


def read_records(head: Path, places: Places) -> dict[int, Record]:
    """Records with their bytes, by `seq`. Raises MissingSegment, Damaged, OSError."""
    found: dict[int, Record] = {}
    for name, rows in places.items():
        try:
            tables = parse_tables(segment_path(head, name).read_bytes())
        except FileNotFoundError:
            raise MissingSegment(name) from None
        held = _records_by_seq(tables)
        for row in rows:
            if (record := held.get(row.seq)) is None or row_of(record) != row:
                raise Damaged
            found[row.seq] = record
    return found


def _records_by_seq(tables: Tables) -> dict[int, Record]:
    try:
        documents = tables["records"].values()
        return {d["seq"]: Record(d["id"], d["rev"], d["seq"], str(d["sealed"])) for d in documents}
    except (TypeError, KeyError):
        raise Damaged from None


def vault_files(head: Path) -> list[Path]:
    """Every file of a vault, in the order in which they are removed. Call it under the folder's lock.

    The head is first: once it is gone, the vault is, and what a kill leaves are stray segments.
    """
    begins = f"{head.stem}."
    with os.scandir(head.parent) as entries:
        names = sorted(entry.name for entry in entries if entry.name.startswith(begins))
    return [head, *(head.with_name(name) for name in names if SEGMENT_NAME.fullmatch(name))]


def remove_vault(head: Path) -> None:
    """Remove a vault durably. The caller holds the folder's lock. Raises OSError."""
    for number, path in enumerate(vault_files(head)):
        path.unlink(missing_ok=True)
        if number == 0:
            sync_folder(head.parent)
    sync_folder(head.parent)


def remove_segments(head: Path, names: Iterable[str]) -> None:
    """Remove segments that the head does not name. One that cannot be removed is a stray for the sweep."""
    for name in names:
        with suppress(OSError):
            segment_path(head, name).unlink()


def is_named(head: bytes, name: str) -> bool:
    """Whether the content of a head names a segment. Cheaper than parsing, with hundreds of segments."""
    return f'"name":"{name}"'.encode() in head


def stray_segments(folder: Path) -> Iterator[Path]:
    """The segments that no head names. Call it under the folder's lock. Raises OSError."""
    path, content = Path(), b""
    for segment in named_paths(folder, SEGMENT_NAME):
        if head_path(segment) != path:
            path, content = head_path(segment), b""
            with suppress(FileNotFoundError):
                content = path.read_bytes()
        if not is_named(content, name_in(segment)) and _is_whole(content):
            yield segment


def _is_whole(head: bytes) -> bool:
    """Whether a head can be parsed, or there is none. A damaged one is kept with all its segments."""
    with suppress(Damaged):
        return not head or bool(parse_tables(head))
    return False
