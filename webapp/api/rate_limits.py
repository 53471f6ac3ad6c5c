"""How often one network address may ask. No address is kept: only counts under a keyed hash, for a while."""

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

from webapp.api.exceptions import SlowDown

WINDOW_SECONDS = {"requests": 60, "vaults": 3600, "shares": 3600}
BUCKETS_MAX = 50_000
"""How many addresses are told apart in one window; past that all others share one count."""
DIGEST_BYTES = 16
OVERFLOW = b""
LOOPBACK_6 = bytes(15) + b"\1"
MAPPED = bytes(10) + b"\xff\xff"
"""In front of an IPv4 address that is written as IPv6."""


class Counter(Protocol):
    """Counts by kind, window and address; `count` adds one and gives the sum."""

    def key(self, now: float) -> bytes:
        """The key under which addresses are hashed at this time."""

    def count(self, kind: str, window: int, digest: bytes) -> int:
        """One more."""


class MemoryCounter:
    """Counts of one process, forgotten with each window."""

    def __init__(self, buckets_max: int = BUCKETS_MAX) -> None:
        self._key = secrets.token_bytes(32)
        self._buckets_max = buckets_max
        self._windows: dict[str, tuple[int, dict[bytes, int]]] = {}
        self._lock = threading.Lock()

    def key(self, now: float) -> bytes:
        """See Counter: drawn at the start, and nowhere but in memory."""
        return self._key

    def count(self, kind: str, window: int, digest: bytes) -> int:
        """See Counter."""
        with self._lock:
            current, counts = self._windows.get(kind, (window, {}))
            if current != window:
                counts = {}
            self._windows[kind] = window, counts
            bucket = digest if digest in counts or len(counts) < self._buckets_max else OVERFLOW
            counts[bucket] = counts.get(bucket, 0) + 1
            return counts[bucket]


class Rates:
    """The limits per address: so many of each kind in each window; 0 is no limit."""

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

    def count(self, kind: str, request: Request) -> None:
        """Count one request of a kind. Raises SlowDown past the limit."""
        most = self._limits[kind]
        if not most or (address := visitor(request, self._proxies)) is None:
            return
        now, seconds = self._clock(), WINDOW_SECONDS[kind]
        digest = hmac.digest(self._counter.key(now), address, hashlib.sha256)[:DIGEST_BYTES]
        if self._counter.count(kind, int(now) // seconds, digest) > most:
            raise SlowDown(seconds - int(now) % seconds)


def visitor(request: Request, proxies: int) -> bytes | None:
    """The address that a limit is for: of IPv6 the half that a provider gives to one home.

    None for this machine itself: a proxy that does not say for whom it asks, or whoever runs the server.
    """
    said = str(request.environ.get("REMOTE_ADDR", ""))
    if proxies:
        # Our own proxies wrote the last ones; what stands before those is the visitor's to invent.
        passed = str(request.environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        said = passed[-proxies].strip() if len(passed) >= proxies else said
    address = _packed(said)
    if address is None:
        return said.encode()[:64] or None
    return None if address[0] == 127 or address == LOOPBACK_6 else address[:8]


def _packed(text: str) -> bytes | None:
    with suppress(OSError, ValueError):
        return socket.inet_pton(socket.AF_INET, text)
    with suppress(OSError, ValueError):
        address = socket.inet_pton(socket.AF_INET6, text)
        return address.removeprefix(MAPPED)
    return None
