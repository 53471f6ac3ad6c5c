"""Phones that push through the proxy of a walk, each from an address of its own."""

from __future__ import annotations

import http.client
import socket
import ssl
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from random import Random

from bench.debians import NETWORK
from bench.walk_pages import NAME

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from phone_connections import through_network
from pushing_phones import Answer, PushingPhone, Send, pushing

PROXY, SERVER = (f"{NETWORK}.31", 443), (f"{NETWORK}.11", 8000)
VISITORS = range(101, 109)
ANSWER_SECONDS_MAX = 60
PAUSE_SECONDS = 0.1
"""Of a phone before each request: 1,200 a minute are the limit."""


class Visitor(http.client.HTTPSConnection):
    """A connection to the proxy from an address. `authority`: the certificate of its CA as PEM."""

    def __init__(self, authority: str, number: int) -> None:
        self._trusting = ssl.create_default_context(cadata=authority)
        self._source = f"{NETWORK}.{number}"
        super().__init__(NAME, timeout=ANSWER_SECONDS_MAX)

    def connect(self) -> None:
        """Open the connection. Raises OSError."""
        line = socket.create_connection(PROXY, ANSWER_SECONDS_MAX, (self._source, 0))
        self.sock = self._trusting.wrap_socket(line, server_hostname=NAME)


def unhurried(send: Send) -> Send:
    """A phone that pauses before each request."""

    def sent(method: str, path: str, token: str, body: object) -> Answer:
        time.sleep(PAUSE_SECONDS)
        return send(method, path, token, body)

    return sent


@contextmanager
def crowd(authority: str) -> Iterator[list[PushingPhone]]:
    """Phones that push through the proxy in the block. After it, nothing acknowledged to them is lost."""
    with ExitStack() as lines:
        sends = [through_network(lines.enter_context(closing(Visitor(authority, n)))) for n in VISITORS]
        with pushing([unhurried(send) for send in sends], Random().randrange(2**32)) as phones:
            yield phones


def asked(request: urllib.request.Request, authority: str = "") -> bytes:
    """The answer of the proxy, or without an authority, of the first server. Raises OSError."""
    line: http.client.HTTPConnection = http.client.HTTPConnection(*SERVER, timeout=ANSWER_SECONDS_MAX)
    if authority:
        line = Visitor(authority, VISITORS[0])
    body = request.data if isinstance(request.data, bytes) else None
    with closing(line):
        line.request(request.get_method(), request.selector, body, dict(request.header_items()))
        answer = line.getresponse()
        content = answer.read()
    assert answer.status < 300, (answer.status, content)
    return content
