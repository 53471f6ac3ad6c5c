"""Defences of the reminder routes: CSRF tokens without a cookie, rate limits, and logs without secrets."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from flask import Flask

from reminder_client import ReminderClient, ahead
from reminder_makers import new_reminder_id
from server_fixtures import page
from storage import base64url
from webapp import create_app
from webapp.config import Settings
from webapp.reminders.forms import signer_of

STALE = "Der gik for lang tid. Prøv igen."


@pytest.fixture
def client(app: Flask) -> ReminderClient:
    return ReminderClient(app)


def test_an_invalid_token_gets_a_fresh_form_and_nothing_is_lost(client: ReminderClient) -> None:
    client.add((id := new_reminder_id(), ahead(days=1)))
    other = ReminderClient(client.app).send("list").form("add")["csrf_token"]
    forged = signer_of(b"x" * 32).dumps(client.name.hex())
    for token in ("", "x", other, forged):
        stale = client.add((new_reminder_id(), ahead(days=2)), csrf_token=token)
        assert (stale.status, stale.message, list(stale.rows)) == (
            409,
            STALE,
            [id],
        )
        refused = client.send("cancel", {"id": id, "csrf_token": token})
        assert (refused.status, list(refused.rows)) == (409, [id])
    again = (
        stale.form("add") | client.subscription_fields() | {"id-0": new_reminder_id(), "due-0": ahead(days=2)}
    )
    assert client.send("add", again).status == 200


def test_a_token_is_valid_for_an_hour(client: ReminderClient, monkeypatch: pytest.MonkeyPatch) -> None:
    form = (
        client.send("list").form("add")
        | client.subscription_fields()
        | {"id-0": new_reminder_id(), "due-0": ahead(days=2)}
    )
    now = time.time()
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 3599)
    assert client.send("add", form).status == 200
    monkeypatch.setattr("itsdangerous.timed.time.time", lambda: now + 3602)
    assert client.send("add", form).status == 409


@pytest.mark.parametrize("act", ["list", "add", "cancel"])
def test_requests_from_another_site_are_refused(client: ReminderClient, act: str) -> None:
    for headers in ({"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://elsewhere.example"}):
        refused = client.send(act, **headers)
        assert (refused.status, "data-refused" in refused.root.attrs) == (403, True)
    assert client.send("list", Sec_Fetch_Site="same-origin").status == 200


def test_no_cookie_is_set_and_no_key_in_a_query_is_accepted(client: ReminderClient) -> None:
    for act in ("list", "add", "cancel"):
        answer = client.send(act, Cookie="a=b").response
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store, no-transform"
        for method in ("GET", "PUT", "DELETE"):
            refused = client.app.test_client().open(f"/reminders/da/{act}?key={client.key}", method=method)
            assert refused.status_code == 405
            assert client.key not in refused.text


def test_requests_and_new_lists_have_rate_limits(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, rate_requests=9, rate_vaults=1))
    phones = [ReminderClient(app, address="2001:db8:1:2::7") for _ in range(2)]
    answers = [phone.add((new_reminder_id(), ahead(days=1))) for phone in phones]
    assert [answer.status for answer in answers] == [200, 429]
    for _ in range(9):
        slowed = phones[0].send("list")
    assert slowed.status == 429
    assert 0 < int(slowed.response.headers["Retry-After"]) <= 60
    assert slowed.message == "Det gik ikke lige nu. Prøv igen om lidt."


def test_a_damaged_list_gets_a_calm_message_and_no_secret_in_the_log(
    client: ReminderClient, caplog: pytest.LogCaptureFixture
) -> None:
    client.add((new_reminder_id(), ahead(days=1)))
    name = client.name.hex()
    (path,) = client.services.settings.data.rglob(f"{name}.json")
    path.write_bytes(path.read_bytes()[:-9])
    refused = client.send("list")
    assert (refused.status, refused.message) == (503, "Det gik ikke lige nu. Prøv igen om lidt.")
    assert "Damaged" in caplog.text
    for secret in (client.key, name, base64url.encode(client.name), client.subscription.endpoint):
        assert secret not in caplog.text


def test_a_body_that_is_not_a_form_is_refused(client: ReminderClient) -> None:
    sender = client.app.test_client(use_cookies=False)
    for sent in (
        {"json": [1]},
        {"json": {"key": client.key}},
        {"data": b"\xff\x00%"},
        {"data": "a" * 20_000},
    ):
        answer = sender.post("/reminders/da/add", **sent)
        assert answer.status_code in {400, 413}
        assert "data-reminders" in page(answer.text).every("section")[0].attrs
