"""What the tests of sending share: reminders that are due, and a service that says what it is told to."""

from __future__ import annotations

from dataclasses import dataclass, field

from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.reminders.interface import DeliveryLease, DueEntry, Subscription
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from webapp.sender import Outcome, Said, Sender


@dataclass
class Told:
    """A push service that says what it was told to; remembers what was sent."""

    said: Outcome = field(default_factory=lambda: Outcome(Said.SENT))
    sent: list[str] = field(default_factory=list)

    def push(self, lease: DeliveryLease, subscription: Subscription) -> Outcome:
        self.sent.append(lease.entry.id)
        return self.said


def add(store: TinyDBReminders, now: float, subscription: Subscription | None = None) -> DueEntry:
    """A reminder that is due now."""
    entry = DueEntry(slot(now), new_name(), new_reminder_id())
    store.add(entry.name, "da", subscription or new_subscription(), [(entry.id, entry.due)])
    return entry


def send(store: TinyDBReminders, told: Told, clock: Clock) -> None:
    """Send all that is due, and wait until it is noted."""
    sender = Sender(store, told, clock)
    sender.send_due()
    sender.finish()
