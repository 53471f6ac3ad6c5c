"""The list of revisions and the epoch over HTTP: what they say, cost and refuse."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from storage import base64url
from storage_makers import SIZES
from vault_client import HOME, JSON, VaultClient, new_record, problem, used_for_days
from webapp import create_app
from webapp.config import Settings


@pytest.fixture
def client(app: Flask) -> VaultClient:
    return VaultClient(app).make()


def test_the_revisions_are_listed_by_rising_seq_without_bytes(client: VaultClient) -> None:
    records = [new_record(size=size) for size in SIZES]
    client.push(*records)
    newest = new_record(1, records[0]["id"])
    client.push(newest)
    answer = client.send("GET", "/revisions")
    assert (answer.status_code, answer.content_type) == (200, JSON)
    assert answer.headers["Cache-Control"] == "no-store, no-transform"
    assert answer.get_json() == {
        "epoch": client.pull()["epoch"],
        "seq": 4,
        "records": [
            {"id": records[1]["id"], "rev": 1, "seq": 2, "tag": records[1]["sealed"][-22:]},
            {"id": records[2]["id"], "rev": 1, "seq": 3, "tag": records[2]["sealed"][-22:]},
            {"id": records[0]["id"], "rev": 2, "seq": 4, "tag": newest["sealed"][-22:]},
        ],
    }


def test_an_empty_vault_has_an_epoch_and_no_revisions(client: VaultClient) -> None:
    answer = client.send("GET", "/revisions?since=5&limit=0").get_json()
    assert answer == {"epoch": answer["epoch"], "seq": 0, "records": []}
    assert any(base64url.decode(answer["epoch"], 16))
    assert len(answer["epoch"]) == 22


def test_a_vault_that_is_deleted_and_made_again_names_another_epoch(client: VaultClient) -> None:
    before = client.pull()["epoch"]
    client.send("DELETE")
    assert client.make().pull()["epoch"] != before


def test_a_full_list_is_given_at_once(client: VaultClient) -> None:
    """A client compares the whole list with its own, so there are no pages."""
    used_for_days(client.app, client.vault)
    for _ in range(12):
        client.push(*(new_record() for _ in range(100)))
    answer = client.send("GET", "/revisions?limit=1")
    assert [record["seq"] for record in answer.get_json()["records"]] == list(range(1, 1201))
    assert len(answer.data) < 1200 * 110


def test_revisions_are_counted_by_the_rate_limit(tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path, rate_requests=2))
    client = VaultClient(app, address=HOME)
    client.send("PUT")
    assert client.send("GET", "/revisions").status_code == 200
    refused = client.send("GET", "/revisions")
    assert problem(refused) == (429, "slow-down")
    assert int(refused.headers["Retry-After"]) <= 60
