"""One worker process: granian's server on a socket that its parent opened, until a signal."""

from __future__ import annotations

import asyncio
import os
import resource
import signal
from socket import socket
from typing import TYPE_CHECKING, Any

from granian._granian import SocketHolder
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from webapp.serving.bridge import Bridge
from webapp.serving.listening import BACKLOG

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

HEAD_SECONDS = 30
"""How long the head of a request may take, and how long a connection may wait for the next request."""
BUFFER_BYTES = 64 * 1024
"""Of one connection: what is read ahead of the app. A head must fit into it."""
CONNECTIONS = 4096
"""Open connections of one process; further ones wait to be accepted."""
FILES_PER_CONNECTION = 2
LINGER_SECONDS = 1.0
"""How long a stopping worker waits for readers of its last answers. A reader may be as slow as it likes."""


class SocketServer(Server):
    """granian's server on a socket that is open already. granian itself shares ports (SO_REUSEPORT)."""

    def __init__(self, bridge: Bridge, listener: socket, connections: int) -> None:
        super().__init__(
            bridge,
            interface=Interfaces.RSGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(HEAD_SECONDS * 1000, max_buffer_size=BUFFER_BYTES),
            websockets=False,
            backpressure=connections,
            log_access=False,  # an access log would contain addresses and queries
            log_level=LogLevels.error,
        )
        self._listener = listener

    def _init_shared_socket(self) -> None:
        holder: Any = SocketHolder
        self._shd = holder(os.dup(self._listener.fileno()), False, BACKLOG)


def allow_connections() -> int:
    """Allow as many open files as the system lets us; return how many connections that is enough for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * FILES_PER_CONNECTION
    reachable = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < reachable:
        resource.setrlimit(resource.RLIMIT_NOFILE, (reachable, hard))
        soft = reachable
    return CONNECTIONS if soft == resource.RLIM_INFINITY else min(CONNECTIONS, soft // FILES_PER_CONNECTION)


def serve(app: WSGIApplication, listener: socket, proxies: int) -> None:
    """Serve `app` until SIGTERM or SIGINT; requests in progress are answered first. For the main thread."""
    asyncio.run(_serve(app, listener, proxies))


async def _serve(app: WSGIApplication, listener: socket, proxies: int) -> None:
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    bridge = Bridge(app, proxies)
    server = SocketServer(bridge, listener, allow_connections())
    serving, stopping = loop.create_task(server.serve()), loop.create_task(stopped.wait())
    await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
    if serving.done():
        serving.result()
        raise RuntimeError("The server ended by itself.")
    listener.close()
    end: Any = server.stop
    end()
    await bridge.stop()
    await asyncio.wait({serving}, timeout=LINGER_SECONDS)
    os._exit(0)  # a slow reader, or a thread of the server, must not hold the process
