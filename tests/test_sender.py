"""Sending what is due: once, in time, with patience where a service asks for it, and not for ever."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from push_service import PushService, answer, trusting
from reminder_makers import HOST, new_browser, new_subscription
from sending_makers import Told, add, send
from storage.reminders.interface import ReminderList, Subscription
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from webapp.push import Pusher
from webapp.push_hosts import Hosts
from webapp.sender import LATE_SECONDS, TRIES_MAX, Outcome, Said, Sender, back_off
from webapp.vapid import VapidKeys

GUARD_SECONDS = 120.0  # hang guard: a push takes a few hundredths of a second


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> TinyDBReminders:
    return TinyDBReminders(tmp_path, clock)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    with PushService(tmp_path) as running:
        yield running


def at(service: PushService, act: object = None) -> Subscription:
    subscription = new_subscription(browser := new_browser())
    path = subscription.endpoint.removeprefix(f"https://{HOST}")
    service.browsers[path] = browser
    if act:
        service.acts[path] = act  # type: ignore[assignment]
    return subscription


def test_what_is_due_is_sent_once_and_is_gone(store: TinyDBReminders, clock: Clock) -> None:
    entries, told = [add(store, clock.now) for _ in range(40)], Told()
    add(store, clock.now + 600)
    for _ in range(3):
        send(store, told, clock)
    assert sorted(told.sent) == sorted(entry.id for entry in entries)
    assert all(store.get(entry.name) == ReminderList() for entry in entries)


def test_several_senders_at_once_send_each_once(store: TinyDBReminders, clock: Clock) -> None:
    entries, told = [add(store, clock.now) for _ in range(60)], Told()
    threads = [threading.Thread(target=send, args=(store, told, clock)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told.sent) == sorted(entry.id for entry in entries)


def test_a_restart_goes_on_where_it_was(tmp_path: Path, clock: Clock) -> None:
    entry, told = add(TinyDBReminders(tmp_path, clock), clock.now + 3600), Told()
    send(TinyDBReminders(tmp_path, clock), told, clock)
    assert told.sent == []
    clock.now += 3600
    send(TinyDBReminders(tmp_path, clock), told, clock)
    assert told.sent == [entry.id]


def test_nothing_is_sent_before_a_service_wants_it(store: TinyDBReminders, clock: Clock) -> None:
    add(store, clock.now)
    told = Told(Outcome(Said.LATER, 1000))
    send(store, told, clock)
    clock.now += 999
    send(store, told, clock)
    assert len(told.sent) == 1
    clock.now += 1
    send(store, told, clock)
    assert len(told.sent) == 2


def test_a_service_that_asks_for_too_long_a_wait_is_not_asked_again(
    store: TinyDBReminders, clock: Clock
) -> None:
    entry = add(store, clock.now)
    send(store, Told(Outcome(Said.LATER, LATE_SECONDS + 600)), clock)
    assert store.get(entry.name).reminders[0].unsent


def test_without_a_word_of_when_each_wait_is_longer_and_the_tries_end(
    store: TinyDBReminders, clock: Clock
) -> None:
    entry, told = add(store, clock.now), Told(Outcome(Said.LATER))
    while not store.get(entry.name).reminders[0].unsent:
        send(store, told, clock)
        clock.now = max(clock.now, store.get(entry.name).reminders[0].try_after)
    assert 5 <= len(told.sent) <= TRIES_MAX
    waits = [[back_off(tries) for _ in range(50)] for tries in range(20)]
    assert max(waits[0]) < min(waits[1]) and max(waits[19]) <= 1.2 * 3600
    assert len(set(waits[0])) > 1, "not all at the same moment"


def test_a_refusal_is_given_up_at_once_in_words(store: TinyDBReminders, clock: Clock) -> None:
    entry, told = add(store, clock.now), Told(Outcome(Said.REFUSED))
    for _ in range(2):
        send(store, told, clock)
    assert (told.sent, store.get(entry.name).reminders[0].unsent) == ([entry.id], True)


def test_an_ended_subscription_goes_and_a_phone_that_comes_back_still_hears(
    store: TinyDBReminders, clock: Clock
) -> None:
    entry, told = add(store, clock.now), Told(Outcome(Said.ENDED))
    for _ in range(5):
        send(store, told, clock)
        clock.now += 700
    assert (told.sent, store.get(entry.name).subscription) == ([entry.id], None)
    store.register(entry.name, new_subscription())
    told.said = Outcome(Said.SENT)
    send(store, told, clock)
    assert store.get(entry.name) == ReminderList()


def test_a_phone_that_never_comes_back_is_given_up(store: TinyDBReminders, clock: Clock) -> None:
    entry, told = add(store, clock.now), Told(Outcome(Said.ENDED))
    send(store, told, clock)
    clock.now += LATE_SECONDS + 300
    send(store, told, clock)
    assert store.get(entry.name).reminders[0].unsent


def test_what_is_hours_late_is_given_up_and_not_sent(store: TinyDBReminders, clock: Clock) -> None:
    entry, told = add(store, clock.now), Told()
    clock.now += LATE_SECONDS + 300
    send(store, told, clock)
    assert (told.sent, store.get(entry.name).reminders[0].unsent) == ([], True)


def test_a_service_that_does_not_answer_rests_and_others_do_not(store: TinyDBReminders, clock: Clock) -> None:
    for _ in range(5):
        add(store, clock.now)
    other, told = new_subscription(host="web.push.apple.com"), Told(Outcome(Said.UNREACHED))
    sender = Sender(store, told, clock, lines=1)
    sender.send_due()
    sender.finish()
    assert len(told.sent) == 1, "the others wait with it"
    told.said, entry = Outcome(Said.SENT), add(store, clock.now, other)
    sender.send_due()
    sender.finish()
    assert told.sent[1:] == [entry.id]
    clock.now += 60
    sender.send_due()
    sender.finish()
    assert len(told.sent) == 2 + 5


def test_a_hanging_endpoint_delays_nobody(tmp_path: Path, service: PushService) -> None:
    store, keys = TinyDBReminders(tmp_path), VapidKeys(tmp_path)
    released = threading.Event()

    def hang(line: ssl.SSLSocket) -> None:
        released.wait()

    hanging = [add(store, time.time(), at(service, hang)) for _ in range(3)]
    others = [add(store, time.time(), at(service)) for _ in range(20)]
    pusher = Pusher(keys, "mailto:a@b.example", Hosts(), "", service.addresses, trusting(), GUARD_SECONDS)
    sender, until = Sender(store, pusher), time.monotonic() + GUARD_SECONDS
    try:
        sender.send_due()
        # hang guard: see there
        while any(store.get(entry.name).reminders for entry in others) and time.monotonic() < until:
            time.sleep(0.02)  # fixed wait: between two looks
        tries = [store.get(entry.name).reminders[0].tries for entry in hanging]
        assert [store.get(entry.name) for entry in others] == [ReminderList()] * 20
        assert tries == [0] * 3, "they were hanging still when all others were sent and noted"
    finally:
        released.set()
        sender.finish()
    assert len(service.receipts) == 23
    assert [store.get(entry.name).reminders[0].tries for entry in hanging] == [1] * 3


def test_a_real_service_that_asks_for_patience_gets_it(
    tmp_path: Path, service: PushService, store: TinyDBReminders, clock: Clock
) -> None:
    entry = add(store, clock.now, at(service, answer(429, Retry_After="500")))
    pusher = Pusher(VapidKeys(tmp_path), "mailto:a@b.example", Hosts(), "", service.addresses, trusting())
    sender = Sender(store, pusher, clock)
    for _ in range(2):
        sender.send_due()
        sender.finish()
    assert len(service.receipts) == 1
    assert store.get(entry.name).reminders[0].try_after == clock.now + 500
