"""Limits per network address. No address is kept, only counts under keyed hashes, for one window."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Callable

from flask import Request

from webapp.api.addresses import client_address, networks, proxy_warning
from webapp.api.counters import DIGEST_BYTES, NO_LIMIT, Counter, MemoryCounter, Place
from webapp.api.exceptions import RateLimited

WINDOW_SECONDS = {"requests": 60, "known": 60, "vaults": 3600, "shares": 3600, "bytes": 86400, "host": 3600}
"""Kinds of counts. `known`: requests that carry a vault's token. `bytes`: new data from one address, and
`host`: from all addresses, both in units of BYTES_UNIT."""
BYTES_UNIT = 1024
KNOWN_FACTOR = 4
"""How many times its limit an address gets for requests with tokens, which count for their vault too."""
EVERYBODY = b"everybody"


def units_of(size: int) -> int:
    """How many BYTES_UNIT a number of bytes counts as, rounded up."""
    return -(-size // BYTES_UNIT)


class RateLimiter:
    """Fixed-window limits per address; a limit of 0 means none.

    `limits`: the most of each kind in its window for an IPv6 /64; networks() multiplies it for others.
    `proxies`: how many trusted proxies are in front.
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
        self._warn_of_proxy = proxy_warning(proxies)

    def hit(self, kind: str, request: Request, amount: int = 1) -> None:
        """Count a request, or `amount` units, for its address. Raises RateLimited above the limit."""
        self._take(kind, self._places(kind, request, self._limits[kind]), amount)

    def hit_known(self, request: Request) -> None:
        """Count a request that carries a vault's token, for that vault at its address, and for the address.

        Threat: a stranger uses up the requests of somebody's vault. The count belongs to vault and token, and
        a wrong token is refused later, and counted with hit() then. Raises RateLimited above the limit.
        """
        limit = self._limits["requests"]
        if places := self._places("known", request, limit * KNOWN_FACTOR):
            vault, token = request.path.split("/")[4:5], request.environ.get("HTTP_AUTHORIZATION")
            own = self._digest(f"{places[0][0].hex()} {vault} {token}".encode())
            self._take("known", [(own, limit), *places], 1)

    def left(self, kind: str, request: Request) -> int:
        """How many units the address may still add in this window; negative if it added too much."""
        places = self._places(kind, request, self._limits[kind])
        return self._counter.take(kind, self._window(kind), places, 0) if places else NO_LIMIT

    def add(self, kind: str, request: Request, amount: int) -> None:
        """Count `amount` units that were stored, even above the limit."""
        places = [(digest, NO_LIMIT) for digest, _ in self._places(kind, request, self._limits[kind])]
        self._take(kind, places, amount)

    def retry_after(self, kind: str) -> int:
        """Seconds until the next window begins."""
        seconds = WINDOW_SECONDS[kind]
        return seconds - int(self._clock()) % seconds

    def _places(self, kind: str, request: Request, limit: int) -> list[Place]:
        self._warn_of_proxy(request)
        if not limit:
            return []
        if kind == "host":
            return [(self._digest(EVERYBODY), limit)]
        address = client_address(request, self._proxies)
        found = networks(address) if address is not None else []
        return [(self._digest(network), limit * factor) for network, factor in found]

    def _digest(self, counted: bytes) -> bytes:
        return hmac.digest(self._counter.key(self._clock()), counted, hashlib.sha256)[:DIGEST_BYTES]

    def _window(self, kind: str) -> int:
        return int(self._clock()) // WINDOW_SECONDS[kind]

    def _take(self, kind: str, places: list[Place], amount: int) -> None:
        if places and self._counter.take(kind, self._window(kind), places, amount) < amount:
            raise RateLimited(self.retry_after(kind))
