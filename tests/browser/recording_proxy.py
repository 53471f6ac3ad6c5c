"""A relay in front of the server that keeps every byte the browser sends and every byte it gets."""

from __future__ import annotations

import base64
import socket
import threading
from contextlib import suppress
from types import TracebackType


def disguises(marker: str) -> list[bytes]:
    """How a plain ASCII marker can look in transit: as it is, in hex, UTF-16 and base64 at each offset."""
    plain = marker.encode("ascii")
    shapes = [plain, plain.lower(), plain.hex().encode(), plain.decode().encode("utf-16-le")]
    for shift in range(3):
        coded = base64.b64encode(b"\0" * shift + plain)
        # The first and last characters depend on the neighbours, so they are left out.
        shapes.append(coded[4 if shift else 0 : -4])
    return shapes


class RecordingProxy:
    """Listens on a loopback port and relays each connection to ``target_port``."""

    def __init__(self, target_port: int) -> None:
        self._target_port = target_port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sent: list[bytes] = []
        self._received: list[bytes] = []
        self._open: list[socket.socket] = []
        self.port = int(self._listener.getsockname()[1])

    @property
    def url(self) -> str:
        """The origin to visit instead of the server's own."""
        return f"http://localhost:{self.port}"

    @property
    def sent(self) -> bytes:
        """All that browsers sent: request lines, headers, bodies."""
        return b"".join(self._sent)

    @property
    def received(self) -> bytes:
        """All that the server answered."""
        return b"".join(self._received)

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
            for source, sink, record in (
                (browser, server, self._sent),
                (server, browser, self._received),
            ):
                threading.Thread(target=_relay, args=(source, sink, record), daemon=True).start()


def _relay(source: socket.socket, sink: socket.socket, record: list[bytes]) -> None:
    with suppress(OSError):
        while chunk := source.recv(65536):
            record.append(chunk)
            sink.sendall(chunk)
    for end in (source, sink):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
