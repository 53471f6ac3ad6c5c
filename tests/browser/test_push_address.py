"""A push address is bound to the server's key and renewed by browsers; the server always has a valid one."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from reminder_makers import new_reminder_id, new_subscription

from .meeting_journey import day
from .pushes import Doorbell, push_about
from .reminder_journey import Reach, remind
from .screens import address
from .test_reminders_server import reach, wait_until_seen
from .test_stuck_database import HELD

__all__ = ["reach"]
OTHER_KEY = "BHHnk7H4rOZLDTXcZ9ApcYVQXT6wpkjY6WRmwsuBZGNMAzBZ7EY_D8aOT_bYG1OPaJjkBrsCTMvN4TUVlcOGvC4"
"""The key that the server used before; the current server never has it."""


def test_an_address_bound_to_a_replaced_server_key_is_renewed(reach: Reach) -> None:
    stub, meeting = reach.stub, reach.meeting(f"{day(6)}T10:00")
    stub.subscription, stub.key = new_subscription(stub.browser), OTHER_KEY
    old_subscription = stub.subscription
    remind(reach.page, reach.origin, meeting)
    assert reach.kept().subscription == stub.subscription != old_subscription
    assert stub.key != OTHER_KEY


def test_a_key_that_changes_later_is_noticed_at_the_next_visit(reach: Reach) -> None:
    stub, now = reach.stub, datetime.now()
    remind(reach.page, reach.origin, reach.meeting(f"{day(6)}T10:00"))
    stub.subscription, stub.key = new_subscription(stub.browser), OTHER_KEY
    old_subscription = stub.subscription
    reach.page.clock.set_fixed_time(now + timedelta(days=1))
    reach.page.goto(address(reach.origin, "da", "start"))
    wait_until_seen(reach.page, now + timedelta(days=1))
    assert reach.kept().subscription == stub.subscription != old_subscription
    assert stub.key != OTHER_KEY


RENEWED = """async (next) => {
  const plain = (text) => atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = (text) => Uint8Array.from(plain(text), (letter) => letter.charCodeAt(0)).buffer;
  const keys = [];
  PushManager.prototype.getSubscription = async () => null;
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    keys.push(applicationServerKey);
    return { endpoint: next.endpoint, getKey: (name) => bytes(next[name]), options: {} };
  };
  const event = new Event('pushsubscriptionchange');
  let work = null;
  event.waitUntil = (promise) => { work = promise; };
  dispatchEvent(event);
  await work;
  return { keys, isHandled: work !== null };
}"""
"""What a browser does when it ends an address: it fires an event in the worker, which subscribes anew."""


def test_an_address_renewed_by_the_browser_is_sent_to_the_server_without_a_visit(reach: Reach) -> None:
    (worker,) = reach.page.context.service_workers
    unneeded = worker.evaluate(RENEWED, asdict(new_subscription(reach.stub.browser)))
    assert unneeded == {"keys": [], "isHandled": True}, "a phone without reminders subscribed"
    remind(reach.page, reach.origin, reach.meeting(f"{day(6)}T10:00"))
    before = reach.kept().subscription
    reach.page.goto("about:blank")
    renewed = new_subscription(reach.stub.browser)
    result = worker.evaluate(RENEWED, asdict(renewed))
    assert result == {"keys": [reach.stub.key], "isHandled": True}
    assert reach.kept().subscription == renewed != before


FORGET_SCREENS = "async () => { for (const name of await caches.keys()) await caches.delete(name); }"


def test_a_push_becomes_a_notice_while_the_database_does_not_answer_and_the_screens_are_lost(
    reach: Reach,
) -> None:
    bell = Doorbell(reach.page.context, reach.origin)
    reach.page.goto(f"{reach.origin}/healthz")
    reach.page.evaluate(HELD)
    (notice,) = bell.ring(push_about(new_reminder_id()))
    assert notice["title"] == "En hilsen fra dig selv"
    bell.silence()
    bell.worker.evaluate(FORGET_SCREENS)
    (notice,) = bell.ring(push_about(new_reminder_id()))
    assert (notice["title"], notice["lang"]) == ("En hilsen fra dig selv", "da")
    assert bell.tap(notice["tag"]) == [notice["data"]["url"]] == ["/"]
