"""Which push services this server sends to, and what a subscription must be. All of it a stranger chose."""

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
"""The push services of today's browsers; `*.` stands for one label or more."""
ENDPOINT_LETTERS_MAX = 1024
LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?:\*\.)?(?:{LABEL}\.)+(?=[a-z]){LABEL}")
"""A name and never an address: the last label begins with a letter, so no number in any spelling fits."""
ENDPOINT = re.compile(rf"https://((?:{LABEL}\.)+{LABEL})(?::443)?(/[!$%&'()*+,\-./0-9:;=?@A-Z_a-z~]*)")
"""The one spelling that browsers give: no user, no other port, no fragment, no letter beyond ASCII."""
POINT_BYTES = 65
AUTH_BYTES = 16


class EndpointRefused(ValueError):
    """An address that no push goes to."""


class Hosts:
    """The allowed push services: those of browsers, and what a host has added."""

    def __init__(self, more: Iterable[str] = ()) -> None:
        names = (*PUSH_HOSTS, *more)
        self._whole = {name for name in names if not name.startswith("*.")}
        self._endings = tuple(name[1:] for name in names if name.startswith("*."))

    def host_of(self, endpoint: str) -> str:
        """The push service of an endpoint. Raises EndpointRefused.

        Threat: the server is made to ask inside its own network, or to flood somebody else. A name that is
        allowed is still looked up, and every address checked, when a push is sent: see line.py.
        """
        found = ENDPOINT.fullmatch(endpoint) if len(endpoint) <= ENDPOINT_LETTERS_MAX else None
        if not found or not (found[1] in self._whole or found[1].endswith(self._endings)):
            raise EndpointRefused("not the address of a push service")
        return found[1]


def checked_keys(p256dh: str, auth: str) -> None:
    """Return when both keys can be used. Raises ValueError; a point off the curve is none."""
    base64url.decode(auth, AUTH_BYTES)
    ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64url.decode(p256dh, POINT_BYTES))


def subscription_of(hosts: Hosts, endpoint: str, p256dh: str, auth: str) -> Subscription:
    """A subscription that can be sent to. Raises ValueError."""
    hosts.host_of(endpoint)
    checked_keys(p256dh, auth)
    return Subscription(endpoint, p256dh, auth)
