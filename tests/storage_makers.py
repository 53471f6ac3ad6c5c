"""Test data for vaults: accesses, pushes, and a clock that tests set."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path

from storage import base64url
from storage.days import SECONDS_A_DAY
from storage.vaults.interface import Access, Limits, Push, Record, VaultStore
from storage.vaults.memory import MemoryVaults
from storage.vaults.tinydb import TinyDBVaults

SIZES = (4096 + 29, 16384 + 29, 65536 + 29)

MakeStore = Callable[[Path, Limits, Callable[[], float]], VaultStore]
STORES: dict[str, MakeStore] = {
    "memory": lambda folder, limits, clock: MemoryVaults(limits, clock),
    "tinydb": TinyDBVaults,
}
"""Every store of vaults on this machine. A new one is one line here. PostgreSQL is in storage/conftest.py."""


class Clock:
    """A clock that a test sets, in seconds since 1970. It starts at noon."""

    def __init__(self) -> None:
        self.now = 20_000.5 * SECONDS_A_DAY

    def __call__(self) -> float:
        return self.now

    def pass_days(self, days: float) -> None:
        self.now += days * SECONDS_A_DAY


def new_access(first_byte: int | None = None) -> Access:
    """The access to a vault that does not exist yet, in the part `first_byte` if given."""
    first = os.urandom(1) if first_byte is None else bytes([first_byte])
    return Access(first + os.urandom(15), hashlib.sha256(os.urandom(32)).digest())


def other_token(access: Access) -> Access:
    """The same vault with a wrong token."""
    return Access(access.vault_id, hashlib.sha256(os.urandom(32)).digest())


def new_id() -> str:
    """An unused record id."""
    return base64url.encode(os.urandom(16))


def new_sealed(size: int = SIZES[0]) -> str:
    """A sealed record as the server sees it: random bytes, in base64url."""
    return base64url.encode(os.urandom(size))


def used_for_long(head: Path) -> None:
    """Turn a new vault into one that was used for so many days that it may hold everything."""
    before = head.read_bytes()
    after = re.sub(rb',"days":\d+,"pushed_day":\d+', b"", before)
    assert after != before
    head.write_bytes(after)


def new_push(base: int = 0, id: str | None = None, size: int = SIZES[0]) -> Push:
    """One record of a push."""
    return Push(id or new_id(), base, new_sealed(size))


def pulled(store: VaultStore, access: Access, since: int = 0) -> list[Record]:
    """Every record above `since`, page by page."""
    records: list[Record] = []
    while True:
        page = store.pull(access, since, 10_000)
        records += page.records
        if not page.more:
            return records
        since = records[-1].seq
