"""Rate limit counts that several machines share in one Redis; imported only where EGNE_ORD_REDIS is set."""

from __future__ import annotations

import hashlib
import hmac
import time

import redis

from webapp.api.rate_limits import WINDOW_SECONDS, MemoryCounter
from webapp.config import ImpossibleSetting

TIMEOUT_SECONDS = 0.3
PAUSE_SECONDS = 30.0
"""How long Redis is left alone after a failure. Meanwhile each process counts for itself."""
SECONDS_A_DAY = 24 * 60 * 60


class RedisCounter:
    """Shared counts. Each expires two windows later; no address is stored in Redis or sent to it."""

    def __init__(self, url: str) -> None:
        try:
            self._redis = redis.Redis.from_url(
                url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
            )
        except ValueError:
            raise ImpossibleSetting("EGNE_ORD_REDIS must be the address of a Redis.") from None
        self._secret = url.encode()
        self._fallback = MemoryCounter()
        self._paused_until = 0.0

    def key(self, now: float) -> bytes:
        """A key per day, the same on every machine with this setting, and never stored in Redis.

        Threat: somebody who reads Redis tries all addresses. They would need the password in the setting.
        """
        label = f"egne-ord/rates/{int(now) // SECONDS_A_DAY}"
        return hmac.digest(self._secret, label.encode(), hashlib.sha256)

    def increment(self, kind: str, window: int, digest: bytes) -> int:
        """See Counter. Fails open: without Redis, requests are counted in this process and still served."""
        if time.monotonic() < self._paused_until:
            return self._fallback.increment(kind, window, digest)
        name = f"egne-ord:{kind}:{window}:{digest.hex()}"
        try:
            with self._redis.pipeline(transaction=False) as pipe:
                pipe.incr(name)
                pipe.expire(name, 2 * WINDOW_SECONDS[kind])
                return int(pipe.execute()[0])
        except redis.RedisError:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            return self._fallback.increment(kind, window, digest)
