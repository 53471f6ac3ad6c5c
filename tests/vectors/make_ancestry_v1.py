"""Prints ancestry-v1.json, as docs/protocol.md alone describes it: versions with parents, forks and epochs.

It shares no code with the app, nor with tests/fresh_client.py. What a version is, and its merge base, is
written here by hand; only sealed bytes and lists of names are computed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import sys
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZES = (4096, 16384, 65536)
SECRET = bytes(range(16))
AT = "2026-11-26T09:00:00.000Z"
MOST = 16
NOTE = """All binary values are base64url without padding. Nonces are fixed here only to make the vectors \
repeatable; a real client draws them at random. `document` and `base` of `arrivals` name `documents`."""
Json = dict[str, Any]


def b64(value: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(value).decode().replace("=", "")


def drawn(what: str, length: int) -> bytes:
    """Bytes that look random and are the same each time."""
    return hashlib.shake_256(b"egne-ord ancestry-v1 " + what.encode()).digest(length)


def name(what: str | int) -> str:
    """The name of a version that is not in these vectors as bytes."""
    return b64(drawn(f"name {what}", 18))[-22:]


def names(count: int) -> list[str]:
    """The names of so many versions, the nearest first."""
    return [name(n) for n in range(count)]


def derived(label: str, length: int) -> bytes:
    """HKDF-SHA-256 of one block."""
    extracted = hmac.digest(b"egne-ord/v1", SECRET, "sha256")
    return hmac.digest(extracted, label.encode() + b"\x01", "sha256")[:length]


def compact(value: object) -> str:
    """JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


ID = b64(drawn("record", 16))


def statement(words: str, **more: object) -> Json:
    """A statement whose part `help` says this."""
    parts = {"introduce": "", "important": "", "help": words, "so_that": ""}
    start: Json = {"id": ID, "title": "", "kind": "", "parts": parts, "marks": [], "order": list(parts)}
    end = {"first": None, "spoken_words": 100, "alternatives": [], "created": AT, "updated": AT}
    return start | end | {"deleted": None} | more


def framed(document: Json | None, parents: object = None, version: int = 1, **more: object) -> str:
    """The text of a version. `parents` None: it has no such member."""
    if document is None:
        inside: Json = {"deleted": True, "kind": "statement", "version": version, "at": AT}
    else:
        inside = {"kind": "statement", "version": version, "statement": document}
    return compact(inside | more | ({} if parents is None else {"parents": parents}))


def sealed_version(rev: int, document: Json | None, parents: list[str] | None) -> Json:
    """All that goes into one version, and what comes out."""
    text, nonce = framed(document, parents), drawn(f"nonce {rev}", 12)
    body = len(text.encode()).to_bytes(4, "big") + text.encode()
    body = body.ljust(min(size for size in SIZES if size >= len(body)), b"\0")
    place = b"egne-ord/v1/record\0" + derived("vault-id", 16) + drawn("record", 16) + rev.to_bytes(8, "big")
    out = b"\x01" + nonce + AESGCM(derived("seal-key", 32)).encrypt(nonce, body, place)
    found = {"secret": b64(SECRET), "record_id": ID, "rev": rev, "nonce": b64(nonce),
             "document": framed(document), "parents": parents, "text": text, "sealed_length": len(out),
             "sealed_sha256": b64(hashlib.sha256(out).digest()), "name": b64(out)[-22:]}  # fmt: skip
    return found | ({"sealed": b64(out)} if len(out) < 5000 else {})


def versions() -> list[Json]:
    """Each builds on the one before; the last one is a deletion."""
    first = sealed_version(1, statement("Jeg vil sove."), None)
    second = sealed_version(2, statement("Jeg vil sove. Æ, ø og 🌻."), [first["name"]])
    third = sealed_version(3, statement("Jeg vil sove. " * 400), [second["name"], first["name"]])
    fourth = sealed_version(4, statement("Jeg vil hjem."), [third["name"], *names(MOST - 1)])
    return [first, second, third, fourth, sealed_version(5, None, [fourth["name"], third["name"]])]


def readings() -> list[Json]:
    """Opened texts, and what a reader takes from them. `reads`: a document, a deletion, or neither."""
    said, one = statement("Jeg vil sove."), name("one")
    strange = [one[:-1], f"{one}A", f"{one[:-2]}==", f"{one[:-1]}+", "", 7, None, [one], {"name": one}]
    lists: list[tuple[str, object, list[str] | None]] = [
        ("by a v1 client: no parents", None, None),
        ("an empty list", [], []),
        ("as many names as there may be", names(MOST), names(MOST)),
        ("too many names: the first 16 count", names(MOST + 1), names(MOST)),
        ("names of the wrong length or form, and members that are no text", [one, *strange], [one]),
        ("a name after 16 strange members", [*strange, *strange[:7], one], []),
        *(
            (f"not a list: {type(not_list).__name__}", not_list, None)
            for not_list in (one, 7, True, {"0": one})
        ),
    ]
    cases = [(why, framed(said, value), "document", parents) for why, value, parents in lists]
    cases += [
        ("a deletion", framed(None, [one]), "deletion", [one]),
        ("a deletion with parents that are not a list", framed(None, one), "deletion", None),
        ("an unknown member beside the document", framed(said, [one], account={"n": 1}), "document", [one]),
        ("an unknown member of the document", framed(statement("Ja.", mood="ro"), [one]), "document", [one]),
        ("a higher version", framed(said, [one], version=9), "neither", None),
        ("another kind", framed(said, [one]).replace('"statement"', '"poem"'), "neither", None),
    ]
    return [{"why": why, "id": ID, "text": text, "reads": reads, "parents": parents}
            for why, text, reads, parents in cases]  # fmt: skip


DOCUMENTS = {letter: statement(f"Jeg er {letter}.") for letter in "abcdefg"}


def agreed(rev: int, what: str, behind: str = "", kept: str = "", sent: str = "", named: bool = True) -> Json:
    """What a device remembers of a record. Each letter is a version and its document; `-` is a deletion."""

    def known(letter: str) -> Json:
        return {"name": name(letter), "document": None if letter == "-" else letter}

    return {"rev": rev, **known(what), "name": name(what) if named else None, "parents": [*map(name, behind)],
            "earlier": [*map(known, kept)], "unanswered": [*map(known, sent)]}  # fmt: skip


def next_parents(device: Json | None, version: Json) -> list[str]:
    """The parents of what a device pushes after it has taken a version in."""
    before = [device["name"]] if device and device["name"] else []
    behind = version["parents"] or []
    own = [] if before and before[0] in behind else before
    every = [version["name"], *own, *behind, *before, *(device["parents"] if device else [])]
    return list(dict.fromkeys(every))[:MOST]


def arrival(why: str, device: Json | None, arrives: str, what: str, base: str | None, **more: bool) -> Json:
    """A version that arrives: rev, letter and parents, such as `3c:ba`; without `:` it names no parents."""
    head, mark, behind = arrives.partition(":")
    document = None if head[-1] == "-" else head[-1]
    version = {"rev": int(head[:-1]), "name": name(head[-1]), "document": document,
               "parents": [*map(name, behind)] if mark else None}  # fmt: skip
    return {"why": why, "restored": more.get("restored", False), "agreed": device, "version": version,
            "is": what, "base": base, "next_parents": next_parents(device, version)}  # fmt: skip


def arrivals() -> list[Json]:
    """What each version means for a device."""
    second = agreed(2, "b", "a", "a")
    by_v1 = agreed(2, "b", named=False)
    long = agreed(20, "b") | {"parents": names(MOST)}
    return [
        arrival("nothing known of the record", None, "3c:ba", "new", None),
        arrival("the agreed version again", second, "2b:a", "known", "b"),
        arrival("builds on the agreed version", second, "3c:ba", "next", "b"),
        arrival("builds on it, several versions on", second, "5e:dcba", "next", "b"),
        arrival("a deletion that builds on it", second, "3-:ba", "next", "b"),
        arrival("builds on a push without an answer", agreed(2, "b", "a", "a", "c"), "4d:cba", "next", "c"),
        arrival("builds on the first of two pushes", agreed(2, "b", "a", "a", "cd"), "4e:cba", "next", "c"),
        arrival("builds on both pushes", agreed(2, "b", "a", "a", "cd"), "5e:cdba", "next", "d"),
        arrival("builds on a first push without an answer", agreed(0, "-", sent="a", named=False), "2b:a",
                "next", "a"),
        arrival("on another branch since the version before", second, "3d:ca", "fork", "a"),
        arrival("the same number, another version", second, "2c:a", "fork", "a"),
        arrival("a higher number, nothing in common", second, "9e:dc", "fork", None),
        arrival("only a version without a document is in common", agreed(3, "c", "ba"), "4d:a", "fork", None),
        arrival("the same, with other earlier documents", agreed(4, "d", "cba", "cb"), "5f:ea", "fork", None),
        arrival("of two that are in common, the newer", agreed(3, "c", "ba", "ba"), "4e:dba", "fork", "b"),
        arrival("an empty list of parents", second, "3c:", "fork", None),
        arrival("a deletion on another branch", second, "3-:ca", "fork", "a"),
        arrival("a version that the agreed one builds on", agreed(3, "c", "ba", "ba"), "2b:a", "older", "b"),
        arrival("the oldest of them", agreed(3, "c", "ba", "ba"), "1a", "older", "a"),
        arrival("the vault lost the agreed version", agreed(0, "-", "a", "ba") | {"name": name("b")},
                "3c:ba", "next", "b"),
        arrival("after a deletion that was agreed on", agreed(3, "-", "ba", "b"), "4d:cb", "fork", "b"),
        arrival("by a v1 client, a higher number", second, "3c", "by number", "b"),
        arrival("by a v1 client, a lower number", agreed(3, "c", "b", "b"), "2d", "fork", None),
        arrival("by a v1 client, the same number", second, "2c", "fork", None),
        arrival("by a v1 client, in another epoch", second, "3c", "fork", None, restored=True),
        arrival("by a v1 client, after a deletion without an answer", agreed(2, "b", "a", "a", "-"), "4c",
                "by number", None),
        arrival("agreed on by a v1 client, a higher number", by_v1, "3c:ba", "by number", "b"),
        arrival("agreed on by a v1 client, the same document", by_v1, "2b:a", "known", "b"),
        arrival("agreed on by a v1 client, another document", by_v1, "2c:a", "fork", None),
        arrival("agreed on by a v1 client, in another epoch", by_v1, "3c:ba", "fork", None, restored=True),
        arrival("builds on it, with many versions behind both", long, "21c:b", "next", "b"),
        arrival("on another branch, with many versions behind both", long, "21d:c", "fork", None),
    ]  # fmt: skip


def epochs(record: Json) -> list[Json]:
    """A pull: what the device knew, the answers by their `since`, and what the device does."""
    one, other, zero = b64(drawn("epoch 1", 16)), b64(drawn("epoch 2", 16)), b64(bytes(16))
    found = {name: record[name] for name in ("rev", "sealed")} | {"id": ID, "seq": 2}

    def answer(epoch: object, seq: int, records: list[Json]) -> Json:
        named = {} if epoch is None else {"epoch": epoch}
        return named | {"seq": seq, "records": records, "more": False}

    def pull(why: str, knows: object, answers: Json, **expected: object) -> Json:
        known = {"epoch": knows, "seq": 2}
        given = {since: answer(*each) for since, each in answers.items()}
        found = {"why": why, "known": known, "answers": given, "asks": list(map(int, answers))}
        return found | {"is_other": False, "refused": None, "then": known} | expected

    def then(epoch: str | None, seq: int) -> Json:
        return {"epoch": epoch, "seq": seq}

    return [
        pull("the same epoch, nothing new", one, {"2": (one, 2, [])}),
        pull("the same epoch, and `seq` went back", one, {"2": (one, 1, [])}, refused="went-back"),
        pull("another epoch, the same `seq`", one, {"2": (other, 2, []), "0": (other, 2, [found])},
             is_other=True, then=then(other, 2)),
        pull("another epoch, a lower `seq`", one, {"2": (other, 0, []), "0": (other, 0, [])},
             is_other=True, then=then(other, 0)),
        pull("a vault of before v1.1 that was put back", zero, {"2": (one, 2, []), "0": (one, 2, [found])},
             is_other=True, then=then(one, 2)),
        pull("the device knew no epoch", None, {"2": (one, 2, [])}, then=then(one, 2)),
        pull("a v1 server names none", one, {"2": (None, 2, [])}),
        pull("an epoch of the wrong length", one, {"2": (one[:-1], 2, [])}, refused="bad-answer"),
        pull("an epoch that is no text", one, {"2": (7, 2, [])}, refused="bad-answer"),
        pull("a `seq` that no record explains", one, {"2": (one, 2**53 - 1, [])}),
    ]  # fmt: skip


def main() -> None:
    """Print the vectors."""
    known = versions()
    vectors = {"protocol": "egne-ord/v1", "note": NOTE, "versions": known, "readings": readings(),
               "documents": DOCUMENTS, "arrivals": arrivals(), "epochs": epochs(known[1])}  # fmt: skip
    json.dump(vectors, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
