"""A reminder on the walk: set over https as a phone sets it, and sent to the push service of the tests."""

from __future__ import annotations

import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from storage.reminders.interface import Subscription
from storage.reminders.tinydb import TinyDBReminders
from webapp.push.client import WebPushClient
from webapp.push.hosts import Hosts
from webapp.push.sender import Sender
from webapp.push.vapid import VapidKeys

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from push_service import PushService, trusting
from reminder_client import Fragment, ReminderClient, ahead
from reminder_makers import new_browser, new_reminder_id, new_subscription

Open = Callable[[urllib.request.Request], bytes]


@dataclass
class Answer:
    """What ReminderClient reads of an answer."""

    text: str
    status_code: int = 200


class PhoneOverHttps(ReminderClient):
    """The tests' phone, whose requests go through the proxy."""

    def __init__(self, origin: str, open_: Open, subscription: Subscription) -> None:
        super().__init__(None, subscription=subscription)  # type: ignore[arg-type]  # there is no app in this process
        self._origin, self._open = origin, open_

    def send(self, act: str, fields: dict[str, str] | None = None, **headers: str) -> Fragment:
        """Send one request, as an app on this origin does."""
        body = urllib.parse.urlencode({"key": self.key, "zone": self.zone} | (fields or {})).encode()
        named = {"Origin": self._origin, "Referer": f"{self._origin}/da/moede", **headers}
        request = urllib.request.Request(f"{self._origin}/reminders/{self.language}/{act}", body, named)
        return Fragment(Answer(self._open(request).decode()))  # type: ignore[arg-type]


def send_a_reminder(origin: str, open_: Open, data: Path) -> None:
    """Set a reminder for in an hour, and send it as in an hour. Raises AssertionError if it does not arrive.

    No setting lets the installed server send to this machine, so a sender of this process does.
    """
    browser = new_browser()
    phone = PhoneOverHttps(origin, open_, new_subscription(browser))
    reminder, when = new_reminder_id(), ahead(hours=1)
    shown = phone.add((reminder, when))
    assert list(shown.rows) == [reminder], shown.message
    path = urllib.parse.urlsplit(phone.subscription.endpoint).path
    clock = partial(float, time.time() + 3600 + 1)
    with (
        tempfile.TemporaryDirectory() as folder,
        PushService(Path(folder), browsers={path: browser}) as service,
    ):
        keys = VapidKeys(data)
        pusher = WebPushClient(
            keys, "mailto:walk@egne-ord.example", Hosts(), "", service.addresses, trusting()
        )
        sender = Sender(TinyDBReminders(data, clock), pusher, clock)
        sender.send_due()
        sender.finish()
        assert [receipt.message["id"] for receipt in service.receipts] == [reminder], service.errors
        assert service.receipts[0].server_key == shown.root.attrs["data-vapid"]
