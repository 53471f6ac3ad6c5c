"""The rules of a vault, the same in every store: who may open it, what a push does, when it expires."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from storage import base64url
from storage.errors import Conflict, FullToday, NoRoom, Unauthorized, VaultFull
from storage.vaults.interface import (
    EPOCH_BYTES,
    FIRST_DAY_BYTES,
    FIRST_EPOCH,
    Access,
    Allowance,
    Limits,
    Push,
    Record,
)

KEPT_DAYS = 30
"""How long an expired vault is kept aside, out of reach, before it is gone."""
PAGE_BYTES = 2_000_000
"""Sealed bytes after which a page of a pull ends. Threat: a slow reader holds a page in memory."""
AT_ONCE_PERCENT = 3
AT_ONCE_MIN = 5
"""In a folder with ten vaults or more. In a smaller one it is half of them, and always one."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a store knows of a vault besides its records. Days count from 1970 in UTC."""

    token_sha256: bytes
    made_day: int
    seq: int = 0
    records: int = 0
    size: int = 0
    """Sealed bytes of all records."""
    epoch: bytes = FIRST_EPOCH
    days: int = 0
    """On how many days it was written to, while it may not hold everything yet. 0 as soon as it may, and in a
    vault from before there were such quotas."""
    pushed_day: int = 0
    """The last of these days."""


@dataclass(frozen=True, slots=True)
class StoredVault:
    """Everything that a store has of one vault, to be taken in by another."""

    vault_id: bytes
    header: Header
    visited_day: int
    records: tuple[Record, ...]
    """With their bytes, by ascending `seq`."""

    @property
    def key(self) -> bytes:
        """Its place among those that are exported."""
        return self.vault_id


@dataclass(frozen=True, slots=True)
class ExpiredVault:
    """A vault that expired, and lies aside."""

    day: int
    """The steady day on which it was put aside."""
    vault: StoredVault

    @property
    def key(self) -> bytes:
        """Its place among those that are exported: the id, and the day in four bytes."""
        return self.vault.vault_id + self.day.to_bytes(DAY_BYTES, "big")


DAY_BYTES = 4


def id_and_day(key: bytes) -> tuple[bytes, int]:
    """The id and the day in the key of an expired vault."""
    return key[:-DAY_BYTES], int.from_bytes(key[-DAY_BYTES:], "big")


DOUBLINGS_MAX = 16
"""More than any setting needs."""
DECOY = Header(bytes(32), 0)
"""Compared against when there is no vault, so that a stranger waits equally long for either answer."""


def new_epoch() -> bytes:
    """An epoch for a vault that is made or put back from a copy."""
    return secrets.token_bytes(EPOCH_BYTES)


def new_header(access: Access, today: int, epoch: bytes) -> Header:
    """The header of a vault that is made today."""
    return Header(access.token_sha256, today, epoch=epoch, days=1, pushed_day=today)


def authorize(access: Access, header: Header | None) -> Header:
    """The header, if the token is right. Raises Unauthorized both for a wrong token and for no vault."""
    is_right = hmac.compare_digest(access.token_sha256, (header or DECOY).token_sha256)
    if header is None or not is_right:
        raise Unauthorized
    return header


def page_length(sizes: Iterable[int], limit: int) -> int:
    """How many records a page of a pull has: at most `limit`, and one at least. `sizes`: sealed bytes."""
    length = total = 0
    for size in sizes:
        total += size
        if length == limit or (length and total > PAGE_BYTES):
            break
        length += 1
    return length


def sealed_size(record: Record) -> int:
    """The sealed bytes of a record, with or without its bytes."""
    return record.size if record.sealed is None else base64url.decoded_size(len(record.sealed))


def used_on(header: Header, today: int, limits: Limits) -> Header:
    """The header of a vault that is written to today."""
    # Another day, and not a later one: a clock that was ahead for a while must not stop a vault from growing.
    days = header.days + 1 if header.days and today != header.pushed_day else header.days
    if not days or FIRST_DAY_BYTES << min(days - 1, DOUBLINGS_MAX) >= limits.vault_bytes:
        return replace(header, days=0, pushed_day=0)
    return replace(header, days=days, pushed_day=today)


def quota(header: Header, limits: Limits) -> int:
    """How many sealed bytes a vault may hold on the day of its header."""
    grown = FIRST_DAY_BYTES << min(header.days - 1, DOUBLINGS_MAX) if header.days else limits.vault_bytes
    return min(grown, limits.vault_bytes)


def accept(
    header: Header, stored: Mapping[str, Record], pushes: Sequence[Push], allowance: Allowance
) -> tuple[Header, list[Record]]:
    """The header and the new records after a push. `stored`: the pushed records that exist already, by id.

    Raises Conflict; VaultFull, FullToday or NoRoom if the vault would grow past its limits, or by too much.
    """
    before = [stored.get(push.id, Record(push.id, 0, 0, None)) for push in pushes]
    conflicting = [old for old, push in zip(before, pushes, strict=True) if old.rev != push.base]
    if conflicting:
        raise Conflict(conflicting)
    after = [Record(p.id, p.base + 1, header.seq + n, p.sealed) for n, p in enumerate(pushes, 1)]
    growth = sum(map(sealed_size, after)) - sum(map(sealed_size, before))
    added = sum(old.rev == 0 for old in before)
    size, records = header.size + growth, header.records + added
    header = used_on(header, allowance.today, allowance.limits)
    _check_growth(growth, size, quota(header, allowance.limits), allowance)
    if added and records > allowance.limits.records:
        raise VaultFull
    return replace(header, seq=header.seq + len(pushes), size=size, records=records), after


def _check_growth(growth: int, size: int, quota: int, allowance: Allowance) -> None:
    if growth <= 0:
        return  # edits go on in a vault that is full, or larger than a limit that was lowered
    if size > allowance.limits.vault_bytes:
        raise VaultFull
    if size > quota:
        raise FullToday
    if growth > allowance.room:
        raise NoRoom


def at_once_max(vaults: int) -> int:
    """How many of so many vaults may expire on one day. More of them mean that the clock is wrong."""
    return max(vaults * AT_ONCE_PERCENT // 100, min(AT_ONCE_MIN, vaults // 2), 1)


def is_expired(header: Header, visited_day: int, today: int, limits: Limits) -> bool:
    """Whether a vault last visited on `visited_day` is to be removed."""
    is_unused = visited_day <= header.made_day and header.records < 2
    return today - visited_day >= (limits.unused_days if is_unused else limits.unvisited_days)
