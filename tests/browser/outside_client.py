"""A second client that knows a vault's secret: it talks to a real server and shares no code with the app."""

from __future__ import annotations

import hashlib
import json
import os
import urllib.request
from typing import Any

from fresh_client import decode, derive, encode, record_bound, seal, unseal

from .real_server import ROOT

NOW = "2026-02-01T10:00:00.000Z"
WORD_BITS = 11
CHECK_BITS = 4


def _danish() -> list[str]:
    return (ROOT / "webapp/content/recovery_words_da.txt").read_text("utf-8").split()


def words_of(secret: bytes) -> str:
    """A secret as twelve Danish words (BIP-39 encoding)."""
    number = int.from_bytes(secret, "big") << CHECK_BITS | hashlib.sha256(secret).digest()[0] >> 4
    places = [number >> shift & 2047 for shift in range(11 * WORD_BITS, -1, -WORD_BITS)]
    return " ".join(_danish()[place] for place in places)


def secret_of(words: str) -> bytes:
    """The 16 bytes that twelve Danish words encode."""
    number = 0
    for word in words.split():
        number = number << WORD_BITS | _danish().index(word)
    secret = (number >> CHECK_BITS).to_bytes(16, "big")
    assert words_of(secret) == words
    return secret


def new_statement(text: str, **fields: Any) -> dict[str, Any]:
    """A statement with text in its first part, as docs/copy-file.md describes it."""
    parts = {"introduce": text, "important": "", "help": "", "so_that": ""}
    return {
        "id": encode(os.urandom(16)),
        "title": "",
        "kind": "",
        "parts": parts,
        "marks": [],
        "order": list(parts),
        "first": None,
        "spoken_words": 170,
        "alternatives": [],
        "created": NOW,
        "updated": NOW,
        "deleted": None,
        **fields,
    }


class OutsideClient:
    """One vault, used by a client outside the app."""

    def __init__(self, origin: str, secret: bytes | None = None) -> None:
        self.secret = secret or os.urandom(16)
        self.keys = derive(self.secret)
        self._url = f"{origin}/api/v1/vaults/{encode(self.keys.vault_id)}"

    def call(self, method: str, path: str = "", body: Any = None) -> dict[str, Any]:
        """The server's answer as JSON; raises if the server refuses."""
        data = None if body is None else json.dumps(body).encode()
        headers = {
            "Authorization": f"Bearer {encode(self.keys.auth_token)}",
            "Content-Type": "application/json",
        }
        request = urllib.request.Request(self._url + path, data, headers, method=method)
        # hang guard: an answer takes milliseconds
        with urllib.request.urlopen(request, timeout=20) as answer:
            return dict(json.loads(answer.read() or b"{}"))

    def records(self) -> list[dict[str, Any]]:
        """Every record as the server stores it."""
        return list(self.call("GET", "/records?since=0")["records"])

    def documents(self) -> dict[str, dict[str, Any]]:
        """Every record's document, by id."""
        return {record["id"]: json.loads(self._opened(record)) for record in self.records()}

    def statements(self) -> list[dict[str, Any]]:
        """The statements that are not deleted, sorted as a phone lists its own."""
        every = self.documents().values()
        live = [
            document["statement"]
            for document in every
            if not document.get("deleted") and document["kind"] == "statement"
        ]
        return sorted(live, key=lambda statement: str(statement["id"]))

    def push(self, *statements: dict[str, Any]) -> None:
        """Push statements."""
        self._push(
            {
                statement["id"]: {"kind": "statement", "version": 1, "statement": statement}
                for statement in statements
            }
        )

    def delete(self, *ids: str) -> None:
        """Push the deletion of statements."""
        self._push({key: {"deleted": True, "kind": "statement", "version": 1, "at": NOW} for key in ids})

    def push_document(self, name: str, document: dict[str, Any]) -> None:
        """Push a document of any kind."""
        self._push({name: document})

    def _push(self, documents: dict[str, dict[str, Any]]) -> None:
        revs = {record["id"]: record["rev"] for record in self.records()}
        sent = []
        for name, document in documents.items():
            base = revs.get(name, 0)
            bound = record_bound(self.keys, decode(name), base + 1)
            sealed = seal(self.keys.seal_key, json.dumps(document).encode(), bound)
            sent.append({"id": name, "base": base, "sealed": encode(sealed)})
        self.call("POST", "/records", {"records": sent})

    def _opened(self, record: dict[str, Any]) -> bytes:
        bound = record_bound(self.keys, decode(record["id"]), record["rev"])
        return unseal(self.keys.seal_key, decode(record["sealed"]), bound)
