"""The share routes: how each responds to the maker of a link and to its readers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from share_client import ShareClient, alike
from share_makers import HOUR, NOTE_SIZES, new_note
from storage.shares.tinydb import TinyDBShares
from storage_makers import SIZES, Clock, new_sealed
from vault_client import JSON, VaultClient, new_record, problem
from webapp import create_app
from webapp.config import Settings

NOON = "2024-10-04T12:00:00Z"
"""The time of a new Clock."""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """An app whose share store uses a clock that tests move."""
    data = tmp_path_factory.mktemp("data")
    app = create_app(Settings(data=data))
    services = app.config["SERVICES"]
    app.config["SERVICES"] = replace(services, shares=TinyDBShares(data, Clock()))
    return app


@pytest.fixture
def clock(app: Flask) -> Clock:
    """A new clock for each test."""
    clock = Clock()
    data = app.config["SERVICES"].settings.data
    app.config["SERVICES"] = replace(app.config["SERVICES"], shares=TinyDBShares(data, clock))
    return clock


@pytest.fixture
def client(app: Flask, clock: Clock) -> ShareClient:
    return ShareClient(app).make()


def test_a_share_is_made_read_by_anybody_with_its_id_and_withdrawn(app: Flask, clock: Clock) -> None:
    client = ShareClient(app)
    made = client.put(2 * HOUR)
    assert (made.status_code, made.content_type) == (201, JSON)
    assert made.get_json() == {"expires_at": NOON.replace("12:", "14:")}
    for _ in range(3):
        read = client.read()
        assert (read.status_code, read.content_type) == (200, JSON)
        assert read.headers["Cache-Control"] == "no-store, no-transform"
        assert read.get_json() == {"sealed": client.sealed, "expires_at": NOON.replace("12:", "14:")}
    withdrawn = client.send("DELETE")
    assert (withdrawn.status_code, withdrawn.data) == (204, b"")
    assert problem(client.read()) == (404, "not-found")


@pytest.mark.parametrize("size", SIZES)
def test_a_text_of_each_size_can_be_shared(app: Flask, size: int) -> None:
    client = ShareClient(app, sealed=new_sealed(size)).make()
    assert client.read().get_json()["sealed"] == client.sealed


def test_unknown_expired_and_withdrawn_shares_get_identical_responses(app: Flask, clock: Clock) -> None:
    unknown, expired, withdrawn = ShareClient(app), ShareClient(app).make(), ShareClient(app).make(2 * HOUR)
    for made in (expired, withdrawn):
        assert made.answer().status_code == 201
    withdrawn.send("DELETE")
    clock.now += HOUR
    gone = (unknown, expired, withdrawn)
    assert problem(unknown.read()) == problem(unknown.answer()) == (404, "not-found")
    assert alike(*(who.read() for who in gone), *(who.answer() for who in gone))
    assert problem(unknown.send("DELETE")) == (401, "unauthorized")
    answers = [who.send(*ask) for who in gone for ask in (("DELETE",), ("GET", "/notes"))]
    assert alike(*answers)
    clock.now += 300
    assert app.config["SERVICES"].shares.sweep(0).shares >= 1
    assert alike(*(who.read() for who in gone))


def test_a_share_expires_to_the_second(client: ShareClient, clock: Clock) -> None:
    clock.now += HOUR - 1
    assert client.read().status_code == 200
    assert client.send("GET", "/notes").status_code == 200
    clock.now += 1
    assert problem(client.read()) == (404, "not-found")
    assert problem(client.send("GET", "/notes")) == (401, "unauthorized")


def test_repeating_a_request_returns_the_first_share(client: ShareClient, clock: Clock) -> None:
    client.answer(note := new_note())
    clock.now += 10
    again = client.put(5 * HOUR)
    assert (again.status_code, again.get_json()) == (201, {"expires_at": NOON.replace("12:", "13:")})
    assert client.notes() == [note]


def test_another_token_is_unauthorized_and_another_text_is_refused(client: ShareClient) -> None:
    stranger, other = client.stranger(), replace(client, sealed=new_sealed())
    assert problem(stranger.put()) == (401, "unauthorized")
    asks = [stranger.send("DELETE"), stranger.send("GET", "/notes"), ShareClient(client.app).send("DELETE")]
    assert alike(stranger.put(), *asks)
    assert stranger.put().headers["WWW-Authenticate"] == "Bearer"
    assert problem(other.put()) == (409, "taken")
    assert client.read().get_json()["sealed"] == client.sealed


def test_a_vaults_token_opens_no_share(client: ShareClient) -> None:
    vault = VaultClient(client.app).make()
    assert vault.push(new_record()).status_code == 200
    assert problem(replace(client, token=vault.token).send("GET", "/notes")) == (401, "unauthorized")


@pytest.mark.parametrize("size", NOTE_SIZES)
def test_the_maker_gets_each_note_once_and_in_order(client: ShareClient, size: int) -> None:
    assert client.notes() == []
    notes = [new_note(size) for _ in range(3)]
    for note in [*notes, notes[0]]:
        response = client.answer(note)
        assert (response.status_code, response.get_json()) == (201, {})
    assert client.notes() == notes
    assert "sealed" in client.read().get_json()
    assert notes[0] not in client.read().text, "a reader sees no notes"
    assert client.send("GET", "/notes").headers["Cache-Control"] == "no-store, no-transform"


def test_a_sixth_note_is_refused_but_a_repeated_one_is_accepted(client: ShareClient) -> None:
    notes = [new_note() for _ in range(5)]
    assert [client.answer(note).status_code for note in notes] == [201] * 5
    assert problem(client.answer()) == (507, "notes-full")
    assert client.answer(notes[2]).status_code == 201
    assert client.notes() == notes


def test_notes_are_deleted_with_their_share(client: ShareClient) -> None:
    client.answer(note := new_note())
    client.send("DELETE")
    client.make()
    assert client.notes() == []
    data: Path = client.app.config["SERVICES"].settings.data
    stored = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert note.encode() not in stored


def test_a_wrong_method_gets_the_allowed_ones(client: ShareClient) -> None:
    for path, allowed in (("", {"GET", "HEAD", "PUT", "DELETE"}), ("/notes", {"GET", "HEAD", "POST"})):
        refused = client.send("PATCH", path)
        assert problem(refused) == (405, "method-not-allowed")
        assert set(refused.headers["Allow"].split(", ")) == allowed | {"OPTIONS"}


def test_shares_are_not_listed_and_no_response_sets_a_cookie(client: ShareClient) -> None:
    for path in ("/api/v1/shares", "/api/v1/shares/"):
        assert problem(VaultClient(client.app).send("GET", path)) == (404, "not-found")
    for answer in (client.read(), client.answer(), client.put(), client.send("GET", "/notes")):
        assert "Set-Cookie" not in answer.headers
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]
