"""Runs a WSGI app in threads behind granian (RSGI). granian reads bodies, so no thread waits for one.

A body of up to READ_FIRST_BYTES is read first. A larger one is read only once a view asks for it: the view
runs without it, checks who asks and what is announced, and begins to read. Then it is stopped, granian reads
the body, and the view runs again with it (decision 38).
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, cast

from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]

from webapp.api.exceptions import ApiError, BodyNotRead, TooManyReaders
from webapp.api.rate_limits import COUNTED
from webapp.api.validation import BODY_IS_HERE, BODY_MAX
from webapp.errors import REFUSED
from webapp.events import log_error
from webapp.security import BODY_MAX_BYTES, HEADERS, OF_EVERYTHING
from webapp.serving.bodies import Body, BodyWanted, Parts, Result, Unread
from webapp.serving.environ import READ_FIRST_BYTES, body_size, environ_of, groups_of, has_small_body
from webapp.serving.readers import LARGE, Readers
from webapp.serving.slots import NoSlot, Slot, Slots
from webapp.serving.threads import Threads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Environ = dict[str, Any]
Answer = tuple[int, list[tuple[str, str]], bytes]
FAILED: Answer = (
    500,
    [("Cache-Control", "no-store"), *((name, HEADERS[name]) for name in OF_EVERYTHING)],
    b"",
)
POLL_SECONDS = 0.01


def answer_of(app: WSGIApplication, environ: Environ) -> Answer:
    """The whole answer of the app. Raises BodyWanted if a view reads a body that was not read yet."""
    head: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _error: object = None) -> Callable[..., object]:
        head[:] = [(int(status[:3]), headers)]
        return lambda data: None  # no view of ours uses it

    parts = app(environ, start)
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    return *head[0], body


class Exchange(Protocol):
    """One request, and the way to answer it, as granian hands it over."""

    scope: Scope
    proto: HTTPProtocol

    def done(self) -> None:
        """Tell granian that the request is answered."""


class Bridge:
    """What granian calls for each request. `proxies`: see EGNE_ORD_PROXIES."""

    def __init__(self, app: WSGIApplication, proxies: int, slots: Slots | None = None) -> None:
        self._app, self._proxies = app, proxies
        self._slots, self._readers = slots or Slots(), Readers()
        self._threads = Threads()
        # Threat: a crowd of pushes to one vault takes all threads, which wait for its lock or for the disk.
        self._threads_with_bodies = Threads()
        self._open: set[Exchange] = set()
        self._is_stopping = False

    def receive(self, exchange: Exchange) -> None:
        """Answer a request. It is called from a thread of granian, and returns at once."""
        self._open.add(exchange)
        if has_small_body(exchange.scope):
            self._begin(exchange)  # which only asks granian to read
        else:
            self._threads.run(partial(self._begin, exchange))

    def end_late(self) -> None:
        """Refuse bodies that come, and end answers that are read, too slowly; several times a second."""
        self._slots.end_late()
        self._readers.look()

    def stop(self) -> None:
        """Read no more bodies, and return when everything in progress is answered."""
        self._is_stopping = True
        while self._open:
            self._slots.empty()
            time.sleep(POLL_SECONDS)

    def _begin(self, exchange: Exchange) -> None:
        try:
            self._answer_or_read(environ_of(exchange.scope), exchange)
        except BaseException as error:  # the thread must live on
            log_error(error, "before the app")
            self._send(FAILED, exchange)

    def _answer_or_read(self, environ: Environ, exchange: Exchange) -> None:
        size = body_size(environ)
        if size == 0:
            self._answer(environ, exchange)
        elif size is not None and size <= READ_FIRST_BYTES:
            self._read(environ, exchange, size, size)
        else:
            environ[COUNTED] = set()  # of both runs
            first = {**environ, BODY_MAX: BODY_MAX_BYTES, "wsgi.input": Unread()}
            try:
                self._answer(first, exchange)
            except BodyWanted:
                self._read(environ, exchange, size, first[BODY_MAX])

    def _answer(self, environ: Environ, exchange: Exchange) -> None:
        """Run the app in this thread and send its answer. Raises BodyWanted if it asks for its body."""
        try:
            answer = answer_of(self._app, environ)
        except BodyWanted:
            raise
        except BaseException as error:
            log_error(error, "outside of the app")  # which answers its own errors
            answer = FAILED
        if len(answer[2]) < LARGE:
            self._send(answer, exchange)
        else:
            self._send_large(answer, environ, exchange)

    def _send(self, answer: Answer, exchange: Exchange) -> None:
        with suppress(RuntimeError):  # the client has gone
            exchange.proto.response_bytes(*answer)
        self._open.discard(exchange)
        exchange.done()

    def _send_large(self, answer: Answer, environ: Environ, exchange: Exchange) -> None:
        """Send an answer that waits in memory for a reader who may be slow, if there is room for it."""
        network = groups_of(environ, self._proxies)[0]
        if self._readers.take(exchange.scope.client, network, len(answer[2])):
            self._send(answer, exchange)
        elif REFUSED not in environ:
            self._refuse(environ, exchange, TooManyReaders())
        else:
            self._send(FAILED, exchange)  # a refusal is not large

    def _read(self, environ: Environ, exchange: Exchange, size: int | None, most: int) -> None:
        """Let granian read the body, and a thread then answer."""
        try:
            if self._is_stopping:
                raise NoSlot
            slot = self._slots.take(groups_of(environ, self._proxies), most if size is None else size)
        except NoSlot:
            self._refuse(environ, exchange, BodyNotRead())
            return
        parts = cast(Parts, exchange.proto)
        Body(parts, slot, size, most, partial(self._came, environ, exchange, slot)).read()

    def _came(self, environ: Environ, exchange: Exchange, slot: Slot, result: Result) -> None:
        """Let a thread answer a request whose body has come, or has not."""
        if isinstance(result, bytes):
            environ["CONTENT_LENGTH"] = str(len(result))
            environ["wsgi.input"] = io.BytesIO(result)
            environ[BODY_IS_HERE] = True
        else:
            environ[REFUSED] = result
        threads = self._threads_with_bodies if isinstance(result, bytes) else self._threads
        threads.run(partial(self._answer_and_free, environ, exchange, slot))

    def _answer_and_free(self, environ: Environ, exchange: Exchange, slot: Slot) -> None:
        try:
            self._answer(environ, exchange)
        finally:
            self._slots.free(slot)

    def _refuse(self, environ: Environ, exchange: Exchange, error: ApiError) -> None:
        environ[REFUSED] = error
        self._threads.run(partial(self._answer, environ, exchange))
