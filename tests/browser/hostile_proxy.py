"""A proxy in front of the server that can forge answers to calls to vaults and shares, or spoil files."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

CALLS = ("/api/v1/vaults/", "/api/v1/shares/")
BODY_MAX_BYTES = 16 * 1024 * 1024
TIMEOUT_SECONDS = 20.0  # hang guard: an answer takes milliseconds
PER_CONNECTION = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


@dataclass(frozen=True)
class Answer:
    """What the browser gets. `cut` sends half of the body; `lost` closes the connection without an answer."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cut: bool = False
    lost: bool = False

    def json(self) -> dict[str, Any]:
        """The parsed body."""
        return dict(json.loads(self.body))

    def with_json(self, content: dict[str, Any]) -> Answer:
        """The same answer with another body."""
        return replace(self, body=json.dumps(content).encode())


Trick = Callable[[str, Callable[[], Answer]], Answer]
"""Takes the method and a function that asks the real server; returns the answer for the browser."""


def honest(_method: str, ask: Callable[[], Answer]) -> Answer:
    """Pass on the server's answer."""
    return ask()


def lose_pushes(method: str, ask: Callable[[], Answer]) -> Answer:
    """The server accepts an edit, but its answer is lost."""
    answer = ask()
    return replace(answer, lost=True) if method == "POST" and answer.status == 200 else answer


class HostileProxy:
    """Listens on a loopback port; honest except while it is `playing` a trick."""

    def __init__(self, target_port: int) -> None:
        self._trick: Trick = honest
        self._seen: list[tuple[str, int]] = []
        self.spoilt = ""
        """What is in the address of each file that gets one more letter."""
        self.lost = ""
        """What is in the address of each file whose answer is lost."""
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            timeout = TIMEOUT_SECONDS

            def log_message(self, *_: object) -> None:
                """Log nothing."""

            def relay(self) -> None:
                length = min(int(self.headers.get("Content-Length") or 0), BODY_MAX_BYTES)
                body = self.rfile.read(length)

                def ask() -> Answer:
                    headers = {name: self.headers[name] for name in self.headers if not proxy.spoilt}
                    return _forward(target_port, self.command, self.path, headers, body)

                is_call = self.path.startswith(CALLS)
                with suppress(OSError):
                    _respond(self, proxy.answer(self.command, ask) if is_call else proxy.file(self.path, ask))

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = relay

        class Listener(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = 64

        self._listener = Listener(("127.0.0.1", 0), Handler)
        self.port = self._listener.server_port

    @property
    def url(self) -> str:
        """The origin to visit instead of the server's."""
        return f"http://localhost:{self.port}"

    def __enter__(self) -> HostileProxy:
        threading.Thread(target=self._listener.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown()
        self._listener.server_close()

    @contextmanager
    def playing(self, trick: Trick) -> Iterator[None]:
        """Answer by a trick inside the block."""
        self._trick = trick
        try:
            yield
        finally:
            self._trick = honest

    def answer(self, method: str, ask: Callable[[], Answer]) -> Answer:
        """The answer for the browser; counts the status that the server really gave."""

        def counted() -> Answer:
            answer = ask()
            self._seen.append((method, answer.status))
            return answer

        return self._trick(method, counted)

    def file(self, path: str, ask: Callable[[], Answer]) -> Answer:
        """The answer for a file: spoilt, lost, or the server's own."""
        answer = ask()
        if self.spoilt and self.spoilt in path:
            return replace(answer, body=answer.body + b"\n")
        return replace(answer, lost=True) if self.lost and self.lost in path else answer

    def count(self, method: str, status: int) -> int:
        """How often the server gave this status to this method."""
        return self._seen.count((method, status))


def _forward(port: int, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    forwarded = {name: value for name, value in headers.items() if name.lower() not in PER_CONNECTION}
    if path.startswith(CALLS):
        forwarded = {name: value for name, value in forwarded.items() if name.lower() != "accept-encoding"}
    try:
        connection.request(method, path, body or None, forwarded)
        response = connection.getresponse()
        returned = {
            name: value for name, value in response.getheaders() if name.lower() not in PER_CONNECTION
        }
        return Answer(response.status, returned, response.read(BODY_MAX_BYTES))
    except OSError:
        return Answer(502, lost=True)
    finally:
        connection.close()


def _respond(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    """One answer per connection, so that a browser never retries by itself."""
    handler.close_connection = True
    if answer.lost:
        return
    handler.send_response_only(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    if answer.status not in (204, 304):
        handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(answer.body[: len(answer.body) // 2] if answer.cut else answer.body)
