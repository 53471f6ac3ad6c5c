"""Ancestry written from docs/protocol.md alone: names, parents, and what a version means for a device."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

PARENTS_MAX = 16
EARLIER_MAX = 2
NAME = re.compile(r"[A-Za-z0-9_-]{22}")
Document = dict[str, Any] | None
"""A statement, or None for a deletion."""


@dataclass(frozen=True)
class Known:
    """A version whose document the device has. `sealed` only of a push that waits for its answer."""

    name: str
    document: Document
    sealed: str = ""


@dataclass(frozen=True)
class Version:
    """A version that arrived; `parents` is None if a v1 client wrote it."""

    rev: int
    name: str
    parents: list[str] | None
    document: Document


@dataclass(frozen=True)
class Agreed:
    """What a device remembers of a record; `name` is None if a v1 client agreed on it."""

    rev: int
    name: str | None
    document: Document
    parents: list[str] = field(default_factory=list)
    earlier: list[Known] = field(default_factory=list)
    unanswered: list[Known] = field(default_factory=list)

    def own(self) -> list[Known]:
        """The agreed version, if it has a name. One that the vault lost is among the earlier ones."""
        kept = [each for each in self.earlier if each.name == self.name]
        return kept[:1] or ([Known(self.name, self.document)] if self.name else [])

    def lost(self) -> Agreed:
        """The vault lacks the record: its number and document are forgotten, its ancestry is kept."""
        return Agreed(0, self.name, None, self.parents, [*self.own(), *self.earlier][:EARLIER_MAX])


def version_name(sealed: str) -> str:
    """The name of a version, from its sealed bytes as base64url."""
    return sealed[-22:]


def version_text(document: Document, parents: list[str], at: str) -> str:
    """The text of a version."""
    if document is None:
        inside: dict[str, Any] = {"deleted": True, "kind": "statement", "version": 1, "at": at}
    else:
        inside = {"kind": "statement", "version": 1, "statement": document}
    named = {"parents": parents} if parents else {}
    return json.dumps(inside | named, ensure_ascii=False, separators=(",", ":"))


def read_parents(found: dict[str, Any]) -> list[str] | None:
    """The parents that an opened version names."""
    named = found.get("parents")
    if not isinstance(named, list):
        return None
    return [each for each in named[:PARENTS_MAX] if isinstance(each, str) and NAME.fullmatch(each)]


def read_version(text: str, id: str, rev: int, name: str) -> Version | None:
    """A statement or a deletion; None for what this client cannot read and therefore leaves as it is."""
    found = json.loads(text)
    if found.get("deleted") is True:
        return Version(rev, name, read_parents(found), None)
    if found.get("kind") != "statement" or found.get("version") not in (1, 2):
        return None
    document = found["statement"]
    return Version(rev, name, read_parents(found), document) if document.get("id") == id else None


def met(agreed: Agreed | None, version: Version, went_back: bool = False) -> tuple[str, Document]:
    """What an arriving version is, and its merge base."""
    if agreed is None:
        return "new", None
    if version.name == agreed.name:
        return "known", version.document
    if version.name in agreed.parents:
        return "older", version.document
    named = version.parents or []
    known = [*reversed(agreed.unanswered), *agreed.own(), *agreed.earlier]
    common = [each for each in known if each.name in named]
    if not common and (version.parents is None or not agreed.name):
        return _met_by_number(agreed, version, went_back)
    behind = {each.name for each in agreed.unanswered} | {agreed.name}
    return "next" if behind & set(named) else "fork", common[0].document if common else None


def _met_by_number(agreed: Agreed, version: Version, went_back: bool) -> tuple[str, Document]:
    if version.rev > agreed.rev and not went_back:
        was_deleted = any(each.document is None for each in agreed.unanswered)
        return "by number", None if was_deleted else agreed.document
    is_same = version.rev == agreed.rev and version.document == agreed.document
    return ("known", version.document) if is_same else ("fork", None)


def next_parents(agreed: Agreed | None) -> list[str]:
    """The parents of the next version that the device pushes."""
    return _distinct([agreed.name, *agreed.parents]) if agreed and agreed.name else []


def taken_in(before: Agreed | None, version: Version) -> Agreed:
    """What the device remembers once it has merged a version."""
    own = [each for each in before.own() if each.name != version.name] if before else []
    behind = version.parents or []
    first = [each.name for each in own if each.name not in behind]
    names = [*first, *behind, *(each.name for each in own), *(before.parents if before else [])]
    earlier = [each for each in before.earlier if each not in own] if before else []
    kept = [each for each in [*own, *earlier] if each.name != version.name]
    others = [name for name in names if name != version.name]
    return Agreed(version.rev, version.name, version.document, _distinct(others), kept[:EARLIER_MAX])


def sent(before: Agreed | None, version: Known) -> Agreed:
    """What the device remembers before it pushes a version."""
    agreed = before or Agreed(0, None, None)
    return replace(agreed, unanswered=[*agreed.unanswered, version][-5:])


def _distinct(names: list[str]) -> list[str]:
    return list(dict.fromkeys(names))[:PARENTS_MAX]


def merged(base: Document, mine: Document, theirs: Document) -> Document:
    """One document from two edits. Nothing that either side typed is lost; an edit beats a deletion."""
    if mine == theirs or theirs == base:
        return mine
    if mine == base or mine is None or theirs is None:
        return mine if theirs is None and mine != base else theirs
    late, early = sorted((mine, theirs), key=lambda side: str(side["updated"]), reverse=True)
    fields = {name: _three_way(base, early, late, name) for name in late}
    parts = {
        part: merged_text((base or {"parts": {}})["parts"].get(part, ""), mine["parts"][part], other)
        for part, other in theirs["parts"].items()
    }
    other_title = {"part": "title", "text": early["title"]}
    is_hidden = early["title"] not in ("", fields["title"], (base or {}).get("title"))
    alternatives = [*late["alternatives"], *early["alternatives"], *([other_title] if is_hidden else [])]
    unique = [each for at, each in enumerate(alternatives) if each not in alternatives[:at]]
    return fields | {"parts": parts, "alternatives": unique, "updated": late["updated"]}


def _three_way(base: Document, early: dict[str, Any], late: dict[str, Any], name: str) -> Any:
    is_unchanged = base is not None and late[name] == base.get(name)
    return early.get(name) if is_unchanged else late[name]


def merged_text(base: str, mine: str, theirs: str) -> str:
    """My sentences without those that they deleted, and theirs that are new, each after the one before it."""
    o, a, b = ([each.strip() for each in re.findall(r"[^.!?]+[.!?]*", text)] for text in (base, mine, theirs))
    result = [sentence for sentence in a if sentence in b or sentence not in o]
    for at, sentence in enumerate(b):
        if sentence in a or sentence in o:
            continue
        before = next((each for each in reversed(b[:at]) if each in result), None)
        result.insert(0 if before is None else result.index(before) + 1, sentence)
    return " ".join(each for each in result if each)
