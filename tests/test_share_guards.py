"""How the share routes refuse invalid requests, other sites and floods, and what is never on the disk."""

from __future__ import annotations

import json
import logging
from hashlib import sha256
from pathlib import Path

import pytest
from flask import Flask

from share_client import ShareClient
from share_makers import HOUR, NOTE_SIZES, new_note
from storage import base64url
from storage.files.paths import path_of
from storage_makers import new_sealed
from vault_client import ELSEWHERE, HOME_6, JSON, VaultClient, problem
from webapp import create_app
from webapp.config import Settings


@pytest.fixture(scope="module")
def client(app: Flask) -> ShareClient:
    return ShareClient(app).make()


GOOD = {"sealed": "A" * 5500, "expires_in": HOUR}
SHARES: list[object] = [
    *([], "x", None, {}, {"sealed": "A" * 5500}, {"expires_in": HOUR}),
    *(GOOD | {"expires_in": n} for n in (None, 3599, 7_776_001, 0, -1, 3600.0, "3600", True, [], 2**63)),
    *(GOOD | {"sealed": sealed} for sealed in (None, 7, "", "A", "A" * 5499, "A" * 5501, "A" * 5499 + "=")),
    *(GOOD | {"sealed": sealed} for sealed in ("A" * 5499 + "+", "å" * 5500, "A" * 5587)),
]
NOTES: list[object] = [
    *([], "x", None, {}, {"sealed": None}, {"sealed": 7}, {"sealed": ["A" * 5587]}),
    *({"sealed": sealed} for sealed in ("", "A", "A" * 5500, "A" * 5586, "A" * 5588, "A" * 21970)),
    *({"sealed": "A" * 5586 + last} for last in ("=", "+", "å", "B", "\n")),
]


@pytest.mark.parametrize("body", SHARES, ids=lambda body: json.dumps(body)[-40:])
def test_an_invalid_share_is_malformed(app: Flask, body: object) -> None:
    client = ShareClient(app)
    sent = client.send("PUT", "", json.dumps(body).encode(), Content_Type=JSON)
    assert problem(sent) == (400, "malformed")
    assert problem(client.read()) == (404, "not-found")


@pytest.mark.parametrize("body", NOTES, ids=lambda body: json.dumps(body)[-40:])
def test_an_invalid_note_is_malformed(client: ShareClient, body: object) -> None:
    sent = client.send("POST", "/notes", json.dumps(body).encode(), Content_Type=JSON)
    assert problem(sent) == (400, "malformed")
    assert client.notes() == []


def test_the_shortest_and_longest_lifetimes_are_accepted_and_unknown_members_ignored(app: Flask) -> None:
    for seconds in (3600, 7_776_000):
        client = ShareClient(app)
        body = {"sealed": client.sealed, "expires_in": seconds, "from": "a newer client"}
        assert client.send("PUT", "", body).status_code == 201
        assert client.send("POST", "/notes", {"sealed": new_note(), "new": [1]}).status_code == 201


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", ""), ("GET", ""), ("DELETE", ""), ("GET", "/notes"), ("POST", "/notes")]
)
@pytest.mark.parametrize("id", ["..", "%2e%2e", "a", "A" * 21, "A" * 23, "A" * 21 + "B", "A" * 21 + "+"])
def test_an_invalid_id_is_not_found(app: Flask, method: str, path: str, id: str) -> None:
    assert problem(ShareClient(app, id).send(method, path)) == (404, "not-found")


@pytest.mark.parametrize(
    "authorization", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer " + "A" * 42 + "B"]
)
def test_a_missing_or_invalid_token_is_refused_like_a_wrong_one(
    client: ShareClient, authorization: str
) -> None:
    for method, path in (("PUT", ""), ("DELETE", ""), ("GET", "/notes")):
        refused = client.send(method, path, GOOD if method == "PUT" else None, Authorization=authorization)
        wrong = client.stranger().send(method, path, GOOD if method == "PUT" else None)
        assert problem(refused) == (401, "unauthorized")
        assert (refused.data, list(refused.headers)) == (wrong.data, list(wrong.headers))


def test_a_body_that_is_not_json_or_too_large_is_refused(app: Flask, client: ShareClient) -> None:
    for who, method, path in ((ShareClient(app), "PUT", ""), (client, "POST", "/notes")):
        assert problem(who.send(method, path, b"{}", Content_Type="text/plain")) == (415, "media-type")
        assert problem(who.send(method, path, b"{", Content_Type=JSON)) == (400, "malformed")
        for body in (b" " * 90_000, json.dumps(GOOD | {"sealed": "A" * 87_500}).encode()):
            assert problem(who.send(method, path, body, Content_Type=JSON)) == (413, "too-large")
    assert problem(client.answer("A" * (max(NOTE_SIZES) * 4 // 3 + 2))) == (413, "too-large")


def test_a_note_to_no_share_is_refused_before_its_body_is_read(app: Flask) -> None:
    sent = ShareClient(app).send("POST", "/notes", b"{" * 90_000, Content_Type="text/plain")
    assert problem(sent) == (404, "not-found")


@pytest.mark.parametrize("headers", [{"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://other.example"}])
def test_a_request_from_another_site_is_refused(client: ShareClient, headers: dict[str, str]) -> None:
    for refused in (client.put(**headers), client.answer(**headers), client.send("GET", **headers)):
        assert problem(refused) == (403, "cross-site")
    assert client.notes() == []


def test_new_shares_and_notes_count_against_one_limit_an_hour(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, rate_shares=3))
    client = ShareClient(app, address=HOME_6).make()
    assert [client.put().status_code for _ in range(4)] == [201] * 4
    assert [client.answer().status_code for _ in range(2)] == [201] * 2
    for refused in (client.answer(), ShareClient(app, address=HOME_6).put()):
        assert problem(refused) == (429, "slow-down")
        assert 1 <= int(refused.headers["Retry-After"]) <= 3600
    assert client.read().status_code == client.send("GET", "/notes").status_code == 200
    client.address = ELSEWHERE
    assert client.answer().status_code == 201
    vault = VaultClient(app, address=HOME_6)
    assert vault.send("PUT").status_code == 201, "vaults have their own limit"


def test_reading_counts_against_the_request_limit(tmp_path: Path) -> None:
    client = ShareClient(create_app(Settings(data=tmp_path, rate_requests=2)), address=HOME_6).make()
    assert [client.read().status_code for _ in range(2)] == [200, 429]


def test_the_data_folder_contains_no_id_and_no_token(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = ShareClient(create_app(Settings(data=tmp_path))).make()
    client.answer(), client.read()
    paths = list(tmp_path.rglob("*"))
    stored = b"\n".join(str(p).encode() + (p.read_bytes() if p.is_file() else b"") for p in paths)
    for text, length in ((client.id, 16), (client.token, 32)):
        value = base64url.decode(text, length)
        for spelled in (text.encode(), value, value.hex().encode()):
            assert spelled not in stored
        assert text not in caplog.text
    name = sha256(base64url.decode(client.id, 16)).digest()
    assert Path(path_of(tmp_path / "shares", name)) in paths


def test_a_damaged_share_is_busy_for_an_hour_and_others_still_work(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    client, other = ShareClient(app).make(), ShareClient(app).make()
    path = Path(path_of(tmp_path / "shares", sha256(base64url.decode(client.id, 16)).digest()))
    path.write_bytes(path.read_bytes()[:-1])
    for refused in (client.read(), client.answer(), client.put(), client.send("DELETE")):
        assert problem(refused) == (503, "busy")
        assert refused.headers["Retry-After"] == "3600"
    assert other.read().status_code == 200
    assert ShareClient(app, sealed=new_sealed()).put().status_code == 201
