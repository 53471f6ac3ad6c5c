"""A client for the share routes, for the maker of a link and for its readers."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from share_makers import HOUR, new_note
from storage import base64url
from storage_makers import new_sealed
from vault_client import VaultClient


@dataclass
class ShareClient:
    """The maker of one share. `read` and `answer` send no token, as a reader does."""

    app: Flask
    id: str = field(default_factory=lambda: base64url.encode(os.urandom(16)))
    token: str = field(default_factory=lambda: base64url.encode(os.urandom(32)))
    sealed: str = field(default_factory=new_sealed)
    address: str = "127.0.0.1"

    def send(self, method: str, path: str = "", body: Any = None, **headers: str) -> TestResponse:
        """Send one request with the token. `path`: what follows the share's id."""
        client = VaultClient(self.app, token=self.token, address=self.address)
        return client.send(method, f"/api/v1/shares/{self.id}{path}", body, **headers)

    def put(self, seconds: object = HOUR, **headers: str) -> TestResponse:
        """Create the share. `seconds`: its lifetime."""
        return self.send("PUT", "", {"sealed": self.sealed, "expires_in": seconds}, **headers)

    def make(self, seconds: int = HOUR) -> ShareClient:
        """Create the share, and return this client."""
        assert self.put(seconds).status_code == 201
        return self

    def read(self) -> TestResponse:
        """Read the share as somebody with the link."""
        return self.send("GET", Authorization="")

    def answer(self, note: str | None = None, **headers: str) -> TestResponse:
        """Send a note as somebody with the link."""
        return self.send("POST", "/notes", {"sealed": note or new_note()}, Authorization="", **headers)

    def notes(self) -> list[str]:
        """The notes, for the maker. Fails if the request is refused."""
        answer = self.send("GET", "/notes")
        assert answer.status_code == 200, answer.text
        assert set(answer.get_json()) == {"notes"}
        return [note["sealed"] for note in answer.get_json()["notes"]]

    def stranger(self) -> ShareClient:
        """A client with the same id and another token."""
        return ShareClient(self.app, self.id, sealed=self.sealed, address=self.address)


def alike(*answers: TestResponse) -> bool:
    """Whether all responses are identical, byte for byte."""
    return len({(a.status, a.data, tuple(a.headers)) for a in answers}) == 1
