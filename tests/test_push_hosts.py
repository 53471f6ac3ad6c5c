"""Where a push may go: to the push services of browsers, and never to an address inside a network."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reminder_makers import new_subscription
from sweeps import search
from webapp.push.addresses import NotGlobal, global_addresses, is_global
from webapp.push.hosts import EndpointRefused, Hosts, subscription_of

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
    *("::ffff:0:a9fe:a9fe", "64:ff9b:1::a9fe:a9fe", "fec0::1", "192.0.0.8", "192.88.99.1", "3fff::1"),
    *("::ffff:192.0.0.8", "64:ff9b::c000:8", "5f00::1", "100::1", "2001:2::1", "2001:10::1", "4000::1"),
]


NOT_REACHABLE = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24"),
    *("203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "::/128", "::1/128", "::ffff:0:0:0/96"),
    *("64:ff9b:1::/48", "100::/64", "100:0:0:1::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16"),
    *("fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "2002::/16", "::ffff:0:0/104", "::/96"),
    *("2d00::/8", "2e00::/7", "3000::/4", "4000::/3", "6000::/3", "8000::/3", "a000::/3", "c000::/3"),
    *("e000::/4", "f000::/5", "f800::/6", "fe00::/9", "2001:db8:0:1:0:5efe::/96", "2a00:1:2:3:200:5efe::/96"),
]
"""Blocks that IANA calls not globally reachable, reserved, multicast or deprecated; and ISATAP interfaces."""
ASSIGNED = [
    *("2001:200::/23", "2001:4000::/23", "2003::/18", "2400::/12", "2410::/12", "2600::/12", "2610::/23"),
    *(
        "2620::/23",
        "2630::/12",
        "2800::/12",
        "2a00::/12",
        "2a10::/12",
        "2c00::/12",
        "8.0.0.0/9",
        "193.0.0.0/8",
    ),
]
"""Blocks that IANA has given to the registries of addresses, where push services are."""


@pytest.mark.parametrize("endpoint", GOOD)
def test_the_push_services_of_todays_browsers_are_allowed(endpoint: str) -> None:
    assert Hosts().host_of(endpoint) == endpoint.split("/")[2].removesuffix(":443")


@pytest.mark.parametrize("endpoint", BAD)
def test_every_other_endpoint_is_refused(endpoint: str) -> None:
    with pytest.raises(EndpointRefused):
        Hosts().host_of(endpoint)


def test_a_host_can_allow_more_services_but_no_look_alikes() -> None:
    hosts = Hosts(["push.example.org", "*.push.example.net"])
    assert hosts.host_of("https://push.example.org/x") == "push.example.org"
    assert hosts.host_of("https://a.b.push.example.net/x") == "a.b.push.example.net"
    for host in ("x.push.example.org", "push.example.net", "xpush.example.net", "push.example.org.x"):
        with pytest.raises(EndpointRefused):
            hosts.host_of(f"https://{host}/x")


@pytest.mark.parametrize("address", INNER)
def test_an_address_inside_a_network_is_not_global(address: str) -> None:
    assert not is_global(address)
    found = [(0, 0, 0, "", ("93.184.216.34", 443)), (0, 0, 0, "", (address, 443))]
    with pytest.raises(NotGlobal):
        global_addresses("web.push.apple.com", lambda *_, **__: found)


@pytest.mark.parametrize("block", NOT_REACHABLE)
def test_no_special_purpose_block_is_global(block: str) -> None:
    network = ip_network(block)
    middle = network[network.num_addresses // 2]
    assert not [text for text in map(str, (network[0], middle, network[-1])) if is_global(text)]


def addresses_in(block: str) -> st.SearchStrategy[str]:
    """Any address of a block."""
    network = ip_network(block)
    return st.integers(0, network.num_addresses - 1).map(lambda number: str(network[number]))


@search(1000)
@given(st.sampled_from(NOT_REACHABLE).flatmap(addresses_in))
def test_no_address_of_a_special_purpose_block_is_global(address: str) -> None:
    assert not is_global(address)


@search(400)
@given(st.sampled_from(ASSIGNED).flatmap(addresses_in))
def test_assigned_addresses_are_global_but_for_those_of_private_networks(address: str) -> None:
    assert is_global(address) or ":5efe:" in f"{address}:" or ip_address(address).is_private


@pytest.mark.parametrize(
    "address",
    ["93.184.216.34", "2606:2800:220:1::1", "2a00:1450:400f::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_a_public_address_is_global(address: str) -> None:
    assert global_addresses("x", lambda *_, **__: [(0, 0, 0, "", (address, 443))]) == [(address, 443)]


@pytest.mark.parametrize("key", ["", "BA", "A" * 87, "x" * 87, "BAAA" + "A" * 83])
def test_invalid_keys_are_refused(key: str) -> None:
    good = new_subscription()
    for p256dh, auth in ((key, good.auth), (good.p256dh, key), (good.p256dh + "=", good.auth)):
        with pytest.raises(ValueError, match=r".*"):
            subscription_of(Hosts(), good.endpoint, p256dh, auth)
    assert subscription_of(Hosts(), good.endpoint, good.p256dh, good.auth) == good
