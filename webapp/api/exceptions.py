"""The exceptions with which the API refuses a request; errors.py turns them into responses."""

from __future__ import annotations


class ApiError(Exception):
    """A refused request. The message is one plain sentence of why, and repeats nothing that was sent."""


class Malformed(ApiError):
    """The request does not follow docs/protocol.md."""


class NotFound(ApiError):
    """Nothing is at this address, and nothing can be."""


class CrossSite(ApiError):
    """A browser sent the request on behalf of another site."""


class TooLarge(ApiError):
    """A body, a batch or a record exceeds what `GET /limits` gives."""


class UnsupportedMediaType(ApiError):
    """The Content-Type is not JSON."""


class RateLimited(ApiError):
    """One network address sent too many requests."""

    def __init__(self, retry_after: int) -> None:
        super().__init__("There were too many requests from this network address.")
        self.retry_after = retry_after
        """Seconds until the next window begins."""


class BodyNotRead(ApiError):
    """The server did not read the body: it came too slowly, or too many others came at once."""

    def __init__(self) -> None:
        super().__init__("The body came too slowly, or too many came at once.")
