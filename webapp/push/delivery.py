"""The result of one push, as a push service's response gives it (RFC 8030)."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from enum import Enum
from typing import Protocol

from requests import Response

from storage.reminders.interface import DeliveryLease, Subscription

RETRY_AFTER_SECONDS_MAX = 24 * 3600


class DeliveryStatus(Enum):
    """What happened to one push."""

    SENT = "sent"
    GONE = "gone"
    """The subscription no longer exists."""
    RETRY = "retry"
    """The service asked for another try later."""
    UNREACHABLE = "unreachable"
    """No response, or not in time."""
    REJECTED = "rejected"
    """The service will not accept this push, now or later."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """The result of one push. `retry_after`: seconds that the service asked us to wait."""

    status: DeliveryStatus
    retry_after: float | None = None


class PushClient(Protocol):
    """Something that can send one push."""

    def push(self, lease: DeliveryLease, subscription: Subscription) -> Delivery:
        """Send it, in less time than a lease lasts."""


def delivery_of(response: Response, now: float) -> Delivery:
    """Classify a response. A redirect counts as a rejection, because it is never followed."""
    status = response.status_code
    if 200 <= status < 300:
        return Delivery(DeliveryStatus.SENT)
    if status in {404, 410}:
        return Delivery(DeliveryStatus.GONE)
    if status == 429 or status >= 500:
        return Delivery(DeliveryStatus.RETRY, retry_after(response.headers.get("Retry-After", ""), now))
    return Delivery(DeliveryStatus.REJECTED)


def retry_after(text: str, now: float) -> float | None:
    """Seconds from a Retry-After header (seconds or a date), 1 to RETRY_AFTER_SECONDS_MAX.

    None if the header is neither. `now`: seconds since 1970.
    """
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        seconds = float(text)
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(seconds, 1.0), RETRY_AFTER_SECONDS_MAX)
