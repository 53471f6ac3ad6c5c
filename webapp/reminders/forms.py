"""The forms for reminders, and the CSRF token that only our own fragment contains."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, tzinfo
from hashlib import sha256

from babel.dates import get_timezone
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from itsdangerous import BadData, URLSafeTimedSerializer
from wtforms import Field, FieldList, Form, HiddenField, ValidationError
from wtforms.csrf.core import CSRF
from wtforms.fields.core import UnboundField

from storage import base64url
from storage.reminders.interface import SLOT_SECONDS, Subscription
from webapp.push.hosts import Hosts, subscription_of

KEY_BYTES = 32
ID_BYTES = 16
PER_MEETING = 2
AHEAD = timedelta(days=400)
TOKEN_SECONDS = 3600
ZONE = "Europe/Copenhagen"
ZONE_LETTERS_MAX = 64
DUE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z", re.ASCII)


class Stale(Exception):
    """The token is missing, expired, or for another list: the phone needs a fresh fragment."""


def name_of(key: str) -> bytes:
    """The name of a list: SHA-256 of its key, which is not stored. Raises ValueError."""
    return sha256(base64url.decode(key, KEY_BYTES)).digest()


def zone_of(text: str) -> tzinfo:
    """The time zone that a phone names, or Denmark's. It is used to format times, and is not stored."""
    try:
        return get_timezone(text if 0 < len(text) <= ZONE_LETTERS_MAX else ZONE)
    except LookupError:
        return get_timezone(ZONE)


def due_of(text: str, now: float) -> int:
    """An ISO 8601 time in UTC as seconds since 1970, rounded down to five minutes. Raises ValidationError."""
    try:
        due = datetime.fromisoformat(text if DUE.fullmatch(text) else "")
    except ValueError:
        raise ValidationError(_("Det gik ikke. Prøv igen.")) from None
    today = datetime.fromtimestamp(now, UTC)
    if due <= today:
        raise ValidationError(_("Det tidspunkt er gået. Vælg et senere."))
    if due > today + AHEAD:
        raise ValidationError(_("Der er længe til. Vælg et tidspunkt inden for et år."))
    return int(due.timestamp()) // SLOT_SECONDS * SLOT_SECONDS


class ListToken(CSRF):  # type: ignore[misc]
    """A CSRF token for one list, valid for an hour. It needs no session and no cookie.

    Threat: in a browser that does not report where a request comes from, a page of another site makes the
    visitor post to that page's own list. It cannot read our responses, so it has no token. It can never post
    to the visitor's list, because it does not know the key.
    """

    def setup_form(self, form: Form) -> list[tuple[str, UnboundField]]:
        """See WTForms. The context is a pair: the signer and the list's name."""
        self._signer, self._name = form.meta.csrf_context
        return list(super().setup_form(form))

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        """A fresh token."""
        return str(self._signer.dumps(self._name.hex()))

    def validate_csrf_token(self, form: Form, field: Field) -> None:
        """Check that the token is for this list and not expired. Raises Stale."""
        try:
            name = self._signer.loads(field.data or "", max_age=TOKEN_SECONDS)
        except BadData:
            raise Stale from None
        if name != self._name.hex():
            raise Stale


def signer_of(secret: bytes) -> URLSafeTimedSerializer:
    """The signer of tokens."""
    # by default it would sign with SHA-1
    rule = {"digest_method": sha256, "key_derivation": "hmac"}
    return URLSafeTimedSerializer(secret, salt="egne-ord/reminders", signer_kwargs=rule)


class ListForm(FlaskForm):  # type: ignore[misc]
    """The list's key, the time zone for its times, and optionally the phone's current subscription."""

    class Meta:
        csrf = False

    key = HiddenField()
    zone = HiddenField()
    endpoint = HiddenField()
    p256dh = HiddenField()
    auth = HiddenField()

    def subscription(self, hosts: Hosts) -> Subscription | None:
        """The phone's subscription, or None if it sent none. Raises ValidationError."""
        values = [field.data or "" for field in (self.endpoint, self.p256dh, self.auth)]
        if not any(values):
            return None
        try:
            return subscription_of(hosts, *values)
        except ValueError:
            sentence = _("Vi kan ikke sende til din browser. Læg mødet i din kalender i stedet.")
            raise ValidationError(sentence) from None


class CancelForm(FlaskForm):  # type: ignore[misc]
    """The reminder to cancel, and its list."""

    class Meta:
        csrf_class = ListToken

    key = HiddenField()
    zone = HiddenField()
    id = HiddenField()


class AddForm(ListForm):
    """One or two reminders, and the phone's subscription."""

    class Meta:
        csrf = True
        csrf_class = ListToken

    id = FieldList(HiddenField(), min_entries=PER_MEETING, max_entries=PER_MEETING)
    due = FieldList(HiddenField(), min_entries=PER_MEETING, max_entries=PER_MEETING)

    def times(self, now: float) -> list[tuple[str, int]]:
        """The reminders as pairs of id and time. Raises ValidationError if any is invalid."""
        pairs = [(id or "", due or "") for id, due in zip(self.id.data, self.due.data, strict=True)]
        found = [(id, due_of(due, now)) for id, due in pairs if id or due]
        try:
            known = {base64url.decode(id, ID_BYTES) for id, _due in found}
        except ValueError:
            known = set()
        if not found or len(known) != len(found):
            raise ValidationError(_("Det gik ikke. Prøv igen."))
        return found
