"""Which push services this server sends to, and which subscriptions are valid. Strangers send them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cryptography.hazmat.primitives.asymmetric import ec

from storage import base64url
from storage.reminders.interface import Subscription

PUSH_HOSTS = (
    "fcm.googleapis.com",
    "*.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""The push services of today's browsers; `*.` matches one or more labels."""
ENDPOINT_LETTERS_MAX = 1024
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?:\*\.)?(?:{LABEL}\.)+(?=[a-z]){LABEL}")
"""A name, never an address: the last label begins with a letter, so no spelling of a number matches."""
ENDPOINT = re.compile(rf"https://((?:{LABEL}\.)+{LABEL})(?::443)?(/[!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*)")
"""The one form that browsers produce: no user, no other port, no fragment, ASCII only."""
POINT_BYTES = 65
AUTH_BYTES = 16


class EndpointRefused(ValueError):
    """An endpoint that is not at an allowed push service."""


class Hosts:
    """The allowed push services: those of browsers, and those that the host added."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        names = (*PUSH_HOSTS, *more)
        self._exact = {name for name in names if not name.startswith("*.")}
        self._suffixes = tuple(name[1:] for name in names if name.startswith("*."))

    def host_of(self, endpoint: str) -> str:
        """The push service of an endpoint. Raises EndpointRefused.

        Threat: the server is made to send requests inside its own network, or to flood somebody else. An
        allowed name is checked again when a push is sent: addresses.py checks every address it resolves to.
        """
        found = ENDPOINT.fullmatch(endpoint) if len(endpoint) <= ENDPOINT_LETTERS_MAX else None
        if not found or not (found[1] in self._exact or found[1].endswith(self._suffixes)):
            raise EndpointRefused("not the address of a push service")
        return found[1]


def check_keys(p256dh: str, auth: str) -> None:
    """Validate both keys. Raises ValueError, also for a point that is not on the curve."""
    base64url.decode(auth, AUTH_BYTES)
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64url.decode(p256dh, POINT_BYTES))


def subscription_of(hosts: Hosts, endpoint: str, p256dh: str, auth: str) -> Subscription:
    """A validated subscription. Raises ValueError."""
    hosts.host_of(endpoint)
    check_keys(p256dh, auth)
    return Subscription(endpoint, p256dh, auth)
