"""Runs a WSGI app in threads under granian's RSGI: the event loop reads bodies, so no thread waits for one.

A body of up to BODY_MAX_BYTES is read first. A larger one is read only once a view asks for it: the view
runs without it, checks who asks and what is announced, and begins to read. Then it is stopped, the event loop
reads the body, and the view runs again with it (decision 38).
"""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from granian.rsgi import HTTPProtocol, Scope  # type: ignore[attr-defined]

from webapp.api.exceptions import ApiError, BodyNotRead
from webapp.api.rate_limits import COUNTED
from webapp.api.validation import BODY_MAX
from webapp.security import BODY_MAX_BYTES
from webapp.serving.bodies import BodyWanted, Refused, read_body
from webapp.serving.environ import body_size, environ_of, groups_of
from webapp.serving.slots import NoSlot, Slots
from webapp.serving.threads import Threads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

Environ = dict[str, Any]
Answer = tuple[int, list[tuple[str, str]], bytes]
FAILED: Answer = (500, [("Cache-Control", "no-store")], b"")
log = logging.getLogger("egne-ord")


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


class Bridge:
    """An RSGI application. `proxies`: see EGNE_ORD_PROXIES."""

    def __init__(self, app: WSGIApplication, proxies: int, slots: Slots | None = None) -> None:
        self._app, self._proxies = app, proxies
        self._slots = slots or Slots()
        self._threads = Threads()
        self._in_progress = 0
        self._is_stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def __rsgi__(self, scope: Scope, proto: HTTPProtocol) -> None:
        """Answer one request."""
        self._in_progress += 1
        self._idle.clear()
        try:
            environ = environ_of(scope)
            size = body_size(environ)
            if size == 0:
                await self._run(environ, proto)
            else:
                await self._run_with_body(environ, size, proto)
        finally:
            self._in_progress -= 1
            if not self._in_progress:
                self._idle.set()

    async def stop(self) -> None:
        """Read no more bodies, and return when everything in progress is answered."""
        self._is_stopping = True
        self._slots.empty()
        await self._idle.wait()

    async def _run_with_body(self, environ: Environ, size: int | None, proto: HTTPProtocol) -> None:
        most = BODY_MAX_BYTES
        if size is None or size > BODY_MAX_BYTES:
            environ[COUNTED] = set()  # of both runs
            first = {**environ, BODY_MAX: BODY_MAX_BYTES}
            first["wsgi.input"] = Refused(BodyWanted())
            if not await self._run(first, proto):
                return
            most = first[BODY_MAX]
        try:
            if self._is_stopping:
                raise BodyNotRead
            with self._slots.taken(groups_of(environ, self._proxies), most if size is None else size) as slot:
                body = await read_body(proto, slot, size, most)
                environ["CONTENT_LENGTH"] = str(len(body))
                environ["wsgi.input"] = io.BytesIO(body)
                await self._run(environ, proto)
        except NoSlot:
            await self._refuse(environ, BodyNotRead(), proto)
        except ApiError as error:
            await self._refuse(environ, error, proto)

    async def _refuse(self, environ: Environ, error: ApiError, proto: HTTPProtocol) -> None:
        environ["wsgi.input"] = Refused(error)
        await self._run(environ, proto)

    async def _run(self, environ: Environ, proto: HTTPProtocol) -> bool:
        """Run the app in a thread, which also sends the answer. Whether the app wants the body instead."""
        loop = asyncio.get_running_loop()
        done: asyncio.Future[bool] = loop.create_future()

        def job() -> None:
            wants_body = False
            try:
                self._send(answer_of(self._app, environ), proto)
            except BodyWanted:
                wants_body = True
            except BaseException as error:
                # The app answers its own errors. Threat: a log that reveals who requested what.
                log.error("%s outside of the app", type(error).__name__)
                self._send(FAILED, proto)
            with suppress(RuntimeError):  # the loop has ended
                loop.call_soon_threadsafe(done.set_result, wants_body)

        self._threads.run(job)
        return await done

    def _send(self, answer: Answer, proto: HTTPProtocol) -> None:
        status, headers, body = answer
        with suppress(RuntimeError):  # the client has gone
            proto.response_bytes(status, headers, body)
