"""Reading a body: granian calls back with each part, with a least pace, so that no thread waits for it."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn, Protocol

from webapp.api.exceptions import ApiError, BodyNotRead, Malformed
from webapp.serving.slots import Slot

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

Result = bytes | ApiError


class BodyWanted(BaseException):
    """A view wants to read the body, which has not been read yet.

    No Exception, so that nothing between the view and the server turns it into an answer.
    """


class Unread(io.RawIOBase):
    """Stands for a body that has not been read: whoever reads it raises BodyWanted."""

    def readinto(self, buffer: WriteableBuffer, /) -> NoReturn:
        """See RawIOBase."""
        raise BodyWanted

    def readall(self) -> NoReturn:
        """See RawIOBase."""
        raise BodyWanted


class Part(Protocol):
    """The next bytes of a body, which are still to come."""

    def add_done_callback(self, callback: Callable[[Part], None]) -> None:
        """Call `callback` once: when the bytes have come, or the connection broke, or after a cancel."""

    def result(self) -> bytes:
        """The bytes; none at the end. Raises RuntimeError if the connection broke."""

    def cancel(self) -> bool:
        """Wait no more."""


class Parts(Protocol):
    """A body as granian hands it over."""

    def __aiter__(self) -> Parts: ...

    def __anext__(self) -> Part: ...


class Body:
    """A body of `size` bytes, or a chunked one (None) of up to one more than `most`, that is being read.

    `done` is called once, from any thread, and must return at once: with all bytes, with BodyNotRead if they
    came too slowly or the slot had to give way, or with Malformed if they ended early.
    """

    def __init__(
        self, parts: Parts, slot: Slot, size: int | None, most: int, done: Callable[[Result], None]
    ) -> None:
        self._parts, self.slot, self._done = parts, slot, done
        self._size, self._enough = size, most + 1 if size is None else size
        self._held: list[bytes] = []
        self._part: Part | None = None
        self._is_open = threading.Lock()
        slot.give_way = self.give_way

    def read(self) -> None:
        """Begin to read."""
        try:
            self._parts = self._parts.__aiter__()
            self._wait()
        except RuntimeError:  # the connection broke already
            self._finish(Malformed("The body ended early."))

    def give_way(self) -> None:
        """Read no more. From any thread; also by whoever ends what has become too slow."""
        if self._finish(BodyNotRead()) and self._part:
            self._part.cancel()

    def _wait(self) -> None:
        self._part = self._parts.__anext__()
        self._part.add_done_callback(self._came)

    def _came(self, part: Part) -> None:
        """granian calls this, in its own thread."""
        if not self.slot.is_reading:  # it gave way meanwhile
            return
        try:
            data = part.result()
            self._held.append(data)
            self.slot.received += len(data)
            if not data or self.slot.received >= self._enough:
                self._finish(self._whole())
            else:
                self._wait()
        except RuntimeError:
            self._finish(Malformed("The body ended early."))

    def _whole(self) -> Result:
        if self._size is not None and self.slot.received < self._size:
            return Malformed("The body ended early.")
        return b"".join(self._held)[: self._enough]

    def _finish(self, result: Result) -> bool:
        """Report the result, unless another thread did."""
        if not self._is_open.acquire(blocking=False):
            return False
        self.slot.is_reading = False
        self._done(result)
        return True
