"""Rate limits per network address: generous limits, a clear Retry-After, and no address kept anywhere."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from flask import Request
from werkzeug.test import EnvironBuilder

from browser.other_browsers import need
from browser.real_server import free_port
from vault_client import ELSEWHERE, HOME, VaultClient, problem
from webapp import create_app
from webapp.api.exceptions import RateLimited
from webapp.api.rate_limits import MemoryCounter, RateLimiter, client_address
from webapp.api.redis_counter import RedisCounter
from webapp.config import ImpossibleSetting, Settings


def request_from(address: str, **headers: str) -> Request:
    environ = EnvironBuilder(headers=headers).get_environ() | {"REMOTE_ADDR": address}
    return Request(environ)


def limited(folder: Path, address: str = HOME, **settings: int) -> VaultClient:
    return VaultClient(create_app(Settings(data=folder, **settings)), address=address)


def test_too_many_requests_get_a_retry_after(tmp_path: Path) -> None:
    client = limited(tmp_path, rate_requests=3).make()
    client.pull(), client.pull()
    refused = client.send("GET", "/records")
    assert problem(refused) == (429, "slow-down")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    client.address = ELSEWHERE
    assert client.pull()["seq"] == 0


def test_only_new_vaults_count_against_the_vault_limit(tmp_path: Path) -> None:
    client = limited(tmp_path, rate_vaults=2).make()
    assert [client.send("PUT").status_code for _ in range(5)] == [200] * 5
    VaultClient(client.app, address=HOME).make()
    refused = VaultClient(client.app, address=HOME).send("PUT")
    assert problem(refused) == (429, "slow-down")
    assert 1 <= int(refused.headers["Retry-After"]) <= 3600
    assert client.pull()["seq"] == 0


def test_a_school_class_behind_one_address_is_not_limited(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    for _ in range(60):
        client = VaultClient(app, address=HOME).make()
        assert [client.pull()["seq"] for _ in range(10)] == [0] * 10


def test_loopback_and_a_limit_of_zero_are_unlimited(tmp_path: Path) -> None:
    at_home = limited(tmp_path / "a", "127.0.0.1", rate_requests=1, rate_vaults=1).make()
    unlimited = limited(tmp_path / "b", HOME, rate_requests=0, rate_vaults=0).make()
    for client in (at_home, unlimited):
        assert [client.pull()["seq"] for _ in range(5)] == [0] * 5
        VaultClient(client.app, address=client.address).make()


@pytest.mark.parametrize(
    ("address", "headers", "proxies", "expected"),
    [
        ("203.0.113.9", {}, 0, b"\xcb\x00\x71\x09"),
        ("127.0.0.1", {}, 0, None),
        ("127.8.9.1", {}, 0, None),
        ("::1", {}, 0, None),
        ("::ffff:127.0.0.1", {}, 0, None),
        ("::ffff:203.0.113.9", {}, 0, b"\xcb\x00\x71\x09"),
        ("2001:db8:1:2:3:4:5:6", {}, 0, bytes.fromhex("20010db800010002")),
        ("2001:db8:1:2:ffff::1", {}, 0, bytes.fromhex("20010db800010002")),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 0, None),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 1, b"\xcb\x00\x71\x09"),
        ("127.0.0.1", {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}, 1, b"\xcb\x00\x71\x09"),
        ("127.0.0.1", {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}, 2, b"\xc6\x33\x64\x07"),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 2, None),
        ("127.0.0.1", {}, 1, None),
        ("", {}, 0, None),
        ("unix", {}, 0, b"unix"),
    ],
)
def test_an_ipv6_address_counts_by_its_first_64_bits(
    address: str, headers: dict[str, str], proxies: int, expected: bytes | None
) -> None:
    assert client_address(request_from(address, **headers), proxies) == expected


def test_counts_start_again_in_the_next_window() -> None:
    now = [120.0]
    limiter = RateLimiter({"requests": 1}, clock=lambda: now[0])
    limiter.hit("requests", request_from(HOME))
    with pytest.raises(RateLimited) as refused:
        limiter.hit("requests", request_from(HOME))
    assert refused.value.retry_after == 60
    now[0] += 60
    limiter.hit("requests", request_from(HOME))


def test_memory_is_bounded_because_further_addresses_share_one_count() -> None:
    counter = MemoryCounter(buckets_max=3)
    assert [counter.increment("requests", 0, bytes([n])) for n in range(5)] == [1, 1, 1, 1, 2]
    assert counter.increment("requests", 0, bytes([0])) == 2


def test_no_address_is_kept_in_memory() -> None:
    counter = MemoryCounter()
    RateLimiter({"requests": 9}, counter=counter).hit("requests", request_from(HOME))
    state = repr(vars(counter))
    assert "{b'" in state or '{b"' in state, (
        "one count, keyed by bytes"
    )  # repr chooses the quote by the content
    assert HOME not in state
    assert repr(b"\xcb\x00\x71\x09")[2:-1] not in state


def test_each_process_hashes_addresses_with_its_own_key() -> None:
    assert MemoryCounter().key(0) != MemoryCounter().key(0)


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """The URL of a real Redis server that writes nothing to disk."""
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
        VaultClient(create_app(Settings(data=tmp_path, redis=redis_url, rate_requests=4)), address=HOME)
        for _ in range(2)
    )
    first.make().pull()
    second.vault, second.token = first.vault, first.token
    second.pull(), second.pull()
    assert problem(first.send("GET", "/records")) == (429, "slow-down")
    with redis.Redis.from_url(redis_url) as client:
        names = sorted(client.scan_iter())
        assert len(names) == 2
        assert all(0 < client.ttl(name) <= 7200 for name in names)
        assert not [name for name in names if HOME.encode() in name or b"cb007109" in name]


def test_without_redis_requests_are_still_served_and_counted() -> None:
    counter = RedisCounter(f"redis://:secret@127.0.0.1:{free_port()}/0")
    assert [counter.increment("requests", 0, b"a") for _ in range(50)] == list(range(1, 51))


def test_a_redis_that_does_not_answer_is_tried_only_once() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        silent.setblocking(False)
        counter = RedisCounter(f"redis://:secret@127.0.0.1:{silent.getsockname()[1]}/0")
        assert counter.increment("requests", 0, b"a") == 1
        assert new_connections(silent) >= 1
        assert [counter.increment("requests", 0, b"a") for _ in range(50)] == list(range(2, 52))
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
