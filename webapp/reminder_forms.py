"""What a phone says of its reminders, as forms, and the token that only our own fragment gives it."""

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
from webapp.push_hosts import Hosts, subscription_of

KEY_BYTES = 32
ID_BYTES = 16
PER_MEETING = 2
AHEAD = timedelta(days=400)
TOKEN_SECONDS = 3600
ZONE = "Europe/Copenhagen"
ZONE_LETTERS_MAX = 64
DUE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z", re.ASCII)


class Stale(Exception):
    """The token is missing, too old, or another list's: the phone needs a fresh fragment."""


def name_of(key: str) -> bytes:
    """The name of a list: the SHA-256 of its key, which is not kept. Raises ValueError."""
    return sha256(base64url.decode(key, KEY_BYTES)).digest()


def zone_of(text: str) -> tzinfo:
    """The zone that a phone names; Denmark's where there is no such zone. It is for words, and not kept."""
    try:
        return get_timezone(text if 0 < len(text) <= ZONE_LETTERS_MAX else ZONE)
    except LookupError:
        return get_timezone(ZONE)


def due_of(text: str, now: float) -> int:
    """The time in seconds since 1970, rounded down to five minutes. Raises ValidationError."""
    try:
        due = datetime.fromisoformat(text if DUE.fullmatch(text) else "")
    except ValueError:
        raise ValidationError(_("Det gik ikke. Prøv igen.")) from None
    today = datetime.fromtimestamp(now, UTC)
    if due <= today:
        raise ValidationError(_("Tiden er gået. Vælg en senere tid."))
    if due > today + AHEAD:
        raise ValidationError(_("Det er længe til. Vælg en tid inden for et år."))
    return int(due.timestamp()) // SLOT_SECONDS * SLOT_SECONDS


class ListToken(CSRF):  # type: ignore[misc]
    """A token for one list and one hour, without a session or a cookie.

    Threat: another site's page, in a browser that does not say where a request comes from, makes a visitor
    post to a list of its own. It cannot read our answers, so it has no token. What it cannot do at all is
    post to the visitor's list: it does not know the key.
    """

    def setup_form(self, form: Form) -> list[tuple[str, UnboundField]]:
        """See WTForms; the context is the signer and the list's name."""
        self._signer, self._name = form.meta.csrf_context
        return list(super().setup_form(form))

    def generate_csrf_token(self, csrf_token_field: Field) -> str:
        """A fresh token."""
        return str(self._signer.dumps(self._name.hex()))

    def validate_csrf_token(self, form: Form, field: Field) -> None:
        """Return when the token is this list's and fresh. Raises Stale."""
        try:
            said = self._signer.loads(field.data or "", max_age=TOKEN_SECONDS)
        except BadData:
            raise Stale from None
        if said != self._name.hex():
            raise Stale


def signer_of(secret: bytes) -> URLSafeTimedSerializer:
    """What signs the tokens."""
    return URLSafeTimedSerializer(secret, salt="egne-ord/reminders")


class ListForm(FlaskForm):  # type: ignore[misc]
    """Which list, and in which zone its times are said; perhaps where the phone is reached by now."""

    class Meta:
        csrf = False

    key = HiddenField()
    zone = HiddenField()
    endpoint = HiddenField()
    p256dh = HiddenField()
    auth = HiddenField()

    def subscription(self, hosts: Hosts) -> Subscription | None:
        """Where the phone is reached; None where it does not say. Raises ValidationError."""
        said = [field.data or "" for field in (self.endpoint, self.p256dh, self.auth)]
        if not any(said):
            return None
        try:
            return subscription_of(hosts, *said)
        except ValueError:
            sentence = _("Vi kan ikke sende til din browser. Læg mødet i din kalender i stedet.")
            raise ValidationError(sentence) from None


class CancelForm(FlaskForm):  # type: ignore[misc]
    """Which reminder of which list goes."""

    class Meta:
        csrf_class = ListToken

    key = HiddenField()
    zone = HiddenField()
    id = HiddenField()


class AddForm(ListForm):
    """At most two reminders, and where the phone is reached."""

    class Meta:
        csrf = True
        csrf_class = ListToken

    id = FieldList(HiddenField(), min_entries=PER_MEETING, max_entries=PER_MEETING)
    due = FieldList(HiddenField(), min_entries=PER_MEETING, max_entries=PER_MEETING)

    def times(self, now: float) -> list[tuple[str, int]]:
        """The reminders, all of them or none. Raises ValidationError."""
        pairs = [(id or "", due or "") for id, due in zip(self.id.data, self.due.data, strict=True)]
        found = [(id, due_of(due, now)) for id, due in pairs if id or due]
        try:
            known = {base64url.decode(id, ID_BYTES) for id, _due in found}
        except ValueError:
            known = set()
        if not found or len(known) != len(found):
            raise ValidationError(_("Det gik ikke. Prøv igen."))
        return found
