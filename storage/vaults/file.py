"""The file of one vault. Its header comes first: a few hundred bytes tell whether there is anything new."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson
from tinydb import TinyDB
from tinydb.queries import QueryInstance

from storage.days import day_of
from storage.errors import Damaged
from storage.files.atomic_file import AtomicFile, parse_tables
from storage.vaults.interface import EPOCH_BYTES, FIRST_EPOCH, TAG_LENGTH, Record
from storage.vaults.rules import Header

FILE_NAME = re.compile(r"[0-9a-f]{32}\.json")
HEADER_BYTES = 512
HEADER_BEGINS = b'{"vault":{"1":'
SEALED_BEGINS = b'"sealed":"'
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
        numbers = (document["made_day"], document["seq"], document["records"], document["size"])
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
    document = db.table("vault").get(doc_id=1)
    return document if document is None else parse_header(document)


def stored_records(db: TinyDB, condition: QueryInstance) -> list[Record]:
    """The records in an open file that meet the condition. Raises Damaged, OSError."""
    try:
        found = db.table("records").search(condition)
        return [Record(doc["id"], doc["rev"], doc["seq"], doc["sealed"]) for doc in found]
    except (TypeError, KeyError):
        raise Damaged from None


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
        if any(min(record.rev, record.seq) < 1 for record in records):
            raise Damaged
    except (TypeError, KeyError):
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
