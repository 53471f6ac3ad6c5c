"""What writers were told was kept, and whether the store still has it."""

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
    """A few letters that tell sealed records apart."""
    return hashlib.sha256((sealed or "").encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Told:
    """One record of a push that was acknowledged."""

    id: str
    rev: int
    seq: int
    digest: str


def new_vault(store: TinyDBVaults, records: int) -> Access:
    """A vault that holds so many records."""
    access = Access(os.urandom(16), os.urandom(32))
    store.make(access)
    for first in range(0, records, 100):
        store.push(access, [new_push(0) for _ in range(first, min(records, first + 100))])
    return access


def new_push(base: int, id: str | None = None) -> Push:
    """A push of random bytes."""
    return Push(id or base64url.encode(os.urandom(16)), base, base64url.encode(os.urandom(SEALED_BYTES)))


def write_once(store: TinyDBVaults, access: Access, known: dict[str, int], most: int = 3) -> list[Told]:
    """Push a few edits, as one device does; on a conflict learn the newest revisions and give nothing."""
    pushes = [new_push(known[id], id) for id in random.sample(sorted(known), random.randint(1, most))]
    try:
        page = store.push(access, pushes)
    except Conflict as conflict:
        known |= {record.id: record.rev for record in conflict.current}
        return []
    known |= {record.id: record.rev for record in page.records}
    return [Told(r.id, r.rev, r.seq, digest(p.sealed)) for r, p in zip(page.records, pushes, strict=True)]


def revisions(store: TinyDBVaults, access: Access) -> dict[str, int]:
    """The newest revision of each record."""
    return {record.id: record.rev for record in store.pull(access, 0, ALL).records}


def losses(store: TinyDBVaults, access: Access, told: Sequence[Told]) -> list[str]:
    """What was acknowledged and is not there; empty when all is well."""
    held = {record.id: record for record in store.pull(access, 0, ALL).records}
    twice = len(told) - len({(entry.id, entry.rev) for entry in told})
    same = len(told) - len({entry.seq for entry in told})
    found = [f"{twice} pushes were accepted twice"] * (twice > 0)
    found += [f"{same} numbers of the sequence were given twice"] * (same > 0)
    return found + [f"lost: {entry}" for entry in told if not _kept(held.get(entry.id), entry)]


def _kept(record: Record | None, told: Told) -> bool:
    if record is None or record.rev < told.rev or record.seq < told.seq:
        return False
    return record.rev > told.rev or (record.seq, digest(record.sealed)) == (told.seq, told.digest)


def wrongs(data: Path) -> list[str]:
    """All that the check command would say."""
    return [f"{damage.path.name}: {damage.what}" for damage in check_vaults(data, frozenset({SEALED_BYTES}))]


def swept_strays(store: TinyDBVaults) -> int:
    """Sweep everything; how many stray files were removed."""
    return sum(store.sweep(part).strays for part in range(256))
