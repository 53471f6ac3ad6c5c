"""A plain TCP proxy on loopback that keeps what went through, so that every byte is counted."""

from __future__ import annotations

import socket
import threading
from dataclasses import dataclass, field


@dataclass
class Connection:
    """The bytes of one connection: what the browser sent, and what it was given."""

    asked: bytearray = field(default_factory=bytearray)
    answered: bytearray = field(default_factory=bytearray)


class CountingProxy:
    """Listens on a free port and passes everything on to `port`, unchanged."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._listener.getsockname()[1]}"
        self.connections: list[Connection] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                browser, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(self._target)
            seen = Connection()
            self.connections.append(seen)
            for source, sink, kept in ((browser, server, seen.asked), (server, browser, seen.answered)):
                threading.Thread(target=self._pump, args=(source, sink, kept), daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
        try:
            while chunk := source.recv(65536):
                kept += chunk
                sink.sendall(chunk)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # one side is gone: so is the connection

    def stop(self) -> None:
        """Take no new connections."""
        self._listener.close()
