"""Rate limits per network address: generous limits, a clear Retry-After, and no address kept anywhere."""

from __future__ import annotations

import itertools
import logging
import os
from pathlib import Path
from random import Random

import pytest
from flask import Request

from server_fixtures import fetch
from vault_client import ELSEWHERE, HOME, HOME_6, VaultClient, problem
from webapp import create_app
from webapp.api.addresses import FACTOR_4, client_address
from webapp.api.counters import DIGEST_BYTES, MemoryCounter
from webapp.api.exceptions import RateLimited
from webapp.api.rate_limits import KNOWN_FACTOR, RateLimiter
from webapp.config import Settings


def request_from(address: str, forwarded: str | None = None, path: str = "/", token: str = "") -> Request:
    environ = {"REMOTE_ADDR": address, "PATH_INFO": path, "HTTP_AUTHORIZATION": token}
    return Request(environ if forwarded is None else environ | {"HTTP_X_FORWARDED_FOR": forwarded})


def is_served(limiter: RateLimiter, kind: str, address: str) -> bool:
    try:
        limiter.hit(kind, request_from(address))
    except RateLimited:
        return False
    return True


def limited(folder: Path, address: str = HOME_6, **settings: int) -> VaultClient:
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
    VaultClient(client.app, address=HOME_6).make()
    refused = VaultClient(client.app, address=HOME_6).send("PUT")
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
    unlimited = limited(tmp_path / "b", HOME_6, rate_requests=0, rate_vaults=0).make()
    for client in (at_home, unlimited):
        assert [client.pull()["seq"] for _ in range(5)] == [0] * 5
        VaultClient(client.app, address=client.address).make()


@pytest.mark.parametrize(
    ("address", "forwarded", "proxies", "expected"),
    [
        ("203.0.113.9", None, 0, "203.0.113.9"),
        ("127.0.0.1", None, 0, None),
        ("127.8.9.1", None, 0, None),
        ("::1", None, 0, None),
        ("::ffff:127.0.0.1", None, 0, None),
        ("::ffff:203.0.113.9", None, 0, "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", None, 0, "2001:db8:1:2:3:4:5:6"),
        ("127.0.0.1", "203.0.113.9", 0, None),
        ("127.0.0.1", "203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", 1, "203.0.113.9"),
        ("127.0.0.1", "198.51.100.7, 203.0.113.9", 2, "198.51.100.7"),
        ("127.0.0.1", "203.0.113.9", 2, None),
        ("127.0.0.1", None, 1, None),
        ("", None, 0, None),
        ("127.0.0.1", "203.0.113.9:5678", 1, "203.0.113.9"),
        ("127.0.0.1", "[2001:db8::1]:443", 1, "2001:db8::1"),
        ("127.0.0.1", "[2001:db8::1]", 1, "2001:db8::1"),
        ("127.0.0.1", '"[2001:db8::1]:443"', 1, "2001:db8::1"),
        ("127.0.0.1", '"2001:db8::1"', 1, "2001:db8::1"),
        ("127.0.0.1", " [::ffff:203.0.113.9]:1 ", 1, "203.0.113.9"),
        ("127.0.0.1", "2001:db8::1%eth0", 1, "2001:db8::1"),
    ],
)
def test_an_address_is_read_as_proxies_write_it(
    address: str, forwarded: str | None, proxies: int, expected: str | None
) -> None:
    plain = client_address(request_from(expected).environ, 0) if expected else None
    assert client_address(request_from(address, forwarded).environ, proxies) == plain
    assert plain is None or len(plain) in {4, 16}


@pytest.mark.parametrize("sent", ["127.0.0.1", "127.8.9.1:443", "[::1]:443", "::ffff:127.0.0.1"])
def test_a_visitor_who_writes_loopback_has_limits_all_the_same(sent: str) -> None:
    """Threat: the host names more proxies than there are, so that a visitor's own entry is trusted."""
    assert client_address(request_from("127.0.0.1", f"{sent}, 203.0.113.9").environ, 2) is not None
    assert client_address(request_from("127.0.0.1").environ, 2) is None


@pytest.mark.parametrize("sent", ["unix", "a:b:c", "[", "[]:1", '"', "1.2.3.4.5:80", "ø" * 99, "\0"])
def test_what_is_no_address_counts_by_its_text(sent: str) -> None:
    counted = client_address(request_from("127.0.0.1", sent).environ, 1)
    assert counted is None or 0 < len(counted) <= 64
    assert client_address(request_from("unix").environ, 0) == b"unix"


def test_a_request_counts_for_the_networks_of_64_56_and_48_bits_at_once() -> None:
    limiter = RateLimiter({"vaults": 10}, clock=lambda: 0)

    def served(addresses: list[str]) -> int:
        return sum(is_served(limiter, "vaults", address) for address in addresses)

    assert served([f"2001:db8:1:7::{n:x}" for n in range(1, 50)]) == 10
    assert served([f"2001:db8:1:{home:x}::1" for home in range(256)]) == 4 * 10 - 10
    assert served([f"2001:db8:1:{home:x}::1" for home in range(256, 4096)]) == 16 * 10 - 4 * 10
    assert served(["2001:db8:1:ffff::1", "2001:db8:2::1"]) == 1


def test_an_attack_from_one_network_refuses_nobody_else() -> None:
    """50,000 tries from one /48, 14 a second; then 1,000 homes that have never been here."""
    now, random = [0.0], Random(seed := Random().randrange(2**32))
    print("seed", seed)
    limiter = RateLimiter({"vaults": 200}, clock=lambda: now[0])
    tries = 0
    for n in range(50_000):
        tries += is_served(limiter, "vaults", f"2001:db8:1:{n:x}::1")
        now[0] = n / 14
    assert tries == 16 * 200
    homes = {f"2001:db8:{random.randrange(2, 2**16):x}:{random.randrange(2**16):x}::1" for _ in range(500)}
    cities = {f"198.{random.randrange(256)}.{random.randrange(256)}.{n % 250}" for n in range(500)}
    assert [home for home in homes | cities if not is_served(limiter, "vaults", home)] == []


def test_a_flood_from_more_networks_than_a_table_holds_refuses_nobody_else() -> None:
    counter, random = MemoryCounter(), Random(seed := Random().randrange(2**32))
    print("seed", seed)
    before = sum(len(counts) for _, counts in counter._windows.values())
    for _ in range(150_000):
        counter.take("vaults", 0, [(random.randbytes(DIGEST_BYTES), 200)], 1)
    left = [counter.take("vaults", 0, [(random.randbytes(DIGEST_BYTES), 200)], 1) for _ in range(1000)]
    assert min(left) > 150
    assert (before, sum(len(counts) for _, counts in counter._windows.values())) == (0, 4 * 2**15)


def test_a_count_is_never_too_low() -> None:
    counter, random = MemoryCounter(), Random(seed := Random().randrange(2**32))
    print("seed", seed)
    counts = {random.randbytes(DIGEST_BYTES): 0 for _ in range(5_000)}
    for digest in random.choices(list(counts), k=30_000):
        counter.take("bytes", 0, [(digest, 10**6)], amount := random.randrange(5))
        counts[digest] += amount
    assert all(counter.take("bytes", 0, [(digest, 10**6)], 0) <= 10**6 - n for digest, n in counts.items())


def test_a_carriers_address_serves_thousands_of_phones_on_the_day_of_launch(tmp_path: Path) -> None:
    """With the default limits: 1,500 new vaults within an hour, and 30,000 requests with tokens a minute."""
    settings = Settings(data=tmp_path)
    limiter = RateLimiter(
        {"vaults": settings.rate_vaults, "requests": settings.rate_requests}, clock=lambda: 0
    )
    assert all(is_served(limiter, "vaults", HOME) for _ in range(1_500))
    for phone, _ in itertools.product(range(3_000), range(10)):
        path = f"/api/v1/vaults/{phone}/records"
        limiter.hit_known(request_from(HOME, path=path, token=f"Bearer {phone}"))
    with pytest.raises(RateLimited):
        for _ in range(settings.rate_requests * KNOWN_FACTOR * FACTOR_4):
            limiter.hit_known(request_from(HOME, token=f"Bearer {os.urandom(4).hex()}"))


def test_a_vaults_requests_do_not_use_up_those_of_its_neighbours(tmp_path: Path) -> None:
    busy = limited(tmp_path, rate_requests=4).make()
    neighbour = VaultClient(busy.app, address=HOME_6).make()
    assert [busy.send("GET", "/records").status_code for _ in range(6)] == [200] * 3 + [429] * 3
    assert [neighbour.send("GET", "/records").status_code for _ in range(3)] == [200] * 3


def test_a_stranger_with_wrong_tokens_cannot_use_up_the_requests_of_a_vault(tmp_path: Path) -> None:
    owner = limited(tmp_path, rate_requests=4).make()
    strangers = [VaultClient(owner.app, owner.vault, address=HOME) for _ in range(40)]
    answers = [stranger.send("GET", "/records").status_code for stranger in strangers]
    assert answers == [401] * 32 + [429] * 8, "the limit of an IPv4 address is eight times that of a home"
    assert owner.send("GET", "/records").status_code == 200


def test_a_proxy_that_no_setting_names_is_told_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    behind, told = create_app(Settings(data=tmp_path)), create_app(Settings(data=tmp_path, proxies=1))
    with caplog.at_level(logging.WARNING, logger="egne-ord"):
        fetch("/api/v1/limits", app=behind)
        fetch("/api/v1/limits", app=told, X_Forwarded_For=HOME)
        assert caplog.messages == []
        for _ in range(3):
            fetch("/api/v1/limits", app=behind, X_Forwarded_For=HOME)
    assert len(caplog.messages) == 1
    assert "EGNE_ORD_PROXIES is 0" in caplog.messages[0]
    assert HOME not in caplog.messages[0]


def test_counts_start_again_in_the_next_window() -> None:
    now = [120.0]
    limiter = RateLimiter({"requests": 1}, clock=lambda: now[0])
    limiter.hit("requests", request_from(HOME_6))
    with pytest.raises(RateLimited) as refused:
        limiter.hit("requests", request_from(HOME_6))
    assert refused.value.retry_after == 60
    now[0] += 60
    limiter.hit("requests", request_from(HOME_6))


def test_no_address_is_kept_in_memory() -> None:
    counter = MemoryCounter()
    RateLimiter({"requests": 9}, counter=counter).hit("requests", request_from(HOME))
    counts = counter._windows["requests"][1]
    assert sorted(counts)[-5:] == [0, 1, 1, 1, 1], "one count in each row, and nothing that names an address"
    assert set(vars(counter)) == {"_key", "_windows", "_lock"}


def test_each_process_hashes_addresses_with_its_own_key() -> None:
    assert MemoryCounter().key(0) != MemoryCounter().key(0)
