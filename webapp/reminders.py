"""Reminders: what is set, adding and cancelling, as fragments. The server knows a time, and not what for."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from babel.dates import format_date, format_datetime
from flask import Blueprint, Response, current_app, g, render_template, request
from flask_babel import gettext as _
from wtforms import ValidationError

from storage.reminders import REMINDERS_MAX, ListFull, Reminder, ReminderList
from storage.rules import SECONDS_A_DAY
from webapp.reading import refuse_other_sites
from webapp.refusals import Malformed
from webapp.reminder_forms import AddForm, CancelForm, ListForm, Stale, name_of, signer_of, zone_of
from webapp.services import Services

reminders = Blueprint("reminders", __name__, url_prefix="/reminders/<language:language>")
STALE_STATUS = 409


@dataclass(frozen=True, slots=True)
class Line:
    """One reminder as its reader sees it."""

    id: str
    iso: str
    words: str
    unsent: bool


def _services() -> Services:
    services: Services = current_app.config["SERVICES"]
    return services


@reminders.url_value_preprocessor
def speak(endpoint: str | None, values: dict[str, str] | None) -> None:
    """The answer is in the language of the address."""
    g.lang = (values or {}).pop("language")


@reminders.before_request
def guard() -> None:
    """Refuse other sites and floods before anything is read; sweep once there are reminders."""
    services = _services()
    services.rates.count("requests", request)
    refuse_other_sites(request)
    services.sweeper.start()


@reminders.post("/list")
def show() -> Response:
    """What is set; notes where the phone is reached by now, where it says so."""
    name, form = _name(), ListForm(request.form)
    try:
        subscription = form.subscription(_services().hosts)
    except ValidationError as refusal:
        return _fragment(name, str(refusal), 400)
    kept = _services().reminders.meet(name, subscription) if subscription else None
    return _fragment(name, kept=kept)


@reminders.post("/add")
def add() -> Response:
    """Set one reminder or two, or move those that are there."""
    name, services = _name(), _services()
    form = AddForm(request.form, meta={"csrf_context": (signer_of(services.keys.form_secret()), name)})
    try:
        form.validate()
        subscription, times = form.subscription(services.hosts), form.times(time.time())
        if subscription is None:
            raise ValidationError(_("Det gik ikke. Prøv igen."))
        if not services.reminders.look(name).reminders:
            services.rates.count("vaults", request)
        kept = services.reminders.add(name, g.lang, subscription, times)
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
    """Remove one reminder."""
    name, services = _name(), _services()
    form = CancelForm(request.form, meta={"csrf_context": (signer_of(services.keys.form_secret()), name)})
    try:
        form.validate()
    except Stale:
        return _stale(name)
    kept = services.reminders.cancel(name, form.id.data or "")
    return _fragment(name, _("Påmindelsen er slettet."), kept=kept)


def _name() -> bytes:
    try:
        return name_of(request.form.get("key", ""))
    except ValueError:
        raise Malformed("The key must be 43 letters of base64url.") from None


def _stale(name: bytes) -> Response:
    return _fragment(name, _("Der gik for lang tid. Prøv igen."), STALE_STATUS)


def _fragment(
    name: bytes, sentence: str = "", status: int = 200, kept: ReminderList | None = None
) -> Response:
    services, zone = _services(), zone_of(request.form.get("zone", ""))
    kept = services.reminders.look(name) if kept is None else kept
    context = {"csrf_context": (signer_of(services.keys.form_secret()), name)}
    said = {"key": request.form["key"], "zone": str(zone)}
    markup = render_template(
        "_reminders.html",
        sentence=sentence,
        lines=[_line(reminder, zone) for reminder in sorted(kept.reminders, key=lambda r: r.due)],
        ended=bool(kept.reminders) and kept.subscription is None,
        seen=_seen(kept.seen_day, zone) if kept.reminders else "",
        public_key=services.keys.public_text(),
        add=AddForm(None, data=said, meta=context),
        cancel=CancelForm(None, data=said, meta=context),
    )
    return Response(markup, status, {"Cache-Control": "no-store"})


def _line(reminder: Reminder, zone: tzinfo) -> Line:
    at = datetime.fromtimestamp(reminder.due, UTC)
    # How a day and a time are written: letters of Unicode TR 35, translated as words are.
    pattern = _("EEEE 'den' d. MMMM 'kl.' HH.mm")
    words = format_datetime(at, pattern, tzinfo=zone, locale=g.lang)
    return Line(reminder.id, at.strftime("%Y-%m-%dT%H:%M:%SZ"), words, reminder.unsent)


def _seen(day: int, zone: tzinfo) -> str:
    """The day on which the phone last said where it is, in words; days count in UTC."""
    if day >= int(time.time()) // SECONDS_A_DAY:
        return str(_("Sidst set i dag."))
    on = format_date(datetime.fromtimestamp(day * SECONDS_A_DAY, UTC), "long", locale=g.lang)
    return str(_("Sidst set den %(day)s.", day=on))
