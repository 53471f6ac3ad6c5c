"""Test data for reminders: names, subscriptions with real keys, times."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from storage import base64url
from storage.reminders.interface import SLOT_SECONDS, ReminderStore, Subscription
from storage.reminders.memory import MemoryReminders
from storage.reminders.tinydb import TinyDBReminders

HOST = "updates.push.services.mozilla.com"
MakeReminders = Callable[[Path, Callable[[], float]], ReminderStore]
REMINDER_STORES: dict[str, MakeReminders] = {
    "memory": lambda folder, clock: MemoryReminders(clock),
    "tinydb": TinyDBReminders,
}
"""Every store of reminders on this machine; a new one is one line here."""


@dataclass(frozen=True)
class Browser:
    """The browser's own keys of a subscription."""

    private: ec.EllipticCurvePrivateKey
    auth: bytes

    @property
    def public(self) -> bytes:
        """The public key: the uncompressed point of 65 bytes."""
        return self.private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def new_browser() -> Browser:
    """A browser that has just subscribed."""
    return Browser(ec.generate_private_key(ec.SECP256R1()), os.urandom(16))


def new_subscription(browser: Browser | None = None, host: str = HOST, path: str = "") -> Subscription:
    """A subscription at a push service of today's browsers."""
    browser = browser or new_browser()
    endpoint = f"https://{host}/wpush/v2/{path or base64url.encode(os.urandom(12))}"
    return Subscription(endpoint, base64url.encode(browser.public), base64url.encode(browser.auth))


def new_name(part: int | None = None) -> bytes:
    """An unused name of a list, in the given part."""
    return os.urandom(32) if part is None else bytes([part]) + os.urandom(31)


def new_reminder_id() -> str:
    """A reminder's id, as a phone makes it."""
    return base64url.encode(os.urandom(16))


def slot(seconds: float) -> int:
    """The last time up to `seconds` at which a reminder can be due."""
    return int(seconds) // SLOT_SECONDS * SLOT_SECONDS
