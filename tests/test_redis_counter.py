"""Rate limit counts in Redis: shared by machines, bounded, the same as in memory, and never in the way."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
import redis

from browser.other_browsers import need
from browser.real_server import free_port
from vault_client import HOME, HOME_6, VaultClient, problem
from webapp import create_app
from webapp.api import redis_counter
from webapp.api.counters import CELL_MAX, DIGEST_BYTES, MemoryCounter
from webapp.api.redis_counter import RedisCounter
from webapp.commands.checks_of_a_host import redis_counts
from webapp.config import ImpossibleSetting, Settings

DIGEST = bytes(range(DIGEST_BYTES))
MANY = 10**6


def counted(counter: RedisCounter) -> int:
    """Count one request, and return how many there are."""
    return MANY - counter.take("requests", 0, [(DIGEST, MANY)], 1) + 1


@pytest.fixture
def redis_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The URL of a real Redis server that writes nothing to disk, and may be slow on a busy machine."""
    monkeypatch.setattr(redis_counter, "TIMEOUT_SECONDS", 60.0)
    program = need(shutil.which("redis-server"), "redis", "redis-server", "redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--dir", str(tmp_path), "--requirepass", "secret"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        url = f"redis://:secret@127.0.0.1:{port}/0"
        with redis.Redis.from_url(url) as client:
            until = time.monotonic() + 60  # hang guard: it starts in a fraction of a second
            while True:
                try:
                    client.ping()
                    break
                except redis.ConnectionError:
                    assert time.monotonic() < until  # hang guard: as above
                    time.sleep(0.05)
        yield url
        process.terminate()


def test_two_machines_share_counts_in_one_redis(redis_url: str, tmp_path: Path) -> None:
    first, second = (
        VaultClient(create_app(Settings(data=tmp_path, redis=redis_url, rate_requests=4)), address=HOME_6)
        for _ in range(2)
    )
    first.make().pull()
    second.vault, second.token = first.vault, first.token
    second.pull(), second.pull()
    assert problem(first.send("GET", "/records")) == (429, "slow-down")
    with redis.Redis.from_url(redis_url) as client:
        names = sorted(client.scan_iter())
        assert {name.split(b":")[1] for name in names} == {
            b"known",
            b"requests",
            b"vaults",
            b"bytes",
            b"host",
        }
        assert all(0 < client.ttl(name) <= 2 * 86400 for name in names)
        assert sum(client.strlen(name) for name in names) <= len(names) * 512 * 1024
        assert not [name for name in names if HOME.encode() in name or b"20010db8" in name]


def test_redis_counts_as_a_process_does(redis_url: str) -> None:
    shared, own, random = RedisCounter(redis_url), MemoryCounter(), Random(seed := Random().randrange(2**32))
    print("seed", seed)
    digests = [random.randbytes(DIGEST_BYTES) for _ in range(9)]
    for _ in range(400):
        places = [
            (digest, random.randrange(1, 60)) for digest in random.sample(digests, random.randrange(1, 4))
        ]
        amount = random.randrange(4)
        assert shared.take("vaults", 0, places, amount) == own.take("vaults", 0, places, amount)
    for counter in (shared, own):
        assert counter.take("bytes", 0, [(DIGEST, 2**53)], 2**40) == 2**53
        assert counter.take("bytes", 0, [(DIGEST, 2**53)], 5) == 2**53 - CELL_MAX
        assert counter.take("bytes", 0, [(DIGEST, 2**53)], 0) == 2**53 - CELL_MAX


def test_without_redis_requests_are_still_served_and_counted_and_the_log_says_so_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    counter = RedisCounter(f"redis://:secret@127.0.0.1:{free_port()}/0")
    assert [counted(counter) for _ in range(50)] == list(range(1, 51))
    (line,) = caplog.messages
    assert "EGNE_ORD_REDIS" in line and "secret" not in line


def test_doctor_says_whether_redis_counts(redis_url: str) -> None:
    """A wrong password stops nothing, so a host would not notice it."""
    wrong = redis_url.replace("secret", "guessed")
    found = [redis_counts(Settings(redis=url)) for url in ("", redis_url, wrong)]
    assert [each.mark for each in found] == ["ok", "ok", "advice"]
    assert "guessed" not in found[2].sentence


def test_a_redis_that_does_not_answer_is_tried_only_once() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        silent.setblocking(False)
        counter = RedisCounter(f"redis://:secret@127.0.0.1:{silent.getsockname()[1]}/0")
        assert counted(counter) == 1
        assert new_connections(silent) >= 1
        assert [counted(counter) for _ in range(50)] == list(range(2, 52))
        assert new_connections(silent) == 0


def new_connections(listener: socket.socket) -> int:
    """The number of connections since the last call."""
    count = 0
    with contextlib.suppress(BlockingIOError):
        while True:
            listener.accept()[0].close()
            count += 1
    return count


def test_the_shared_key_depends_on_the_day_and_the_whole_setting() -> None:
    one, same, other = (RedisCounter(f"redis://:{word}@counts/0") for word in ("a", "a", "b"))
    assert one.key(5.0) == same.key(80_000.0) != one.key(90_000.0)
    assert one.key(5.0) != other.key(5.0)


def test_an_invalid_redis_address_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ImpossibleSetting, match="EGNE_ORD_REDIS") as refused:
        create_app(Settings(data=tmp_path, redis="http://:secret@counts"))
    assert "secret" not in str(refused.value)
