"""Nothing under /api/ is compressed: sealed bytes hardly shrink, and compressing them holds everybody up."""

from __future__ import annotations

import pytest
from flask import Flask

from open_requests import push_body
from share_client import ShareClient
from storage_makers import SIZES
from vault_client import JSON, VaultClient

CODINGS = "gzip, deflate, br, zstd"


def test_no_answer_under_api_is_compressed(app: Flask) -> None:
    vault, shared = VaultClient(app).make(), ShareClient(app).make()
    assert vault.send("POST", "/records", push_body(5, SIZES[-1]), Content_Type=JSON).status_code == 200
    assert shared.answer().status_code == 201
    known = {"vault": vault.vault, "share": shared.id}
    rules = [rule for rule in app.url_map.iter_rules() if str(rule).startswith("/api/")]
    large, asked = 0, 0
    for rule in sorted(rules, key=str):
        path = str(rule)
        for name, value in known.items():
            path = path.replace(f"<{name}>", value)
        for method in sorted((rule.methods or set()) - {"DELETE"}):
            for token in (vault.token, shared.token, ""):
                sender = VaultClient(app, token=token)
                answer = sender.send(method, path, {}, Accept_Encoding=CODINGS)
                assert "Content-Encoding" not in answer.headers, (method, path)
                if method != "OPTIONS":
                    assert "no-transform" in answer.headers["Cache-Control"], (method, path)
                large += len(answer.data) > 10_000
                asked += 1
    assert asked > 30
    assert large >= 1, "an answer that would be worth compressing"


def test_errors_and_unknown_addresses_under_api_are_not_compressed(app: Flask) -> None:
    for path in ("/api/v1/nothing", "/api/", "/api/v1/shares/x"):
        answer = VaultClient(app).send("GET", path, Accept_Encoding=CODINGS)
        assert answer.status_code == 404
        assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("path", ["/da/", "/en/", "/ud"])
def test_pages_still_are_compressed(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Accept-Encoding": CODINGS})
    assert len(answer.data) < 500 or answer.headers["Content-Encoding"]
