"""Rate limit counts that several machines share in one Redis; imported only where EGNE_ORD_REDIS is set."""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from collections.abc import Sequence

import redis

from webapp.api.counters import CELL_MAX, ROWS, MemoryCounter, Place, cells_of
from webapp.api.rate_limits import WINDOW_SECONDS
from webapp.config import ImpossibleSetting

log = logging.getLogger("egne-ord")
TIMEOUT_SECONDS = 0.3
PAUSE_SECONDS = 30.0
"""How long Redis is left alone after a failure. Meanwhile each process counts for itself."""
SECONDS_A_DAY = 24 * 60 * 60
TAKE = f"""
local amount, cells = tonumber(ARGV[1]), {{}}
for n = 3, #ARGV do
  if (n - 3) % {ROWS + 1} > 0 then
    table.insert(cells, 'GET'); table.insert(cells, 'u32'); table.insert(cells, '#' .. ARGV[n])
  end
end
local counts = redis.call('BITFIELD', KEYS[1], unpack(cells))
local left, least = math.huge, {{}}
for place = 0, #counts / {ROWS} - 1 do
  local found = math.huge
  for row = 1, {ROWS} do found = math.min(found, counts[place * {ROWS} + row]) end
  least[place] = found
  left = math.min(left, tonumber(ARGV[3 + place * {ROWS + 1}]) - found)
end
if amount > 0 and amount <= left then
  for n = 1, #counts do
    local raised = math.min({CELL_MAX}, least[math.floor((n - 1) / {ROWS})] + amount)
    if raised > counts[n] then
      redis.call('BITFIELD', KEYS[1], 'SET', 'u32', cells[n * 3], string.format('%.0f', raised))
    end
  end
  redis.call('EXPIRE', KEYS[1], ARGV[2])
end
return string.format('%.0f', left)
"""
"""MemoryCounter.take as one step in Redis. Arguments: amount, seconds to live, then each place's limit and
cells. One string of 512 kB holds all counts of a kind in a window."""


class RedisCounter:
    """Shared counts. Each window's expire two windows later; no address is stored in Redis or sent to it."""

    def __init__(self, url: str) -> None:
        try:
            self._redis = redis.Redis.from_url(
                url, socket_timeout=TIMEOUT_SECONDS, socket_connect_timeout=TIMEOUT_SECONDS
            )
        except ValueError:
            raise ImpossibleSetting("EGNE_ORD_REDIS must be the address of a Redis.") from None
        self._take = self._redis.register_script(TAKE)
        self._secret = url.encode()
        self._fallback = MemoryCounter()
        self._paused_until = 0.0

    def answers(self) -> bool:
        """Whether Redis can be reached and accepts the password."""
        try:
            return bool(self._redis.ping())
        except redis.RedisError:
            return False

    def key(self, now: float) -> bytes:
        """A key per day, the same on every machine with this setting, and never stored in Redis.

        Threat: somebody who reads Redis tries all addresses. They would need the password in the setting.
        """
        label = f"egne-ord/rates/{int(now) // SECONDS_A_DAY}"
        return hmac.digest(self._secret, label.encode(), hashlib.sha256)

    def take(self, kind: str, window: int, places: Sequence[Place], amount: int) -> int:
        """See Counter. Fails open: without Redis, requests are counted in this process and still served."""
        if time.monotonic() < self._paused_until:
            return self._fallback.take(kind, window, places, amount)
        name = f"egne-ord:{kind}:{window}"
        numbers = [number for digest, limit in places for number in (limit, *cells_of(digest))]
        try:
            return int(self._take([name], [amount, 2 * WINDOW_SECONDS[kind], *numbers]))
        except (redis.RedisError, ValueError, TypeError):
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            log.warning("Redis does not count (EGNE_ORD_REDIS): this process counts by itself meanwhile.")
            return self._fallback.take(kind, window, places, amount)
