"""Readers of large answers, which wait in memory until they are read: how many there may be, and how slow."""

from __future__ import annotations

import os
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from webapp.serving.slots import GRACE_SECONDS, LEAST_PACE

if sys.platform == "linux":
    import fcntl

LARGE = 64 * 1024
"""Bytes of an answer that is counted. With smaller ones, all connections of a process hold at most 256 MB."""
ROOM = 64 * 1024 * 1024
"""Bytes of all large answers together that one process holds: some thirty pages of a pull."""
SHARE = ROOM // 2
"""Bytes that one network may hold, an IPv4 address or a /48."""
FILES = Path("/proc/self/fd")
SIOCOUTQ = 0x5411
BYTES_ACKED = 120
"""Where tcp_info of Linux has its counter tcpi_bytes_acked."""
ESTABLISHED, CLOSE_WAIT = 1, 8


@dataclass(slots=True)
class Reader:
    """A connection with a large answer. `written`: its bytes that the system had taken before."""

    line: socket.socket
    network: bytes
    size: int
    since: float
    written: int = 0

    def __post_init__(self) -> None:
        self.written = self._written() or 0

    def taken(self) -> int:
        """Bytes of the answer that have left this process: all, if the connection has ended."""
        now = self._written()
        return self.size if now is None else now - self.written

    def _written(self) -> int | None:
        """Bytes that the system took for the connection so far; None if it has ended."""
        info = self.line.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, BYTES_ACKED + 8)
        if info[0] not in {ESTABLISHED, CLOSE_WAIT}:
            return None
        queued = struct.unpack("i", fcntl.ioctl(self.line, SIOCOUTQ, bytes(4)))[0]
        return int(struct.unpack_from("<Q", info, BYTES_ACKED)[0] + queued)


class Readers:
    """Room for large answers, from any thread. On other systems than Linux there is no bound.

    Threat: readers who take a byte now and then hold an answer each, for as long as they like. granian tells
    nobody when an answer has been read, so the system is asked how much of it has left.
    """

    def __init__(
        self, room: int = ROOM, share: int = SHARE, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._room, self._share, self._clock = room, share, clock
        self._held: list[Reader] = []
        self._lock = threading.Lock()

    def take(self, client: str, network: bytes, size: int) -> bool:
        """Whether there is room for an answer of `size` bytes to `client`, `address:port`, in `network`.

        One answer that is larger than all the room is sent while there is no other.
        """
        with self._lock:
            if not self._fits(network, size):
                self._look()
            if not self._fits(network, size):
                return False
            for line in lines_of(client):
                self._held.append(Reader(line, network, size, self._clock()))
            return True

    def look(self) -> None:
        """Forget who has read all, and end who reads too slowly. To be called several times a second."""
        with self._lock:
            self._look()

    def _look(self) -> None:
        now, held, self._held = self._clock(), self._held, []
        for reader in held:
            taken = reader.taken()
            if taken < reader.size and now - reader.since <= GRACE_SECONDS + taken / LEAST_PACE:
                self._held.append(reader)
                continue
            with suppress(OSError):  # it has ended meanwhile
                if taken < reader.size:
                    reader.line.shutdown(socket.SHUT_RDWR)
            reader.line.close()

    def _fits(self, network: bytes, size: int) -> bool:
        total = sum(reader.size for reader in self._held)
        own = sum(reader.size for reader in self._held if reader.network == network)
        return not total or (total + size <= self._room and (not own or own + size <= self._share))


def lines_of(client: str) -> Iterator[socket.socket]:
    """The connection with `client`, as a socket of its own that outlives the server's; none if it has ended.

    granian gives no file number, so all open files are asked.
    """
    if not FILES.exists():
        return
    host, _, port = client.rpartition(":")
    wanted = (host.strip("[]"), int(port))
    for file in FILES.iterdir():
        with suppress(OSError):  # it was closed meanwhile
            if not str(file.readlink()).startswith("socket:"):
                continue
            line = socket.socket(fileno=os.dup(int(file.name)))
            if _is_connected(line, wanted):
                yield line
                return
            line.close()


def _is_connected(line: socket.socket, peer: tuple[str, int]) -> bool:
    with suppress(OSError):
        return line.family in {socket.AF_INET, socket.AF_INET6} and line.getpeername()[:2] == peer
    return False
