"""A stub of the browser's push service, which headless Chromium lacks, and a way to deliver pushes.

The stub replaces the browser only: it has real keys, keeps a subscription from page to page, and records the
key it was asked with. Pushes are delivered through DevTools, as real events in the worker.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from playwright.sync_api import Browser, BrowserContext

from reminder_makers import new_browser, new_name, new_subscription, slot
from storage.reminders.interface import DeliveryLease, DueEntry, Subscription
from webapp.push.message import payload

from .chromium import TIMEOUT_MS, open_phone

ZONE = "Europe/Copenhagen"

STUB = """(() => {
  if (!globalThis.PushManager) return; // an insecure page
  const plain = (text) => atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = (text) => Uint8Array.from(plain(text), (letter) => letter.charCodeAt(0)).buffer;
  const subscription = async (vapid) => {
    const stub = await pushStub(vapid);
    return stub && {
      endpoint: stub.endpoint, getKey: (name) => bytes(stub[name]), unsubscribe: () => pushStub('ended'),
      options: { applicationServerKey: stub.key ? bytes(stub.key) : null },
    };
  };
  PushManager.prototype.getSubscription = () => subscription('');
  PushManager.prototype.subscribe = ({ applicationServerKey }) => subscription(applicationServerKey);
})();"""
SHOWN = """async () => (await registration.getNotifications())
  .map(({ title, body, tag, lang, data, actions }) => ({ title, body, tag, lang, data, actions }))"""
WINDOWS = "async () => (await clients.matchAll({ type: 'window', includeUncontrolled: true })).length"
SILENCE = (
    "async (filter) => (await registration.getNotifications(filter)).forEach((notice) => notice.close())"
)
TAPPED = """async (tag) => {
  const [notification] = await registration.getNotifications({ tag });
  const event = new NotificationEvent('notificationclick', { notification });
  const asked = [];
  event.waitUntil = () => {};
  clients.openWindow = async (url) => asked.push(url);
  dispatchEvent(event);
  delete clients.openWindow;
  return asked;
}"""


COMPLETED, DISPLAYED = "Push event completed Success", "Notification displayed"


class PushStub:
    """One phone's subscription, with its private key; a test may remove or replace it."""

    def __init__(self) -> None:
        self.browser = new_browser()
        self.subscription: Subscription | None = None
        self.key = ""
        self.asked: list[str] = []

    def __call__(self, vapid: str) -> dict[str, str] | None:
        """The browser's subscription; called with a server's key, it subscribes first."""
        if vapid == "ended":
            self.subscription = None
        elif vapid:
            if self.subscription and self.key not in ("", vapid):
                raise ValueError("InvalidStateError: another key has a subscription")
            self.asked.append(vapid)
            self.key = vapid
            self.subscription = self.subscription or new_subscription(self.browser)
        found = self.subscription
        return {**asdict(found), "key": self.key} if found else None


def open_reachable_phone(browser: Browser, lang: str = "da", **more: Any) -> tuple[BrowserContext, PushStub]:
    """A new phone in Denmark that allows notifications."""
    context = open_phone(browser, lang, permissions=["notifications"], timezone_id=ZONE, **more)
    stub = PushStub()
    context.expose_function("pushStub", stub)
    context.add_init_script(STUB)
    return context, stub


def push_about(id: str, lang: str = "da") -> str:
    """The payload that the server sends for a reminder."""
    lease = DeliveryLease(DueEntry(slot(time.time()), new_name(), id), time.time() + 60, 0, lang, None)
    return payload(lease, "").decode()


class Doorbell:
    """Delivers pushes to a phone's worker, even when no window of the app is open."""

    def __init__(self, context: BrowserContext, origin: str) -> None:
        self._origin, self._registrations = origin, dict[str, str]()
        self._blank = context.new_page()
        self._tools = context.new_cdp_session(self._blank)
        self._tools.on("ServiceWorker.workerRegistrationUpdated", self._note_registrations)
        self._tools.send("ServiceWorker.enable")
        self._events: list[str] = []
        self._tools.on("BackgroundService.backgroundServiceEventReceived", self._note_event)
        for service in ("notifications", "pushMessaging"):
            self._tools.send("BackgroundService.startObserving", {"service": service})
            self._tools.send("BackgroundService.setRecording", {"service": service, "shouldRecord": True})
        self._wait(lambda: origin + "/" in self._registrations, "a worker")
        (self.worker,) = context.service_workers

    def _note_registrations(self, event: dict[str, Any]) -> None:
        for entry in event["registrations"]:
            self._registrations[entry["scopeURL"]] = entry["registrationId"]

    def _note_event(self, event: dict[str, Any]) -> None:
        entry = event["backgroundServiceEvent"]
        if entry["origin"] == self._origin + "/":
            end = [item["value"] for item in entry["eventMetadata"] if item["key"] == "Status"]
            self._events.append(" ".join([entry["eventName"], *end]))

    def _wait(self, is_done: Callable[[], bool], what: str) -> None:
        # hang guard: the browser reports a push at once
        deadline = time.monotonic() + TIMEOUT_MS / 1000
        while not is_done():
            assert time.monotonic() < deadline, f"timed out waiting for {what}: {self._events}"
            self._blank.wait_for_timeout(20)  # fixed wait: between two looks at the events

    def ring(self, *pushes: str) -> list[dict[str, Any]]:
        """Deliver pushes; returns the notifications once each push has been answered with one."""
        self._events.clear()
        for push in pushes:
            where = {"origin": self._origin, "registrationId": self._registrations[self._origin + "/"]}
            self._tools.send("ServiceWorker.deliverPushMessage", {**where, "data": push})
        # Reading the notifications earlier would close those that are not on screen yet.
        self._wait(lambda: self._events.count(COMPLETED) == len(pushes), "the end of each push")
        self._wait(lambda: self._events.count(DISPLAYED) == len(pushes), "one notice for each push")
        return self.shown()

    def shown(self) -> list[dict[str, Any]]:
        """The notifications on the phone, with what they show and what they carry."""
        return list(self.worker.evaluate(SHOWN))

    def tap(self, tag: str) -> list[str]:
        """Tap a notification; returns the addresses that the worker asks the browser to open."""
        return list(self.worker.evaluate(TAPPED, tag))

    def silence(self) -> None:
        """Close all notifications."""
        self.worker.evaluate(SILENCE, {})

    def wait_for_windows(self, count: int) -> None:
        """Return when this many windows of the app are open."""
        self._wait(lambda: self.worker.evaluate(WINDOWS) == count, f"{count} windows")
