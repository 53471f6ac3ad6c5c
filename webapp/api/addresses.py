"""Whom a request counts for: the visitor's network address, and the wider networks around it."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from flask import Request

LOOPBACK_6 = bytes(15) + b"\1"
MAPPED = bytes(10) + b"\xff\xff"
"""Prefix of an IPv4 address written as IPv6 (RFC 4291, 2.5.5.2)."""
TEXT_BYTES_MAX = 64
BRACKETED = re.compile(r"\[([^\]]*)\](?::\d*)?")
WITH_PORT = re.compile(r"([^:]*):\d*")
FACTOR_4 = 8
"""A limit is this many times higher for an IPv4 address, since thousands of phones may share a carrier's."""
WIDTHS_6 = ((8, 1), (7, 4), (6, 16))
"""Bytes of an IPv6 prefix, and how many times the limit it gets: /64 is a home, /48 an office or a provider's
customer with many homes' worth of addresses."""
log = logging.getLogger("egne-ord")


def client_address(environ: Mapping[str, Any], proxies: int) -> bytes | None:
    """The visitor's address: 4 bytes, 16 bytes, or a text that is neither, at most TEXT_BYTES_MAX.

    `proxies`: how many trusted proxies are in front. None for loopback, which has no limit: it is a proxy
    that does not pass the visitor's address on, or the person who runs the server.
    """
    text, is_peer = str(environ.get("REMOTE_ADDR", "")), True
    if proxies:
        # Threat: a visitor invents entries. Our proxies append theirs, so only the last ones can be trusted.
        forwarded = str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")
        if len(forwarded) >= proxies:
            text, is_peer = forwarded[-proxies], False
    address = _packed(text) or _packed(plain := without_port(text))
    if address is None:
        return plain.encode()[:TEXT_BYTES_MAX] or None
    # Threat: where more proxies are named than there are, a visitor writes 127.0.0.1 and has no limit.
    return None if is_peer and (address[0] == 127 or address == LOOPBACK_6) else address


def without_port(text: str) -> str:
    """An address as proxies write it, such as `1.2.3.4:5678` or `"[2001:db8::1]:443"`, without the rest."""
    text = text.strip().strip('"').strip()
    found = BRACKETED.fullmatch(text) or WITH_PORT.fullmatch(text)
    return (found[1] if found else text).partition("%")[0]


def networks(address: bytes) -> list[tuple[bytes, int]]:
    """The networks that a request counts for at once, each with the factor of its limit.

    An IPv4 address counts alone: its neighbours are other customers, or the rest of a carrier's pool.
    """
    if len(address) == 16:
        return [(address[:width], factor) for width, factor in WIDTHS_6]
    return [(address, FACTOR_4)]


def proxy_warning(proxies: int) -> Callable[[Request], None]:
    """A check of each request, which warns once if a proxy seems to be in front and no setting says so."""
    is_told = bool(proxies)

    def check(request: Request) -> None:
        nonlocal is_told
        if not is_told and "HTTP_X_FORWARDED_FOR" in request.environ:
            is_told = True  # once: a visitor may send the header too, and could otherwise fill the log
            log.warning(
                "A request came with X-Forwarded-For, but EGNE_ORD_PROXIES is 0. If a proxy is in front,"
                " set it: otherwise everybody counts as one address.",
                extra={"code": "proxy"},
            )

    return check


def _packed(text: str) -> bytes | None:
    with suppress(OSError, ValueError):
        return socket.inet_pton(socket.AF_INET, text)
    with suppress(OSError, ValueError):
        return socket.inet_pton(socket.AF_INET6, text).removeprefix(MAPPED)
    return None
