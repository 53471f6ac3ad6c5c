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


class RefusedForNow(ApiError):
    """A refusal that ends by itself."""

    reason = ""

    def __init__(self, retry_after: int) -> None:
        super().__init__(self.reason)
        self.retry_after = retry_after
        """Seconds to wait at least."""


class RateLimited(RefusedForNow):
    """One network address sent too many requests."""

    reason = "There were too many requests from this network address."


class AddressFull(RefusedForNow):
    """One network address added as much as it may in this window. Nothing was stored."""

    reason = "This network address has added as much as it may for now. What is stored is safe."


class HostFull(RefusedForNow):
    """The host has no room for anything new right now. Nothing was stored."""

    reason = "The server takes nothing new right now. What is stored is safe."


class TooManyReaders(ApiError):
    """The answer is large, and too many others wait for readers who are slow."""

    def __init__(self) -> None:
        super().__init__("Too many large answers are on their way.")


class BodyNotRead(ApiError):
    """The server did not read the body: it came too slowly, or too many others came at once."""

    def __init__(self) -> None:
        super().__init__("The body came too slowly, or too many came at once.")
