"""A proxy in front of PostgreSQL that cuts a connection at a chosen statement, before or after it has run."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

EXECUTE = b"E"
"""The type of the message that runs a statement."""
SYNC = b"S\0\0\0\4"
"""The message that ends a group of statements."""


@dataclass
class CuttingProxy:
    """Forwards to a server. `statements` are counted over all connections since the last `cut`."""

    server_port: int
    port: int = 0
    statements: int = 0
    _at: int = 0
    _is_answer_lost: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def cut(self, at: int, *, is_answer_lost: bool = False) -> None:
        """Cut the connection of the statement with this number, once; 0: none.

        It does not reach the server, or it runs and its answer is lost.
        """
        with self._lock:
            self.statements, self._at, self._is_answer_lost = 0, at, is_answer_lost

    @property
    def has_cut(self) -> bool:
        """Whether the statement came."""
        return 0 < self._at <= self.statements

    def _is_next(self, kind: bytes) -> bool:
        with self._lock:
            self.statements += kind == EXECUTE
            return kind == EXECUTE and self.statements == self._at

    def forward(self, app: socket.socket) -> None:
        """Serve one connection until either side ends it, or it is cut."""
        is_swallowed = threading.Event()
        with app, socket.create_connection(("127.0.0.1", self.server_port)) as server:
            back = threading.Thread(target=_answer, args=(server, app, is_swallowed), daemon=True)
            back.start()
            with suppress(OSError, EOFError):
                server.sendall(_first_message(app))
                while not self._pass_message(app, server, is_swallowed):
                    pass
            with suppress(OSError):
                server.shutdown(socket.SHUT_WR)  # the server does all that it was sent, and leaves
            back.join()

    def _pass_message(self, app: socket.socket, server: socket.socket, is_swallowed: threading.Event) -> bool:
        """Pass one message on. Whether the connection is to be cut now."""
        kind, body = _message(app)
        if not self._is_next(kind):
            server.sendall(kind + body)
            return False
        is_swallowed.set()
        if self._is_answer_lost:
            server.sendall(kind + body + SYNC)
        return True


def _answer(server: socket.socket, app: socket.socket, is_swallowed: threading.Event) -> None:
    """Pass on what the server says, until it leaves. Then the app is left too."""
    with suppress(OSError):
        while content := server.recv(65536):
            if not is_swallowed.is_set():
                app.sendall(content)
    with suppress(OSError):
        app.shutdown(socket.SHUT_RDWR)


def _exactly(source: socket.socket, count: int) -> bytes:
    content = b""
    while len(content) < count:
        if not (more := source.recv(count - len(content))):
            raise EOFError
        content += more
    return content


def _message(source: socket.socket) -> tuple[bytes, bytes]:
    """The type of a message, and the rest of it. Raises EOFError."""
    kind, length = _exactly(source, 1), _exactly(source, 4)
    return kind, length + _exactly(source, int.from_bytes(length, "big") - 4)


def _first_message(source: socket.socket) -> bytes:
    """The message that begins a connection, which has no type. Raises EOFError."""
    length = _exactly(source, 4)
    return length + _exactly(source, int.from_bytes(length, "big") - 4)


@contextmanager
def cutting_proxy(server_port: int) -> Iterator[CuttingProxy]:
    """A proxy that accepts connections until the end of the block."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = CuttingProxy(server_port, listener.getsockname()[1])

        def accept() -> None:
            with suppress(OSError):
                while True:
                    phone, _ = listener.accept()
                    threading.Thread(target=proxy.forward, args=(phone,), daemon=True).start()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield proxy
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
