"""The reminders' addresses: what a fragment shows, what is refused in a sentence, and what is never kept."""

from __future__ import annotations

import time
from datetime import datetime

import pytest
from flask import Flask

from reminder_client import Fragment, ReminderClient, ahead
from reminder_makers import new_reminder_id, new_subscription
from storage.reminders import Errand
from test_interface_lix import LIX_MOST, SENTENCE_WORDS, texts
from test_push_hosts import BAD
from webapp import create_app
from webapp.config import Settings
from webapp.content import readability
from webapp.content.languages import languages
from webapp.reminder_forms import due_of

NO_ZONES = ("", "Mars/Base", "../etc/passwd", "x" * 999, "\0", "europe")
WINTER, SUMMER = "2026-11-26T15:00:00Z", "2027-06-01T15:00:00Z"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return create_app(Settings(data=tmp_path_factory.mktemp("data")))


@pytest.fixture
def client(app: Flask) -> ReminderClient:
    return ReminderClient(app)


def claimed(client: ReminderClient, id: str) -> Errand:
    """The errand of a reminder, as if its time had come."""
    store, name = client.services.reminders, client.name
    store.add(name, "da", client.subscription, [(id, int(time.time()) // 300 * 300 - 300)])
    (errand,) = [e for mark in store.due() if mark.name == name and (e := store.claim(mark, 60))]
    return errand


def test_an_empty_list_says_so_and_brings_a_form_and_the_servers_key(client: ReminderClient) -> None:
    shown = client.send("list")
    assert (shown.status, shown.said, shown.lines) == (200, "", {})
    assert "Du har ingen påmindelser." in shown.root.text()
    assert shown.root.attrs["data-vapid"] == client.services.keys.public_text()
    form = shown.form("add")
    assert form.pop("csrf_token")
    assert form == {"key": client.key, "zone": client.zone} | dict.fromkeys(
        ["endpoint", "p256dh", "auth", "id-0", "due-0", "id-1", "due-1"], ""
    )


def test_two_reminders_are_set_shown_and_cancelled(client: ReminderClient) -> None:
    first, second = new_reminder_id(), new_reminder_id()
    added = client.add((first, ahead(days=3)), (second, ahead(days=2)))
    assert (added.status, added.said) == (200, "Så siger telefonen til.")
    assert list(added.lines) == [second, first], "the next one first"
    assert "Sidst set i dag." in added.root.text()
    gone = client.cancel(second)
    assert (gone.status, gone.said, list(gone.lines)) == (200, "Påmindelsen er slettet.", [first])
    assert list(client.cancel(first).lines) == []
    assert client.send("list").root.text().startswith("Du har ingen påmindelser.")


def test_adding_twice_sets_it_once_and_another_time_moves_it(client: ReminderClient) -> None:
    id = new_reminder_id()
    for days in (2, 2, 3):
        assert list(client.add((id, ahead(days=days))).lines) == [id]
    assert [r.due for r in client.kept.reminders] == [due_of(ahead(days=3), time.time())]


@pytest.mark.parametrize(
    ("zone", "winter", "summer"),
    [
        ("Europe/Copenhagen", "torsdag den 26. november kl. 16.00", "tirsdag den 1. juni kl. 17.00"),
        ("America/New_York", "torsdag den 26. november kl. 10.00", "tirsdag den 1. juni kl. 11.00"),
        ("Pacific/Auckland", "fredag den 27. november kl. 04.00", "onsdag den 2. juni kl. 03.00"),
        *((zone, "torsdag den 26. november kl. 16.00", "tirsdag den 1. juni kl. 17.00") for zone in NO_ZONES),
    ],
)
def test_a_time_is_said_in_the_readers_zone_which_is_not_kept(
    app: Flask, zone: str, winter: str, summer: str
) -> None:
    client = ReminderClient(app, zone=zone)
    times = {new_reminder_id(): iso for iso in (WINTER, SUMMER)}
    seconds = [(id, int(datetime.fromisoformat(iso).timestamp())) for id, iso in times.items()]
    client.services.reminders.add(client.name, "da", client.subscription, seconds)
    shown = client.send("list", client.where())
    assert [line.partition(" Slet")[0] for line in shown.lines.values()] == [winter, summer]
    for iso in times.values():
        assert f'<time datetime="{iso}">' in shown.answer.text
    kept = b"".join(path.read_bytes() for path in client.services.settings.data.rglob("*.json"))
    assert zone.encode() not in kept or not zone


@pytest.mark.parametrize(
    ("due", "sentence"),
    [
        *(
            (due, "Det gik ikke. Prøv igen.")
            for due in ("", "soon", "2026-11-26", "2026-11-26T15:00:00+01:00")
        ),
        *((due, "Det gik ikke. Prøv igen.") for due in ("2026-13-01T00:00Z", "1e9", "٢٠٢٧-01-01T00:00Z")),
        ("2020-01-01T00:00:00Z", "Tiden er gået. Vælg en senere tid."),
        ("9999-01-01T00:00:00.000Z", "Det er længe til. Vælg en tid inden for et år."),
    ],
)
def test_an_impossible_time_is_refused_in_a_sentence_and_nothing_is_set(
    client: ReminderClient, due: str, sentence: str
) -> None:
    refused = client.add((new_reminder_id(), ahead(days=1)), (new_reminder_id(), due))
    assert (refused.status, refused.said, client.kept.reminders) == (400, sentence, ())


@pytest.mark.parametrize("id", ["", "x", "A" * 23, "../" + "A" * 19, "A" * 21 + "B", "æ" * 22])
def test_an_impossible_id_is_refused(client: ReminderClient, id: str) -> None:
    assert (client.add((id, ahead(days=1))).status, client.kept.reminders) == (400, ())


def test_no_reminder_or_the_same_one_twice_is_refused(client: ReminderClient) -> None:
    id = new_reminder_id()
    assert client.add().status == client.add((id, ahead(days=1)), (id, ahead(days=2))).status == 400
    assert client.kept.reminders == ()


@pytest.mark.parametrize("key", ["", "x", "A" * 42, "A" * 44, "A" * 42 + "B", "æ" * 43])
def test_an_impossible_key_is_refused(app: Flask, key: str) -> None:
    for act in ("list", "add", "cancel"):
        refused = ReminderClient(app, key=key).send(act)
        assert (refused.status, refused.answer.headers["Cache-Control"]) == (400, "no-store")
        assert "data-refused" in refused.root.attrs


@pytest.mark.parametrize("endpoint", BAD)
def test_an_endpoint_that_is_no_push_service_is_refused_and_what_is_set_stays(
    app: Flask, endpoint: str
) -> None:
    client = ReminderClient(app)
    id, way = new_reminder_id(), client.where() | {"endpoint": endpoint}
    client.add((id, ahead(days=1)))
    for refused in (client.send("list", way), client.add((new_reminder_id(), ahead(days=2)), **way)):
        assert (refused.status, list(refused.lines)) == (400, [id])
        assert refused.said.startswith("Vi kan ikke sende til din browser.") or not endpoint
        assert endpoint not in refused.answer.text or len(endpoint) < 2


def test_keys_that_cannot_be_are_refused(client: ReminderClient) -> None:
    for name in ("p256dh", "auth"):
        assert client.send("list", client.where() | {name: "AAAA"}).status == 400


def test_a_full_list_says_what_to_do(client: ReminderClient) -> None:
    for _ in range(20):
        full: Fragment = client.add((new_reminder_id(), ahead(days=1)), (new_reminder_id(), ahead(days=2)))
        assert full.status == 200
    full = client.add((new_reminder_id(), ahead(days=1)))
    assert (full.status, full.said) == (400, "Du har 40 påmindelser. Slet en af dem først.")
    assert len(full.lines) == 40


def test_what_could_not_be_sent_says_so(client: ReminderClient) -> None:
    id = new_reminder_id()
    client.services.reminders.give_up(claimed(client, id))
    assert "Den kunne ikke sendes." in client.send("list").lines[id]
    assert client.cancel(id).lines == {}


def test_an_ended_subscription_is_said_until_the_phone_brings_another(client: ReminderClient) -> None:
    client.services.reminders.end(claimed(client, new_reminder_id()))
    assert "Din telefon tager ikke imod påmindelser lige nu." in client.send("list").root.text()
    client.subscription = new_subscription()
    assert "tager ikke imod" not in client.send("list", client.where()).root.text()


def test_the_other_language_speaks_its_own_way(app: Flask) -> None:
    client = ReminderClient(app, language="en")
    client.add((new_reminder_id(), ahead(days=1)))
    assert client.kept.language == "en"
    assert "/reminders/en/cancel" in client.send("list").answer.text


@pytest.mark.parametrize("language", languages())
def test_what_the_fragments_say_is_easy_to_read(app: Flask, language: str) -> None:
    client = ReminderClient(app, language=language)
    shown = [client.send("list"), client.add((new_reminder_id(), "x")), client.add()]
    shown += [client.add((new_reminder_id(), due)) for due in ("2020-01-01T00:00Z", "9999-01-01T00:00Z")]
    shown += [client.add((id := new_reminder_id(), ahead(days=1))), client.send("add"), client.cancel(id)]
    shown.append(client.send("list", client.where() | {"endpoint": "x"}))
    errand = claimed(client, new_reminder_id())
    client.services.reminders.end(errand)
    client.services.reminders.give_up(errand)
    shown.append(client.send("list"))
    said = list(dict.fromkeys(text for each in shown for text in texts(each.root)))
    prose = [text for text in said if text.endswith(".")]
    assert len(prose) >= 9
    assert max(readability.lix(said), readability.lix(prose)) <= LIX_MOST
    assert readability.mean_sentence_words(prose) <= SENTENCE_WORDS
