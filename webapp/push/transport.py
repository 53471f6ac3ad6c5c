"""One request over one line: to checked addresses, through no proxy, and for no longer than its deadline."""

from __future__ import annotations

import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from http.client import HTTPSConnection
from io import BytesIO
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from requests import PreparedRequest, Response
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

HTTPS_PORT = 443
CONNECT_SECONDS = 4.0
"""For one address of a host; a host with a dead one and a living one is still reached."""
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

Address = tuple[str, int]
Addresses = Callable[[str], list[Address]]


class NotGlobal(OSError):
    """A name leads to an address inside some network; nothing was sent there."""


def is_global(text: str) -> bool:
    """Whether everybody's network has this address, also behind an IPv4 address written inside IPv6."""
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        elif int(address) >> 32 == 0:
            return False  # the old way to write IPv4 inside IPv6
        if inner is not None:
            return is_global(str(inner))
    return address.is_global and not address.is_multicast


def global_addresses(host: str, look_up: Callable[..., Any] = socket.getaddrinfo) -> list[Address]:
    """The addresses of a host. Raises NotGlobal where any of them is no global one, OSError.

    Threat: a name that led to a push service when it was checked leads into this network now. Nothing
    looks it up again: the line goes to the very addresses that were checked here.
    """
    found = [entry[4][:2] for entry in look_up(host, HTTPS_PORT, type=socket.SOCK_STREAM)]
    if not all(is_global(address) for address, _ in found):
        raise NotGlobal("the name leads into a network of its own")
    return found


class Deadline:
    """Ends everything that is done on one line when its time is over, also what trickles in byte by byte.

    A timeout of a socket is for one read; this one is for all. It cuts the line under whoever reads.
    """

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._cut)
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

    def left(self) -> float:
        """Seconds that are left. Raises TimeoutError where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the time of this line is over")
        return left

    def found(self, addresses: Addresses, host: str) -> list[Address]:
        """What `addresses` says, in a thread that is left alone when it takes too long. Raises OSError."""
        answers: queue.SimpleQueue[list[Address] | BaseException] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(addresses(host))
            except BaseException as error:
                answers.put(error)

        threading.Thread(target=ask, name="look-up", daemon=True).start()
        try:
            answer = answers.get(timeout=self.left())
        except queue.Empty:
            raise TimeoutError("nobody said where the host is") from None
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def connected(self, addresses: list[Address], host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
        """A line to the first address that answers, whose certificate is the host's. Raises OSError."""
        failure: OSError = OSError("the host has no address")
        for address in addresses:
            try:
                line = socket.create_connection(address, min(self.left(), CONNECT_SECONDS))
            except OSError as error:
                failure = error
                continue
            with closing(line):  # which does nothing once it is wrapped
                with self._lock:
                    self._held = line.dup()
                line.settimeout(self.left())
                return context.wrap_socket(line, server_hostname=host)
        raise failure

    def _cut(self) -> None:
        with self._lock, suppress(OSError):
            if self._held:
                self._held.shutdown(socket.SHUT_RDWR)


class OneLine(BaseAdapter):
    """How requests may leave: see this module. Nothing of an answer but its status and headers is read."""

    def __init__(self, addresses: Addresses, context: ssl.SSLContext, seconds: float) -> None:
        super().__init__()
        self._addresses, self._context, self._seconds = addresses, context, seconds

    def send(
        self, request: PreparedRequest, stream: bool = False, timeout: object = None, verify: object = True,
        cert: object = None, proxies: Mapping[str, str] | None = None,
    ) -> Response:  # fmt: skip
        """Send it. Raises OSError or HTTPException."""
        host = urlsplit(request.url or "").hostname or ""
        with Deadline(self._seconds) as deadline, closing(HTTPSConnection(host)) as connection:
            found = deadline.found(self._addresses, host)
            connection.sock = deadline.connected(found, host, self._context)
            body = request.body if isinstance(request.body, bytes) else b""
            connection.request(request.method or "", request.path_url, body, dict(request.headers))
            said = connection.getresponse()
        answer = Response()
        answer.status_code, answer.request, answer.url = said.status, request, request.url or ""
        answer.headers = CaseInsensitiveDict(said.headers.items())
        answer.raw = BytesIO()
        return answer

    def close(self) -> None:
        """Nothing is kept open."""
