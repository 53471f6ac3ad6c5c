"""The head of a vault: one TinyDB file, with the header, small records, and where the others are.

The header comes first: a few hundred bytes tell whether there is anything new. Replacing the head is the one
step in which a push takes effect.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB

from storage.days import day_of
from storage.errors import Damaged
from storage.files.atomic_file import AtomicFile, Tables, parse_tables
from storage.vaults.interface import EPOCH_BYTES, FIRST_EPOCH, TAG_LENGTH, Record
from storage.vaults.layout import Layout, Row, Segment
from storage.vaults.rules import Header
from storage.vaults.segments import record_document

FILE_NAME = re.compile(r"[0-9a-f]{32}\.json")
SEGMENT_HASH = re.compile(r"[0-9a-f]{16}")
HEADER_BYTES = 512
HEADER_BEGINS = b'{"vault":{"1":'
SEALED_BEGINS = b'"sealed":"'
SEGMENTED_SIZE = "sealed_bytes"
"""Replaces `size` in the header of a vault with segments. Threat: a server from before there were segments
takes the records in the head for all there are. Without `size` it answers that the vault is damaged."""
DECOY_PATH = str(Path(__file__).with_name("decoy.json"))
"""A file of the same form as a vault's, read when there is no vault."""


def open_vault(path: Path) -> TinyDB:
    """The file as TinyDB, for one transaction: nothing is on disk before `db.storage.commit(day)`."""
    return TinyDB(path, storage=AtomicFile, first_table="vault")


def header_document(header: Header) -> dict[str, str | int]:
    """The header as the file stores it. A vault of the first epoch is stored as before there were epochs."""
    epoch = {"epoch": header.epoch.hex()} if header.epoch != FIRST_EPOCH else {}
    days = {"days": header.days, "pushed_day": header.pushed_day} if header.days else {}
    return {
        "token_sha256": header.token_sha256.hex(),
        "made_day": header.made_day,
        "seq": header.seq,
        "records": header.records,
        "size": header.size,
        **epoch,
        **days,
    }


def parse_header(document: Mapping[str, Any]) -> Header:
    """The header in a document. Raises Damaged."""
    try:
        token = bytes.fromhex(document["token_sha256"])
        epoch = bytes.fromhex(document["epoch"]) if "epoch" in document else FIRST_EPOCH
        size = document[SEGMENTED_SIZE if SEGMENTED_SIZE in document else "size"]
        numbers = (document["made_day"], document["seq"], document["records"], size)
        days = (document.get("days", 0), document.get("pushed_day", 0))
        header = Header(token, *numbers, epoch, *days)
        if len(token) != 32 or len(epoch) != EPOCH_BYTES or min(*numbers, *days) < 0:
            raise Damaged
    except (TypeError, KeyError, ValueError):
        raise Damaged from None
    return header


def with_epoch(content: bytes, epoch: bytes) -> bytes:
    """A vault's file with another epoch, and everything else as it was. Raises Damaged."""
    tables = parse_tables(content)
    try:
        tables["vault"]["1"]["epoch"] = epoch.hex()
    except (KeyError, TypeError):
        raise Damaged from None
    return orjson.dumps({"vault": tables["vault"], **tables})


def read_header(path: str) -> tuple[Header, int] | None:
    """The header, and the day of the last visit, from the first bytes of the file; None if there is no file.

    Four system calls, however much the vault holds. No cache, so nothing can be stale.
    Raises Damaged, OSError.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        begins = os.read(opened, HEADER_BYTES)
        visited_day = day_of(os.fstat(opened).st_mtime)
    finally:
        os.close(opened)
    end = begins.find(b"}") + 1
    if not begins.startswith(HEADER_BEGINS) or not end:
        raise Damaged
    try:
        return parse_header(orjson.loads(begins[len(HEADER_BEGINS) : end])), visited_day
    except orjson.JSONDecodeError:
        raise Damaged from None


def stored_header(db: TinyDB) -> Header | None:
    """The header in an open file; None if there is no file. Raises Damaged, OSError."""
    tables: Tables = db.storage.read() or {}
    document = tables.get("vault", {}).get("1")
    return document if document is None else parse_header(document)


def stored_layout(db: TinyDB) -> Layout:
    """Where each record is, from an open file. Raises Damaged, OSError."""
    tables: Tables = db.storage.read() or {}
    try:
        documents = tables.get("records", {}).values()
        records = [Record(d["id"], d["rev"], d["seq"], d["sealed"]) for d in documents]
        segments = dict(map(parse_segment, tables.get("segments", {}).values()))
        if not all(isinstance(r.sealed, str) and type(r.rev) is type(r.seq) is int for r in records):
            raise Damaged
    except (AttributeError, TypeError, KeyError, ValueError):
        raise Damaged from None
    return Layout({record.id: record for record in records}, segments)


def parse_segment(document: Mapping[str, Any]) -> tuple[str, Segment]:
    """The name of a segment, and what the head says of it. Raises TypeError, KeyError, ValueError."""
    name, size, rows = document["name"], document["size"], [Row._make(row) for row in document["live"]]
    if not SEGMENT_HASH.fullmatch(name) or size < 1:
        raise ValueError
    if not all(type(row.rev) is type(row.seq) is type(row.size) is int for row in rows):
        raise TypeError
    return name, Segment(size, {row.id: row for row in rows})


def segment_names(content: bytes) -> list[str]:
    """The names of the segments in the content of a head. Raises Damaged."""
    try:
        return [parse_segment(each)[0] for each in parse_tables(content).get("segments", {}).values()]
    except (AttributeError, TypeError, KeyError, ValueError):
        raise Damaged from None


def write_vault(db: TinyDB, header: Header, layout: Layout) -> None:
    """Put a vault into an open file; `db.storage.commit(day)` writes it to disk."""
    document = header_document(header)
    if layout.segments:
        document[SEGMENTED_SIZE] = document.pop("size")
    segments = [
        {"name": n, "size": s.size, "live": [*map(list, s.live.values())]} for n, s in layout.segments.items()
    ]
    # Straight into the storage, in TinyDB's form: its tables copy themselves in each operation.
    written = {
        "vault": [document],
        "records": map(record_document, layout.inline.values()),
        "segments": segments,
    }
    tables: Tables = db.storage.read() or {}
    for name, documents in written.items():
        tables[name] = {str(number): each for number, each in enumerate(documents, 1)}
    db.storage.write({name: table for name, table in tables.items() if table})


def read_revisions(path: str) -> tuple[Header, list[Record]] | None:
    """The header and every record with its tag instead of its bytes, by ascending `seq`; None if no file.

    Raises Damaged, OSError.
    """
    try:
        tables = parse_tables(_without_sealed(Path(path).read_bytes()))
    except FileNotFoundError:
        return None
    try:
        header = parse_header(tables["vault"]["1"])
        documents = tables.get("records", {}).values()
        records = [Record(doc["id"], doc["rev"], doc["seq"], None, doc["sealed"]) for doc in documents]
        for _, segment in map(parse_segment, tables.get("segments", {}).values()):
            records += [Record(r.id, r.rev, r.seq, None, r.tag, r.size) for r in segment.live.values()]
        if any(min(record.rev, record.seq) < 1 for record in records):
            raise Damaged
    except (AttributeError, TypeError, KeyError, ValueError):
        raise Damaged from None
    return header, sorted(records, key=lambda record: record.seq)


def _without_sealed(content: bytes) -> bytes:
    """A vault's file with only the end of every sealed text: they are most of it, and dearest to parse.

    JSON escapes quotation marks inside a text, so what is found begins a member and what follows ends it.
    """
    kept, end = [], 0
    while (begin := content.find(SEALED_BEGINS, end)) >= 0:
        begin += len(SEALED_BEGINS)
        kept.append(content[end:begin])
        end = content.find(b'"', begin)
        if end < 0:
            raise Damaged
        kept.append(content[max(begin, end - TAG_LENGTH) : end])
    return b"".join([*kept, content[end:]])
