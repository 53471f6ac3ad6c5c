"""Which network addresses a push may go to: global ones only, checked after the name lookup."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

HTTPS_PORT = 443
GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All IPv6 addresses for networks that IANA has assigned so far; the rest is local, special or reserved.

Source: IANA, "IPv6 Address Space". It excludes `64:ff9b:1::/48` (RFC 8215), `::ffff:0:0:0/96` (RFC 2765),
`fec0::/10` (RFC 3879), and what any later Python calls global outside it.
"""
NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses in networks that have IPv6 only (RFC 6052)."""
NOT_GLOBAL = [
    ipaddress.ip_network(text)
    for text in (
        "192.0.0.0/24",  # IETF protocol assignments, RFC 6890
        "192.88.99.0/24",  # former 6to4 relays, RFC 7526
        "2001::/23",  # IETF protocol assignments, such as Teredo, RFC 2928
        "2001:db8::/32",  # documentation, RFC 3849
        "2002::/16",  # former 6to4, RFC 7526
        "2d00::/8",  # reserved by IANA, as are the next two, which hold 3fff::/20 for documentation, RFC 9637
        "2e00::/7",
        "3000::/4",
    )
]
"""What `is_global` of Python 3.11 lets through or judged differently between its patch releases.

Source: IANA, "IPv4 Special-Purpose Address Registry", "IPv6 Special-Purpose Address Registry", "IPv6 Global
Unicast Address Assignments". A few single addresses in these blocks are reachable, but none of them is a push
service.
"""

Address = tuple[str, int]
Resolver = Callable[[str], list[Address]]


class NotGlobal(OSError):
    """A name resolves to an address inside a network. Nothing was sent."""


def is_global(text: str) -> bool:
    """Whether an address is reachable from everywhere. An IPv4 address inside IPv6 is judged by itself.

    Threat: an allowed name resolves to an address inside the server's own network, in an unusual notation.
    """
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped
        if address in NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_global(str(inner))
        if address not in GLOBAL_UNICAST or _is_isatap(address):
            return False
    if any(address in network for network in NOT_GLOBAL):
        return False
    return address.is_global and not address.is_multicast


def _is_isatap(address: ipaddress.IPv6Address) -> bool:
    """Whether a router inside a network unpacks it to an IPv4 address of that network (RFC 5214)."""
    return (int(address) >> 32) & 0xFCFFFFFF == 0x00005EFE


def global_addresses(host: str, look_up: Callable[..., Any] = socket.getaddrinfo) -> list[Address]:
    """The addresses of a host. Raises NotGlobal if any of them is not global, OSError.

    Threat: a name that led to a push service when the subscription was stored leads into this network now
    (DNS rebinding). The name is not looked up again: the connection goes to the addresses checked here.
    """
    found = [entry[4][:2] for entry in look_up(host, HTTPS_PORT, type=socket.SOCK_STREAM)]
    if not all(is_global(address) for address, _ in found):
        raise NotGlobal("the name leads into a network of its own")
    return found
