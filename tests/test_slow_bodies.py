"""Bodies that come slowly: the server answers everybody else meanwhile, and reads only from who may send."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from browser.real_server import RealServer
from open_requests import (
    GUARD_SECONDS,
    Answer,
    Requests,
    answered,
    note_body,
    push_body,
    read_answer,
    share_body,
    wait_for_answers,
)
from storage import base64url
from storage.files.locks import locked
from storage.files.paths import folder_of
from storage_makers import SIZES
from webapp.serving.environ import READ_FIRST_BYTES
from webapp.serving.slots import SLOTS
from webapp.serving.threads import THREADS

SLOW = 50
LARGE = READ_FIRST_BYTES + 1
READS_A_BODY = {"POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server with one worker, behind a proxy, so that its limits count invented addresses."""
    server = RealServer(tmp_path_factory.mktemp("slow"))
    server.start(EGNE_ORD_PROXIES="1", EGNE_ORD_RATE_SHARES="3")
    with server.stopping():
        yield server


@pytest.fixture
def requests(running: RealServer) -> Iterator[Requests]:
    """A client of that server with a vault and a share."""
    with Requests(running.port) as made:
        yield made.make()


def paths_that_take_a_body(app: Flask, requests: Requests) -> list[tuple[str, str]]:
    """The method and path of every route to which a body can be sent."""
    known = {"vault": requests.vault, "share": requests.share, "language": "da"}
    routes = []
    for rule in app.url_map.iter_rules():
        path = str(rule)
        for name in rule.arguments:
            path = re.sub(rf"<(\w+:)?{name}>", known.get(name, "x"), path)
        routes += [(method, path) for method in sorted((rule.methods or set()) & READS_A_BODY)]
    return routes


def test_everybody_is_answered_beside_slow_bodies_on_every_route(app: Flask, requests: Requests) -> None:
    routes = paths_that_take_a_body(app, requests)
    assert len(routes) >= 9
    for method, path in routes:
        is_large = path.endswith("/records") or (method == "PUT" and "/shares/" in path)
        for size in (900, LARGE) if is_large else (900,):
            with Requests(requests.port, token=requests.token) as slow:
                begun = [slow.begin(method, path, f"Content-Length: {size}", body=b"{") for _ in range(SLOW)]
                for _ in range(10):
                    assert requests.ask("GET", "/healthz").body == b"ok"
                    assert requests.ask("GET", "/da/").status == 200
                    assert requests.ask("GET", f"/api/v1/vaults/{requests.vault}/records").status == 200
                assert requests.push().status == 200
                assert answered(begun) == [], f"{method} {path} with {size} bytes waits for its body"


def test_bodies_above_the_bound_are_told_to_come_again(requests: Requests) -> None:
    path = f"/api/v1/vaults/{requests.vault}/records"
    with Requests(requests.port, token=requests.token) as slow:
        begun = [slow.begin("POST", path, "Content-Length: 900", body=b"{") for _ in range(SLOTS + 20)]
        refused = wait_for_answers(begun, 20)
        assert len(refused) == 20
        told = read_answer(refused[0])
        assert (told.status, told.code()) == (503, "busy")
        assert "retry-after: 5" in told.head
        assert "content-encoding" not in told.head
        assert requests.ask("GET", "/healthz").body == b"ok"


def test_who_holds_all_slots_gives_way_to_another_address(requests: Requests) -> None:
    path = f"/api/v1/vaults/{requests.vault}/records"
    with Requests(requests.port, token=requests.token, address="2001:db8:1:1::1") as slow:
        begun = [slow.begin("POST", path, "Content-Length: 900", body=b"{") for _ in range(SLOTS + 1)]
        refused = wait_for_answers(begun, 1)
        honest = Requests(requests.port, token=requests.token, vault=requests.vault, address="203.0.113.9")
        with honest:
            assert honest.push(3).status == 200
            assert honest.push(1).status == 200
        gone = set(wait_for_answers(begun, 2)) - set(refused)
        assert 1 <= len(gone) <= 2
        assert read_answer(gone.pop()).code() == "busy"


def test_a_request_is_not_carried_out_without_all_of_its_body(requests: Requests) -> None:
    path = f"/api/v1/vaults/{requests.vault}"
    line = requests.begin("DELETE", path, "Content-Length: 900", body=b"{")
    line.shutdown(socket.SHUT_WR)
    assert read_answer(line).status == 400
    assert requests.push().status == 200


def test_a_large_body_is_read_only_from_who_may_send_it(requests: Requests) -> None:
    expecting = ("Expect: 100-continue", f"Content-Length: {LARGE}")
    path = f"/api/v1/vaults/{requests.vault}/records"
    stranger = read_answer(requests.begin("POST", path, *expecting, "Authorization: Bearer x"))
    assert (stranger.status, stranger.code()) == (401, "unauthorized")
    nowhere = read_answer(requests.begin("POST", f"/api/v1/shares/{'A' * 22}/notes", *expecting))
    assert nowhere.status == 404
    body = push_body(20)
    line = requests.begin("POST", path, "Expect: 100-continue", f"Content-Length: {len(body)}")
    assert read_answer(line).status == 100
    line.sendall(body)
    assert json.loads(read_answer(line).body)["seq"] >= 20


def test_a_connection_is_used_again_after_a_body(requests: Requests) -> None:
    path = f"/api/v1/vaults/{requests.vault}/records"
    body = push_body(1)
    line = requests.begin("POST", path, f"Content-Length: {len(body)}", body=body)
    assert read_answer(line).status == 200
    for records in (5, 1):
        body = push_body(records)
        head = f"POST {path} HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\n"
        head += f"Authorization: Bearer {requests.token}\r\nContent-Length: {len(body)}\r\n\r\n"
        line.sendall(head.encode() + body)
        assert read_answer(line).status == 200


@pytest.mark.parametrize("size", [900, LARGE])
def test_a_body_that_ends_early_is_malformed(requests: Requests, size: int) -> None:
    path = f"/api/v1/vaults/{requests.vault}/records"
    line = requests.begin("POST", path, f"Content-Length: {size}", body=b'{"records": []}')
    line.shutdown(socket.SHUT_WR)
    told = read_answer(line)
    assert (told.status, told.code()) == (400, "malformed")


def test_a_large_body_counts_as_one_request(running: RealServer) -> None:
    with Requests(running.port, address="2001:db8:2:1::1") as maker:
        answers = [share(maker) for _ in range(4)]
        assert [answer.status for answer in answers] == [201, 201, 201, 429]


def share(maker: Requests) -> Answer:
    maker.share = Requests(0).share
    return maker.ask("PUT", f"/api/v1/shares/{maker.share}", body=share_body(SIZES[-1]))


def test_an_underscore_in_a_header_names_no_address(running: RealServer) -> None:
    with Requests(running.port) as maker:
        for number in range(4):
            maker.share = Requests(0).share
            spoofed = f"X_Forwarded_For: 2001:db8:4:{number}::1"
            sent = maker.ask(
                "PUT",
                f"/api/v1/shares/{maker.share}",
                "X-Forwarded-For: 2001:db8:3:1::1",
                spoofed,
                body=share_body(),
            )
        assert sent.status == 429


def test_nonsense_costs_no_thread(requests: Requests) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    for _ in range(8 * THREADS):
        noise = bytes(chance.choices(range(33, 256), k=chance.randrange(1, 40)))
        line = socket.create_connection(("127.0.0.1", requests.port), timeout=GUARD_SECONDS)
        requests.open.append(line)
        target = b"/" + chance.choice([noise, b"da/?" + noise, b"api/v1/vaults/" + noise])
        heads = b"Host: " + chance.choice([b"h", noise]) + b"\r\nX-Noise: " + noise
        length = chance.choice([b"", b"\r\nContent-Length: 5", b"\r\nTransfer-Encoding: chunked"])
        method = chance.choice([b"GET", b"HEAD", b"PUT", b"POST", b"BREW", noise])
        line.sendall(method + b" " + target + b" HTTP/1.1\r\n" + heads + length + b"\r\n\r\n" + noise)
        line.shutdown(socket.SHUT_WR)
        assert read_answer(line).status < 500, f"seed {seed}"
    with Requests(requests.port) as others:
        begun = [others.begin("GET", "/healthz") for _ in range(2 * THREADS)]
        assert {read_answer(line).status for line in begun} == {200}


def test_readers_who_do_not_read_hold_nobody(requests: Requests) -> None:
    assert requests.push(10, SIZES[-1]).status == 200
    path = f"/api/v1/vaults/{requests.vault}/records"
    asked = [requests.begin("GET", path) for _ in range(SLOW)]
    for _ in range(10):
        assert requests.ask("GET", "/healthz").body == b"ok"
    assert len(read_answer(asked[0]).body) > 10 * SIZES[-1]


def test_pushes_that_wait_for_a_lock_hold_nobody_else(running: RealServer, requests: Requests) -> None:
    path = f"/api/v1/vaults/{requests.vault}/records"
    part = folder_of(running.data / "vaults", base64url.decode(requests.vault, 16)[0])
    with locked(part), Requests(requests.port, token=requests.token) as crowd:
        body = push_body()
        begun = [
            crowd.begin("POST", path, f"Content-Length: {len(body)}", body=body) for _ in range(2 * THREADS)
        ]
        for _ in range(3):
            assert requests.ask("GET", "/healthz").body == b"ok"
            assert requests.ask("GET", path).status == 200
        assert answered(begun) == []


def test_a_stop_ends_slow_bodies_with_an_answer(tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    server.start()
    with server.stopping(), Requests(server.port) as slow:
        slow.make()
        path = f"/api/v1/vaults/{slow.vault}/records"
        begun = [slow.begin("POST", path, f"Content-Length: {n}", body=b"{") for n in (900, LARGE) * 5]
        assert slow.ask("POST", f"/api/v1/shares/{slow.share}/notes", body=note_body()).status == 201
        slow.push()  # the bodies before it have been begun
        for pid in (server.pid(), *server.workers(1)):  # both, as systemd does by default
            os.kill(pid, signal.SIGTERM)
        assert {read_answer(line).status for line in begun} == {503}
        assert server.wait() == 0
