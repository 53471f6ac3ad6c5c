"""A vault of Egne ord as its phone uses it, over the network; and a bare route beside it."""

from __future__ import annotations

import os
from collections import deque

import orjson

from bench.peer_driver import Act, Answer, ask, http
from bench.vault_ledger import SEALED_BYTES
from storage import base64url


def sealed_texts(count: int) -> deque[str]:
    """Sealed records of the smallest size that the protocol knows: 4,125 bytes, 5,500 letters."""
    return deque(base64url.encode(os.urandom(SEALED_BYTES)) for _ in range(count))


class Vault:
    """One vault, with records to edit."""

    def __init__(self, port: int, sealed: deque[str], records: int) -> None:
        self._path = f"/api/v1/vaults/{base64url.encode(os.urandom(16))}"
        self._headers = [f"Authorization: Bearer {base64url.encode(os.urandom(32))}"]
        self._sealed = sealed
        assert ask(port, http("PUT", self._path, self._headers)).status == 201
        self._records: deque[tuple[str, int]] = deque(
            (base64url.encode(os.urandom(16)), 0) for _ in range(records)
        )
        self._seq = 0
        self._stored(ask(port, self._push(records)))

    def acts(self) -> dict[str, Act]:
        """What a phone does, by name."""
        return {
            "pull": Act(self._pull, self._unchanged),
            "push of 1": Act(lambda: self._push(1), self._stored),
            "push of 10": Act(lambda: self._push(10), self._stored),
        }

    def _pull(self) -> bytes:
        return http("GET", f"{self._path}/records?since={self._seq}", self._headers)

    def _unchanged(self, answer: Answer) -> None:
        assert answer.status == 200 and b'"records":[]' in answer.body, answer

    def _push(self, count: int) -> bytes:
        pushes = []
        for _ in range(count):
            id, rev = self._records.popleft()
            self._sealed.rotate()
            pushes.append({"id": id, "base": rev, "sealed": self._sealed[0]})
        return http("POST", f"{self._path}/records", self._headers, orjson.dumps({"records": pushes}))

    def _stored(self, answer: Answer) -> None:
        assert answer.status == 200, answer
        found = orjson.loads(answer.body)
        self._seq = found["seq"]
        self._records.extend((record["id"], record["rev"]) for record in found["records"])


def bare_act() -> Act:
    """A request to a bare route."""

    def take(answer: Answer) -> None:
        assert (answer.status, answer.body) == (200, b""), answer

    return Act(lambda: http("GET", "/"), take)
