"""The vectors of the account, with a client written from docs/account.md alone."""

from __future__ import annotations

import hashlib
import hmac
import json
import subprocess
import sys
from typing import Any

import pytest

from fresh_account import (
    account_bound,
    account_keys,
    compared,
    counted_anew,
    given_up,
    merged_accounts,
    missing,
    next_row,
    read_account,
    went_back,
)
from fresh_ancestry import version_name
from fresh_client import Refused, decode, derive, encode, seal, unseal
from webapp.config import ROOT

FILE = ROOT / "tests/vectors/account-v1.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text("utf-8"))
DANISH = (ROOT / "webapp/content/recovery_words_da.txt").read_text("utf-8").split()


def read(account: dict[str, Any]) -> dict[str, Any]:
    found = read_account(json.dumps({"kind": "account", "account": account}))
    assert found
    return found


def place(vector: dict[str, Any]) -> tuple[bytes, bytes]:
    """The key and the additional data of a sealed account."""
    secret = decode(vector["secret"])
    keys = derive(secret)
    return keys.seal_key, account_bound(keys, account_keys(secret)[0], vector["rev"])


def test_the_vectors_match_the_script_that_makes_them() -> None:
    script = ROOT / "tests/vectors/make_account_v1.py"
    made = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    assert made.stdout == FILE.read_bytes()


@pytest.mark.parametrize("vector", VECTORS["keys"], ids=lambda v: v["account_id"])
def test_a_secret_derives_the_accounts_id_and_the_key_of_comparing(vector: dict[str, Any]) -> None:
    account_id, compare_key = account_keys(decode(vector["secret"]))
    assert (encode(account_id), encode(compare_key)) == (vector["account_id"], vector["compare_key"])
    assert encode(hmac.digest(compare_key, b"", "sha256")) == vector["hmac_of_nothing"]


@pytest.mark.parametrize("vector", VECTORS["sealed"], ids=lambda v: f"{v['text_bytes']} bytes")
def test_known_accounts_are_sealed_named_and_opened(vector: dict[str, Any]) -> None:
    key, to = place(vector)
    sealed = seal(key, vector["text"].encode(), to, decode(vector["nonce"]))
    assert (encode(sealed), version_name(encode(sealed))) == (vector["sealed"], vector["name"])
    assert len(sealed) == vector["sealed_length"]
    assert encode(hashlib.sha256(sealed).digest()) == vector["sealed_sha256"]
    assert unseal(key, sealed, to).decode() == vector["text"]


@pytest.mark.parametrize("vector", VECTORS["rejects"], ids=lambda v: v["why"])
def test_sealed_accounts_are_refused(vector: dict[str, Any]) -> None:
    key, to = place(vector)
    with pytest.raises(Refused, match=f"^{vector['error']}$"):
        unseal(key, decode(vector["sealed"]), to)


@pytest.mark.parametrize("vector", VECTORS["readings"], ids=lambda v: v["why"])
def test_an_account_is_read_or_is_none(vector: dict[str, Any]) -> None:
    assert read_account(vector["text"]) == vector["reads"]


@pytest.mark.parametrize("vector", VECTORS["merges"], ids=lambda v: v["why"])
def test_two_accounts_are_merged_in_either_order(vector: dict[str, Any]) -> None:
    a, b = read(vector["a"]), read(vector["b"])
    assert merged_accounts(a, b) == merged_accounts(b, a) == vector["merged"]


@pytest.mark.parametrize("vector", VECTORS["rows"], ids=lambda v: v["why"])
def test_a_device_writes_the_row_of_a_record(vector: dict[str, Any]) -> None:
    assert next_row(vector["row"], vector["held"]) == vector["writes"]


@pytest.mark.parametrize("vector", VECTORS["went_back"], ids=lambda v: v["why"])
def test_a_device_whose_count_went_back_is_noticed(vector: dict[str, Any]) -> None:
    assert went_back(read(vector["known"]), read(vector["arrives"])) == vector["went_back"]


@pytest.mark.parametrize("vector", VECTORS["missing"], ids=lambda v: v["why"])
def test_what_the_vault_lacks_is_named_and_counted(vector: dict[str, Any]) -> None:
    expected = (vector["named"], vector["further"], vector["is_older"])
    assert missing(read(vector["account"]), vector["held"]) == expected


@pytest.mark.parametrize("vector", VECTORS["given_up"], ids=lambda v: v["why"])
def test_what_was_given_up_is_missed_no_more(vector: dict[str, Any]) -> None:
    account = given_up(read(vector["account"]), vector["held"])
    assert account == vector["then"]
    assert missing(account, vector["held"]) == ([], 0, False)


@pytest.mark.parametrize("vector", VECTORS["counted_anew"], ids=lambda v: v["why"])
def test_a_vault_that_was_put_back_begins_another_era(vector: dict[str, Any]) -> None:
    assert counted_anew(read(vector["account"]), vector["held"]) == vector["then"]


@pytest.mark.parametrize("vector", VECTORS["comparisons"], ids=lambda v: v["why"])
def test_four_words_compare_the_texts_of_devices(vector: dict[str, Any]) -> None:
    texts, numbers = compared(account_keys(decode(vector["secret"]))[1], vector["documents"])
    assert (texts, numbers) == (vector["texts"], vector["numbers"])
    assert " ".join(DANISH[n] for n in numbers) == vector["words"]["da"]
