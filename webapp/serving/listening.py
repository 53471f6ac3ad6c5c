"""The listening socket: bound once, before anything else, so that no second server can share the port."""

from __future__ import annotations

import errno
import socket
import sys
import time

BACKLOG = 1024
"""Connections that the system accepts for us while all workers are busy or being started again."""
STALLED_MILLISECONDS = 30_000
"""A connection is closed when its reader acknowledges nothing for so long (TCP_USER_TIMEOUT, Linux)."""
SENT_AHEAD_BYTES = 64 * 1024
"""What the system takes of an answer before its reader has it; Linux takes twice as much, by default 4 MB."""
WAIT_SECONDS = 1.0
"""How long to wait for a port: the workers of a server that was killed end a moment after it."""
PAUSE_SECONDS = 0.05
REASONS = {
    errno.EADDRINUSE: "another program has this port, perhaps another Egne ord. Stop it, or set PORT",
    errno.EADDRNOTAVAIL: "this machine has no such address. Set HOST to one of its own",
    errno.EACCES: "this user may not use a port below 1024. Set PORT, and let a proxy listen there",
}


class CannotListen(OSError):
    """The address or port cannot be had; the message is a sentence for the host."""


def listen(host: str, port: int, wait_seconds: float = WAIT_SECONDS) -> socket.socket:
    """A listening socket. `host`: an IPv4 or IPv6 address. Raises CannotListen.

    It does not set SO_REUSEPORT. Threat: two servers with different data share a port without a word, and
    each answers for half of the vaults that they are unknown.
    """
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            return _listen(host, port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() >= deadline:
                reason = REASONS.get(error.errno or 0, error.strerror or "it is no address")
                raise CannotListen(f"Cannot listen at {shown(host, port)}: {reason}.") from error
        time.sleep(PAUSE_SECONDS)


def shown(host: str, port: int) -> str:
    """An address and a port as they stand in a URL."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _listen(host: str, port: int) -> socket.socket:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # connections of the one before
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if sys.platform == "linux":  # accepted connections inherit it
            listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, STALLED_MILLISECONDS)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SENT_AHEAD_BYTES)
        listener.bind(address)
        listener.listen(BACKLOG)  # Linux refuses the second of two that were bound at the same time here
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener
