"""Requests to the reminders' addresses, as a phone makes them, and the fragment taken apart."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask
from werkzeug.test import TestResponse

from reminder_makers import new_subscription
from server_fixtures import Element, page
from storage import base64url
from storage.reminders.interface import ReminderList, Subscription
from webapp.reminder_forms import name_of
from webapp.services import Services


def ahead(**distance: float) -> str:
    """A time so far ahead, as a phone says it."""
    return (datetime.now(UTC) + timedelta(**distance)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Fragment:
    """One answer: its status, what it just said, what is set, and the form to add more."""

    answer: TestResponse

    @property
    def root(self) -> Element:
        """The one section of the fragment."""
        (root,) = [e for e in page(self.answer.text).inside if isinstance(e, Element)]
        assert root.tag == "section" and "data-reminders" in root.attrs
        return root

    @property
    def status(self) -> int:
        return self.answer.status_code

    @property
    def said(self) -> str:
        """What has just happened."""
        (line,) = [e.text() for e in self.root.every("p") if e.attrs.get("role") == "status"]
        return line

    @property
    def lines(self) -> dict[str, str]:
        """The text of each reminder, by its id."""
        return {e.attrs["data-reminder"]: e.text() for e in self.root.every("li")}

    def form(self, which: str) -> dict[str, str]:
        """The fields of the form that posts to `add` or `cancel`, as the page has them."""
        form = next(e for e in self.root.every("form") if e.attrs["hx-post"].endswith(f"/{which}"))
        return {e.attrs["name"]: e.attrs.get("value", "") for e in form.every("input")}


@dataclass
class ReminderClient:
    """One phone with a key of its own."""

    app: Flask
    language: str = "da"
    key: str = field(default_factory=lambda: base64url.encode(os.urandom(32)))
    zone: str = "Europe/Copenhagen"
    subscription: Subscription = field(default_factory=new_subscription)
    address: str = "127.0.0.1"

    def send(self, act: str, fields: dict[str, str] | None = None, **headers: str) -> Fragment:
        """One request."""
        client = self.app.test_client(use_cookies=False)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        said = {"key": self.key, "zone": self.zone} | (fields or {})
        return Fragment(
            client.post(
                f"/reminders/{self.language}/{act}",
                data=said,
                headers=named,
                environ_base={"REMOTE_ADDR": self.address},
                base_url="https://egneord.example",
            )
        )

    @property
    def services(self) -> Services:
        """What the app stands on."""
        found: Services = self.app.config["SERVICES"]
        return found

    @property
    def name(self) -> bytes:
        """The list's name, as the server knows it."""
        return name_of(self.key)

    @property
    def kept(self) -> ReminderList:
        """What the server keeps of this phone."""
        return self.services.reminders.get(self.name)

    def where(self) -> dict[str, str]:
        """The fields that say where this phone is reached."""
        way = self.subscription
        return {"endpoint": way.endpoint, "p256dh": way.p256dh, "auth": way.auth}

    def add(self, *times: tuple[str, str], **changed: str) -> Fragment:
        """Add as the phone's script does: ask for a fresh form, fill it, and let it go."""
        fields = self.send("list").form("add") | self.where()
        for n, (id, due) in enumerate(times):
            fields |= {f"id-{n}": id, f"due-{n}": due}
        return self.send("add", fields | changed)

    def cancel(self, id: str) -> Fragment:
        """Press the button of one reminder."""
        return self.send("cancel", self.send("list").form("cancel") | {"id": id})
