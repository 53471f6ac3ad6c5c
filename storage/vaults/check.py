"""The integrity check of vaults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from storage import base64url
from storage.files.atomic_file import Tables
from storage.files.check import Damage, Kind, check_files, count_files
from storage.vaults.file import FILE_NAME, parse_header
from storage.vaults.interface import Record
from storage.vaults.rules import Header, sealed_size


def check_vaults(data: Path, sealed_bytes: frozenset[int], is_copy: bool = False) -> Iterator[Damage]:
    """All damage under `<data>/vaults/`, also while servers run. `sealed_bytes`: the sizes of records."""

    def inspect(path: Path, tables: Tables) -> Iterator[str]:
        header = parse_header(tables["vault"]["1"])
        records = [_parse_record(document) for document in tables.get("records", {}).values()]
        if set(tables) - {"vault", "records"} or len(tables["vault"]) != 1:
            yield "holds more than a vault"
        yield from _inspect_records(header, records, sealed_bytes)

    kind = Kind(FILE_NAME, "vault", "vaults", inspect, is_indexed=False)
    yield from check_files(data / "vaults", kind, is_copy)


def vault_count(data: Path) -> int:
    """How many vaults there are."""
    return count_files(data / "vaults", FILE_NAME)


def _inspect_records(header: Header, records: list[Record], sealed_bytes: frozenset[int]) -> Iterator[str]:
    sizes, seqs = [sealed_size(record.sealed) for record in records], [record.seq for record in records]
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
