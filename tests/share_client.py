"""Requests to the shares' addresses, as whoever made a link and whoever has it make them."""

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
    """Whoever made one share; `reader` is anybody with its id."""

    app: Flask
    id: str = field(default_factory=lambda: base64url.encode(os.urandom(16)))
    token: str = field(default_factory=lambda: base64url.encode(os.urandom(32)))
    sealed: str = field(default_factory=new_sealed)
    address: str = "127.0.0.1"

    def send(self, method: str, path: str = "", body: Any = None, **headers: str) -> TestResponse:
        """One request with the token; `path` is what stands behind the share's id."""
        line = VaultClient(self.app, token=self.token, address=self.address)
        return line.send(method, f"/api/v1/shares/{self.id}{path}", body, **headers)

    def put(self, seconds: object = HOUR, **headers: str) -> TestResponse:
        """Share the text."""
        return self.send("PUT", "", {"sealed": self.sealed, "expires_in": seconds}, **headers)

    def make(self, seconds: int = HOUR) -> ShareClient:
        """The same client, whose share is there now."""
        assert self.put(seconds).status_code == 201
        return self

    def read(self) -> TestResponse:
        """What somebody with the link sees."""
        return self.send("GET", Authorization="")

    def answer(self, note: str | None = None, **headers: str) -> TestResponse:
        """A note of somebody with the link."""
        return self.send("POST", "/notes", {"sealed": note or new_note()}, Authorization="", **headers)

    def notes(self) -> list[str]:
        """The notes that came back; fails where they are refused."""
        answer = self.send("GET", "/notes")
        assert answer.status_code == 200, answer.text
        assert set(answer.get_json()) == {"notes"}
        return [note["sealed"] for note in answer.get_json()["notes"]]

    def stranger(self) -> ShareClient:
        """Somebody who has the id and another token."""
        return ShareClient(self.app, self.id, sealed=self.sealed, address=self.address)


def alike(*answers: TestResponse) -> bool:
    """Whether answers are the same byte for byte."""
    return len({(a.status, a.data, tuple(a.headers)) for a in answers}) == 1
