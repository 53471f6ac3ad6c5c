"""Rate limits per network address. No address is kept, only counts under keyed hashes, for one window."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from flask import Request

from webapp.api.exceptions import RateLimited

COUNTED = "egne_ord.counted"
"""Key of the WSGI environment for the kinds that were counted: a view that waits for its body runs twice."""
WINDOW_SECONDS = {"requests": 60, "vaults": 3600, "shares": 3600}
BUCKETS_MAX = 50_000
"""Addresses counted separately in one window. All further ones share a single count, so memory is bounded."""
DIGEST_BYTES = 16
OVERFLOW = b""
LOOPBACK_6 = bytes(15) + b"\1"
MAPPED = bytes(10) + b"\xff\xff"
"""Prefix of an IPv4 address written as IPv6 (RFC 4291, 2.5.5.2)."""


class Counter(Protocol):
    """Fixed-window counts by kind, window number and hashed address."""

    def key(self, now: float) -> bytes:
        """The key for hashing addresses at time `now` (seconds since 1970)."""

    def increment(self, kind: str, window: int, digest: bytes) -> int:
        """Add one, and return the new count."""


class MemoryCounter:
    """The counts of one process. All counts of a window are dropped when the next window begins."""

    def __init__(self, buckets_max: int = BUCKETS_MAX) -> None:
        self._key = secrets.token_bytes(32)
        self._buckets_max = buckets_max
        self._windows: dict[str, tuple[int, dict[bytes, int]]] = {}
        self._lock = threading.Lock()

    def key(self, now: float) -> bytes:
        """See Counter. Drawn at the start, and held in memory only."""
        return self._key

    def increment(self, kind: str, window: int, digest: bytes) -> int:
        """See Counter."""
        with self._lock:
            current, counts = self._windows.get(kind, (window, {}))
            if current != window:
                counts = {}
            self._windows[kind] = window, counts
            bucket = digest if digest in counts or len(counts) < self._buckets_max else OVERFLOW
            counts[bucket] = counts.get(bucket, 0) + 1
            return counts[bucket]


class RateLimiter:
    """Fixed-window limits per address; a limit of 0 means none.

    `limits`: hits per window, by kind (see WINDOW_SECONDS). `proxies`: how many trusted proxies are in front.
    """

    def __init__(
        self,
        limits: dict[str, int],
        proxies: int = 0,
        counter: Counter | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._limits = limits
        self._proxies = proxies
        self._counter = counter or MemoryCounter()
        self._clock = clock

    def hit(self, kind: str, request: Request) -> None:
        """Count one request. Raises RateLimited above the limit."""
        limit = self._limits[kind]
        if not limit or (address := client_address(request, self._proxies)) is None:
            return
        if kind in (counted := request.environ.setdefault(COUNTED, set())):
            return
        counted.add(kind)
        now, seconds = self._clock(), WINDOW_SECONDS[kind]
        digest = hmac.digest(self._counter.key(now), address, hashlib.sha256)[:DIGEST_BYTES]
        if self._counter.increment(kind, int(now) // seconds, digest) > limit:
            raise RateLimited(seconds - int(now) % seconds)


def client_address(request: Request, proxies: int) -> bytes | None:
    """The address to count, as bytes: all of an IPv4 address, the first 64 bits of an IPv6 address.

    A provider gives a home at least a /64. None for loopback, which has no limit: it is a proxy that does
    not pass the visitor's address on, or the person who runs the server.
    """
    text = str(request.environ.get("REMOTE_ADDR", ""))
    if proxies:
        # Threat: a visitor invents entries. Our proxies append theirs, so only the last ones can be trusted.
        forwarded = str(request.environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        text = forwarded[-proxies].strip() if len(forwarded) >= proxies else text
    address = _packed(text)
    if address is None:
        return text.encode()[:64] or None
    return None if address[0] == 127 or address == LOOPBACK_6 else address[:8]


def _packed(text: str) -> bytes | None:
    with suppress(OSError, ValueError):
        return socket.inet_pton(socket.AF_INET, text)
    with suppress(OSError, ValueError):
        address = socket.inet_pton(socket.AF_INET6, text)
        return address.removeprefix(MAPPED)
    return None
