"""Sending a push: where it may go, what it says, what an answer means, and that it always ends."""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest

from push_service import Act, PushService, answer, hang, trickle, trusting
from reminder_makers import HOST, new_browser, new_name, new_reminder_id, new_subscription, slot
from storage.reminders import Errand, Mark, Subscription
from webapp.line import NotGlobal, global_addresses, is_global
from webapp.push import Outcome, Pusher, Said, payload, retry_after
from webapp.push_hosts import EndpointRefused, Hosts, subscription_of
from webapp.vapid import VapidKeys

CONTACT = "mailto:reminders@egne-ord.example"
SHORT_SECONDS = 1.0
GOOD = [
    "https://fcm.googleapis.com/fcm/send/dA:APA91b-_x",
    "https://updates.push.services.mozilla.com/wpush/v2/gAAAA",
    "https://updates.push.services.mozilla.com:443/wpush/v2/gAAAA",
    "https://web.push.apple.com/QGu",
    "https://wns2-par02p.notify.windows.com/w/?token=BQYAA%2bx%3d%3d",
]
LOCAL = [
    *("localhost", "localhost.localdomain", "127.0.0.1", "127.1", "0", "1", "2130706433", "017700000001"),
    *("0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254"),
    *("100.64.0.1", "[::1]", "[::]", "[fe80::1]", "[fe80::1%25eth0]", "[fc00::1]", "[::ffff:127.0.0.1]"),
    *("[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
]
BAD = [
    *("", "x", "https://", "//fcm.googleapis.com/x", "https:/fcm.googleapis.com/x", "https:/x"),
    "http://fcm.googleapis.com/x",
    "HTTPS://fcm.googleapis.com/x",
    "ftp://fcm.googleapis.com/x",
    "file:///etc/passwd",
    "https://fcm.googleapis.com",
    "https://fcm.googleapis.com:80/x",
    "https://fcm.googleapis.com:8443/x",
    "https://fcm.googleapis.com:0443/x",
    "https://fcm.googleapis.com:/x",
    "https://user@fcm.googleapis.com/x",
    "https://user:word@fcm.googleapis.com/x",
    "https://fcm.googleapis.com@127.0.0.1/x",
    "https://127.0.0.1#@fcm.googleapis.com/x",
    "https://127.0.0.1\\@fcm.googleapis.com/x",
    "https://fcm.googleapis.com/x#y",
    "https://fcm.googleapis.com./x",
    "https://.fcm.googleapis.com/x",
    "https://fcm.googleapis.com/\r\nHost: x",
    "https://fcm.googleapis.com/ x",
    "https://fcm.googleapis.com/æ",
    "https://fcm.googleapis.com\x00.example/x",
    "https://fcm。googleapis。com/x",
    "https://ｆcm.googleapis.com/x",
    "https://fcm.googleapis.com.evil.example/x",
    "https://evilfcm.googleapis.com/x",
    "https://x.fcm.googleapis.com/x",
    "https://fcm-googleapis.com/x",
    "https://push.apple.com/x",
    "https://evilpush.apple.com/x",
    "https://web.push.apple.com.evil.example/x",
    "https://notify.windows.com/x",
    "https://xn--fcm-.googleapis.com/x",
    "https://%66cm.googleapis.com/x",
    *(f"https://{host}/x" for host in LOCAL),
    *("https://metadata.google.internal/x", "https://127.0.0.1.nip.io/x", "https://router/x"),
    "https://fcm.googleapis.com/" + "a" * 2000,
]
INNER = [
    *("127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
    *("224.0.0.1", "224.0.1.1", "255.255.255.255", "192.0.2.1", "240.0.0.1", "198.18.0.1"),
    *("::1", "::", "fe80::1", "fe80::1%1", "fc00::1", "fd12::1", "ff02::1", "ff0e::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:1::1"),
]


@pytest.fixture
def service(tmp_path: Path) -> Iterator[PushService]:
    with PushService(tmp_path) as running:
        yield running


@pytest.fixture
def keys(tmp_path: Path) -> VapidKeys:
    return VapidKeys(tmp_path / "data")


def pusher_to(service: PushService, keys: VapidKeys, **more: float) -> Pusher:
    return Pusher(keys, CONTACT, Hosts(), "https://egneord.example", service.addresses, trusting(), **more)


def new_errand(language: str = "da") -> Errand:
    mark = Mark(slot(time.time()), new_name(), new_reminder_id())
    return Errand(mark, time.time() + 60, 0, language, None)


def at(service: PushService, act: Act | None = None) -> Subscription:
    """A subscription that the service knows, and what it does with a push to it."""
    subscription = new_subscription(browser := new_browser())
    path = subscription.endpoint.removeprefix(f"https://{HOST}")
    service.browsers[path] = browser
    if act:
        service.acts[path] = act
    return subscription


@pytest.mark.parametrize("endpoint", GOOD)
def test_the_push_services_of_todays_browsers_are_allowed(endpoint: str) -> None:
    assert Hosts().host_of(endpoint) == endpoint.split("/")[2].removesuffix(":443")


@pytest.mark.parametrize("endpoint", BAD)
def test_every_other_endpoint_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointRefused):
        Hosts().host_of(endpoint)


def test_a_host_can_allow_more_and_no_look_alikes_with_it() -> None:
    hosts = Hosts(["push.example.org", "*.push.example.net"])
    assert hosts.host_of("https://push.example.org/x") == "push.example.org"
    assert hosts.host_of("https://a.b.push.example.net/x") == "a.b.push.example.net"
    for host in ("x.push.example.org", "push.example.net", "xpush.example.net", "push.example.org.x"):
        with pytest.raises(EndpointRefused):
            hosts.host_of(f"https://{host}/x")


@pytest.mark.parametrize("address", INNER)
def test_no_address_inside_a_network_is_global(address: str) -> None:
    assert not is_global(address)
    found = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (address, 443))]
    with pytest.raises(NotGlobal):
        global_addresses("web.push.apple.com", lambda *_, **__: found)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_an_address_of_everybodys_network_is_global(address: str) -> None:
    assert global_addresses("x", lambda *_, **__: [(0, 0, 0, "", (address, 443))]) == [(address, 443)]


def test_a_name_that_leads_into_this_network_gets_no_push(service: PushService, keys: VapidKeys) -> None:
    def look_up(*_: object, **__: object) -> list[object]:
        return [(0, 0, 0, "", ("127.0.0.1", service.ports[0]))]

    led = Pusher(keys, CONTACT, Hosts(), "", lambda host: global_addresses(host, look_up), trusting())
    assert led.push(new_errand(), at(service)) == Outcome(Said.UNREACHED)
    assert service.receipts == []


@pytest.mark.parametrize("key", ["", "BA", "A" * 87, "x" * 87, "BAAA" + "A" * 83])
def test_keys_that_cannot_be_are_refused(key: str) -> None:
    good = new_subscription()
    for p256dh, auth in ((key, good.auth), (good.p256dh, key), (good.p256dh + "=", good.auth)):
        with pytest.raises(ValueError, match=r".*"):
            subscription_of(Hosts(), good.endpoint, p256dh, auth)
    assert subscription_of(Hosts(), good.endpoint, good.p256dh, good.auth) == good


@pytest.mark.parametrize(
    ("language", "title"), [("da", "En hilsen fra dig selv"), ("en", "A note from yourself")]
)
def test_a_push_arrives_sealed_signed_and_in_neutral_words(
    service: PushService, keys: VapidKeys, language: str, title: str
) -> None:
    errand = new_errand(language)
    assert pusher_to(service, keys).push(errand, at(service)) == Outcome(Said.SENT)
    (receipt,) = service.receipts
    assert receipt.said == {
        "web_push": 8030,
        "id": errand.mark.id,
        "mutable": True,
        "notification": {
            "title": title,
            "lang": language,
            "dir": "ltr",
            "navigate": f"https://egneord.example/{language}/meetings",
            "tag": errand.mark.id,
            "data": {"id": errand.mark.id},
            "silent": False,
        },
    }
    assert receipt.server_key == keys.public_text()
    assert 11 * 3600 < int(receipt.headers["ttl"]) <= 12 * 3600
    assert (receipt.headers["urgency"], receipt.headers["topic"]) == ("high", errand.mark.id)
    assert {"cookie", "referer", "origin", "crypto-key"}.isdisjoint(receipt.headers)
    assert service.refusals == []


def test_without_an_origin_the_phone_completes_the_address() -> None:
    assert b'"navigate":"/da/meetings"' in payload(new_errand(), "")


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
    assert pusher_to(service, keys).push(new_errand(), at(service, act)) == outcome


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_never_followed(service: PushService, keys: VapidKeys, status: int) -> None:
    target = at(service)
    sent = pusher_to(service, keys).push(new_errand(), at(service, answer(status, Location=target.endpoint)))
    assert sent == Outcome(Said.REFUSED)
    assert len(service.receipts) == 1


def drip(line: socket.socket) -> None:
    """Begin a greeting, and go on for ever, before anything is safe."""
    line.sendall(b"\x16\x03\x03\x40\x00")
    while True:
        line.sendall(b"a")
        time.sleep(0.1)


def test_a_push_ends_in_time_whatever_the_other_side_does(service: PushService, keys: VapidKeys) -> None:
    pusher = pusher_to(service, keys, seconds=SHORT_SECONDS)
    accepted = trickle(b"HTTP/1.1 201 x\r\nX-Long: ")  # by its first line, whatever comes after
    for act, said in ((hang, Said.UNREACHED), (trickle(b"HTTP/1."), Said.UNREACHED), (accepted, Said.SENT)):
        began = time.monotonic()
        assert pusher.push(new_errand(), at(service, act)) == Outcome(said)
        assert time.monotonic() - began < SHORT_SECONDS + 1
    for before_tls in (drip, lambda line: time.sleep(30)):
        service.before_tls, began = before_tls, time.monotonic()
        assert pusher.push(new_errand(), at(service)) == Outcome(Said.UNREACHED)
        assert time.monotonic() - began < SHORT_SECONDS + 1


def test_a_push_ends_in_time_when_nobody_says_where_the_host_is(keys: VapidKeys) -> None:
    def slow(host: str) -> list[tuple[str, int]]:
        time.sleep(5)
        return []

    began = time.monotonic()
    pusher = Pusher(keys, CONTACT, Hosts(), "", slow, trusting(), SHORT_SECONDS)
    assert pusher.push(new_errand(), new_subscription()) == Outcome(Said.UNREACHED)
    assert time.monotonic() - began < SHORT_SECONDS + 1


def test_nothing_is_sent_through_a_proxy_or_to_another_certificate(
    service: PushService, keys: VapidKeys, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert pusher_to(service, keys).push(new_errand(), at(service)) == Outcome(Said.SENT)
    for stranger in (ssl.create_default_context(), trusting("other.example")):
        wary = Pusher(keys, CONTACT, Hosts(), "", service.addresses, stranger)
        assert wary.push(new_errand(), at(service)) == Outcome(Said.UNREACHED)
    assert len(service.receipts) == 1


def test_an_endpoint_that_is_no_longer_allowed_gets_nothing(service: PushService, keys: VapidKeys) -> None:
    elsewhere = new_subscription(host="push.example.org")
    assert pusher_to(service, keys).push(new_errand(), elsewhere) == Outcome(Said.REFUSED)


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
