"""A store that forgets all when its process ends: for tests, and as the shortest statement of the rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from storage.vaults.interface import Access, Limits, Page, Push, Record, Swept
from storage.vaults.rules import SECONDS_A_DAY, Head, accept, check, expired


@dataclass
class _Vault:
    head: Head
    visited_day: int
    records: dict[str, Record] = field(default_factory=dict)


class MemoryStore:
    """Vaults in a dictionary, behind one lock."""

    def __init__(self, limits: Limits | None = None, clock: Callable[[], float] = time.time) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        self._vaults: dict[bytes, _Vault] = {}
        self._lock = Lock()

    def _today(self) -> int:
        return int(self._clock()) // SECONDS_A_DAY

    def _visit(self, access: Access) -> _Vault:
        vault = self._vaults.get(access.vault_id)
        check(access, vault.head if vault else None)
        vault = self._vaults[access.vault_id]
        vault.visited_day = max(vault.visited_day, self._today())
        return vault

    def make(self, access: Access) -> bool:
        """See Store."""
        with self._lock:
            if access.vault_id in self._vaults:
                self._visit(access)
                return False
            today = self._today()
            self._vaults[access.vault_id] = _Vault(Head(access.token_sha256, today), today)
            return True

    def authorize(self, access: Access) -> None:
        """See Store."""
        with self._lock:
            self._visit(access)

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """See Store."""
        with self._lock:
            vault = self._visit(access)
            newer = sorted((r for r in vault.records.values() if r.seq > since), key=lambda r: r.seq)
            return Page(vault.head.seq, newer[:limit], len(newer) > limit)

    def push(self, access: Access, pushes: Sequence[Push]) -> Page:
        """See Store."""
        with self._lock:
            vault = self._visit(access)
            vault.head, after = accept(vault.head, vault.records, pushes, self._limits)
            vault.records |= {record.id: record for record in after}
            return Page(vault.head.seq, [replace(record, sealed=None) for record in after])

    def delete(self, access: Access) -> None:
        """See Store."""
        with self._lock:
            self._visit(access)
            del self._vaults[access.vault_id]

    def sweep(self, part: int) -> Swept:
        """See Store."""
        with self._lock:
            gone = [
                vault_id
                for vault_id, vault in self._vaults.items()
                if vault_id[0] == part and expired(vault.head, vault.visited_day, self._today(), self._limits)
            ]
            for vault_id in gone:
                del self._vaults[vault_id]
        return Swept(vaults=len(gone))
