"""Sends one reminder to one push service, sealed (RFC 8291) and signed (RFC 8292) by pywebpush."""

from __future__ import annotations

import ssl
import time
from http.client import HTTPException
from typing import Any

import certifi
from py_vapid import Vapid
from pywebpush import WebPushException, webpush
from requests import Response, Session
from requests.structures import CaseInsensitiveDict

from storage.reminders.interface import DeliveryLease, Subscription
from webapp.push.addresses import Resolver, global_addresses
from webapp.push.delivery import Delivery, DeliveryStatus, delivery_of
from webapp.push.hosts import EndpointRefused, Hosts
from webapp.push.message import payload
from webapp.push.transport import PinnedAdapter
from webapp.push.vapid import VapidKeys

SEND_SECONDS = 10.0
"""Time for one push in all: lookup, connection, request and response."""
KEEP_SECONDS = 12 * 3600
"""How long after its time a push service may still deliver a reminder to a phone that was off."""
CLAIM_SECONDS = 12 * 3600
FOR_ANOTHER_KEY = {400, 401, 403}
"""How push services answer a push that another key signed than the one a phone subscribed with (RFC 8292)."""


class _Session(Session):
    """The session for pywebpush: no proxy from the environment, no redirects, one connection per request."""

    def __init__(self, adapter: PinnedAdapter) -> None:
        super().__init__()
        self.trust_env = False
        self.headers = CaseInsensitiveDict({"User-Agent": "egne-ord"})
        self.adapters.clear()
        self.mount("https://", adapter)

    def get_redirect_target(self, resp: Response) -> str | None:
        """None, always. Threat: an allowed service redirects us to an address inside this network."""
        return None


class WebPushClient:
    """Sends pushes. `resolve` and `context` are for tests; no setting changes them."""

    def __init__(
        self, keys: VapidKeys, contact: str, hosts: Hosts, origin: str = "",
        resolve: Resolver = global_addresses, context: ssl.SSLContext | None = None,
        seconds: float = SEND_SECONDS,
    ) -> None:  # fmt: skip
        self._keys, self._contact, self._hosts, self._origin = keys, contact, hosts, origin
        self._resolve, self._seconds = resolve, seconds
        self._context = context or ssl.create_default_context(cafile=certifi.where())

    def push(self, lease: DeliveryLease, subscription: Subscription) -> Delivery:
        """Send one reminder. Failures of the network and of the push service are returned, not raised."""
        try:
            host = self._hosts.host_of(subscription.endpoint)
        except EndpointRefused:
            return Delivery(DeliveryStatus.REJECTED)  # allowed when it was stored, but no longer
        try:
            return delivery_of(self._send(lease, subscription, host), time.time())
        except (OSError, HTTPException):
            return Delivery(DeliveryStatus.UNREACHABLE)

    def _send(self, lease: DeliveryLease, subscription: Subscription, host: str) -> Response:
        """Send it signed with the key; if it is for another one, with the old key. Raises OSError."""
        until = time.monotonic() + self._seconds
        first, *others = self._keys.signers()
        response = self._request(lease, subscription, host, first, self._seconds)
        for signer in others:
            if response.status_code in FOR_ANOTHER_KEY:
                left = until - time.monotonic()
                response = self._request(lease, subscription, host, signer, left)
        return response

    def _request(
        self, lease: DeliveryLease, subscription: Subscription, host: str, signer: Vapid, seconds: float
    ) -> Response:
        now = int(time.time())
        keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        # A new dict per call: pywebpush writes into it, and the next service must not get this one's claims.
        claims: dict[str, str | int] = {
            "sub": self._contact,
            "aud": f"https://{host}",
            "exp": now + CLAIM_SECONDS,
        }
        try:
            response: Any = webpush(
                {"endpoint": subscription.endpoint, "keys": keys},
                payload(lease, self._origin).decode(),
                signer,
                claims,
                ttl=max(60, lease.entry.due + KEEP_SECONDS - now),
                headers={"Urgency": "high", "Topic": lease.entry.id},
                requests_session=_Session(PinnedAdapter(self._resolve, self._context, seconds)),
                timeout=seconds,
            )
        except WebPushException as error:
            response = error.response
        if not isinstance(response, Response):
            raise OSError("nothing was sent")
        return response
