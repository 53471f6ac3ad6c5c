"""Limits per network address. No address is kept, only counts under keyed hashes, for one window."""

from __future__ import annotations

import time
from collections.abc import Callable
from hashlib import blake2b

from flask import Request

from webapp.api.addresses import client_address, networks, proxy_warning
from webapp.api.counters import DIGEST_BYTES, NO_LIMIT, Counter, MemoryCounter, Place
from webapp.api.exceptions import RateLimited

COUNTED = "egne_ord.counted"
"""Key of the WSGI environment for the kinds that were counted, where a view may run twice for its body."""
WINDOW_SECONDS = {"requests": 60, "known": 60, "vaults": 3600, "shares": 3600, "bytes": 86400, "host": 3600}
"""Kinds of counts. `known`: requests that carry a vault's token. `bytes`: new data from one address, and
`host`: from all addresses, both in units of BYTES_UNIT."""
BYTES_UNIT = 1024
KNOWN_FACTOR = 4
"""How many times its limit an address gets for requests with tokens, which count for their vault too."""
EVERYBODY = b"everybody"
VAULT_PATH_LENGTH = len("/api/v1/vaults/") + 22


def units_of(size: int) -> int:
    """How many BYTES_UNIT a number of bytes counts as, rounded up."""
    return -(-size // BYTES_UNIT)


def digest_of(key: bytes, counted: bytes) -> bytes:
    """The digest under which something is counted. A keyed hash: nobody without the key can try addresses."""
    return blake2b(counted, digest_size=DIGEST_BYTES, key=key).digest()


def _is_counted(kind: str, request: Request) -> bool:
    """Whether an earlier run of the same request counted; from now on it has."""
    counted: set[str] | None = request.environ.get(COUNTED)
    if counted is None:
        return False
    was_counted = kind in counted
    counted.add(kind)
    return was_counted


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

    def hit(self, kind: str, request: Request) -> None:
        """Count a request for its address, once for all its runs. Raises RateLimited above the limit."""
        if not _is_counted(kind, request):
            self._take(kind, self._places(kind, request, self._limits[kind]), 1)

    def hit_known(self, request: Request) -> None:
        """Count a request that carries a vault's token, for that vault at its address, and for the address.

        Threat: a stranger uses up the requests of somebody's vault. The count belongs to vault and token, and
        a wrong token is refused later, and counted with hit() then. Raises RateLimited above the limit.
        """
        limit = self._limits["requests"]
        if _is_counted("known", request):
            return
        if places := self._places("known", request, limit * KNOWN_FACTOR):
            vault, token = request.path[:VAULT_PATH_LENGTH], request.environ.get("HTTP_AUTHORIZATION")
            own = places[0][0] + f"{vault} {token}".encode()
            self._take("known", [(digest_of(self._key(), own), limit), *places], 1)

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
            return [(digest_of(self._key(), EVERYBODY), limit)]
        address = client_address(request.environ, self._proxies)
        if address is None:
            return []
        key = self._key()
        return [(digest_of(key, network), limit * factor) for network, factor in networks(address)]

    def _key(self) -> bytes:
        return self._counter.key(self._clock())

    def _window(self, kind: str) -> int:
        return int(self._clock()) // WINDOW_SECONDS[kind]

    def _take(self, kind: str, places: list[Place], amount: int) -> None:
        if places and self._counter.take(kind, self._window(kind), places, amount) < amount:
            raise RateLimited(self.retry_after(kind))
