"""A TCP proxy on loopback that records every byte the browser sends and every byte it receives."""

from __future__ import annotations

import base64
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType


def disguises(marker: str) -> list[bytes]:
    """The forms of an ASCII marker in transit: plain, lower case, hex, UTF-16, and base64 at each offset."""
    plain = marker.encode("ascii")
    shapes = [plain, plain.lower(), plain.hex().encode(), plain.decode().encode("utf-16-le")]
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        # The first and last characters depend on the neighbours, so they are left out.
        shapes.append(coded[4 if shift else 0 : -4])
    return shapes


@dataclass
class Connection:
    """The bytes of one connection from a browser."""

    sent: bytearray = field(default_factory=bytearray)
    received: bytearray = field(default_factory=bytearray)


class RecordingProxy:
    """Listens on a loopback port and relays each connection to ``target_port``."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.connections: list[Connection] = []
        self._open: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """The origin to visit instead of the server's."""
        return f"http://localhost:{self.port}"

    @property
    def sent(self) -> bytes:
        """Everything that browsers sent: request lines, headers, bodies."""
        return b"".join(bytes(connection.sent) for connection in self.connections)

    @property
    def received(self) -> bytes:
        """Everything that the server answered."""
        return b"".join(bytes(connection.received) for connection in self.connections)

    def __enter__(self) -> RecordingProxy:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for end in [self._listener, *self._open]:
            end.close()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            try:
                server = socket.create_connection(("127.0.0.1", self._target_port))
            except OSError:
                browser.close()
                continue
            self._open += [browser, server]
            self.connections.append(seen := Connection())
            for source, sink, record in ((browser, server, seen.sent), (server, browser, seen.received)):
                threading.Thread(target=_relay, args=(source, sink, record), daemon=True).start()


def _relay(source: socket.socket, sink: socket.socket, record: bytearray) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            record += chunk
            sink.sendall(chunk)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
