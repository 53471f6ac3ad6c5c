"""The vault routes: how each responds, and every way in which they refuse."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from flask import Flask

from storage_makers import SIZES
from vault_client import JSON, VaultClient, new_record, problem, used_for_days
from webapp import create_app
from webapp.config import Settings
from webapp.security import BODY_MAX_BYTES

LIMITS = {
    "record_bytes": 65565,
    "vault_bytes": 12 * 1024 * 1024,
    "first_day_bytes": 3 * 1024 * 1024,
    "records": 2000,
    "batch_records": 100,
    "pull_records": 1000,
    "share_seconds": 7_776_000,
    "unused_days": 30,
    "unvisited_days": 730,
}


@pytest.fixture
def client(app: Flask) -> VaultClient:
    return VaultClient(app).make()


def test_anybody_can_get_the_limits(app: Flask) -> None:
    answer = VaultClient(app, token="").send("GET", "/api/v1/limits", Authorization="")
    assert (answer.status_code, answer.content_type) == (200, JSON)
    assert answer.get_json() == LIMITS
    assert answer.headers["Cache-Control"] == "no-store, no-transform"


def test_the_limits_come_from_the_settings(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, vault_bytes=9, vault_records=8, batch_records=7, unused_days=6)
    limits = VaultClient(create_app(settings)).send("GET", "/api/v1/limits").get_json()
    assert limits == LIMITS | {
        "vault_bytes": 9,
        "first_day_bytes": 9,
        "records": 8,
        "batch_records": 7,
        "unused_days": 6,
    }


def test_a_vault_is_created_pushed_pulled_and_deleted(app: Flask) -> None:
    client = VaultClient(app)
    assert [client.send("PUT").status_code for _ in range(2)] == [201, 200]
    epoch = client.pull()["epoch"]
    assert client.pull() == {"epoch": epoch, "seq": 0, "records": [], "more": False}
    record = new_record()
    pushed = client.push(record)
    assert (pushed.status_code, pushed.content_type) == (200, JSON)
    assert pushed.get_json() == {"seq": 1, "records": [{"id": record["id"], "rev": 1, "seq": 1}]}
    kept = {"id": record["id"], "rev": 1, "seq": 1, "sealed": record["sealed"]}
    assert client.pull() == {"epoch": epoch, "seq": 1, "records": [kept], "more": False}
    assert client.pull(1) == {"epoch": epoch, "seq": 1, "records": [], "more": False}
    deleted = client.send("DELETE")
    assert (deleted.status_code, deleted.data) == (204, b"")
    assert problem(client.send("GET", "/records")) == (401, "unauthorized")


def test_a_conflict_contains_the_current_records_and_null_for_a_missing_one(client: VaultClient) -> None:
    client.push(record := new_record())
    refused = client.push(new_record(0, record["id"]), missing := new_record(3), new_record())
    assert problem(refused) == (409, "conflict")
    assert refused.get_json()["conflicts"] == [
        {"id": record["id"], "rev": 1, "seq": 1, "sealed": record["sealed"]},
        {"id": missing["id"], "rev": 0, "seq": 0, "sealed": None},
    ]
    assert client.pull()["seq"] == 1


def test_a_pull_returns_pages_of_the_requested_length(client: VaultClient) -> None:
    client.push(*(new_record() for _ in range(5)))
    pages = [client.send("GET", f"/records?since={n}&limit=2").get_json() for n in (0, 2, 4)]
    assert [([r["seq"] for r in p["records"]], p["more"], p["seq"]) for p in pages] == [
        ([1, 2], True, 5),
        ([3, 4], True, 5),
        ([5], False, 5),
    ]


def test_a_push_of_a_hundred_records_of_the_largest_size_is_accepted(client: VaultClient) -> None:
    used_for_days(client.app, client.vault)
    answer = client.push(*(new_record(size=SIZES[2]) for _ in range(100)))
    assert (answer.status_code, answer.get_json()["seq"]) == (200, 100)


def test_a_push_to_a_full_vault_is_refused(client: VaultClient) -> None:
    used_for_days(client.app, client.vault)
    big = [new_record(size=SIZES[2]) for _ in range(192)]
    assert client.push(*big[:100]).status_code == 200
    assert problem(client.push(*big[100:])) == (507, "vault-full")
    assert client.push(*big[100:190]).status_code == 200


def test_vault_ids_are_case_sensitive(client: VaultClient) -> None:
    other = VaultClient(client.app, client.vault.swapcase(), client.token)
    refused = other.send("GET", "/records")
    # The last letter encodes two bits only, so its other case is usually an invalid id.
    assert problem(refused) in {(401, "unauthorized"), (404, "not-found")}


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic eDp5",
        "Bearer x",
        "Bearer " + "A" * 44,
        "Bearer " + "A" * 42 + "B",
        "A" * 43,
    ],
)
def test_a_missing_or_invalid_token_is_refused_like_a_wrong_one(
    client: VaultClient, authorization: str
) -> None:
    wrong = VaultClient(client.app, client.vault).send("GET", "/records")
    refused = client.send("GET", "/records", Authorization=authorization)
    assert problem(refused) == (401, "unauthorized")
    assert (refused.data, list(refused.headers)) == (wrong.data, list(wrong.headers))


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/records"), ("GET", "/revisions"), ("POST", "/records"), ("DELETE", "")]
)
def test_an_unknown_vault_and_a_wrong_token_get_identical_responses(
    client: VaultClient, method: str, path: str
) -> None:
    body = {"records": [new_record()]} if method == "POST" else None
    wrong = VaultClient(client.app, client.vault).send(method, path, body)
    unknown = VaultClient(client.app).send(method, path, body)
    assert problem(wrong) == (401, "unauthorized")
    assert wrong.headers["WWW-Authenticate"] == "Bearer"
    assert (wrong.status, wrong.data, list(wrong.headers)) == (
        unknown.status,
        unknown.data,
        list(unknown.headers),
    )


def test_a_vault_cannot_be_taken_over(client: VaultClient) -> None:
    client.push(new_record())
    assert problem(VaultClient(client.app, client.vault).send("PUT")) == (401, "unauthorized")
    assert client.pull()["seq"] == 1


@pytest.mark.parametrize("site", ["cross-site", "same-site", "cross-origin", "x"])
def test_a_request_from_another_site_is_refused(client: VaultClient, site: str) -> None:
    everything = (
        ("GET", "/records"),
        ("GET", "/revisions"),
        ("PUT", ""),
        ("POST", "/records"),
        ("DELETE", ""),
    )
    for method, path in everything:
        assert problem(client.send(method, path, Sec_Fetch_Site=site)) == (403, "cross-site")
    own = client.send("GET", "/records", Sec_Fetch_Site="same-origin", Origin="https://elsewhere.example")
    assert own.status_code == 200


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", "http://localhost.example", "http://"]
)
def test_an_old_browser_that_sends_another_origin_is_refused(client: VaultClient, origin: str) -> None:
    assert problem(client.send("GET", "/records", Origin=origin)) == (403, "cross-site")
    assert client.send("GET", "/records", Origin="http://localhost").status_code == 200


@pytest.mark.parametrize(
    "path", ["/api", "/api/", "/api/v1", "/api/v1/vaults", "/api/v1/vaults/", "/api/v1/x", "/api/v2/limits"]
)
def test_no_path_lists_anything(app: Flask, path: str) -> None:
    answer = app.test_client().get(path)
    assert answer.status_code == 404
    if path != "/api":
        assert problem(answer) == (404, "not-found")


def test_a_wrong_method_gets_the_allowed_ones(client: VaultClient) -> None:
    for method, path, allowed in (
        ("PATCH", "", {"PUT", "DELETE", "OPTIONS"}),
        ("PUT", "/records", {"GET", "HEAD", "POST", "OPTIONS"}),
        ("POST", "/revisions", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/api/v1/limits", {"GET", "HEAD", "OPTIONS"}),
    ):
        refused = client.send(method, path)
        assert problem(refused) == (405, "method-not-allowed")
        assert set(refused.headers["Allow"].split(", ")) == allowed


def test_no_response_sets_a_cookie_or_allows_another_origin(client: VaultClient) -> None:
    answers = [client.send("GET", "/records", Cookie="a=b"), client.push(new_record()), client.send("PATCH")]
    for answer in [*answers, client.send("OPTIONS", "/records"), client.send("DELETE")]:
        assert "Set-Cookie" not in answer.headers
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")]


def test_only_a_push_may_exceed_the_general_body_limit(client: VaultClient) -> None:
    app = create_app(Settings(data=Path("unused")))
    app.add_url_rule("/read", view_func=lambda: __import__("flask").request.get_data(), methods=["POST"])
    assert app.test_client().post("/read", data=b"a" * (BODY_MAX_BYTES + 1)).status_code == 413
    assert client.push(*(new_record() for _ in range(10))).status_code == 200


def test_the_server_stores_only_a_hash_of_the_token(client: VaultClient) -> None:
    client.push(new_record())
    data = client.app.config["SERVICES"].settings.data
    token = base64.urlsafe_b64decode(client.token + "=")
    stored = b"".join(path.read_bytes() for path in data.rglob("*") if path.is_file())
    assert stored
    assert client.token.encode() not in stored
    assert token not in stored
    assert token.hex().encode() not in stored
