"""What the store acknowledged to writers, and whether it still holds it."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from storage import base64url
from storage.errors import Conflict
from storage.vaults.check import check_vaults
from storage.vaults.interface import Access, Push, Record
from storage.vaults.tinydb import TinyDBVaults

SEALED_BYTES = 4096 + 29
ALL = 10**6


def digest(sealed: str | None) -> str:
    """A short hash that tells sealed records apart."""
    return hashlib.sha256((sealed or "").encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Acked:
    """One record of an acknowledged push."""

    id: str
    rev: int
    seq: int
    digest: str


def new_vault(store: TinyDBVaults, records: int) -> Access:
    """Make a vault with this many records."""
    access = Access(os.urandom(16), os.urandom(32))
    store.make(access)
    for first in range(0, records, 100):
        store.push(access, [new_push(0) for _ in range(first, min(records, first + 100))])
    return access


def new_push(base: int, id: str | None = None) -> Push:
    """A push of random bytes."""
    return Push(id or base64url.encode(os.urandom(16)), base, base64url.encode(os.urandom(SEALED_BYTES)))


def write_once(store: TinyDBVaults, access: Access, known: dict[str, int], most: int = 3) -> list[Acked]:
    """Push up to `most` edits, as one device does. On a conflict, update `known` and return nothing."""
    pushes = [new_push(known[id], id) for id in random.sample(sorted(known), random.randint(1, most))]
    try:
        page = store.push(access, pushes)
    except Conflict as conflict:
        known |= {record.id: record.rev for record in conflict.current}
        return []
    known |= {record.id: record.rev for record in page.records}
    return [Acked(r.id, r.rev, r.seq, digest(p.sealed)) for r, p in zip(page.records, pushes, strict=True)]


def revisions(store: TinyDBVaults, access: Access) -> dict[str, int]:
    """The newest revision of each record."""
    return {record.id: record.rev for record in store.pull(access, 0, ALL).records}


def losses(store: TinyDBVaults, access: Access, acked: Sequence[Acked]) -> list[str]:
    """Acknowledged records that are missing, and numbers given twice; empty when all is well."""
    held = {record.id: record for record in store.pull(access, 0, ALL).records}
    twice = len(acked) - len({(entry.id, entry.rev) for entry in acked})
    repeated = len(acked) - len({entry.seq for entry in acked})
    problems = [f"{twice} pushes were accepted twice"] * (twice > 0)
    problems += [f"{repeated} sequence numbers were given twice"] * (repeated > 0)
    return problems + [f"lost: {entry}" for entry in acked if not _is_held(held.get(entry.id), entry)]


def _is_held(record: Record | None, acked: Acked) -> bool:
    """Whether the record is stored as acknowledged, or was overwritten by a newer revision."""
    if record is None or record.rev < acked.rev or record.seq < acked.seq:
        return False
    return record.rev > acked.rev or (record.seq, digest(record.sealed)) == (acked.seq, acked.digest)


def problems_in(data: Path) -> list[str]:
    """Everything that the check command would report."""
    return [f"{damage.path.name}: {damage.what}" for damage in check_vaults(data, frozenset({SEALED_BYTES}))]


def swept_strays(store: TinyDBVaults) -> int:
    """Sweep all 256 parts; return how many stray files were removed."""
    return sum(store.sweep(part).strays for part in range(256))
