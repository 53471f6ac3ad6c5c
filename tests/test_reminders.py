"""The reminder routes: what a fragment shows, which error messages it has, and what is never stored."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from flask import Flask

from reminder_client import Fragment, ReminderClient, ahead
from reminder_makers import new_reminder_id, new_subscription
from storage.reminders.interface import DeliveryLease
from test_interface_lix import LIX_MOST, SENTENCE_WORDS, texts
from test_push_hosts import BAD
from webapp.content import readability
from webapp.content.languages import languages
from webapp.reminders.forms import due_of

NO_ZONES = ("", "Mars/Base", "../etc/passwd", "x" * 999, "\0", "europe")
WINTER, SUMMER = "2026-11-26T15:00:00Z", "2027-06-01T15:00:00Z"


@pytest.fixture
def client(app: Flask) -> ReminderClient:
    return ReminderClient(app)


def claimed(client: ReminderClient, id: str) -> DeliveryLease:
    """The claimed lease of a reminder that is due."""
    store, name = client.services.reminders, client.name
    store.add(name, "da", client.subscription, [(id, int(time.time()) // 300 * 300 - 300)])
    (lease,) = [e for entry in store.due() if entry.name == name and (e := store.claim(entry, 60))]
    return lease


def test_an_empty_list_has_a_form_and_the_servers_public_key(client: ReminderClient) -> None:
    shown = client.send("list")
    assert (shown.status, shown.message, shown.rows) == (200, "", {})
    assert "Du har ingen påmindelser." in shown.root.text()
    assert shown.root.attrs["data-vapid"] == client.services.keys.public_text()
    form = shown.form("add")
    assert form.pop("csrf_token")
    assert form == {"key": client.key, "zone": client.zone} | dict.fromkeys(
        ["endpoint", "p256dh", "auth", "id-0", "due-0", "id-1", "due-1"], ""
    )


def test_two_reminders_are_added_shown_and_cancelled(client: ReminderClient) -> None:
    first, second = new_reminder_id(), new_reminder_id()
    added = client.add((first, ahead(days=3)), (second, ahead(days=2)))
    assert (added.status, added.message) == (200, "Så siger telefonen til.")
    assert list(added.rows) == [second, first], "earliest first"
    assert "Telefonen meldte sig sidst i dag." in added.root.text()
    gone = client.cancel(second)
    assert (gone.status, gone.message, list(gone.rows)) == (200, "Påmindelsen er slettet.", [first])
    assert list(client.cancel(first).rows) == []
    assert client.send("list").root.text().startswith("Du har ingen påmindelser.")


def test_adding_the_same_id_again_moves_the_reminder(client: ReminderClient) -> None:
    id = new_reminder_id()
    for days in (2, 2, 3):
        assert list(client.add((id, ahead(days=days))).rows) == [id]
    assert [r.due for r in client.stored.reminders] == [due_of(ahead(days=3), time.time())]


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Copenhagen", "torsdag den 26. november kl. 16.00", "tirsdag den 1. juni kl. 17.00"),
        ("America/New_York", "torsdag den 26. november kl. 10.00", "tirsdag den 1. juni kl. 11.00"),
        ("Pacific/Auckland", "fredag den 27. november kl. 04.00", "onsdag den 2. juni kl. 03.00"),
        *((zone, "torsdag den 26. november kl. 16.00", "tirsdag den 1. juni kl. 17.00") for zone in NO_ZONES),
    ],
)
def test_a_time_is_shown_in_the_readers_zone_which_is_not_stored(
    app: Flask, zone: str, winter: str, summer: str
) -> None:
    client = ReminderClient(app, zone=zone)
    times = {new_reminder_id(): iso for iso in (WINTER, SUMMER)}
    seconds = [(id, int(datetime.fromisoformat(iso).timestamp())) for id, iso in times.items()]
    client.services.reminders.add(client.name, "da", client.subscription, seconds)
    shown = client.send("list", client.subscription_fields())
    assert [line.partition(" Slet")[0] for line in shown.rows.values()] == [winter, summer]
    assert "kl. " not in shown.response.text, "a time on another line than its kl."
    for iso in times.values():
        assert f'<time datetime="{iso}">' in shown.response.text
    stored = b"".join(path.read_bytes() for path in client.services.settings.data.rglob("*.json"))
    assert zone.encode() not in stored or not zone


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        *(
            (due, "Det gik ikke. Prøv igen.")
            for due in ("", "soon", "2026-11-26", "2026-11-26T15:00:00+01:00")
        ),
        *((due, "Det gik ikke. Prøv igen.") for due in ("2026-13-01T00:00Z", "1e9", "٢٠٢٧-01-01T00:00Z")),
        ("2020-01-01T00:00:00Z", "Det tidspunkt er gået. Vælg et senere."),
        ("9999-01-01T00:00:00.000Z", "Der er længe til. Vælg et tidspunkt inden for et år."),
    ],
)
def test_an_invalid_time_is_refused_and_nothing_is_stored(
    client: ReminderClient, due: str, sentence: str
) -> None:
    refused = client.add((new_reminder_id(), ahead(days=1)), (new_reminder_id(), due))
    assert (refused.status, refused.message, client.stored.reminders) == (400, sentence, ())


@pytest.mark.parametrize("id", ["", "x", "A" * 23, "../" + "A" * 19, "A" * 21 + "B", "æ" * 22])
def test_an_invalid_id_is_refused(client: ReminderClient, id: str) -> None:
    assert (client.add((id, ahead(days=1))).status, client.stored.reminders) == (400, ())


def test_an_empty_form_and_a_repeated_id_are_refused(client: ReminderClient) -> None:
    id = new_reminder_id()
    assert client.add().status == client.add((id, ahead(days=1)), (id, ahead(days=2))).status == 400
    assert client.stored.reminders == ()


@pytest.mark.parametrize("key", ["", "x", "A" * 42, "A" * 44, "A" * 42 + "B", "æ" * 43])
def test_an_invalid_key_is_refused(app: Flask, key: str) -> None:
    for act in ("list", "add", "cancel"):
        refused = ReminderClient(app, key=key).send(act)
        assert (refused.status, refused.response.headers["Cache-Control"]) == (400, "no-store, no-transform")
        assert "data-refused" in refused.root.attrs


@pytest.mark.parametrize("endpoint", BAD)
def test_an_endpoint_outside_the_push_services_is_refused(app: Flask, endpoint: str) -> None:
    client = ReminderClient(app)
    id, fields = new_reminder_id(), client.subscription_fields() | {"endpoint": endpoint}
    client.add((id, ahead(days=1)))
    for refused in (client.send("list", fields), client.add((new_reminder_id(), ahead(days=2)), **fields)):
        assert (refused.status, list(refused.rows)) == (400, [id])
        assert refused.message.startswith("Vi kan ikke sende til din browser.") or not endpoint
        assert endpoint not in refused.response.text or len(endpoint) < 2


def test_invalid_keys_are_refused(client: ReminderClient) -> None:
    for name in ("p256dh", "auth"):
        assert client.send("list", client.subscription_fields() | {name: "AAAA"}).status == 400


def test_a_full_list_asks_to_delete_a_reminder_first(client: ReminderClient) -> None:
    for _ in range(20):
        full: Fragment = client.add((new_reminder_id(), ahead(days=1)), (new_reminder_id(), ahead(days=2)))
        assert full.status == 200
    full = client.add((new_reminder_id(), ahead(days=1)))
    assert (full.status, full.message) == (400, "Du har 40 påmindelser. Slet en af dem først.")
    assert len(full.rows) == 40


def test_a_reminder_that_could_not_be_sent_is_marked(client: ReminderClient) -> None:
    id = new_reminder_id()
    client.services.reminders.give_up(claimed(client, id))
    assert "Den kunne ikke sendes." in client.send("list").rows[id]
    assert client.cancel(id).rows == {}


def test_an_ended_subscription_is_shown_until_the_phone_sends_a_new_one(client: ReminderClient) -> None:
    client.services.reminders.end_subscription(claimed(client, new_reminder_id()))
    assert "Din telefon tager ikke imod påmindelser lige nu." in client.send("list").root.text()
    client.subscription = new_subscription()
    assert "tager ikke imod" not in client.send("list", client.subscription_fields()).root.text()


def test_the_language_of_the_path_is_stored_and_used(app: Flask) -> None:
    client = ReminderClient(app, language="en")
    client.add((new_reminder_id(), ahead(days=1)))
    assert client.stored.language == "en"
    assert "/reminders/en/cancel" in client.send("list").response.text


@pytest.mark.parametrize("language", languages())
def test_the_texts_of_the_fragments_are_easy_to_read(app: Flask, language: str) -> None:
    client = ReminderClient(app, language=language)
    shown = [client.send("list"), client.add((new_reminder_id(), "x")), client.add()]
    shown += [client.add((new_reminder_id(), due)) for due in ("2020-01-01T00:00Z", "9999-01-01T00:00Z")]
    shown += [client.add((id := new_reminder_id(), ahead(days=1))), client.send("add"), client.cancel(id)]
    shown.append(client.send("list", client.subscription_fields() | {"endpoint": "x"}))
    lease = claimed(client, new_reminder_id())
    client.services.reminders.end_subscription(lease)
    client.services.reminders.give_up(lease)
    shown.append(client.send("list"))
    words = list(dict.fromkeys(text for each in shown for text in texts(each.root)))
    prose = [text for text in words if text.endswith(".")]
    assert len(prose) >= 9
    assert max(readability.lix(words), readability.lix(prose)) <= LIX_MOST
    assert readability.mean_sentence_words(prose) <= SENTENCE_WORDS
