"""Two app servers on one database behind the proxies of deploy/two-machines; one is killed, and nobody minds.

They run with the settings of deploy/two-machines/egne-ord.env. `bench/run machines` kills more often.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from app_machines import Machines, machines
from browser.real_server import free_port
from open_requests import Requests, new_token, share_body
from phone_connections import phones_behind
from postgresql_server import own_server
from proxies import Caddy, Nginx, Proxy
from pushing_phones import BUSY, pushing, troubles, wait_for_all

PHONES = 6
LIMIT = 5
GUARD_SECONDS = 300  # hang guard: Redis is left alone for 30 s after it was slow
TOKEN = new_token()
VAULT = f"/api/v1/vaults/{new_token(16)}"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder, settings = tmp_path_factory.mktemp("machines"), {"EGNE_ORD_RATE_SHARES": str(LIMIT)}
    with own_server() as database, machines(folder, database, EGNE_ORD_WORKERS="1", **settings) as running:
        yield running


@pytest.mark.parametrize("kind", [Caddy, Nginx])
def test_a_server_that_is_killed_costs_no_acknowledged_word(
    both: Machines, tmp_path: Path, kind: type[Proxy]
) -> None:
    seed = Random().randrange(2**32)
    print("seed", seed)
    with kind(tmp_path, *both.ports) as proxy, phones_behind(proxy, PHONES) as sends:
        with pushing(sends, seed) as phones:
            for server in both.servers:
                server.kill()
                wait_for_all(phones, 6)
                server.start(**both.settings)
        print(troubles(phones))


@pytest.mark.parametrize("kind", [Caddy, Nginx])
def test_without_a_database_pages_are_served_and_phones_are_told_to_wait(
    both: Machines, tmp_path: Path, kind: type[Proxy]
) -> None:
    with kind(tmp_path, *both.ports) as proxy:
        both.database.kill()
        try:
            for _ in range(2):
                status, headers, body = proxy.ask("PUT", VAULT, Authorization=f"Bearer {TOKEN}")
                assert (status, headers["Retry-After"].isdigit()) == (503, True)
                assert json.loads(body)["type"] == "urn:egne-ord:busy", "the server's own words"
                assert proxy.ask("GET", "/da/")[0] == 200
        finally:
            both.database.start()


@pytest.mark.parametrize("kind", [Caddy, Nginx])
def test_without_any_server_phones_are_told_to_wait(tmp_path: Path, kind: type[Proxy]) -> None:
    with kind(tmp_path, free_port(), free_port()) as proxy:
        for _ in range(3):
            status, headers, _ = proxy.ask("POST", f"{VAULT}/records", b"{}")
            assert status in BUSY and headers["Retry-After"].isdigit()


def wait_for_database(both: Machines) -> None:
    """Until both servers have noticed that the database is back."""
    for port in both.ports:
        with Requests(port) as requests:
            while requests.ask("GET", VAULT + "/records").status in BUSY:
                pass


def statuses_of_shares(both: Machines, network: str) -> list[int]:
    """What twice as many new shares as the limit are answered, sent to both servers in turns."""
    statuses = []
    for number in range(2 * LIMIT):
        with Requests(both.ports[number % 2], network) as requests:
            path = f"/api/v1/shares/{new_token(16)}"
            statuses.append(requests.ask("PUT", path, body=share_body()).status)
    return statuses


def test_both_servers_count_together(both: Machines) -> None:
    """A server that found Redis slow counts by itself for half a minute, so several networks ask in turn."""
    wait_for_database(both)
    for network in range(GUARD_SECONDS):
        if statuses_of_shares(both, f"2001:db8:{network:x}::1") == [201] * LIMIT + [429] * LIMIT:
            return
        time.sleep(1)  # fixed wait: between two looks
    pytest.fail("the servers never counted together")
