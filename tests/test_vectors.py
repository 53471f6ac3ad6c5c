"""The test vectors, checked with a client written from docs/protocol.md; then that client and the server."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest

from fresh_client import (
    Keys,
    Refused,
    bound,
    decode,
    derive,
    encode,
    record_bound,
    seal,
    unseal,
)  # fmt: skip
from vault_client import VaultClient, problem
from webapp import create_app
from webapp.config import ROOT, Settings

VECTORS: dict[str, Any] = json.loads((ROOT / "tests/vectors/boks-v1.json").read_text())


def keys_of(vector: dict[str, Any]) -> Keys:
    return derive(decode(vector["secret"]))


def record_place(vector: dict[str, Any]) -> bytes:
    return record_bound(keys_of(vector), decode(vector["record_id"]), vector["rev"])


def test_the_vectors_are_unchanged() -> None:
    digest = hashlib.sha256((ROOT / "tests/vectors/boks-v1.json").read_bytes()).hexdigest()
    assert digest == "0b7e5877c3cba03215796e7a322c82581fa7aa29665fc8c262315ecabd2fcb2a"
    assert {name: len(VECTORS[name]) for name in ("keys", "records", "rejects", "shares")} == {
        "keys": 3,
        "records": 4,
        "rejects": 6,
        "shares": 1,
    }


@pytest.mark.parametrize("vector", VECTORS["keys"], ids=lambda v: v["words_en"])
def test_known_secrets_derive_the_three_known_values(vector: dict[str, Any]) -> None:
    keys = keys_of(vector)
    assert encode(keys.vault_id) == vector["vault_id"]
    assert encode(keys.auth_token) == vector["auth_token"]
    assert encode(keys.seal_key) == vector["seal_key"]
    assert encode(hashlib.sha256(keys.auth_token).digest()) == vector["auth_token_sha256"]


@pytest.mark.parametrize("vector", VECTORS["records"], ids=lambda v: v["document"][:40])
def test_known_records_are_sealed_and_opened(vector: dict[str, Any]) -> None:
    key, place = keys_of(vector).seal_key, record_place(vector)
    sealed = seal(key, vector["document"].encode(), place, decode(vector["nonce"]))
    assert encode(sealed) == vector.get("sealed", encode(sealed)), "the long ones are known by their hash"
    assert len(sealed) == vector["sealed_length"]
    assert encode(hashlib.sha256(sealed).digest()) == vector["sealed_sha256"]
    assert unseal(key, sealed, place).decode() == vector["document"]


@pytest.mark.parametrize("vector", VECTORS["rejects"], ids=lambda v: v["why"])
def test_invalid_inputs_are_refused_with_the_right_error(vector: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=f"^{vector['error']}$"):
        unseal(keys_of(vector).seal_key, decode(vector["sealed"]), record_place(vector))


@pytest.mark.parametrize("vector", VECTORS["shares"], ids=lambda v: v["share_id"])
def test_known_shares_are_sealed_and_opened(vector: dict[str, Any]) -> None:
    key, id = decode(vector["key"]), decode(vector["share_id"])
    place = bound(b"egne-ord/v1/share", id)
    assert encode(seal(key, vector["document"].encode(), place, decode(vector["nonce"]))) == vector["sealed"]
    assert unseal(key, decode(vector["sealed"]), place).decode() == vector["document"]
    check = encode(hashlib.sha256(id + key).digest()[:3])
    assert ".".join([vector["share_id"], vector["key"], check]) == vector["fragment"]


def test_an_independent_client_makes_a_vault_pushes_pulls_and_opens(tmp_path: Path) -> None:
    keys = derive(os.urandom(16))
    app = create_app(Settings(data=tmp_path))
    client = VaultClient(app, encode(keys.vault_id), encode(keys.auth_token)).make()
    id, said = os.urandom(16), []
    for rev, text in enumerate(("Jeg hedder Nadia.", "Jeg hedder Nadia. Jeg synger i kor."), 1):
        document = json.dumps({"kind": "statement", "text": text}).encode()
        sealed = seal(keys.seal_key, document, record_bound(keys, id, rev))
        said.append(client.push({"id": encode(id), "base": rev - 1, "sealed": encode(sealed)}).get_json())
    assert [answer["seq"] for answer in said] == [1, 2]
    (record,) = client.pull()["records"]
    assert (record["id"], record["rev"]) == (encode(id), 2)
    opened = unseal(keys.seal_key, decode(record["sealed"]), record_bound(keys, id, record["rev"]))
    assert json.loads(opened)["text"] == "Jeg hedder Nadia. Jeg synger i kor."
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"Nadia" not in path.read_bytes()
    stale = seal(keys.seal_key, b"{}", record_bound(keys, id, 2))
    refused = client.push({"id": encode(id), "base": 1, "sealed": encode(stale)})
    assert problem(refused) == (409, "conflict")
    assert refused.get_json()["conflicts"] == [record]
