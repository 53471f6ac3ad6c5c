"""Large answers wait in memory for their readers: how many there may be, and how slow a reader may be."""

from __future__ import annotations

import random
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from browser.real_server import RealServer
from open_requests import Requests, read_answer, wait_for_answers
from storage_makers import SIZES
from webapp.serving.readers import SHARE, Readers
from webapp.serving.slots import GRACE_SECONDS, LEAST_PACE

BLOCK = 200_000


class Clients:
    """Connections of this process to itself, whose readers read only when told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.readers: list[Readers] = []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.ends: dict[str, tuple[socket.socket, socket.socket]] = {}

    def connect(self) -> str:
        """A client, as `address:port`."""
        client = socket.socket()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.connect(self.listener.getsockname())
        name = "{}:{}".format(*client.getsockname())
        self.ends[name] = client, self.listener.accept()[0]
        return name

    def send(self, name: str, size: int) -> None:
        """Send all of an answer, which the client reads."""
        client, line = self.ends[name]
        for _ in range(size // 1000):
            line.sendall(bytes(1000))
            left = 1000
            while left:
                left -= len(client.recv(left))

    def bounded(self, room: int, share: int) -> Readers:
        """Readers with these bounds, whose clock the test moves."""
        self.readers.append(Readers(room, share, clock=lambda: self.now))
        return self.readers[-1]

    def end(self, name: str) -> None:
        """End one connection."""
        client, line = self.ends[name]
        client.close()
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)
        line.close()

    def close(self) -> None:
        """Close everything."""
        self.listener.close()
        for name in self.ends:
            self.end(name)
        self.now = 1e9
        for readers in self.readers:
            readers.look()


@pytest.fixture
def clients() -> Iterator[Clients]:
    with closing(Clients()) as made:
        yield made


def test_large_answers_have_bounded_room_in_any_order(clients: Clients) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    readers, held = clients.bounded(100, 60), list[tuple[str, bytes, int]]()
    for _ in range(300):
        if held and chance.random() < 0.4:
            clients.end(held.pop(chance.randrange(len(held)))[0])
            continue
        one = clients.connect(), chance.choice([b"a", b"b", b"c"]), chance.randrange(1, 120)
        own = sum(size for _, network, size in held if network == one[1])
        total = sum(size for *_, size in held)
        has_room = not total or (total + one[2] <= 100 and (not own or own + one[2] <= 60))
        assert readers.take(*one) == has_room, f"seed {seed}"
        if has_room:
            held.append(one)
        else:
            clients.end(one[0])


def test_a_reader_is_held_until_all_has_left(clients: Clients) -> None:
    readers, client = clients.bounded(BLOCK, BLOCK), clients.connect()
    assert readers.take(client, b"a", BLOCK)
    clients.send(client, BLOCK // 2)
    assert not readers.take(client, b"a", 1)
    clients.send(client, BLOCK // 2)
    assert readers.take(client, b"a", 1)


def test_a_reader_who_keeps_the_least_pace_is_not_ended_and_a_slower_one_is(clients: Clients) -> None:
    readers = clients.bounded(10 * BLOCK, 10 * BLOCK)
    fast, slow = clients.connect(), clients.connect()
    for client in (fast, slow):
        assert readers.take(client, b"a", BLOCK)
    clients.now = GRACE_SECONDS
    readers.look()
    clients.send(slow, LEAST_PACE // 2)
    clients.send(fast, 20 * LEAST_PACE)
    clients.now += 19
    readers.look()
    clients.send(fast, 10_000)
    assert clients.ends[slow][0].recv(10_000_000) == b""


def test_slow_readers_of_one_network_hold_a_bounded_memory(tmp_path: Path) -> None:
    server = RealServer(tmp_path)
    server.start(EGNE_ORD_PROXIES="1")
    with server.stopping(), Requests(server.port, address="203.0.113.9") as requests:
        assert requests.make().push(10, SIZES[-1]).status == 200
        path = f"/api/v1/vaults/{requests.vault}/records"
        size = len(requests.ask("GET", path).body)
        slow = Requests(server.port, token=requests.token, address=requests.address, window=4096)
        with slow:
            held = [slow.begin("GET", path) for _ in range(SHARE // size)]
            wait_for_answers(held, len(held))
            told = requests.ask("GET", path)
            assert (told.status, told.code()) == (503, "busy")
            assert "retry-after: 5" in told.head
            assert requests.ask("GET", f"{path}?since=10").status == 200
            with Requests(server.port, token=requests.token, address="2001:db8:5::1") as elsewhere:
                assert elsewhere.ask("GET", path).status == 200
            assert len(read_answer(held[0]).body) == size
            assert requests.ask("GET", path).status == 200
