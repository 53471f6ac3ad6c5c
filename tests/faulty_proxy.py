"""A TCP proxy whose network fails on demand: it drops connections, hangs, or ends one direction."""

from __future__ import annotations

import contextlib
import select
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

FAULTS = ("drop", "hang", "half-close")
RESET = struct.pack("ii", 1, 0)
"""For SO_LINGER: the connection ends with RST instead of FIN."""


class FaultyProxy:
    """Forwards to a port of loopback until `fail` is called, and again after `heal`."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self._fault = ""
        self._changed = threading.Condition()
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]

    def fail(self, fault: str) -> None:
        """`drop`: end all connections, and each new one. `hang`: pass nothing on, and end nothing.

        `half-close`: end the server's direction of all connections, and each new one; read on.
        """
        assert fault in FAULTS
        with self._changed:
            self._fault = fault
            pairs = list(self._pairs)
        for app, server in pairs:
            _break(fault, app, server)

    def heal(self) -> None:
        """Forward again. What hung is passed on late."""
        with self._changed:
            self._fault = ""
            self._changed.notify_all()

    def accept(self) -> None:
        """Accept connections until `close`."""
        with contextlib.suppress(OSError):
            while True:
                app, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(app,), daemon=True).start()

    def close(self) -> None:
        """End everything."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.fail("drop")
        with self._changed:
            self._changed.notify_all()

    def _serve(self, app: socket.socket) -> None:
        with app, contextlib.suppress(OSError):
            if self._fault == "drop":
                app.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                return
            with socket.create_connection(("127.0.0.1", self.server_port)) as server:
                pair = (app, server)
                with self._changed:
                    self._pairs.add(pair)
                    fault = self._fault
                _break(fault, app, server)
                self._forward(app, server)
                with self._changed:
                    self._pairs.discard(pair)

    def _forward(self, app: socket.socket, server: socket.socket) -> None:
        other = {app: server, server: app}
        while True:
            ready, _, _ = select.select([app, server], [], [])
            for side in ready:
                content = side.recv(65536)
                self._wait_while_it_hangs()
                if not content:
                    return
                with contextlib.suppress(BrokenPipeError):  # the direction that was ended
                    other[side].sendall(content)

    def _wait_while_it_hangs(self) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._fault != "hang")


def _break(fault: str, app: socket.socket, server: socket.socket) -> None:
    with contextlib.suppress(OSError):
        if fault == "drop":
            app.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
            app.shutdown(socket.SHUT_RDWR)
            server.shutdown(socket.SHUT_RDWR)
        elif fault == "half-close":
            app.shutdown(socket.SHUT_WR)


@contextmanager
def faulty_proxy(server_port: int) -> Iterator[FaultyProxy]:
    """A proxy that accepts connections until the end of the block."""
    proxy = FaultyProxy(server_port)
    thread = threading.Thread(target=proxy.accept, daemon=True)
    thread.start()
    try:
        yield proxy
    finally:
        proxy.close()
        thread.join()
