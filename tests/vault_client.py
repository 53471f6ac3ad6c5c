"""A client for the vault routes, which sends requests through the whole app."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from api_description import check
from storage import base64url
from storage.files.paths import path_of
from storage_makers import SIZES, new_id, new_sealed, used_for_long

JSON = "application/json"
HOME = "203.0.113.9"
ELSEWHERE = "198.51.100.7"
"""Two public addresses, since loopback has no rate limit."""
HOME_6 = "2001:db8:1:2::1"
"""A home's address. Its limits are those of the settings; an IPv4 address may do more."""


@dataclass
class VaultClient:
    """A client of one vault."""

    app: Flask
    vault: str = field(default_factory=lambda: base64url.encode(os.urandom(16)))
    token: str = field(default_factory=lambda: base64url.encode(os.urandom(32)))
    address: str = "127.0.0.1"

    def send(self, method: str, path: str = "", body: Any = None, **headers: str) -> TestResponse:
        """Send one request. `path`: what follows the vault's id, or a path that begins with /api.

        Fails if the answer is not one that docs/openapi.yaml describes.
        """
        named = {"Authorization": f"Bearer {self.token}"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        full = path if path.startswith("/api") else f"/api/v1/vaults/{self.vault}{path}"
        sent = {"data": body} if isinstance(body, bytes) else {"json": body} if body is not None else {}
        named = {name: value for name, value in named.items() if value}
        answer = self.app.test_client(use_cookies=False).open(
            full, method=method, headers=named, environ_base={"REMOTE_ADDR": self.address}, **sent
        )
        check(method, full, answer)
        return answer

    def make(self) -> VaultClient:
        """Create the vault, and return this client."""
        assert self.send("PUT").status_code == 201
        return self

    def push(self, *records: dict[str, Any], **headers: str) -> TestResponse:
        """Push these records."""
        return self.send("POST", "/records", {"records": list(records)}, **headers)

    def pull(self, since: int = 0, **headers: str) -> dict[str, Any]:
        """The JSON of a pull. Fails if the request is refused."""
        answer = self.send("GET", f"/records?since={since}", **headers)
        assert answer.status_code == 200, answer.text
        return dict(answer.get_json())


def used_for_days(app: Flask, vault: str) -> None:
    """Turn a new vault into one that was used for so long that it may hold everything."""
    folder = app.config["SERVICES"].settings.data / "vaults"
    used_for_long(Path(path_of(folder, base64url.decode(vault, 16))))


def new_record(base: int = 0, id: str | None = None, size: int = SIZES[0]) -> dict[str, Any]:
    """One record of a push, as JSON."""
    return {"id": id or new_id(), "base": base, "sealed": new_sealed(size)}


def problem(answer: TestResponse) -> tuple[int, str]:
    """The status and code of an error response. Fails if it is not RFC 9457 problem details."""
    assert answer.content_type == "application/problem+json", answer.text
    assert answer.headers["Cache-Control"] == "no-store, no-transform"
    body = answer.get_json()
    assert body["status"] == answer.status_code
    assert body["title"]
    assert set(body) <= {"type", "title", "status", "detail", "conflicts"}
    return answer.status_code, body["type"].removeprefix("urn:egne-ord:")
