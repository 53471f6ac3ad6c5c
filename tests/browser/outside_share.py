"""A second client that knows a link: it talks to a real server's shares and shares no code with the app."""

from __future__ import annotations

import hashlib
import json
import os
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec

from fresh_client import bound, decode, encode, point, seal, seal_note, unseal, unseal_note

HOUR = 3600
NOW = "2026-02-01T10:00:00.000Z"


def share_bound(share_id: bytes) -> bytes:
    """The associated data that binds a sealed share to its id."""
    return bound(b"egne-ord/v1/share", share_id)


def new_share(text: str = "Jeg hedder Åse.", **fields: Any) -> dict[str, Any]:
    """The document of a share, as docs/protocol.md describes it."""
    return {
        "kind": "share",
        "version": 1,
        "lang": "da",
        "from": "",
        "title": "",
        "parts": [{"part": "introduce", "text": text}],
        "meeting": None,
        "made": NOW,
        **fields,
    }


@dataclass
class OutsideShare:
    """One link, made or opened outside the app."""

    origin: str
    id: bytes = field(default_factory=lambda: os.urandom(16))
    key: bytes = field(default_factory=lambda: os.urandom(32))
    token: bytes = field(default_factory=lambda: os.urandom(32))
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    @property
    def fragment(self) -> str:
        """The fragment of its link."""
        check = hashlib.sha256(self.id + self.key).digest()[:3]
        return f"{encode(self.id)}.{encode(self.key)}.{encode(check)}"

    @property
    def link(self) -> str:
        """The link itself."""
        return f"{self.origin}/d#{self.fragment}"

    @classmethod
    def of(cls, link: str) -> OutsideShare:
        """Parse a link that somebody sent."""
        origin, _, fragment = link.partition("/d#")
        id, key, check = fragment.split(".")
        opened = cls(origin, decode(id), decode(key))
        assert opened.fragment.endswith(f".{check}")
        return opened

    def call(self, method: str, path: str = "", body: Any = None) -> tuple[int, dict[str, Any]]:
        """Status and answer of one call."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {encode(self.token)}", "Content-Type": "application/json"}
        url = f"{self.origin}/api/v1/shares/{encode(self.id)}{path}"
        request = urllib.request.Request(url, data, headers, method=method)
        try:
            # hang guard: an answer takes milliseconds
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read() or b"{}")
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def make(self, document: Any = None, seconds: int = HOUR, notes: bool = True) -> OutsideShare:
        """Store the share on the server; returns itself."""
        content = dict(new_share() if document is None else document)
        if notes:
            content["notes_to"] = encode(point(self.private))
        sealed = encode(
            seal(self.key, json.dumps(content, ensure_ascii=False).encode(), share_bound(self.id))
        )
        assert self.call("PUT", "", {"sealed": sealed, "expires_in": seconds})[0] == 201
        return self

    def read(self) -> dict[str, Any]:
        """Fetch and open the share's document."""
        status, found = self.call("GET")
        assert status == 200, found
        return dict(json.loads(unseal(self.key, decode(found["sealed"]), share_bound(self.id))))

    def answer(self, text: str) -> int:
        """Send a note back to the sender; returns the status."""
        note = json.dumps({"kind": "note", "version": 1, "text": text, "at": NOW}, ensure_ascii=False)
        sealed = seal_note(note.encode(), self.id, decode(self.read()["notes_to"]))
        return self.call("POST", "/notes", {"sealed": encode(sealed)})[0]

    def notes(self) -> list[str]:
        """The texts of the notes sent back, opened with the private key."""
        _, found = self.call("GET", "/notes")
        opened = [unseal_note(self.private, decode(note["sealed"]), self.id) for note in found["notes"]]
        return [str(json.loads(text)["text"]) for text in opened]

    def file(self, data: Path) -> Path:
        """The server's file of the share."""
        name = hashlib.sha256(self.id).hexdigest()
        return data / "shares" / name[:2] / f"{name}.json"
