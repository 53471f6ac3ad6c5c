"""Sending one push: where it may go, what it contains, how responses are classified, and its deadline."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Callable
from email.utils import formatdate
from functools import partial
from pathlib import Path

import pytest

from browser.real_server import free_port
from push_service import Act, PushService, answer, hang, trickle, trusting
from reminder_makers import HOST, new_name, new_reminder_id, new_subscription, slot
from storage.reminders.interface import DeliveryLease, DueEntry
from webapp.content.languages import languages
from webapp.push.addresses import global_addresses
from webapp.push.client import SEND_SECONDS, WebPushClient
from webapp.push.delivery import Delivery, DeliveryStatus, retry_after
from webapp.push.hosts import Hosts
from webapp.push.message import payload
from webapp.push.vapid import VapidKeys

CONTACT = "mailto:reminders@egne-ord.example"
SHORT_SECONDS = 1.5
SECONDS_MAX = 10
"""No push may take longer. Most tests use SHORT_SECONDS instead."""
GUARD_SECONDS = 120.0  # hang guard: these pushes end after SHORT_SECONDS


@pytest.fixture
def keys(tmp_path: Path) -> VapidKeys:
    return VapidKeys(tmp_path / "data")


def client_of(service: PushService, keys: VapidKeys, **more: float) -> WebPushClient:
    return WebPushClient(
        keys, CONTACT, Hosts(), "https://egneord.example", service.addresses, trusting(), **more
    )


def new_lease(language: str = "da") -> DeliveryLease:
    entry = DueEntry(slot(time.time()), new_name(), new_reminder_id())
    return DeliveryLease(entry, time.time() + 60, 0, language, None)


def test_a_name_that_resolves_into_this_network_gets_no_push(service: PushService, keys: VapidKeys) -> None:
    def look_up(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("127.0.0.1", service.ports[0]))]

    client = WebPushClient(
        keys, CONTACT, Hosts(), "", lambda host: global_addresses(host, look_up), trusting()
    )
    assert client.push(new_lease(), service.subscribe()) == Delivery(DeliveryStatus.UNREACHABLE)
    assert service.receipts == []


@pytest.mark.parametrize(
    ("language", "title"), [("da", "En hilsen fra dig selv"), ("en", "A note from yourself")]
)
def test_a_push_is_sealed_signed_and_neutral(
    service: PushService, keys: VapidKeys, language: str, title: str
) -> None:
    lease = new_lease(language)
    assert client_of(service, keys).push(lease, service.subscribe()) == Delivery(DeliveryStatus.SENT)
    (receipt,) = service.receipts
    assert receipt.message == {
        "web_push": 8030,
        "id": lease.entry.id,
        "mutable": True,
        "notification": {
            "title": title,
            "lang": language,
            "dir": "ltr",
            "navigate": f"https://egneord.example{languages()[language].path('meetings')}",
            "tag": lease.entry.id,
            "data": {"id": lease.entry.id},
            "silent": False,
        },
    }
    assert receipt.server_key == keys.public_text()
    assert 11 * 3600 < int(receipt.headers["ttl"]) <= 12 * 3600
    assert (receipt.headers["urgency"], receipt.headers["topic"]) == ("high", lease.entry.id)
    assert {"cookie", "referer", "origin", "crypto-key"}.isdisjoint(receipt.headers)
    assert service.errors == []


def test_without_an_origin_the_address_is_relative() -> None:
    assert b'"navigate":"/da/moeder"' in payload(new_lease(), "")


@pytest.mark.parametrize(
    ("act", "delivery"),
    [
        (answer(201), Delivery(DeliveryStatus.SENT)),
        (answer(204), Delivery(DeliveryStatus.SENT)),
        (answer(404), Delivery(DeliveryStatus.GONE)),
        (answer(410), Delivery(DeliveryStatus.GONE)),
        (answer(400), Delivery(DeliveryStatus.REJECTED)),
        (answer(403), Delivery(DeliveryStatus.REJECTED)),
        (answer(413), Delivery(DeliveryStatus.REJECTED)),
        (answer(429, Retry_After="120"), Delivery(DeliveryStatus.RETRY, 120)),
        (answer(503), Delivery(DeliveryStatus.RETRY)),
        (answer(500, Retry_After="soon"), Delivery(DeliveryStatus.RETRY)),
        (lambda line: line.sendall(b"nonsense\r\n\r\n"), Delivery(DeliveryStatus.UNREACHABLE)),
        (lambda line: None, Delivery(DeliveryStatus.UNREACHABLE)),
        (
            lambda line: line.sendall(b"HTTP/1.1 201 x\r\nContent-Length: 9\r\n\r\n"),
            Delivery(DeliveryStatus.SENT),
        ),
    ],
)
def test_each_response_is_classified(
    service: PushService, keys: VapidKeys, act: Act, delivery: Delivery
) -> None:
    assert client_of(service, keys).push(new_lease(), service.subscribe(act)) == delivery


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_never_followed(service: PushService, keys: VapidKeys, status: int) -> None:
    target = service.subscribe()
    sent = client_of(service, keys).push(
        new_lease(), service.subscribe(answer(status, Location=target.endpoint))
    )
    assert sent == Delivery(DeliveryStatus.REJECTED)
    assert len(service.receipts) == 1


def results_of(*acts: Callable[[], object]) -> list[object]:
    """The results of these calls, run in parallel; None for one that never ends."""
    results: list[object] = [None] * len(acts)

    def run(number: int) -> None:
        results[number] = acts[number]()

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    until = time.monotonic() + GUARD_SECONDS
    for thread in threads:
        thread.join(max(0, until - time.monotonic()))
    return results


def read_only(line: socket.socket) -> None:
    """Accept the connection and read, without a TLS handshake, until the client closes it."""
    while line.recv(1024):
        pass


def drip(line: socket.socket) -> None:
    """Send an endless TLS handshake, byte by byte."""
    line.sendall(b"\x16\x03\x03\x40\x00")
    while True:
        line.sendall(b"a")
        time.sleep(0.1)  # fixed wait: slow bytes are what is tested


def test_a_push_ends_by_its_deadline_whatever_the_service_does(tmp_path: Path, keys: VapidKeys) -> None:
    accepted = trickle(b"HTTP/1.1 201 x\r\nX-Long: ")  # classified by its status line alone
    sides = [
        (None, hang, DeliveryStatus.UNREACHABLE),
        (None, trickle(b"HTTP/1."), DeliveryStatus.UNREACHABLE),
    ]
    sides += [
        (None, accepted, DeliveryStatus.SENT),
        (drip, hang, DeliveryStatus.UNREACHABLE),
        (read_only, hang, DeliveryStatus.UNREACHABLE),
    ]

    def pushed(number: int) -> tuple[Delivery, bool]:
        before_tls, act, status = sides[number]
        (folder := tmp_path / str(number)).mkdir()
        with PushService(folder, before_tls=before_tls) as service:
            for seconds in (SHORT_SECONDS, 8 * SHORT_SECONDS):
                client, began = client_of(service, keys, seconds=seconds), time.monotonic()
                delivery = client.push(new_lease(), service.subscribe(act))
                # fixed wait: only the deadline ends these pushes
                used = time.monotonic() - began >= seconds
                if delivery.status is status:  # a status line needs a handshake, slow on a busy machine
                    break
            return delivery, used

    assert SEND_SECONDS <= SECONDS_MAX, "the default outside of tests"
    each = results_of(*(partial(pushed, number) for number in range(len(sides))))
    assert each == [(Delivery(status), True) for *_, status in sides]


def test_a_push_tries_the_next_address_of_a_host(service: PushService, keys: VapidKeys) -> None:
    dead = [("127.0.0.1", free_port()), *service.addresses(HOST)]
    client = WebPushClient(keys, CONTACT, Hosts(), "", lambda host: dead, trusting())
    assert client.push(new_lease(), service.subscribe()) == Delivery(DeliveryStatus.SENT)


def test_a_push_ends_by_its_deadline_when_the_lookup_hangs(keys: VapidKeys) -> None:
    asked, over = threading.Event(), threading.Event()

    def silent(host: str) -> list[tuple[str, int]]:
        asked.set()
        over.wait()
        return []

    client = WebPushClient(keys, CONTACT, Hosts(), "", silent, trusting(), SHORT_SECONDS)
    each = results_of(lambda: client.push(new_lease(), new_subscription()))
    assert (each, asked.is_set()) == ([Delivery(DeliveryStatus.UNREACHABLE)], True), (
        "while the lookup still hangs"
    )
    over.set()


def test_a_push_uses_no_proxy_and_no_untrusted_certificate(
    service: PushService, keys: VapidKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert client_of(service, keys).push(new_lease(), service.subscribe()) == Delivery(DeliveryStatus.SENT)
    for stranger in (ssl.create_default_context(), trusting("other.example")):
        client = WebPushClient(keys, CONTACT, Hosts(), "", service.addresses, stranger)
        assert client.push(new_lease(), service.subscribe()) == Delivery(DeliveryStatus.UNREACHABLE)
    assert len(service.receipts) == 1


def test_an_endpoint_that_is_no_longer_allowed_gets_no_push(service: PushService, keys: VapidKeys) -> None:
    elsewhere = new_subscription(host="push.example.org")
    assert client_of(service, keys).push(new_lease(), elsewhere) == Delivery(DeliveryStatus.REJECTED)


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
