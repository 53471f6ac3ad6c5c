"""Sending a push: where it may go, what it says, what an answer means, and that it always ends."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from functools import partial
from pathlib import Path

import pytest

from browser.real_server import free_port
from push_service import Act, PushService, answer, hang, trickle, trusting
from reminder_makers import HOST, new_browser, new_name, new_reminder_id, new_subscription, slot
from storage.reminders.interface import DeliveryLease, DueEntry, Subscription
from webapp.line import global_addresses
from webapp.push import SEND_SECONDS, Pusher, payload, retry_after
from webapp.push_hosts import Hosts
from webapp.sender import Outcome, Said
from webapp.vapid import VapidKeys

CONTACT = "mailto:reminders@egne-ord.example"
SHORT_SECONDS = 1.5
SECONDS_MAX = 10
"""No push may take longer; these are told to end sooner."""
GUARD_SECONDS = 120.0  # hang guard: these pushes end after SHORT_SECONDS


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    with PushService(tmp_path) as running:
        yield running


@pytest.fixture
def keys(tmp_path: Path) -> VapidKeys:
    return VapidKeys(tmp_path / "data")


def pusher_to(service: PushService, keys: VapidKeys, **more: float) -> Pusher:
    return Pusher(keys, CONTACT, Hosts(), "https://egneord.example", service.addresses, trusting(), **more)


def new_lease(language: str = "da") -> DeliveryLease:
    entry = DueEntry(slot(time.time()), new_name(), new_reminder_id())
    return DeliveryLease(entry, time.time() + 60, 0, language, None)


def at(service: PushService, act: Act | None = None) -> Subscription:
    """A subscription that the service knows, and what it does with a push to it."""
    subscription = new_subscription(browser := new_browser())
    path = subscription.endpoint.removeprefix(f"https://{HOST}")
    service.browsers[path] = browser
    if act:
        service.acts[path] = act
    return subscription


def test_a_name_that_leads_into_this_network_gets_no_push(service: PushService, keys: VapidKeys) -> None:
    def look_up(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("127.0.0.1", service.ports[0]))]

    led = Pusher(keys, CONTACT, Hosts(), "", lambda host: global_addresses(host, look_up), trusting())
    assert led.push(new_lease(), at(service)) == Outcome(Said.UNREACHED)
    assert service.receipts == []


@pytest.mark.parametrize(
    ("language", "title"), [("da", "En hilsen fra dig selv"), ("en", "A note from yourself")]
)
def test_a_push_arrives_sealed_signed_and_in_neutral_words(
    service: PushService, keys: VapidKeys, language: str, title: str
) -> None:
    lease = new_lease(language)
    assert pusher_to(service, keys).push(lease, at(service)) == Outcome(Said.SENT)
    (receipt,) = service.receipts
    assert receipt.said == {
        "web_push": 8030,
        "id": lease.entry.id,
        "mutable": True,
        "notification": {
            "title": title,
            "lang": language,
            "dir": "ltr",
            "navigate": f"https://egneord.example/{language}/meetings",
            "tag": lease.entry.id,
            "data": {"id": lease.entry.id},
            "silent": False,
        },
    }
    assert receipt.server_key == keys.public_text()
    assert 11 * 3600 < int(receipt.headers["ttl"]) <= 12 * 3600
    assert (receipt.headers["urgency"], receipt.headers["topic"]) == ("high", lease.entry.id)
    assert {"cookie", "referer", "origin", "crypto-key"}.isdisjoint(receipt.headers)
    assert service.refusals == []


def test_without_an_origin_the_phone_completes_the_address() -> None:
    assert b'"navigate":"/da/meetings"' in payload(new_lease(), "")


@pytest.mark.parametrize(
    ("act", "outcome"),
    [
        (answer(201), Outcome(Said.SENT)),
        (answer(204), Outcome(Said.SENT)),
        (answer(404), Outcome(Said.ENDED)),
        (answer(410), Outcome(Said.ENDED)),
        (answer(400), Outcome(Said.REFUSED)),
        (answer(403), Outcome(Said.REFUSED)),
        (answer(413), Outcome(Said.REFUSED)),
        (answer(429, Retry_After="120"), Outcome(Said.LATER, 120)),
        (answer(503), Outcome(Said.LATER)),
        (answer(500, Retry_After="soon"), Outcome(Said.LATER)),
        (lambda line: line.sendall(b"nonsense\r\n\r\n"), Outcome(Said.UNREACHED)),
        (lambda line: None, Outcome(Said.UNREACHED)),
        (lambda line: line.sendall(b"HTTP/1.1 201 x\r\nContent-Length: 9\r\n\r\n"), Outcome(Said.SENT)),
    ],
)
def test_each_answer_has_its_meaning(
    service: PushService, keys: VapidKeys, act: Act, outcome: Outcome
) -> None:
    assert pusher_to(service, keys).push(new_lease(), at(service, act)) == outcome


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_never_followed(service: PushService, keys: VapidKeys, status: int) -> None:
    target = at(service)
    sent = pusher_to(service, keys).push(new_lease(), at(service, answer(status, Location=target.endpoint)))
    assert sent == Outcome(Said.REFUSED)
    assert len(service.receipts) == 1


def ended(*acts: Callable[[], object]) -> list[object]:
    """What these give, all at once; nothing for one that never ends."""
    given: list[object] = [None] * len(acts)

    def keep(number: int) -> None:
        given[number] = acts[number]()

    threads = [threading.Thread(target=keep, args=(number,), daemon=True) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    until = time.monotonic() + GUARD_SECONDS
    for thread in threads:
        thread.join(max(0, until - time.monotonic()))
    return given


def deaf(line: socket.socket) -> None:
    """Take the line, and nothing else, until the other side goes."""
    while line.recv(1024):
        pass


def drip(line: socket.socket) -> None:
    """Begin a greeting, and go on for ever, before anything is safe."""
    line.sendall(b"\x16\x03\x03\x40\x00")
    while True:
        line.sendall(b"a")
        time.sleep(0.1)  # fixed wait: what comes slowly is what is tested


def test_a_push_ends_in_time_whatever_the_other_side_does(tmp_path: Path, keys: VapidKeys) -> None:
    accepted = trickle(b"HTTP/1.1 201 x\r\nX-Long: ")  # by its first line, whatever comes after
    sides = [(None, hang, Said.UNREACHED), (None, trickle(b"HTTP/1."), Said.UNREACHED)]
    sides += [(None, accepted, Said.SENT), (drip, hang, Said.UNREACHED), (deaf, hang, Said.UNREACHED)]

    def pushed(number: int) -> tuple[Outcome, bool]:
        before_tls, act, said = sides[number]
        (folder := tmp_path / str(number)).mkdir()
        with PushService(folder, before_tls=before_tls) as service:
            for seconds in (SHORT_SECONDS, 8 * SHORT_SECONDS):
                pusher, began = pusher_to(service, keys, seconds=seconds), time.monotonic()
                outcome = pusher.push(new_lease(), at(service, act))
                # fixed wait: the whole time is for the other side to use, and only its end ends these pushes
                used = time.monotonic() - began >= seconds
                if outcome.said is said:  # a first line needs a handshake, slow on a crowded machine
                    break
            return outcome, used

    assert SEND_SECONDS <= SECONDS_MAX, "as it is outside of tests"
    each = ended(*(partial(pushed, number) for number in range(len(sides))))
    assert each == [(Outcome(said), True) for *_, said in sides]


def test_a_dead_address_of_a_host_does_not_keep_a_push_from_a_living_one(
    service: PushService, keys: VapidKeys
) -> None:
    dead = [("127.0.0.1", free_port()), *service.addresses(HOST)]
    pusher = Pusher(keys, CONTACT, Hosts(), "", lambda host: dead, trusting())
    assert pusher.push(new_lease(), at(service)) == Outcome(Said.SENT)


def test_a_push_ends_in_time_when_nobody_says_where_the_host_is(keys: VapidKeys) -> None:
    asked, over = threading.Event(), threading.Event()

    def silent(host: str) -> list[tuple[str, int]]:
        asked.set()
        over.wait()
        return []

    pusher = Pusher(keys, CONTACT, Hosts(), "", silent, trusting(), SHORT_SECONDS)
    each = ended(lambda: pusher.push(new_lease(), new_subscription()))
    assert (each, asked.is_set()) == ([Outcome(Said.UNREACHED)], True), "while nobody says it"
    over.set()


def test_nothing_is_sent_through_a_proxy_or_to_another_certificate(
    service: PushService, keys: VapidKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert pusher_to(service, keys).push(new_lease(), at(service)) == Outcome(Said.SENT)
    for stranger in (ssl.create_default_context(), trusting("other.example")):
        wary = Pusher(keys, CONTACT, Hosts(), "", service.addresses, stranger)
        assert wary.push(new_lease(), at(service)) == Outcome(Said.UNREACHED)
    assert len(service.receipts) == 1


def test_an_endpoint_that_is_no_longer_allowed_gets_nothing(service: PushService, keys: VapidKeys) -> None:
    elsewhere = new_subscription(host="push.example.org")
    assert pusher_to(service, keys).push(new_lease(), elsewhere) == Outcome(Said.REFUSED)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        *(("120", 120), ("0", 1), ("99999999", 86_400), (" 7 ", 7), (formatdate(1090, usegmt=True), 90)),
        *((formatdate(10, usegmt=True), 1), ("", None), ("soon", None), ("-5", None), ("1e3", None)),
        *(("²", None), ("9" * 40, None)),
    ],
)
def test_retry_after_is_read_as_seconds_or_a_date(text: str, seconds: float | None) -> None:
    assert retry_after(text, 1000) == seconds
