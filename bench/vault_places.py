"""Data folders with many vaults, and one vault in them that a bench sends requests to."""

from __future__ import annotations

import os
from collections import deque
from functools import cache
from pathlib import Path

import orjson
from flask import Flask

from bench.in_process import Request, request
from bench.vault_ledger import SEALED_BYTES
from storage import base64url
from storage.files.paths import path_of
from storage.vaults.file import header_document
from storage.vaults.rules import Header
from tests.storage_makers import used_for_long
from webapp import create_app
from webapp.config import Settings


def fill(data: Path, vaults: int) -> None:
    """Write `vaults` empty vaults, without waiting for the disk."""
    for _ in range(vaults):
        path = Path(path_of(data / "vaults", os.urandom(16)))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps({"vault": {"1": header_document(Header(os.urandom(32), 20_000))}}))


@cache
def app_over(data: Path) -> Flask:
    """The app over a data folder. Its rate limits are on, but too high to be reached."""
    return create_app(Settings(data=data, rate_requests=1_000_000, rate_vaults=1_000_000))


class Place:
    """One vault with the given number of records, and the requests of a bench to it."""

    def __init__(self, data: Path, records: int, app: Flask | None = None) -> None:
        """`app`: one whose vaults are not in the folder."""
        self.app = app or app_over(data)
        self.vault, self.token = base64url.encode(os.urandom(16)), base64url.encode(os.urandom(32))
        self.seq = records
        self.newest: deque[tuple[str, int]] = deque(
            (base64url.encode(os.urandom(16)), 0) for _ in range(records)
        )
        assert self.request("PUT", "")()[0] == 201
        if not app:
            used_for_long(Path(path_of(data / "vaults", base64url.decode(self.vault, 16))))
        for first in range(0, records, 100):
            self.push(min(100, records - first))
        self.seq = records

    def request(self, method: str, path: str, body: object = None, token: str = "") -> Request:
        """One request to this vault."""
        return request(self.app, method, f"/api/v1/vaults/{self.vault}{path}", token or self.token, body)

    def pull(self) -> Request:
        """A pull with nothing new."""
        return self.request("GET", f"/records?since={self.seq}")

    def push(self, records: int) -> None:
        """Push this many edits. Raises AssertionError if they are not accepted."""
        edited = [self.newest.popleft() for _ in range(records)]
        sealed = base64url.encode(os.urandom(SEALED_BYTES))
        body = {"records": [{"id": id, "base": rev, "sealed": sealed} for id, rev in edited]}
        status, answer = self.request("POST", "/records", body)()
        assert status == 200, answer
        self.newest.extend((id, rev + 1) for id, rev in edited)
        self.seq += records
