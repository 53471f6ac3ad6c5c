"""Drives a server over keep-alive connections, from one process, and measures both sides' processor time."""

from __future__ import annotations

import os
import re
import selectors
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from bench.process_time import tree, tree_seconds
from bench.quiet import raise_priority

ANSWER_SECONDS = 60.0
"""A server that takes longer for one answer has stopped."""
RECEIVE_BYTES = 1 << 18
LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    """One answer: its status, its status line and headers, and its body."""

    status: int
    head: bytes
    body: bytes


@dataclass(frozen=True)
class Act:
    """What one connection does again and again: the bytes of its next request, and what reads the answer."""

    request: Callable[[], bytes]
    take: Callable[[Answer], None]


@dataclass(frozen=True)
class Turn:
    """What one turn measured. `rate`: answers a second. `cpu`: server seconds an answer."""

    rate: float
    cpu: float
    driver_share: float
    """Of one processor. The driver is the bottleneck if this comes near 1."""


class Connection:
    """One connection, with one request under way at a time."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""

    def send(self, request: bytes) -> None:
        """Send a request; the answer to the last one must be complete."""
        self._received = b""
        self.socket.sendall(request)

    def receive(self) -> Answer | None:
        """Read what has arrived; return the answer once it is complete. Raises ConnectionError."""
        part = self.socket.recv(RECEIVE_BYTES)
        if not part:
            raise ConnectionError(f"The server closed the connection after {self._received[:200]!r}.")
        self._received += part
        head, end, body = self._received.partition(b"\r\n\r\n")
        if not end:
            return None
        status, length = int(head[9:12]), LENGTH.search(head)
        assert length or status in {204, 304}, f"An answer without a length: {head!r}"
        expected = int(length[1]) if length and status != 304 else 0
        return Answer(status, head, body) if len(body) == expected else None


def ask(port: int, request: bytes) -> Answer:
    """Send one request on a connection of its own."""
    connection = Connection(port)
    with connection.socket:
        connection.send(request)
        while (answer := connection.receive()) is None:
            pass
    return answer


def http(method: str, path: str, headers: Sequence[str] = (), body: bytes = b"") -> bytes:
    """The bytes of a request. `headers`: complete lines."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *headers]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join([*lines, "", ""]).encode() + body


class Load:
    """A closed loop: every connection sends its next request as soon as the last answer has come."""

    def __init__(self, port: int, acts: Sequence[Act], open_ones: ExitStack) -> None:
        self._selector = open_ones.enter_context(selectors.DefaultSelector())
        self.answers = 0
        for act in acts:
            connection = Connection(port)
            open_ones.enter_context(connection.socket)
            connection.send(act.request())
            while (answer := connection.receive()) is None:
                pass
            act.take(answer)
            self._selector.register(connection.socket, selectors.EVENT_READ, (connection, act))

    def run(self, seconds: float) -> float:
        """Send for `seconds`; return the answers a second. The last ones, after that, do not count."""
        began = last = time.perf_counter()
        under_way = [key.data for key in self._selector.get_map().values()]
        self._send(under_way)
        counted, left = 0, len(under_way)
        while left:
            finished, now = self._receive(), time.perf_counter()
            if now - began < seconds:
                counted, last = counted + len(finished), now
                self._send(finished)
            else:
                left -= len(finished)
        return counted / (last - began)

    def _send(self, ready: Sequence[tuple[Connection, Act]]) -> None:
        for connection, act in ready:
            connection.send(act.request())

    def _receive(self) -> list[tuple[Connection, Act]]:
        finished = []
        ready = self._selector.select(ANSWER_SECONDS)
        assert ready, "No answer came."  # so the wait for the last answers ends too
        for key, _ in ready:
            connection, act = key.data
            if (answer := connection.receive()) is not None:
                act.take(answer)
                self.answers += 1
                finished.append(key.data)
        return finished


def drive(port: int, acts: Sequence[Act], seconds: float, roots: Sequence[int]) -> Turn:
    """Run one act on each connection for `seconds`. `roots`: the server's processes that were started.

    The connections are new in every turn, as the system may deal them out to workers unevenly.
    """
    for process in [os.getpid(), *tree(roots)]:
        raise_priority(process)  # of each session; PostgreSQL makes one for each connection
    with ExitStack() as open_ones:
        load = Load(port, acts, open_ones)
        server, driver, began = tree_seconds(roots), time.process_time(), time.perf_counter()
        rate = load.run(seconds)
        share = (time.process_time() - driver) / (time.perf_counter() - began)
        return Turn(rate, (tree_seconds(roots) - server) / load.answers, share)
