"""One worker process: granian's server on a socket that its parent opened, until a signal."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from socket import socket
from typing import TYPE_CHECKING, Any

from granian._granian import CallbackScheduler, RSGIWorker, SocketHolder, WorkerSignal
from granian.http import HTTP1Settings

from webapp.serving.bridge import Bridge
from webapp.serving.listening import BACKLOG
from webapp.serving.threads import Threads

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

make_worker: Any = RSGIWorker  # what granian says about the types of their arguments is out of date
make_socket: Any = SocketHolder
Call = Callable[[object], None]
CHECK_SECONDS = 0.25
"""How often bodies are looked at that come too slowly."""
HEAD_SECONDS = 30
"""How long the head of a request may take, and how long a connection may wait for the next request."""
BUFFER_BYTES = 64 * 1024
"""Of one connection: what is read ahead of the app. A head must fit into it."""
CONNECTIONS = 4096
"""Open connections of one process; further ones wait to be accepted."""
FILES_PER_CONNECTION = 2
M_ARENA_MAX = -8
"""See mallopt(3)."""
ARENAS = 2
"""Heaps of a process. By default each thread gets one of its own, and keeps the memory of its largest answers
for good. Only one thread at a time runs Python, so they need not be apart."""
END_SECONDS = 10
"""Time for a stopping worker to answer what is in progress. Then it ends itself: its parent may be gone."""
LINGER_SECONDS = 1.0
"""How long a stopping worker waits for readers of its last answers. A reader may be as slow as it likes."""


def allow_connections() -> int:
    """Allow as many open files as the system lets us; return how many connections that is enough for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * FILES_PER_CONNECTION
    reachable = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < reachable:
        resource.setrlimit(resource.RLIMIT_NOFILE, (reachable, hard))
        soft = reachable
    return CONNECTIONS if soft == resource.RLIM_INFINITY else min(CONNECTIONS, soft // FILES_PER_CONNECTION)


def share_heaps() -> None:
    """Let the threads that begin from now on share ARENAS heaps; glibc has to be told, others do."""
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "mallopt"):
        libc.mallopt(M_ARENA_MAX, ARENAS)


def serve(app: WSGIApplication, listener: socket, proxies: int) -> None:
    """Serve `app` until SIGTERM or SIGINT; requests in progress are answered first. For the main thread."""
    share_heaps()
    stopped, drained = threading.Event(), threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopped.set())
    bridge, stop_accepting = Bridge(app, proxies), WorkerSignal()
    stop_accepting.add_cb(drained.set)
    _accept(listener, bridge, stop_accepting)
    while not stopped.wait(CHECK_SECONDS):
        bridge.end_late()
    signal.alarm(END_SECONDS)
    listener.close()
    stop_accepting.set()
    bridge.stop()
    drained.wait(LINGER_SECONDS)
    os._exit(0)  # a slow reader, or a thread of the server, must not hold the process


def _accept(listener: socket, bridge: Bridge, stop_accepting: WorkerSignal) -> None:
    """Start granian's server on the socket.

    These are the parts of `granian.server.embed`. That module itself would bind a socket of its own, shared
    with everybody (SO_REUSEPORT), and take an event loop's time for each request.
    """
    worker = make_worker(
        worker_id=1,
        sock=(None, make_socket(os.dup(listener.fileno()), False, BACKLOG)),
        ipc=None,
        backpressure=allow_connections(),
        http_mode="1",
        http1_opts=HTTP1Settings(HEAD_SECONDS * 1000, max_buffer_size=BUFFER_BYTES),
        metrics=(None, None),
    )
    loop = Callbacks()
    worker.serve_async(Scheduler(loop, bridge), loop, stop_accepting)


class Callbacks:
    """What granian needs of an event loop: it calls back, in the thread that has something to tell.

    An event loop of its own would have to be woken for each body, which cost as much as a push.
    """

    def __init__(self) -> None:
        self._elsewhere = Threads(1)

    def call_soon_threadsafe(self, callback: Call, result: object, context: object = None) -> None:
        """Call back now. granian's thread calls this, and each callback of ours returns at once."""
        callback(result)

    def call_soon(self, callback: Call, result: object, context: object = None) -> None:
        """Call back soon: whoever calls this is still in the middle of something."""
        self._elsewhere.run(partial(callback, result))


class Scheduler(CallbackScheduler):
    """What granian's threads call for each request."""

    def __new__(cls, loop: Callbacks, bridge: Bridge) -> Scheduler:
        """See CallbackScheduler, whose arguments are for a scheduler that runs coroutines."""
        make: Any = super().__new__
        made: Scheduler = make(cls, loop, None, None, None, None)
        return made

    def __init__(self, loop: Callbacks, bridge: Bridge) -> None:
        self._schedule_fn = bridge.receive
