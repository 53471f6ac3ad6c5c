"""Vaults in memory, for tests and as the shortest implementation of the rules."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock

from storage import PARTS
from storage.days import day_of
from storage.vaults.interface import (
    ROOM_MAX,
    TAG_LENGTH,
    Access,
    Allowance,
    Limits,
    Page,
    Push,
    Record,
    SweptVaults,
)
from storage.vaults.rules import (
    KEPT_DAYS,
    Header,
    StoredVault,
    accept,
    at_once_max,
    authorize,
    is_expired,
    new_epoch,
    new_header,
    page_length,
    sealed_size,
)


@dataclass
class _Vault:
    header: Header
    visited_day: int
    records: dict[str, Record] = field(default_factory=dict)


class MemoryVaults:
    """Vaults in a dictionary, behind one lock."""

    turns = PARTS

    def __init__(
        self,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        epochs: Callable[[], bytes] = new_epoch,
    ) -> None:
        self._limits = limits or Limits()
        self._clock = clock
        self._epochs = epochs
        self._vaults: dict[bytes, _Vault] = {}
        self._aside: list[tuple[int, int]] = []
        """The part and the day of each vault that expired lately. Here nobody puts it back."""
        self._lock = Lock()

    def _today(self) -> int:
        return day_of(self._clock())

    def _visit(self, access: Access) -> _Vault:
        vault = self._vaults.get(access.vault_id)
        authorize(access, vault.header if vault else None)
        vault = self._vaults[access.vault_id]
        vault.visited_day = max(vault.visited_day, self._today())
        return vault

    def make(self, access: Access) -> bool:
        """See VaultStore."""
        with self._lock:
            if access.vault_id in self._vaults:
                self._visit(access)
                return False
            today = self._today()
            self._vaults[access.vault_id] = _Vault(new_header(access, today, self._epochs()), today)
            return True

    def authorize(self, access: Access) -> None:
        """See VaultStore."""
        with self._lock:
            self._visit(access)

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """See VaultStore."""
        with self._lock:
            vault = self._visit(access)
            newer = sorted((r for r in vault.records.values() if r.seq > since), key=lambda r: r.seq)
            length = page_length(map(sealed_size, newer), limit)
            return Page(vault.header.seq, newer[:length], len(newer) > length, vault.header.epoch)

    def revisions(self, access: Access) -> Page:
        """See VaultStore."""
        with self._lock:
            vault = self._visit(access)
            tagged = [replace(r, tag=(r.sealed or "")[-TAG_LENGTH:]) for r in vault.records.values()]
            return _without_bytes(vault.header, sorted(tagged, key=lambda r: r.seq))

    def push(self, access: Access, pushes: Sequence[Push], room: int = ROOM_MAX) -> Page:
        """See VaultStore."""
        with self._lock:
            vault, allowance = self._visit(access), Allowance(self._limits, self._today(), room)
            before = vault.header.size
            vault.header, after = accept(vault.header, vault.records, pushes, allowance)
            vault.records |= {record.id: record for record in after}
            return replace(_without_bytes(vault.header, after), growth=vault.header.size - before)

    def delete(self, access: Access) -> None:
        """See VaultStore."""
        with self._lock:
            self._visit(access)
            del self._vaults[access.vault_id]

    def sweep(self, turn: int) -> SweptVaults:
        """See VaultStore. A turn is a part."""
        part = turn % PARTS
        with self._lock:
            expired = [vault_id for vault_id, vault in self._vaults.items() if self._is_expired(vault)]
            mine = [vault_id for vault_id in expired if vault_id[0] == part]
            gone = sum(day == self._today() for _, day in self._aside)
            is_held = bool(mine) and len(expired) + gone > at_once_max(len(self._vaults) + gone)
            for vault_id in [] if is_held else mine:
                del self._vaults[vault_id]
                self._aside.append((part, self._today()))
            old = [each for each in self._aside if each[0] == part and self._today() - each[1] >= KEPT_DAYS]
            self._aside = [each for each in self._aside if each not in old]
        return SweptVaults(0 if is_held else len(mine), 0, len(old), held=len(mine) if is_held else 0)

    def export(self, part: int, after: bytes = b"") -> Iterator[StoredVault]:
        """See Movable."""
        for vault_id in sorted(each for each in list(self._vaults) if each[0] == part and each > after):
            with self._lock:
                if (vault := self._vaults.get(vault_id)) is None:
                    continue
                records = tuple(sorted(vault.records.values(), key=lambda record: record.seq))
                found = StoredVault(vault_id, vault.header, vault.visited_day, records)
            yield found

    def take_in(self, item: StoredVault) -> None:
        """See Movable."""
        with self._lock:
            records = {record.id: record for record in item.records}
            self._vaults[item.vault_id] = _Vault(item.header, item.visited_day, records)

    def drop(self, key: bytes) -> None:
        """See Movable."""
        with self._lock:
            self._vaults.pop(key, None)

    def count(self) -> int:
        """See Movable."""
        return len(self._vaults)

    def _is_expired(self, vault: _Vault) -> bool:
        return is_expired(vault.header, vault.visited_day, self._today(), self._limits)


def _without_bytes(header: Header, records: Sequence[Record]) -> Page:
    return Page(header.seq, [replace(record, sealed=None) for record in records], epoch=header.epoch)
