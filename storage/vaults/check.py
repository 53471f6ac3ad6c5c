"""The integrity check of vaults: each head with the segments that it names, and each segment by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from storage import base64url
from storage.errors import Damaged
from storage.files.atomic_file import Tables
from storage.files.check import Damage, Kind, check_files, count_files
from storage.vaults.file import FILE_NAME, parse_header, parse_segment
from storage.vaults.interface import Record
from storage.vaults.layout import Segment
from storage.vaults.rules import Header, sealed_size
from storage.vaults.segments import (
    SEGMENT_NAME,
    MissingSegment,
    hash_name,
    head_path,
    is_named,
    name_in,
    read_records,
    segment_path,
)


def check_vaults(data: Path, sealed_bytes: frozenset[int], is_copy: bool = False) -> Iterator[Damage]:
    """All damage under `<data>/vaults/`, also while servers run. `sealed_bytes`: the sizes of records."""

    def inspect(path: Path, tables: Tables) -> Iterator[str]:
        if SEGMENT_NAME.fullmatch(path.name):
            return _inspect_segment(path, tables, is_copy)
        return _inspect_head(path, tables, sealed_bytes)

    file_name = re.compile(f"{FILE_NAME.pattern}|{SEGMENT_NAME.pattern}")
    kind = Kind(file_name, "vault", "vaults", inspect)
    yield from check_files(data / "vaults", kind, is_copy)


def vault_count(data: Path) -> int:
    """How many vaults there are."""
    return count_files(data / "vaults", FILE_NAME)


def _inspect_segment(path: Path, tables: Tables, is_copy: bool) -> Iterator[str]:
    if hash_name(orjson.dumps(tables)) != name_in(path):
        yield "holds other bytes than its name says"
    head = head_path(path)
    if not is_copy and not (head.exists() and is_named(head.read_bytes(), name_in(path))):
        yield "is a stray segment, which no vault names; `sweep` removes it"


def _inspect_head(path: Path, tables: Tables, sealed_bytes: frozenset[int]) -> Iterator[str]:
    header = parse_header(tables["vault"]["1"])
    records = [_parse_record(document) for document in tables.get("records", {}).values()]
    for name, segment in map(parse_segment, tables.get("segments", {}).values()):
        try:
            records += _records_of(path, name, segment)
        except MissingSegment:
            yield f"names a segment that is missing: {segment_path(path, name).name}"
            return
        except Damaged:
            yield f"names a segment that is damaged: {segment_path(path, name).name}"
            return
    if set(tables) - {"vault", "records", "segments"} or len(tables["vault"]) != 1:
        yield "holds more than a vault"
    yield from _inspect_records(header, records, sealed_bytes)


def _records_of(head: Path, name: str, segment: Segment) -> Iterator[Record]:
    """The live records of a segment, with their bytes. Raises Damaged, ValueError, OSError."""
    for record in read_records(head, {name: list(segment.live.values())}).values():
        base64url.decode(record.id, 16)
        yield record


def _inspect_records(header: Header, records: list[Record], sealed_bytes: frozenset[int]) -> Iterator[str]:
    sizes, seqs = [sealed_size(record) for record in records], [record.seq for record in records]
    if len({record.id for record in records}) != len(records):
        yield "holds a record twice"
    if set(sizes) - sealed_bytes or not all(base64url.is_valid(record.sealed or "") for record in records):
        yield "holds a record of an impossible size or form"
    if (header.records, header.size) != (len(records), sum(sizes)):
        yield "says another number of records or bytes than it holds"
    # Each accepted record raises the vault's sequence by one, and its own revision by one.
    if (
        header.seq != sum(record.rev for record in records)
        or len(set(seqs)) != len(seqs)
        or max(seqs, default=0) != header.seq
    ):
        yield "has a gap in its sequence"


def _parse_record(document: dict[str, Any]) -> Record:
    """A record whose values have the right types. Raises KeyError, TypeError, ValueError."""
    id, rev, seq, sealed = (document[name] for name in ("id", "rev", "seq", "sealed"))
    base64url.decode(id, 16)
    if type(rev) is not int or type(seq) is not int or not isinstance(sealed, str) or min(rev, seq) < 1:
        raise ValueError
    return Record(id, rev, seq, sealed)
