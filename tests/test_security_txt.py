"""The host's contact for security, in the form of RFC 9116."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server_fixtures import fetch
from storage.days import SECONDS_A_DAY
from webapp import create_app
from webapp.config import Settings
from webapp.security_txt import PATH, text_of

FIELD = re.compile(r"(Contact|Expires|Preferred-Languages|Canonical): (\S.*)")
NOW = 20_000.7 * SECONDS_A_DAY


def fields_of(text: str) -> list[tuple[str, str]]:
    """The fields in order. Fails if a line is none, or if the last one does not end."""
    assert text.endswith("\n")
    found = [FIELD.fullmatch(line) for line in text.splitlines()]
    assert all(found)
    return [(each[1], each[2]) for each in found if each]


@pytest.mark.parametrize("contact", ["mailto:vagt@egneord.example", "https://egneord.example"])
def test_the_fields_come_from_the_settings(contact: str) -> None:
    settings = Settings(contact=contact, origin="https://egneord.example:8443")
    assert fields_of(text_of(settings, NOW)) == [
        ("Contact", contact),
        ("Expires", "2025-04-02T00:00:00Z"),
        ("Preferred-Languages", "da, en"),
        ("Canonical", f"https://egneord.example:8443{PATH}"),
    ]


def test_it_expires_within_a_year_and_says_the_same_all_day() -> None:
    settings = Settings(contact="mailto:vagt@egneord.example")
    expires = datetime.fromisoformat(dict(fields_of(text_of(settings, NOW)))["Expires"])
    assert timedelta(90) < expires - datetime.fromtimestamp(NOW, UTC) < timedelta(365)
    assert text_of(settings, NOW) == text_of(settings, NOW + SECONDS_A_DAY / 4)


def test_it_is_served_as_plain_text_where_there_is_a_contact(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, contact="mailto:vagt@egneord.example"))
    answer = fetch(PATH, app=app)
    assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
    assert dict(fields_of(answer.text))["Contact"] == "mailto:vagt@egneord.example"
    assert fetch(PATH).status_code == 404, "no placeholder: nobody would read it"
