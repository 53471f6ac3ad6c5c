"""The ways in which the programming interface refuses a request; errors.py turns them into answers."""

from __future__ import annotations


class Refused(Exception):
    """A request that is refused, with one plain sentence of why that says back nothing of what was sent."""


class Malformed(Refused):
    """The request is not what docs/protocol.md describes."""


class NotFound(Refused):
    """There is nothing at such an address, and can't be."""


class CrossSite(Refused):
    """A browser sent it on behalf of another site."""


class TooLarge(Refused):
    """A body, a batch or a record is larger than GET /limits says."""


class WrongMediaType(Refused):
    """The body is not said to be JSON."""


class SlowDown(Refused):
    """Too many requests from one address."""

    def __init__(self, seconds: int) -> None:
        super().__init__("There were too many requests from this network address.")
        self.seconds = seconds
        """After how many seconds there is room again."""
