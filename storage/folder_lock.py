"""Locks on the whole data folder: by a server, for its life, and by every sender; both keep a restore out.

A lock belongs to the open file, so the processes that a server forks hold it with it, and it ends with the
last of them. The files stay: what counts is whether they are locked.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import orjson

from storage.errors import Busy

SERVER_LOCK = "server.lock"
SENDERS_LOCK = "senders.lock"
WAIT_SECONDS = 3.0
"""How long to wait for a lock: the workers of a server that was killed end a second after it, if idle."""
PAUSE_SECONDS = 0.05


class FolderHeld(Busy):
    """Another server has this data folder; the message is a sentence for the host."""


def hold_for_server(data: Path, host: str, port: int, wait_seconds: float = WAIT_SECONDS) -> int:
    """Lock the folder until this process and its children end. Raises FolderHeld, OSError.

    Returns the open file, which has to stay open; the file says who holds it.
    """
    opened = _lock(data / SERVER_LOCK, fcntl.LOCK_EX, wait_seconds)
    since = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
    holder = {"pid": os.getpid(), "host": host, "port": port, "since": since}
    os.ftruncate(opened, 0)
    os.pwrite(opened, orjson.dumps(holder), 0)
    return opened


def hold_for_sender(data: Path) -> int:
    """Note that a process sends, until it ends; any number may. Raises FolderHeld, OSError."""
    return _lock(data / SENDERS_LOCK, fcntl.LOCK_SH, WAIT_SECONDS)


@contextmanager
def held_alone(data: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Keep servers and senders out. Raises FolderHeld, OSError."""
    opened = [_lock(data / SERVER_LOCK, fcntl.LOCK_EX, wait_seconds)]
    try:
        os.ftruncate(opened[0], 0)  # the last server's name would mislead whoever is kept out now
        opened.append(_lock(data / SENDERS_LOCK, fcntl.LOCK_EX, wait_seconds))
        yield
    finally:
        for each in opened:
            os.close(each)


def _lock(path: Path, kind: int, wait_seconds: float) -> int:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    opened = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    deadline = time.monotonic() + wait_seconds
    try:
        while True:
            with suppress(BlockingIOError):
                fcntl.flock(opened, kind | fcntl.LOCK_NB)
                return opened
            if time.monotonic() >= deadline:
                raise FolderHeld(_sentence(path, os.pread(opened, 1000, 0)))
            time.sleep(PAUSE_SECONDS)
    except BaseException:
        os.close(opened)
        raise


def _sentence(path: Path, content: bytes) -> str:
    if path.name == SENDERS_LOCK:
        return "A process that sends reminders has the data folder: stop it first."
    try:
        holder = orjson.loads(content)
        where = f"[{holder['host']}]" if ":" in holder["host"] else holder["host"]
        who = f"Process {holder['pid']} has had the data folder since {holder['since']} UTC,"
        return f"{who} as the server at {where}:{holder['port']}: stop it first."
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return "Another server or `restore` has the data folder: stop it first."
