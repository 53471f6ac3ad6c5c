"""Sends one reminder to one push service, and says in one word what became of it."""

from __future__ import annotations

import ssl
import time
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import Any

import certifi
import orjson
from pywebpush import WebPushException, webpush
from requests import Response, Session
from requests.structures import CaseInsensitiveDict

from storage.reminders import Errand, Subscription
from webapp.content.languages import default_language, languages
from webapp.language import said_in
from webapp.line import Addresses, OneLine, global_addresses
from webapp.push_hosts import EndpointRefused, Hosts
from webapp.sender import Outcome, Said
from webapp.vapid import VapidKeys

SEND_SECONDS = 10.0
"""All that one push may take: looking up, connecting, sending, hearing."""
KEEP_SECONDS = 12 * 3600
"""How long after its time a push service still hands a reminder to a phone that was off."""
CLAIM_SECONDS = 12 * 3600
RETRY_AFTER_SECONDS_MAX = 24 * 3600
TITLE = "En hilsen fra dig selv"
"""Neutral: whoever sees the phone learns nothing. In other languages as the catalogue has it."""


def payload(errand: Errand, origin: str) -> bytes:
    """What is sent, as Declarative Web Push has it, so that a phone can show it without a script.

    The id stands in it three times, since browsers hand on different parts: a tag also makes a second
    push take the place of the first. Without an origin the address is for the phone to complete; what a
    request says its host is, a stranger may have chosen.
    """
    language = languages().get(errand.language) or languages()[default_language()]
    notification = {
        "title": said_in(language.code, TITLE),
        "lang": language.code,
        "dir": language.direction,
        "navigate": origin + language.path("meetings"),
        "tag": errand.mark.id,
        "data": {"id": errand.mark.id},
        "silent": False,
    }
    return orjson.dumps(
        {"web_push": 8030, "notification": notification, "mutable": True, "id": errand.mark.id}
    )


class _Session(Session):
    """What pywebpush sends through: no proxy of the machine, no redirect, one line for one request."""

    def __init__(self, line: OneLine) -> None:
        super().__init__()
        self.trust_env = False
        self.headers = CaseInsensitiveDict({"User-Agent": "egne-ord"})
        self.adapters.clear()
        self.mount("https://", line)

    def get_redirect_target(self, resp: Response) -> str | None:
        """Nowhere. Threat: an allowed service sends us on to an address of this network."""
        return None


class Pusher:
    """Sends pushes. Tests give an address and a certificate of their own; no setting does."""

    def __init__(
        self, keys: VapidKeys, contact: str, hosts: Hosts, origin: str = "",
        addresses: Addresses = global_addresses, context: ssl.SSLContext | None = None,
        seconds: float = SEND_SECONDS,
    ) -> None:  # fmt: skip
        self._keys, self._contact, self._hosts, self._origin = keys, contact, hosts, origin
        self._addresses, self._seconds = addresses, seconds
        self._context = context or ssl.create_default_context(cafile=certifi.where())

    def push(self, errand: Errand, subscription: Subscription) -> Outcome:
        """Send one reminder. Raises nothing that a push service or a network does."""
        try:
            host = self._hosts.host_of(subscription.endpoint)
        except EndpointRefused:
            return Outcome(Said.REFUSED)  # it was allowed when it came
        try:
            return outcome_of(self._answer(errand, subscription, host), time.time())
        except (OSError, HTTPException):
            return Outcome(Said.UNREACHED)

    def _answer(self, errand: Errand, subscription: Subscription, host: str) -> Response:
        now = int(time.time())
        keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
        # A new dict each time: pywebpush writes into it, and one service must not get another's.
        claims: dict[str, str | int] = {
            "sub": self._contact,
            "aud": f"https://{host}",
            "exp": now + CLAIM_SECONDS,
        }
        try:
            answer: Any = webpush(
                {"endpoint": subscription.endpoint, "keys": keys},
                payload(errand, self._origin).decode(),
                self._keys.signer(),
                claims,
                ttl=max(60, errand.mark.due + KEEP_SECONDS - now),
                headers={"Urgency": "high", "Topic": errand.mark.id},
                requests_session=_Session(OneLine(self._addresses, self._context, self._seconds)),
                timeout=self._seconds,
            )
        except WebPushException as refusal:
            answer = refusal.response
        if not isinstance(answer, Response):
            raise OSError("nothing was sent")
        return answer


def outcome_of(answer: Response, now: float) -> Outcome:
    """What an answer means (RFC 8030). A redirect is a refusal: it is never followed."""
    status = answer.status_code
    if 200 <= status < 300:
        return Outcome(Said.SENT)
    if status in {404, 410}:
        return Outcome(Said.ENDED)
    if status == 429 or status >= 500:
        return Outcome(Said.LATER, retry_after(answer.headers.get("Retry-After", ""), now))
    return Outcome(Said.REFUSED)


def retry_after(text: str, now: float) -> float | None:
    """The seconds of a Retry-After, which has them or a date; None where it has neither, or too many."""
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) < 10:
        seconds = float(text)
    else:
        try:
            seconds = parsedate_to_datetime(text).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(seconds, 1.0), RETRY_AFTER_SECONDS_MAX)
