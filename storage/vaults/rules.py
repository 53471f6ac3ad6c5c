"""The rules of a vault that hold in every store: who may open it, what a push becomes, when it expires."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from storage.base64url import size_of
from storage.vaults.interface import Access, Conflict, Limits, Push, Record, Unauthorized, VaultFull

SECONDS_A_DAY = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Head:
    """What a store knows of a vault besides its records. Days count from 1970 in UTC."""

    token_sha256: bytes
    made_day: int
    seq: int = 0
    records: int = 0
    size: int = 0
    """Sealed bytes of all records."""


DECOY = Head(bytes(32), 0)
"""Stands in for a vault that is not there, so that a stranger waits as long for either answer."""


def check(access: Access, head: Head | None) -> Head:
    """The head, when the token is right. Raises Unauthorized for a wrong one and for no vault alike."""
    right = hmac.compare_digest(access.token_sha256, (head or DECOY).token_sha256)
    if head is None or not right:
        raise Unauthorized
    return head


def sealed_size(sealed: str | None) -> int:
    """How many bytes a base64url text without padding stands for."""
    return size_of(len(sealed or ""))


def accept(
    head: Head, held: Mapping[str, Record], pushes: Sequence[Push], limits: Limits
) -> tuple[Head, list[Record]]:
    """The head and the records after a push; `held` has those of its records that are there already.

    Raises Conflict, or VaultFull where the vault would grow past its limits.
    """
    before = [held.get(push.id, Record(push.id, 0, 0, None)) for push in pushes]
    standing = [old for old, push in zip(before, pushes, strict=True) if old.rev != push.base]
    if standing:
        raise Conflict(standing)
    after = [Record(p.id, p.base + 1, head.seq + n, p.sealed) for n, p in enumerate(pushes, 1)]
    grown = sum(
        sealed_size(new.sealed) - sealed_size(old.sealed) for new, old in zip(after, before, strict=True)
    )
    added = sum(old.rev == 0 for old in before)
    size, records = head.size + grown, head.records + added
    if (grown > 0 and size > limits.vault_bytes) or (added and records > limits.records):
        raise VaultFull
    return replace(head, seq=head.seq + len(pushes), size=size, records=records), after


def expired(head: Head, visited_day: int, today: int, limits: Limits) -> bool:
    """Whether a vault that was last visited on `visited_day` goes."""
    unused = visited_day <= head.made_day and head.records < 2
    return today - visited_day >= (limits.unused_days if unused else limits.unvisited_days)
