"""Reading a body in the event loop, with a least pace, so that no thread waits for it."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterable
from typing import TYPE_CHECKING, NoReturn

from webapp.api.exceptions import BodyNotRead, Malformed
from webapp.serving.slots import Slot

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GRACE_SECONDS = 20.0
"""How long a body may take in any case, and how long it may pause if it kept just the least pace."""
LEAST_PACE = 4096
"""Bytes a second. A phone with a bad connection sends 8,000."""


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


async def read_body(parts: AsyncIterable[bytes], slot: Slot, size: int | None, most: int) -> bytes:
    """All bytes of a body of `size`, or of a chunked one (None) up to one more than `most`.

    Raises BodyNotRead if it comes too slowly or `slot` has to give way, Malformed if it ends early.
    """
    loop = asyncio.get_running_loop()
    start = loop.time()
    enough = most + 1 if size is None else size
    held: list[bytes] = []
    has_room = True
    try:
        async with asyncio.timeout_at(start + GRACE_SECONDS) as limit:

            def give_way() -> None:
                nonlocal has_room
                has_room = False
                limit.reschedule(start)

            slot.give_way = give_way
            async for part in parts:
                held.append(part)
                slot.received += len(part)
                if slot.received >= enough:
                    break
                if not has_room:  # this part came in the same moment
                    raise BodyNotRead
                limit.reschedule(start + GRACE_SECONDS + slot.received / LEAST_PACE)
    except TimeoutError:
        raise BodyNotRead from None
    finally:
        slot.is_reading = False
    if size is not None and slot.received < size:
        raise Malformed("The body ended early.")
    return b"".join(held)[:enough]
