"""An HTTP adapter for one request: pinned to checked addresses, without a proxy, within one deadline."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from http.client import HTTPSConnection
from io import BytesIO
from types import TracebackType
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from webapp.push.addresses import Address, Resolver

CONNECT_SECONDS = 4.0
"""Time to connect to one address, so that a host with a dead address and a live one is still reached."""


class Deadline:
    """Ends all work on one connection when its time is up, even if bytes still trickle in.

    A socket's timeout applies to a single read; this deadline applies to everything. When it passes, it shuts
    the socket down while another thread reads from it.
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._shut_down)
        self._timer.daemon = True
        self._lock = threading.Lock()
        self._held: socket.socket | None = None

    def __enter__(self) -> Deadline:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._held:
                self._held.close()
                self._held = None

    def remaining(self) -> float:
        """Seconds left, more than 0. Raises TimeoutError if there are none."""
        remaining = self._until - time.monotonic()
        if remaining <= 0:
            raise TimeoutError("the deadline of this request has passed")
        return remaining

    def resolve(self, resolver: Resolver, host: str) -> list[Address]:
        """The addresses of `host`. The lookup has a thread of its own, abandoned if late. Raises OSError."""
        answers: queue.SimpleQueue[list[Address] | BaseException] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(resolver(host))
            except BaseException as error:
                answers.put(error)

        threading.Thread(target=look_up, name="look-up", daemon=True).start()
        try:
            answer = answers.get(timeout=self.remaining())
        except queue.Empty:
            raise TimeoutError("the name lookup took too long") from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def connect(self, addresses: list[Address], host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
        """Connect to the first address that answers, and verify the certificate of `host`. Raises OSError."""
        failure: OSError = OSError("the host has no address")
        for address in addresses:
            try:
                plain = socket.create_connection(address, min(self.remaining(), CONNECT_SECONDS))
            except OSError as error:
                failure = error
                continue
            with closing(plain):  # no effect once it is wrapped
                with self._lock:
                    self._held = plain.dup()
                plain.settimeout(self.remaining())
                return context.wrap_socket(plain, server_hostname=host)
        raise failure

    def _shut_down(self) -> None:
        with self._lock, suppress(OSError):
            if self._held:
                self._held.shutdown(socket.SHUT_RDWR)


class PinnedAdapter(BaseAdapter):
    """Connects only to addresses that `resolver` returns. Of a response, it reads status and headers only."""

    def __init__(self, resolver: Resolver, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__()
        self._resolver, self._context, self._seconds = resolver, context, seconds

    def send(
        self, request: PreparedRequest, stream: bool = False, timeout: object = None, verify: object = True,
        cert: object = None, proxies: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        """Send it. Raises OSError or HTTPException."""
        host = urlsplit(request.url or "").hostname or ""
        with Deadline(self._seconds) as deadline, closing(HTTPSConnection(host)) as connection:
            addresses = deadline.resolve(self._resolver, host)
            connection.sock = deadline.connect(addresses, host, self._context)
            body = request.body if isinstance(request.body, bytes) else b""
            connection.request(request.method or "", request.path_url, body, dict(request.headers))
            received = connection.getresponse()
        response = Response()
        response.status_code, response.request, response.url = received.status, request, request.url or ""
        response.headers = CaseInsensitiveDict(received.headers.items())
        response.raw = BytesIO()
        return response

    def close(self) -> None:
        """Nothing to close: each request closes its own connection."""
