"""Whether new data may be stored: what its address and all addresses added lately, and the room on the disk.

New vaults, shares, notes and lists of reminders stop first. What exists may be edited for longer.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Request

from storage.files.disk_reserve import DiskReserve
from webapp.api.exceptions import AddressFull, HostFull, RefusedForNow
from webapp.api.rate_limits import BYTES_UNIT, RateLimiter, units_of

EMPTY_BYTES = 4096
"""What a new vault or list of reminders counts as: a block of the disk."""
DISK_RETRY_SECONDS = 3600
REFUSALS: dict[str, type[RefusedForNow]] = {"host": HostFull, "bytes": AddressFull}
"""The kinds of counts that new bytes go into."""
log = logging.getLogger("egne-ord")


@dataclass(frozen=True, slots=True)
class Room:
    """How many bytes something that exists may grow by, and the refusal if that is too little."""

    size: int
    refusal: RefusedForNow


class Admission:
    """Counts new bytes, and refuses more of them. `host_units`: per hour, from all addresses; 0: no limit."""

    def __init__(self, limiter: RateLimiter, reserve: DiskReserve, host_units: int) -> None:
        self._limiter = limiter
        self._reserve = reserve
        self._host_units = host_units
        self._is_told = False

    def check_disk(self) -> None:
        """Refuse new data if the disk is nearly full. Reads no body and counts nothing. Raises HostFull."""
        if self._reserve.has_room_for_new():
            self._is_told = False
            return
        if not self._is_told:
            self._is_told = True
            log.error(
                "Less than EGNE_ORD_RESERVE_BYTES is free. New vaults and shares are refused.",
                extra={"code": "reserve"},
            )
        raise HostFull(DISK_RETRY_SECONDS)

    def admit(self, request: Request, size: int) -> None:
        """Count something new of `size` bytes before it is stored. Raises HostFull, AddressFull."""
        self.check_disk()
        for kind, refusal in REFUSALS.items():
            if self._limiter.left(kind, request) < units_of(size):
                raise refusal(self._limiter.retry_after(kind))
        self.grew(request, size)

    def room(self, request: Request) -> Room:
        """The room for what exists. Raises HostFull if the disk is all but full."""
        if not self._reserve.has_room_for_edits():
            raise HostFull(DISK_RETRY_SECONDS)
        own = self._limiter.left("bytes", request)
        # What exists may use as much again after new data has stopped, and stops growing with the reserve.
        everybody = self._limiter.left("host", request) + self._host_units
        if own <= everybody:
            return Room(max(0, own) * BYTES_UNIT, AddressFull(self._limiter.retry_after("bytes")))
        return Room(max(0, everybody) * BYTES_UNIT, HostFull(self._limiter.retry_after("host")))

    def grew(self, request: Request, size: int) -> None:
        """Count what was stored."""
        if size > 0:
            for kind in REFUSALS:
                self._limiter.add(kind, request, units_of(size))
