"""Runs a WSGI app in threads behind granian (RSGI). The event loop reads bodies, so no thread waits for one.

A body of up to BODY_MAX_BYTES is read first. A larger one is read only once a view asks for it: the view
runs without it, checks who asks and what is announced, and begins to read. Then it is stopped, the event loop
reads the body, and the view runs again with it (decision 38).
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]

from webapp.api.exceptions import ApiError, BodyNotRead, Malformed
from webapp.api.rate_limits import COUNTED
from webapp.api.validation import BODY_MAX
from webapp.errors import REFUSED
from webapp.events import log_error
from webapp.security import BODY_MAX_BYTES, HEADERS, OF_EVERYTHING
from webapp.serving.bodies import BodyWanted, Unread, read_body
from webapp.serving.environ import body_size, environ_of, groups_of, has_small_body
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
    """What granian calls for each request. `proxies`: see EGNE_ORD_PROXIES. For a running event loop."""

    def __init__(self, app: WSGIApplication, proxies: int, slots: Slots | None = None) -> None:
        self._app, self._proxies = app, proxies
        self._slots = slots or Slots()
        self._threads = Threads()
        # Threat: a crowd of pushes to one vault takes all threads, which wait for its lock or for the disk.
        self._threads_with_bodies = Threads()
        self._loop = asyncio.get_running_loop()
        self._open: set[Exchange] = set()
        self._reading: set[asyncio.Task[None]] = set()
        self._is_stopping = False

    def receive(self, exchange: Exchange) -> None:
        """Answer a request. It is called from a thread of granian, and returns at once."""
        self._open.add(exchange)
        if has_small_body(exchange.scope):
            self._begin(exchange)  # which only asks the loop to read
        else:
            self._threads.run(partial(self._begin, exchange))

    async def stop(self) -> None:
        """Read no more bodies, and return when everything in progress is answered."""
        self._is_stopping = True
        self._slots.empty()
        while self._open:
            await asyncio.sleep(POLL_SECONDS)

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
        elif size is not None and size <= BODY_MAX_BYTES:
            self._read(environ, exchange, size, BODY_MAX_BYTES)
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
        self._send(answer, exchange)

    def _send(self, answer: Answer, exchange: Exchange) -> None:
        with suppress(RuntimeError):  # the client has gone
            exchange.proto.response_bytes(*answer)
        self._open.discard(exchange)
        exchange.done()

    def _read(self, environ: Environ, exchange: Exchange, size: int | None, most: int) -> None:
        """Let the event loop read the body, and a thread then answer."""

        def start() -> None:
            task = self._loop.create_task(self._read_and_answer(environ, exchange, size, most))
            self._reading.add(task)
            task.add_done_callback(self._reading.discard)

        with suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(start)

    async def _read_and_answer(
        self, environ: Environ, exchange: Exchange, size: int | None, most: int
    ) -> None:
        try:
            if self._is_stopping:
                raise BodyNotRead
            slot = self._slots.take(groups_of(environ, self._proxies), most if size is None else size)
            try:
                body = await read_body(exchange.proto, slot, size, most)
            except BaseException:
                self._slots.free(slot)
                raise
            environ["CONTENT_LENGTH"] = str(len(body))
            environ["wsgi.input"] = io.BytesIO(body)
            self._threads_with_bodies.run(partial(self._answer_and_free, environ, exchange, slot))
        except NoSlot:
            self._refuse(environ, exchange, BodyNotRead())
        except RuntimeError:  # granian's, of a connection that broke
            self._refuse(environ, exchange, Malformed("The body ended early."))
        except ApiError as error:
            self._refuse(environ, exchange, error)

    def _answer_and_free(self, environ: Environ, exchange: Exchange, slot: Slot) -> None:
        try:
            self._answer(environ, exchange)
        finally:
            self._slots.free(slot)

    def _refuse(self, environ: Environ, exchange: Exchange, error: ApiError) -> None:
        environ[REFUSED] = error
        self._threads.run(partial(self._answer, environ, exchange))
