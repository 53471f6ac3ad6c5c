"""Prints account-v1.json, as docs/account.md alone describes it: the account of a vault, and comparing words.

It shares no code with the app, nor with tests/fresh_account.py. What is read, merged, written and missed
is written by hand in account_cases.py and account_merges.py; only keys, sealed bytes and digests are made.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import sys
from pathlib import Path
from typing import Any

from account_cases import AT, Json, account, b64, compact, device, drawn, framed, readings, rid, row
from account_merges import counted_anew, given_up, merges, missing, next_rows, went_back
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

ROOT = Path(__file__).parents[2]
SECRETS = [bytes(range(16)), bytes(range(240, 256))]
TEXT_MAX = 4_092
NOTE = """All binary values are base64url without padding. Nonces are fixed here only to make the vectors \
repeatable; a real client draws them at random. Rows and devices that were read or merged are by ascending \
id here; their order in an account means nothing."""


def derived(secret: bytes, label: str, length: int) -> bytes:
    """HKDF-SHA-256 of one block."""
    extracted = hmac.digest(b"egne-ord/v1", secret, "sha256")
    return hmac.digest(extracted, label.encode() + b"\x01", "sha256")[:length]


def keys() -> list[Json]:
    """What is derived for the account. An HMAC of nothing stands for a key that cannot be exported."""
    return [
        {"secret": b64(secret), "account_id": b64(derived(secret, "account-id", 16)),
         "compare_key": b64(derived(secret, "compare-key", 32)),
         "hmac_of_nothing": b64(hmac.digest(derived(secret, "compare-key", 32), b"", "sha256"))}
        for secret in SECRETS
    ]  # fmt: skip


def sealed_bytes(secret: bytes, rev: int, body: bytes, record: bytes | None = None) -> bytes:
    """A body that is sealed as the account's, or as another record's."""
    bound = b"egne-ord/v1/record\0" + derived(secret, "vault-id", 16)
    bound += (record or derived(secret, "account-id", 16)) + rev.to_bytes(8, "big")
    nonce = drawn(f"nonce {rev}", 12)
    return b"\x01" + nonce + AESGCM(derived(secret, "seal-key", 32)).encrypt(nonce, body, bound)


def padded(text: str) -> bytes:
    """The body of a text, always of the smallest size."""
    assert len(text.encode()) <= TEXT_MAX
    return (len(text.encode()).to_bytes(4, "big") + text.encode()).ljust(TEXT_MAX + 4, b"\0")


def full() -> str:
    """An account whose text has exactly as many bytes as it may have."""
    rows: list[Any] = []

    def text(newer: str = "") -> str:
        return framed(account(rows, devices=[device("a", 1)], newer=newer))

    while len(text().encode()) <= TEXT_MAX - 200:
        rows.append(row(f"full {len(rows)}", len(rows) + 1, title="Æ" * 24 + "…", day=20_000 - len(rows)))
    return text("n" * (TEXT_MAX - len(text().encode())))


def sealed() -> list[Json]:
    """Accounts under a known nonce: the smallest, one of a few members, and the longest."""
    small = account([row("a", 3, title="Til lægen", day=20_783)], (1, 4, 9), [device("a", 7, b=2)])
    texts = [framed(account()), framed(small), full()]
    found = []
    for rev, text in enumerate(texts, 1):
        out = sealed_bytes(SECRETS[0], rev, padded(text))
        found.append({"secret": b64(SECRETS[0]), "rev": rev, "nonce": b64(drawn(f"nonce {rev}", 12)),
                      "text": text, "text_bytes": len(text.encode()), "sealed_length": len(out),
                      "sealed_sha256": b64(hashlib.sha256(out).digest()), "name": b64(out)[-22:],
                      "sealed": b64(out)})  # fmt: skip
    return found


def rejects() -> list[Json]:
    """Sealed bytes that say nothing: the account is replaced."""
    text = framed(account())
    good, body = sealed_bytes(SECRETS[0], 1, padded(text)), padded(text)
    cases = [
        ("nothing", b"", "unknown-format"),
        ("another format", b"\x02" + good[1:], "unknown-format"),
        ("of another version", sealed_bytes(SECRETS[0], 2, body), "not-authentic"),
        ("of another vault", sealed_bytes(SECRETS[1], 1, body), "not-authentic"),
        ("of another record", sealed_bytes(SECRETS[0], 1, body, drawn("record a", 16)), "not-authentic"),
        ("a changed byte", good[:40] + bytes([good[40] ^ 1]) + good[41:], "not-authentic"),
        ("cut short", good[:-1], "not-authentic"),
        ("another size", sealed_bytes(SECRETS[0], 1, body[:-1]), "bad-padding"),
        ("a byte after the text", sealed_bytes(SECRETS[0], 1, body[:-1] + b"x"), "bad-padding"),
    ]
    return [{"why": why, "secret": b64(SECRETS[0]), "rev": 1, "sealed": b64(out), "error": error}
            for why, out, error in cases]  # fmt: skip


def statement(what: str, words: str, **more: object) -> Json:
    """A statement whose part `help` says this."""
    parts = {"introduce": "", "important": "", "help": words, "so_that": ""}
    start: Json = {"id": rid(what), "title": "", "kind": "", "parts": parts, "marks": [], "order": [*parts]}
    end = {"first": None, "spoken_words": 100, "alternatives": [], "created": AT, "updated": AT}
    return start | end | {"deleted": None} | more


def note(what: str, words: str, in_vault: bool) -> Json:
    """A note without a goal."""
    return {"id": rid(what), "chance": "helps", "text": words, "in_vault": in_vault, "created": AT,
            "updated": AT, "deleted": None}  # fmt: skip


def word_lists() -> dict[str, list[str]]:
    """The recovery words of both languages."""
    english = (ROOT / "node_modules/@scure/bip39/wordlists/english.js").read_text("utf-8")
    found = re.search(r"`([a-z\n]+)`", english)
    assert found
    danish = (ROOT / "webapp/content/recovery_words_da.txt").read_text("utf-8")
    return {"da": danish.split(), "en": found[1].split()}


def compared(why: str, documents: list[tuple[str, Json, int]], secret: bytes = SECRETS[0]) -> Json:
    """The words of all documents of a device. Each has its version; 0 where it does not count."""
    counted = sorted((each[1]["id"], compact({"kind": each[0], "version": each[2], each[0]: each[1]}))
                     for each in documents if each[2])  # fmt: skip
    texts = [text for _, text in counted]
    message = "".join(f"{text}\n" for text in texts).encode()
    digest = hmac.digest(derived(secret, "compare-key", 32), message, "sha256")
    bits = f"{int.from_bytes(digest, 'big'):0256b}"
    numbers = [int(bits[at : at + 11], 2) for at in (0, 11, 22, 33)]
    words = {lang: " ".join(each[n] for n in numbers) for lang, each in word_lists().items()}
    held: list[Any] = [{"kind": kind, "document": document} for kind, document, _ in documents]
    return {"why": why, "secret": b64(secret), "documents": held, "texts": texts, "hmac": b64(digest),
            "numbers": numbers, "words": words}  # fmt: skip


def comparisons() -> list[Json]:
    """Sets of documents, and their four words."""
    said = [("statement", statement(f"set {n}", f"Jeg vil sove, {n}. Æ, ø og 🌻."), 1) for n in range(9)]
    mark = {"part": "help", "text": "Jeg er bange.", "mark": "private"}
    private = statement("private", "Jeg er bange. Jeg vil hjem.", marks=[mark])
    ticked = note("ticked", "Havet.\nOg fyrtårnet.", True)
    left_out = [("statement", statement("bin", "I papirkurven.", deleted=AT), 0),
                ("exploration", note("not ticked", "Kun her.", False), 0)]  # fmt: skip
    every = [*said, ("statement", private, 2), ("exploration", ticked, 1)]
    return [
        compared("no document at all", []),
        compared("one statement", said[:1]),
        compared("another vault", said[:1], SECRETS[1]),
        compared("nine statements", said),
        compared("the same in another order", said[::-1]),
        compared("a private sentence, and a note for the vault", every),
        compared("one in the bin and a note that is not ticked do not count", [*left_out, *every]),
    ]


def listed(value: object) -> str:
    """JSON with one vector a line."""
    if not isinstance(value, list):
        return compact(value)
    return "[\n " + ",\n ".join(map(compact, value)) + "\n]"


def main() -> None:
    """Print the vectors."""
    vectors = {"protocol": "egne-ord/v1", "note": NOTE, "keys": keys(), "sealed": sealed(),
               "rejects": rejects(), "readings": readings(), "merges": merges(), "rows": next_rows(),
               "went_back": went_back(), "missing": missing(), "given_up": given_up(),
               "counted_anew": counted_anew(), "comparisons": comparisons()}  # fmt: skip
    lines = [f"{compact(name)}: {listed(value)}" for name, value in vectors.items()]
    sys.stdout.write("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
