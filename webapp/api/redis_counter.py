"""Counting requests in one Redis for several machines; loaded only where EGNE_ORD_REDIS is set."""

from __future__ import annotations

import hashlib
import hmac
import time

import redis

from webapp.api.rate_limits import WINDOW_SECONDS, MemoryCounter
from webapp.config import ImpossibleSetting

WAIT_SECONDS = 0.3
REST_SECONDS = 30.0
"""How long a Redis that did not answer is left alone; each process counts for itself meanwhile."""
SECONDS_A_DAY = 24 * 60 * 60


class RedisCounter:
    """Counts that machines share. Each is forgotten two windows later; no address is stored or sent."""

    def __init__(self, url: str) -> None:
        try:
            self._redis = redis.Redis.from_url(
                url, socket_timeout=WAIT_SECONDS, socket_connect_timeout=WAIT_SECONDS
            )
        except ValueError:
            raise ImpossibleSetting("EGNE_ORD_REDIS must be the address of a Redis.") from None
        self._secret = url.encode()
        self._alone = MemoryCounter()
        self._rest_until = 0.0

    def key(self, now: float) -> bytes:
        """The day's key, the same on all machines with the same setting, and nowhere in Redis.

        Threat: whoever reads Redis tries all addresses. They need the setting's password for that.
        """
        label = f"egne-ord/rates/{int(now) // SECONDS_A_DAY}"
        return hmac.digest(self._secret, label.encode(), hashlib.sha256)

    def count(self, kind: str, window: int, digest: bytes) -> int:
        """See Counter. A Redis that is away stops nobody's words."""
        if time.monotonic() < self._rest_until:
            return self._alone.count(kind, window, digest)
        name = f"egne-ord:{kind}:{window}:{digest.hex()}"
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.incr(name)
                pipe.expire(name, 2 * WINDOW_SECONDS[kind])
                return int(pipe.execute()[0])
        except redis.RedisError:
            self._rest_until = time.monotonic() + REST_SECONDS
            return self._alone.count(kind, window, digest)
