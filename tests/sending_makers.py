"""Shared by the tests of the sender: due reminders, and a fake push client."""

from __future__ import annotations

from dataclasses import dataclass, field

from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.reminders.interface import DeliveryLease, DueEntry, Subscription
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from webapp.push.delivery import Delivery, DeliveryStatus
from webapp.push.sender import Sender


@dataclass
class FakeClient:
    """A push client that returns `delivery`, and records the ids that were sent."""

    delivery: Delivery = field(default_factory=lambda: Delivery(DeliveryStatus.SENT))
    sent: list[str] = field(default_factory=list)

    def push(self, lease: DeliveryLease, subscription: Subscription) -> Delivery:
        self.sent.append(lease.entry.id)
        return self.delivery


def add(store: TinyDBReminders, now: float, subscription: Subscription | None = None) -> DueEntry:
    """Add a reminder that is due now, and return its entry."""
    entry = DueEntry(slot(now), new_name(), new_reminder_id())
    store.add(entry.name, "da", subscription or new_subscription(), [(entry.id, entry.due)])
    return entry


def send(store: TinyDBReminders, client: FakeClient, clock: Clock) -> None:
    """Send everything that is due, and wait until the results are stored."""
    sender = Sender(store, client, clock)
    sender.send_due()
    sender.finish()
