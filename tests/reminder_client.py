"""A client for the reminder routes, as a phone uses them, and the parsed fragment."""

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
from webapp.container import Services
from webapp.reminders.forms import name_of


def ahead(**distance: float) -> str:
    """A time this far in the future, as a phone sends it."""
    return (datetime.now(UTC) + timedelta(**distance)).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Fragment:
    """One response: its status, its message, the reminders, and the forms."""

    response: TestResponse

    @property
    def root(self) -> Element:
        """The section element of the fragment."""
        (root,) = [e for e in page(self.response.text).inside if isinstance(e, Element)]
        assert root.tag == "section" and "data-reminders" in root.attrs
        return root

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def message(self) -> str:
        """The text of its status line."""
        (line,) = [e.text() for e in self.root.every("p") if e.attrs.get("role") == "status"]
        return line

    @property
    def rows(self) -> dict[str, str]:
        """The text of each reminder, by its id."""
        return {e.attrs["data-reminder"]: e.text() for e in self.root.every("li")}

    def form(self, which: str) -> dict[str, str]:
        """The fields of the form that posts to `add` or `cancel`, with their values."""
        form = next(e for e in self.root.every("form") if e.attrs["hx-post"].endswith(f"/{which}"))
        return {e.attrs["name"]: e.attrs.get("value", "") for e in form.every("input")}


@dataclass
class ReminderClient:
    """One phone with its own key."""

    app: Flask
    language: str = "da"
    key: str = field(default_factory=lambda: base64url.encode(os.urandom(32)))
    zone: str = "Europe/Copenhagen"
    subscription: Subscription = field(default_factory=new_subscription)
    address: str = "127.0.0.1"

    def send(self, act: str, fields: dict[str, str] | None = None, **headers: str) -> Fragment:
        """Send one request."""
        client = self.app.test_client(use_cookies=False)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        all_fields = {"key": self.key, "zone": self.zone} | (fields or {})
        return Fragment(
            client.post(
                f"/reminders/{self.language}/{act}",
                data=all_fields,
                headers=named,
                environ_base={"REMOTE_ADDR": self.address},
                base_url="https://egneord.example",
            )
        )

    @property
    def services(self) -> Services:
        """The services of the app."""
        found: Services = self.app.config["SERVICES"]
        return found

    @property
    def name(self) -> bytes:
        """The list's name, as the server knows it."""
        return name_of(self.key)

    @property
    def stored(self) -> ReminderList:
        """The list that the server stores for this phone."""
        return self.services.reminders.get(self.name)

    def subscription_fields(self) -> dict[str, str]:
        """The form fields for the phone's subscription."""
        found = self.subscription
        return {"endpoint": found.endpoint, "p256dh": found.p256dh, "auth": found.auth}

    def add(self, *times: tuple[str, str], **changed: str) -> Fragment:
        """Add reminders as the phone's script does: get a fresh form, fill it in, and send it."""
        fields = self.send("list").form("add") | self.subscription_fields()
        for n, (id, due) in enumerate(times):
            fields |= {f"id-{n}": id, f"due-{n}": due}
        return self.send("add", fields | changed)

    def cancel(self, id: str) -> Fragment:
        """Press the cancel button of one reminder."""
        return self.send("cancel", self.send("list").form("cancel") | {"id": id})
