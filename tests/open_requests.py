"""Requests by raw sockets that a test leaves unfinished, and the vault and share that they name."""

from __future__ import annotations

import json
import os
import re
import select
import socket
import time
from dataclasses import dataclass, field

from share_makers import HOUR, new_note
from storage import base64url
from storage_makers import SIZES, new_sealed
from vault_client import new_record

GUARD_SECONDS = 120.0  # hang guard: an answer takes milliseconds
STATUS = re.compile(rb"HTTP/1\.[01] (\d+) [^\r]*((?:\r\n[^\r\n]+)*)\r\n\r\n")


def new_token(size: int = 32) -> str:
    """A random id or token as base64url."""
    return base64url.encode(os.urandom(size))


@dataclass
class Answer:
    """The status, the head in lower case, and the body of an answer; status 0 if there was none."""

    status: int
    head: str
    body: bytes

    def code(self) -> str:
        """The code of the problem."""
        assert "application/problem+json" in self.head, self.head
        return str(json.loads(self.body)["type"]).removeprefix("urn:egne-ord:")


@dataclass
class Requests:
    """Sends requests to a server on loopback. Leaving the context closes all that are open."""

    port: int
    address: str = ""
    vault: str = field(default_factory=lambda: new_token(16))
    share: str = field(default_factory=lambda: new_token(16))
    token: str = field(default_factory=new_token)
    window: int | None = None
    """Bytes that the system receives ahead of the test; None: as many as it likes."""
    open: list[socket.socket] = field(default_factory=list)

    def __enter__(self) -> Requests:
        return self

    def __exit__(self, *_: object) -> None:
        for line in self.open:
            line.close()

    def begin(self, method: str, path: str, *headers: str, body: bytes = b"") -> socket.socket:
        """Send a head and `body`, which may be a part of what the headers announce."""
        line = socket.socket()
        self.open.append(line)
        if self.window is not None:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.window)
        line.settimeout(GUARD_SECONDS)  # hang guard: as above
        line.connect(("127.0.0.1", self.port))
        own = [f"Authorization: Bearer {self.token}", "Content-Type: application/json"]
        if self.address:
            own.append(f"X-Forwarded-For: {self.address}")
        named = {one.partition(":")[0] for one in headers}
        head = [*headers, *(one for one in own if one.partition(":")[0] not in named)]
        line.sendall("\r\n".join([f"{method} {path} HTTP/1.1", "Host: h", *head, "", ""]).encode() + body)
        return line

    def ask(self, method: str, path: str, *headers: str, body: bytes = b"") -> Answer:
        """The answer to a whole request."""
        announced = (f"Content-Length: {len(body)}",) if body else ()
        return read_answer(self.begin(method, path, *announced, *headers, body=body))

    def make(self) -> Requests:
        """Make the vault and the share."""
        assert self.ask("PUT", f"/api/v1/vaults/{self.vault}").status == 201
        assert self.ask("PUT", f"/api/v1/shares/{self.share}", body=share_body()).status == 201
        return self

    def push(self, records: int = 1, size: int = SIZES[0]) -> Answer:
        """Push new records."""
        return self.ask("POST", f"/api/v1/vaults/{self.vault}/records", body=push_body(records, size))


def push_body(records: int = 1, size: int = SIZES[0]) -> bytes:
    """The body of a push of new records."""
    return json.dumps({"records": [new_record(size=size) for _ in range(records)]}).encode()


def share_body(size: int = SIZES[0]) -> bytes:
    """The body that makes a share."""
    return json.dumps({"sealed": new_sealed(size), "expires_in": HOUR}).encode()


def note_body() -> bytes:
    """The body of a note."""
    return json.dumps({"sealed": new_note()}).encode()


def read_answer(line: socket.socket) -> Answer:
    """Read one answer with a Content-Length, without what may follow it."""
    got = b""
    while not (found := STATUS.match(got)):
        if not (part := line.recv(65536)):
            return Answer(0, "", got)
        got += part
    head = found[2].decode("latin-1").lower()
    size = re.search(r"content-length: (\d+)", head)
    wanted = found.end() + (int(size[1]) if size else 0)
    while len(got) < wanted and (part := line.recv(65536)):
        got += part
    return Answer(int(found[1]), head, got[found.end() : wanted])


def answered(lines: list[socket.socket]) -> list[socket.socket]:
    """Those of the connections on which something can be read now."""
    poll = select.poll()
    names = {line.fileno(): line for line in lines}
    for number in names:
        poll.register(number, select.POLLIN)
    return [names[number] for number, _ in poll.poll(0)]


def wait_for_answers(lines: list[socket.socket], count: int) -> list[socket.socket]:
    """Wait until so many of the connections have an answer, and return them."""
    deadline = time.monotonic() + GUARD_SECONDS  # hang guard: see there
    while len(found := answered(lines)) < count:
        # hang guard: as above
        assert time.monotonic() < deadline, f"{len(found)} of {count} answers"
        select.select(lines[:1], [], [], 0.02)  # fixed wait: between two looks
    return found
