"""Validation of requests to vaults: they accept what docs/protocol.md describes, and nothing else."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from storage_makers import new_id, new_sealed
from vault_client import JSON, VaultClient, new_record, problem


@pytest.fixture
def client(app: Flask) -> VaultClient:
    return VaultClient(app).make()


@pytest.mark.parametrize(
    "vault",
    [
        *(
            "..",
            "%2e%2e",
            "..%2f..%2fetc%2fpasswd",
            "a",
            "A" * 21,
            "A" * 23,
            "A" * 43,
            "A" * 5000,
            "%00" * 22,
        ),
        *("A" * 21 + "B", "=" * 22, "A" * 20 + "==", "A" * 21 + "+", "A" * 21 + "%2F", "A" * 21 + "%C3%A5"),
        *(" " + "A" * 21, "A" * 21 + "%0A", "00000000-0000-0000-0000-000000000000", "0" * 32),
    ],
)
@pytest.mark.parametrize(
    ("method", "path"),
    [("PUT", ""), ("DELETE", ""), ("GET", "/records"), ("GET", "/revisions"), ("POST", "/records")],
)
def test_an_invalid_vault_id_is_not_found(app: Flask, method: str, path: str, vault: str) -> None:
    assert problem(VaultClient(app, vault).send(method, path)) == (404, "not-found")


@pytest.mark.parametrize(
    "query",
    [
        *("since=-1", "since=x", "since=1.0", "since=01", "since=%2B1", "since=", "since=9007199254740992"),
        *("since=99999999999999999999", "since=1&since=2", "limit=0", "limit=1001", "limit=", "limit=1e2"),
        *("since=%D9%A3", "since=1%20", "limit=5&limit=5"),
    ],
)
def test_an_invalid_query_is_malformed(client: VaultClient, query: str) -> None:
    assert problem(client.send("GET", f"/records?{query}")) == (400, "malformed")


def test_unknown_members_and_query_parameters_are_ignored(client: VaultClient) -> None:
    record = new_record() | {"from": "a newer client"}
    assert client.send("POST", "/records?new=1", {"records": [record], "new": [1]}).status_code == 200
    assert client.send("GET", "/records?since=0&new=1&limit=1000").get_json()["seq"] == 1


GOOD = {"id": "A" * 22, "base": 0, "sealed": "A" * 5500}
MALFORMED: list[object] = [
    *([], "x", 1, None, {}, {"records": None}, {"records": {}}, {"records": []}, {"records": "x"}),
    *({"records": [record]} for record in (None, [], "x", 7, {})),
    *({"records": [GOOD | {"id": id}]} for id in (None, 7, "", "A" * 21, "A" * 23, "A" * 21 + "B", "å" * 22)),
    *({"records": [GOOD | {"id": id}]} for id in ("../../../../etc/passwd", "A" * 20 + "==", ["A" * 22])),
    *({"records": [GOOD | {"base": base}]} for base in (None, -1, 1.0, 0.5, "0", True, False, [], 2**53 - 1)),
    *({"records": [GOOD | {"base": base}]} for base in (2**53, 2**63, 2**64 - 1)),
    *({"records": [GOOD | {"sealed": sealed}]} for sealed in (None, 7, "", "A", "A" * 5499, "A" * 5501)),
    *(
        {"records": [GOOD | {"sealed": sealed}]}
        for sealed in ("A" * 5499 + "=", "A" * 5499 + "+", "å" * 5500)
    ),
    *({"records": [{k: v for k, v in GOOD.items() if k != name}]} for name in GOOD),
    {"records": [GOOD, GOOD]},
    {"records": [GOOD, GOOD | {"base": 1}]},
]


@pytest.mark.parametrize("body", MALFORMED, ids=lambda body: json.dumps(body)[:60])
def test_an_invalid_push_is_malformed(client: VaultClient, body: object) -> None:
    assert problem(client.send("POST", "/records", json.dumps(body).encode(), Content_Type=JSON)) == (
        400,
        "malformed",
    )
    assert client.pull()["seq"] == 0


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff", b'{"records":NaN}', b'{"records":[', b"[" * 100_000, b'{"records":["\\ud800"]}'],
    ids=lambda body: repr(body[:20]),
)
def test_a_body_that_is_not_json_is_malformed(client: VaultClient, body: bytes) -> None:
    assert problem(client.send("POST", "/records", body, Content_Type=JSON)) == (400, "malformed")


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "text/json", "*/*"])
def test_a_body_with_another_content_type_is_refused(client: VaultClient, kind: str) -> None:
    """This is also a defence: a page of another site cannot send JSON without a CORS preflight."""
    body = json.dumps({"records": [new_record()]}).encode()
    assert problem(client.send("POST", "/records", body, Content_Type=kind)) == (415, "media-type")


def test_a_batch_a_record_or_a_body_over_the_limit_is_too_large(client: VaultClient) -> None:
    assert problem(client.push(*(new_record() for _ in range(101)))) == (413, "too-large")
    long = new_sealed() + "A" * 90_000
    assert problem(client.push({"id": new_id(), "base": 0, "sealed": long})) == (413, "too-large")
    assert problem(client.send("POST", "/records", b" " * 8_900_000, Content_Type=JSON)) == (413, "too-large")
