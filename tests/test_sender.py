"""The sender: each reminder once and in time, with retries when a service asks, but not forever."""

from __future__ import annotations

import ssl
import threading
import time
from pathlib import Path

import pytest

from push_service import PushService, answer, trusting
from reminder_makers import new_subscription
from sending_makers import FakeClient, add, send
from storage.reminders.interface import ReminderList
from storage.reminders.tinydb import TinyDBReminders
from storage.steady_clock import SteadyClock
from storage_makers import Clock
from webapp.push.client import WebPushClient
from webapp.push.delivery import Delivery, DeliveryStatus
from webapp.push.hosts import Hosts
from webapp.push.sender import LATE_SECONDS, TRIES_MAX, Sender, back_off
from webapp.push.vapid import VapidKeys

DAY = 24 * 60 * 60
GUARD_SECONDS = 120.0  # hang guard: a push takes a few hundredths of a second


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TinyDBReminders:
    return TinyDBReminders(tmp_path, clock)


def test_due_reminders_are_sent_once_and_removed(store: TinyDBReminders, clock: Clock) -> None:
    entries, client = [add(store, clock.now) for _ in range(40)], FakeClient()
    add(store, clock.now + 600)
    for _ in range(3):
        send(store, client, clock)
    assert sorted(client.sent) == sorted(entry.id for entry in entries)
    assert all(store.get(entry.name) == ReminderList() for entry in entries)


def test_several_senders_at_once_send_each_reminder_once(store: TinyDBReminders, clock: Clock) -> None:
    entries, client = [add(store, clock.now) for _ in range(60)], FakeClient()
    threads = [threading.Thread(target=send, args=(store, client, clock)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(client.sent) == sorted(entry.id for entry in entries)


def test_a_reminder_survives_a_restart(tmp_path: Path, clock: Clock) -> None:
    entry, client = add(TinyDBReminders(tmp_path, clock), clock.now + 3600), FakeClient()
    send(TinyDBReminders(tmp_path, clock), client, clock)
    assert client.sent == []
    clock.now += 3600
    send(TinyDBReminders(tmp_path, clock), client, clock)
    assert client.sent == [entry.id]


def test_a_retry_waits_as_long_as_the_service_asked(store: TinyDBReminders, clock: Clock) -> None:
    add(store, clock.now)
    client = FakeClient(Delivery(DeliveryStatus.RETRY, 1000))
    send(store, client, clock)
    clock.now += 999
    send(store, client, clock)
    assert len(client.sent) == 1
    clock.now += 1
    send(store, client, clock)
    assert len(client.sent) == 2


def test_a_reminder_is_given_up_if_the_service_asks_for_too_long_a_wait(
    store: TinyDBReminders, clock: Clock
) -> None:
    entry = add(store, clock.now)
    send(store, FakeClient(Delivery(DeliveryStatus.RETRY, LATE_SECONDS + 600)), clock)
    assert store.get(entry.name).reminders[0].unsent


def test_retries_back_off_and_end(store: TinyDBReminders, clock: Clock) -> None:
    entry, client = add(store, clock.now), FakeClient(Delivery(DeliveryStatus.RETRY))
    while not store.get(entry.name).reminders[0].unsent:
        send(store, client, clock)
        clock.now = max(clock.now, store.get(entry.name).reminders[0].try_after)
    assert 5 <= len(client.sent) <= TRIES_MAX
    waits = [[back_off(tries) for _ in range(50)] for tries in range(20)]
    assert max(waits[0]) < min(waits[1]) and max(waits[19]) <= 1.2 * 3600
    assert len(set(waits[0])) > 1, "jitter"


def test_a_rejected_reminder_is_given_up_at_once_and_marked_unsent(
    store: TinyDBReminders, clock: Clock
) -> None:
    entry, client = add(store, clock.now), FakeClient(Delivery(DeliveryStatus.REJECTED))
    for _ in range(2):
        send(store, client, clock)
    assert (client.sent, store.get(entry.name).reminders[0].unsent) == ([entry.id], True)


def test_a_reminder_is_sent_after_the_phone_subscribes_again(store: TinyDBReminders, clock: Clock) -> None:
    entry, client = add(store, clock.now), FakeClient(Delivery(DeliveryStatus.GONE))
    for _ in range(5):
        send(store, client, clock)
        clock.now += 700
    assert (client.sent, store.get(entry.name).subscription) == ([entry.id], None)
    store.register(entry.name, new_subscription())
    client.delivery = Delivery(DeliveryStatus.SENT)
    send(store, client, clock)
    assert store.get(entry.name) == ReminderList()


def test_a_reminder_is_given_up_if_the_phone_does_not_subscribe_again(
    store: TinyDBReminders, clock: Clock
) -> None:
    entry, client = add(store, clock.now), FakeClient(Delivery(DeliveryStatus.GONE))
    send(store, client, clock)
    clock.now += LATE_SECONDS + 300
    send(store, client, clock)
    assert store.get(entry.name).reminders[0].unsent


def test_a_reminder_that_is_hours_late_is_given_up_and_not_sent(store: TinyDBReminders, clock: Clock) -> None:
    entry, client = add(store, clock.now), FakeClient()
    clock.now += LATE_SECONDS + 300
    send(store, client, clock)
    assert (client.sent, store.get(entry.name).reminders[0].unsent) == ([], True)


def test_an_unreachable_service_is_paused_and_others_are_not(store: TinyDBReminders, clock: Clock) -> None:
    for _ in range(5):
        add(store, clock.now)
    other, client = (
        new_subscription(host="web.push.apple.com"),
        FakeClient(Delivery(DeliveryStatus.UNREACHABLE)),
    )
    sender = Sender(store, client, clock, concurrency=1)
    sender.send_due()
    sender.finish()
    assert len(client.sent) == 1, "the others of this host wait"
    client.delivery, entry = Delivery(DeliveryStatus.SENT), add(store, clock.now, other)
    sender.send_due()
    sender.finish()
    assert client.sent[1:] == [entry.id]
    clock.now += 60
    sender.send_due()
    sender.finish()
    assert len(client.sent) == 2 + 5


def test_a_hanging_endpoint_does_not_delay_others(tmp_path: Path, service: PushService) -> None:
    store, keys = TinyDBReminders(tmp_path), VapidKeys(tmp_path)
    released = threading.Event()

    def hang(line: ssl.SSLSocket) -> None:
        released.wait()

    hanging = [add(store, time.time(), service.subscribe(hang)) for _ in range(3)]
    others = [add(store, time.time(), service.subscribe()) for _ in range(20)]
    client = WebPushClient(
        keys, "mailto:a@b.example", Hosts(), "", service.addresses, trusting(), GUARD_SECONDS
    )
    sender, until = Sender(store, client), time.monotonic() + GUARD_SECONDS
    try:
        sender.send_due()
        # hang guard: see GUARD_SECONDS
        while any(store.get(entry.name).reminders for entry in others) and time.monotonic() < until:
            time.sleep(0.02)  # fixed wait: between two looks
        tries = [store.get(entry.name).reminders[0].tries for entry in hanging]
        assert [store.get(entry.name) for entry in others] == [ReminderList()] * 20
        assert tries == [0] * 3, "they still hung when all others had been sent and stored"
    finally:
        released.set()
        sender.finish()
    assert len(service.receipts) == 23
    assert [store.get(entry.name).reminders[0].tries for entry in hanging] == [1] * 3


def test_the_retry_after_of_a_real_response_is_kept(
    tmp_path: Path, service: PushService, store: TinyDBReminders, clock: Clock
) -> None:
    entry = add(store, clock.now, service.subscribe(answer(429, Retry_After="500")))
    client = WebPushClient(
        VapidKeys(tmp_path), "mailto:a@b.example", Hosts(), "", service.addresses, trusting()
    )
    sender = Sender(store, client, clock)
    for _ in range(2):
        sender.send_due()
        sender.finish()
    assert len(service.receipts) == 1
    assert store.get(entry.name).reminders[0].try_after == clock.now + 500


def test_what_is_late_by_a_clock_that_leapt_is_sent_on_its_day(tmp_path: Path, clock: Clock) -> None:
    store, client, steady = TinyDBReminders(tmp_path, clock), FakeClient(), SteadyClock(tmp_path, clock)
    entry = add(store, clock.now + 14 * DAY)
    before = store.get(entry.name)
    assert steady.is_steady()
    for leap in (731 * DAY, -731 * DAY, 14 * DAY + 60):
        clock.now += leap
        sender = Sender(store, client, clock, is_steady=steady.is_steady)
        sender.send_due()
        sender.finish()
        assert (store.get(entry.name) == before) == (client.sent == [])
    assert client.sent == [entry.id]


def test_what_is_late_by_a_clock_that_stays_is_given_up(tmp_path: Path, clock: Clock) -> None:
    store, client, steady = TinyDBReminders(tmp_path, clock), FakeClient(), SteadyClock(tmp_path, clock)
    entry = add(store, clock.now)
    assert steady.is_steady()
    unsent = []
    for day in (5, 1, 1, 1, 1, 1, 1, 1):
        clock.now += day * DAY
        sender = Sender(store, client, clock, is_steady=steady.is_steady)
        sender.send_due()
        sender.finish()
        unsent.append(store.get(entry.name).reminders[0].unsent)
    assert unsent == [False] * 7 + [True]
    assert client.sent == []
