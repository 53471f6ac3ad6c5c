"""Requests of the phones of tests through a proxy with https, from loopback addresses of their own."""

from __future__ import annotations

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from proxies import Proxy
from pushing_phones import GUARD_SECONDS, Answer, Send


def through_network(connection: http.client.HTTPConnection) -> Send:
    """Requests of one phone, on a connection that is opened again when it has ended."""

    def send(method: str, path: str, token: str, body: object) -> Answer:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return Answer(0)
        is_json = "json" in answer.headers.get("Content-Type", "")
        return Answer(
            answer.status, answer.headers.get("Retry-After"), json.loads(content) if is_json else {}
        )

    return send


class FromAddress(http.client.HTTPSConnection):
    """A connection to a proxy on loopback from another loopback address, so that it is another visitor."""

    def __init__(self, port: int, authority: Path, source: str) -> None:
        self._trusting = ssl.create_default_context(cafile=authority)
        self._source = source
        super().__init__("localhost", port, timeout=GUARD_SECONDS)  # hang guard: see there

    def connect(self) -> None:
        """Open the connection. Raises OSError."""
        line = socket.socket()
        # Or else a server cannot listen on this port at all addresses for a minute after the connection.
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        line.settimeout(GUARD_SECONDS)  # hang guard: see there
        try:
            line.bind((self._source, 0))
            line.connect(("127.0.0.1", self.port))
            self.sock = self._trusting.wrap_socket(line, server_hostname="localhost")
        except OSError:
            line.close()
            raise


@contextmanager
def phones_behind(proxy: Proxy, count: int) -> Iterator[list[Send]]:
    """Phones with addresses of their own, since a visitor stays with one server."""
    with ExitStack() as open_ones:
        connections = [FromAddress(proxy.port, proxy.authority, f"127.0.0.{2 + n}") for n in range(count)]
        yield [through_network(open_ones.enter_context(closing(each))) for each in connections]
