"""Listing, adding and cancelling reminders, as htmx fragments. The server knows a time, not its purpose."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from babel.dates import format_date, format_datetime
from flask import Blueprint, Response, g, render_template, request
from flask_babel import gettext as _
from itsdangerous import URLSafeTimedSerializer
from wtforms import ValidationError

from storage.days import SECONDS_A_DAY
from storage.errors import ListFull
from storage.reminders.interface import REMINDERS_MAX, Reminder, ReminderList
from webapp.api.admission import EMPTY_BYTES
from webapp.api.common import NO_STORE, check_request, services
from webapp.api.exceptions import Malformed
from webapp.reminders.forms import AddForm, CancelForm, ListForm, Stale, name_of, signer_of, zone_of

reminders = Blueprint("reminders", __name__, url_prefix="/reminders/<language:language>")
reminders.before_request(check_request)
STALE_STATUS = 409
BEFORE_TIME = re.compile(r" (?=\d\d[.:]\d\d)")


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder as the page shows it. `iso`: its time in UTC."""

    id: str
    iso: str
    words: str
    unsent: bool


@reminders.url_value_preprocessor
def set_language(endpoint: str | None, values: dict[str, str] | None) -> None:
    """Respond in the language of the path."""
    g.lang = (values or {}).pop("language")


@reminders.post("/list")
def show() -> Response:
    """Show the reminders. Store the phone's current subscription, if it sent one."""
    name, form = _name(), ListForm(request.form)
    try:
        subscription = form.subscription(services().hosts)
    except ValidationError as refusal:
        return _fragment(name, str(refusal), 400)
    kept = services().reminders.register(name, subscription) if subscription else None
    return _fragment(name, kept=kept)


@reminders.post("/add")
def add() -> Response:
    """Add one or two reminders. An id that exists already gets the new time."""
    name = _name()
    form = AddForm(request.form, meta=_csrf(name))
    try:
        form.validate()
        subscription, times = form.subscription(services().hosts), form.times(time.time())
        if subscription is None:
            raise ValidationError(_("Det gik ikke. Prøv igen."))
        if not services().reminders.get(name).reminders:
            services().rate_limiter.hit("vaults", request)
            services().admission.admit(request, EMPTY_BYTES)
        kept = services().reminders.add(name, g.lang, subscription, times)
    except Stale:
        return _stale(name)
    except ValidationError as refusal:
        return _fragment(name, str(refusal), 400)
    except ListFull:
        full = _("Du har %(count)s påmindelser. Slet en af dem først.", count=REMINDERS_MAX)
        return _fragment(name, full, 400)
    return _fragment(name, _("Så siger telefonen til."), kept=kept)


@reminders.post("/cancel")
def cancel() -> Response:
    """Cancel one reminder."""
    name = _name()
    form = CancelForm(request.form, meta=_csrf(name))
    try:
        form.validate()
    except Stale:
        return _stale(name)
    kept = services().reminders.cancel(name, form.id.data or "")
    return _fragment(name, _("Påmindelsen er slettet."), kept=kept)


def _name() -> bytes:
    try:
        return name_of(request.form.get("key", ""))
    except ValueError:
        raise Malformed("The key must be 43 letters of base64url.") from None


def _csrf(name: bytes) -> dict[str, tuple[URLSafeTimedSerializer, bytes]]:
    """What ListToken needs: the signer of this server, and the list's name."""
    return {"csrf_context": (signer_of(services().keys.form_secret()), name)}


def _stale(name: bytes) -> Response:
    return _fragment(name, _("Der gik for lang tid. Prøv igen."), STALE_STATUS)


def _fragment(
    name: bytes, sentence: str = "", status: int = 200, kept: ReminderList | None = None
) -> Response:
    zone = zone_of(request.form.get("zone", ""))
    kept = services().reminders.get(name) if kept is None else kept
    list_fields = {"key": request.form["key"], "zone": str(zone)}
    markup = render_template(
        "_reminders.html",
        sentence=sentence,
        lines=[_row(reminder, zone) for reminder in sorted(kept.reminders, key=lambda r: r.due)],
        ended=bool(kept.reminders) and kept.subscription is None,
        seen=_seen(kept.seen_day, zone) if kept.reminders else "",
        public_key=services().keys.public_text(),
        add=AddForm(None, data=list_fields, meta=_csrf(name)),
        cancel=CancelForm(None, data=list_fields, meta=_csrf(name)),
    )
    return Response(markup, status, NO_STORE)


def _row(reminder: Reminder, zone: tzinfo) -> ReminderRow:
    at = datetime.fromtimestamp(reminder.due, UTC)
    # A date pattern of Unicode TR 35, translated because languages order dates differently.
    pattern = _("EEEE 'den' d. MMMM 'kl.' HH.mm")
    # The time stays on the line of its "kl.", as in catalogue.js.
    words = BEFORE_TIME.sub("\u00a0", format_datetime(at, pattern, tzinfo=zone, locale=g.lang))
    return ReminderRow(reminder.id, at.strftime("%Y-%m-%dT%H:%M:%SZ"), words, reminder.unsent)


def _seen(day: int, zone: tzinfo) -> str:
    """The day on which the phone last registered, in words. `day`: days since 1970, in UTC."""
    if day >= int(time.time()) // SECONDS_A_DAY:
        return str(_("Telefonen meldte sig sidst i dag."))
    on = format_date(datetime.fromtimestamp(day * SECONDS_A_DAY, UTC), "long", locale=g.lang)
    return str(_("Telefonen meldte sig sidst den %(day)s.", day=on))
