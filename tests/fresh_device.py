"""A device written from docs/protocol.md alone: it pulls, merges, pushes with parents, and compares."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from fresh_ancestry import (
    Agreed,
    Document,
    Known,
    Version,
    merged,
    met,
    next_parents,
    read_version,
    sent,
    taken_in,
    version_name,
    version_text,
)
from fresh_client import Keys, KnownVault, Refused, decode, encode, record_bound, seal, unseal

ROUNDS_MAX = 6
Send = Callable[[str, str, Any], tuple[int, dict[str, Any]]]
"""Sends one request below the vault: method, path, body. Returns the status and the JSON."""


class NoAnswer(Exception):
    """The request was sent, and no answer came."""


@dataclass
class FreshDevice:
    """One device of a vault. `documents`: its statements by id; `seen`: what each version was that it met."""

    keys: Keys
    send: Send
    documents: dict[str, Document] = field(default_factory=dict)
    agreed: dict[str, Agreed] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.vault = KnownVault(self._get)

    def _get(self, path: str) -> dict[str, Any]:
        status, answer = self.send("GET", path, None)
        assert status == 200, answer
        return answer

    def sync(self, compares: bool = False, decided: bool = False) -> None:
        """Pull, merge, push. `decided`: the person has answered about a vault that went back."""
        if decided:
            self.vault.seq, self.vault.revs = 0, {}
        records, is_other = self.vault.pull()
        self._take(records, is_other or decided)
        if decided or is_other:
            self._forget(set(self.agreed) - {record["id"] for record in records})
        if compares:
            differing, lacking = self.vault.compare()
            self._take(differing)
            self._forget(lacking)
        self._push()

    def _forget(self, ids: set[str]) -> None:
        for id in ids & set(self.agreed):
            self.agreed[id] = self.agreed[id].lost()
            self.vault.revs.pop(id, None)

    def _opened(self, record: dict[str, Any]) -> Version | None:
        bound = record_bound(self.keys, decode(record["id"]), record["rev"])
        try:
            text = unseal(self.keys.seal_key, decode(record["sealed"]), bound).decode()
        except Refused:
            return None
        return read_version(text, record["id"], record["rev"], version_name(record["sealed"]))

    def _take(self, records: list[dict[str, Any]], went_back: bool = False) -> None:
        for record in records:
            id, version = record["id"], self._opened(record) if record["sealed"] else None
            if version is None:
                continue
            before = self.agreed.get(id)
            is_own = before and any(each.sealed == record["sealed"] for each in before.unanswered)
            if not is_own:
                what, base = met(before, version, went_back)
                self.seen += [what] if what != "known" else []
                self.documents[id] = merged(base, self.documents.get(id), version.document)
            self.agreed[id] = taken_in(before, version)

    def write(self, id: str, document: Document) -> None:
        """What the person wrote or deleted."""
        self.documents[id] = document

    def _push(self) -> None:
        for _ in range(ROUNDS_MAX):
            changed = [id for id, said in self.documents.items() if said != self._agreed_document(id)]
            if not changed:
                return
            status, answer = self.send("POST", "/records", {"records": [self._sealed(id) for id in changed]})
            if status == 200:
                for stored in answer["records"]:
                    self._answered(stored["id"], stored["rev"])
            else:
                assert status == 409, answer
                self._take(answer["conflicts"])
        raise AssertionError("another device keeps writing")

    def _agreed_document(self, id: str) -> Document:
        agreed = self.agreed.get(id)
        return agreed.document if agreed else None

    def _sealed(self, id: str) -> dict[str, Any]:
        before, document = self.agreed.get(id), self.documents[id]
        rev = before.rev if before else 0
        text = version_text(document, next_parents(before), "2026-11-26T09:00:00.000Z")
        bound = record_bound(self.keys, decode(id), rev + 1)
        sealed = encode(seal(self.keys.seal_key, text.encode(), bound))
        copied: Document = json.loads(json.dumps(document))
        self.agreed[id] = sent(before, Known(version_name(sealed), copied, sealed))
        return {"id": id, "base": rev, "sealed": sealed}

    def _answered(self, id: str, rev: int) -> None:
        before = self.agreed[id]
        pushed = before.unanswered[-1]
        version = Version(rev, pushed.name, next_parents(before), pushed.document)
        self.agreed[id] = taken_in(replace(before, unanswered=[]), version)
        self.vault.revs[id], self.vault.names[id] = rev, pushed.name
