"""The vectors of ancestry, and devices written from docs/protocol.md alone that keep it on a real server."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fresh_ancestry import (
    Agreed,
    Known,
    Version,
    met,
    next_parents,
    read_parents,
    read_version,
    taken_in,
    version_name,
)
from fresh_client import KnownVault, Refused, decode, derive, encode, record_bound, seal, unseal
from fresh_device import FreshDevice, NoAnswer
from storage.restore import Restore
from vault_client import VaultClient
from webapp import create_app
from webapp.config import ROOT, Settings

FILE = ROOT / "tests/vectors/ancestry-v1.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text())
KEYS = derive(b"s" * 16)
ID = encode(bytes(16))
PORT = 20_001
"""Nothing answers there."""


def test_the_vectors_match_the_script_that_makes_them() -> None:
    script = ROOT / "tests/vectors/make_ancestry_v1.py"
    made = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    assert made.stdout == FILE.read_bytes()
    counts = [len(VECTORS[name]) for name in ("versions", "readings", "arrivals", "epochs")]
    assert counts == [5, 16, 32, 10]


@pytest.mark.parametrize("vector", VECTORS["versions"], ids=lambda v: f"rev {v['rev']}")
def test_known_versions_are_sealed_named_and_opened(vector: dict[str, Any]) -> None:
    keys = derive(decode(vector["secret"]))
    place = record_bound(keys, decode(vector["record_id"]), vector["rev"])
    sealed = seal(keys.seal_key, vector["text"].encode(), place, decode(vector["nonce"]))
    assert encode(sealed) == vector.get("sealed", encode(sealed))
    assert encode(hashlib.sha256(sealed).digest()) == vector["sealed_sha256"]
    assert version_name(encode(sealed)) == vector["name"]
    opened = json.loads(unseal(keys.seal_key, sealed, place))
    assert read_parents(opened) == vector["parents"]
    opened.pop("parents", None)
    assert opened == json.loads(vector["document"])


@pytest.mark.parametrize("vector", VECTORS["readings"], ids=lambda v: v["why"])
def test_known_texts_are_read_or_left_as_they_are(vector: dict[str, Any]) -> None:
    version = read_version(vector["text"], vector["id"], 1, "")
    reads = "neither" if version is None else "document" if version.document else "deletion"
    assert reads == vector["reads"]
    if version:
        assert version.parents == vector["parents"]


def document_of(letter: str | None) -> dict[str, Any] | None:
    return VECTORS["documents"][letter] if letter else None


def agreed_of(found: dict[str, Any]) -> Agreed:
    def known(listed: list[dict[str, Any]]) -> list[Known]:
        return [Known(each["name"], document_of(each["document"])) for each in listed]

    return Agreed(found["rev"], found["name"], document_of(found["document"]), found["parents"],
                  known(found["earlier"]), known(found["unanswered"]))  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS["arrivals"], ids=lambda v: v["why"])
def test_an_arriving_version_is_what_the_vector_says(vector: dict[str, Any]) -> None:
    agreed = agreed_of(vector["agreed"]) if vector["agreed"] else None
    version = Version(**{**vector["version"], "document": document_of(vector["version"]["document"])})
    assert met(agreed, version, vector["restored"]) == (vector["is"], document_of(vector["base"]))
    assert next_parents(taken_in(agreed, version)) == vector["next_parents"]


@pytest.mark.parametrize("vector", VECTORS["epochs"], ids=lambda v: v["why"])
def test_a_pull_goes_on_begins_anew_or_is_refused(vector: dict[str, Any]) -> None:
    asked: list[int] = []

    def get(path: str) -> dict[str, Any]:
        asked.append(int(path.partition("since=")[2]))
        return dict(vector["answers"][str(asked[-1])])

    vault = KnownVault(get, **vector["known"])
    try:
        assert vault.pull()[1] == vector["is_other"]
    except Refused as refused:
        assert str(refused) == vector["refused"]
    assert (asked, {"epoch": vault.epoch, "seq": vault.seq}) == (vector["asks"], vector["then"])


def statement(words: str, day: int = 1) -> dict[str, Any]:
    """A statement whose part `help` says this."""
    parts = {"introduce": "", "important": "", "help": words, "so_that": ""}
    times = {"created": "2026-11-01T09:00:00.000Z", "updated": f"2026-11-{day:02}T09:00:00.000Z"}
    return {"id": ID, "title": "", "kind": "", "parts": parts, "marks": [], "order": list(parts),
            "first": None, "spoken_words": 100, "alternatives": [], **times, "deleted": None}  # fmt: skip


@pytest.fixture
def client(tmp_path: Path) -> VaultClient:
    """The vault of all devices of a test, on a server whose data is in `data`."""
    app = create_app(Settings(data=tmp_path / "data"))
    return VaultClient(app, encode(KEYS.vault_id), encode(KEYS.auth_token)).make()


def device_of(client: VaultClient, loses: list[str] | None = None) -> FreshDevice:
    """A device that knows nothing yet. The answers to the methods in `loses` are lost, once each."""

    def send(method: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        answer = client.send(method, path, body)
        if loses and method in loses:
            loses.remove(method)
            raise NoAnswer
        return answer.status_code, dict(answer.get_json())

    return FreshDevice(KEYS, send)


def settled(*devices: FreshDevice) -> list[str]:
    """All devices end with the same document. Returns its sentences, sorted."""
    for device in devices * 2:
        device.sync(compares=True)
    assert len({json.dumps(device.documents[ID], sort_keys=True) for device in devices}) == 1
    document = devices[0].documents[ID]
    assert document
    return sorted(re.findall(r"\w[^.]*\.", document["parts"]["help"]))


def copied_back(folder: Path) -> None:
    """Copy the files back by hand, as docs/operating.md says not to."""
    for file in (folder / "copy" / "vaults").rglob("*.json"):
        shutil.copy2(file, folder / "data" / file.relative_to(folder / "copy"))


def restored(folder: Path) -> None:
    """Put the copy back with the command."""
    Restore(folder / "copy", folder / "data", PORT, 1).run()


@pytest.mark.parametrize("put_back", [copied_back, restored])
def test_a_vault_that_is_put_back_and_written_on_costs_no_sentence(
    client: VaultClient, tmp_path: Path, put_back: Callable[[Path], None]
) -> None:
    first, second = device_of(client), device_of(client)
    first.write(ID, statement("Jeg vil sove."))
    first.sync()
    second.sync()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    first.write(ID, statement("Jeg vil sove. Jeg er bange.", 2))
    first.sync()
    put_back(tmp_path)
    for day, said in ((3, "Jeg vil sove. Min søster."), (4, "Jeg vil sove. Min søster hjælper.")):
        second.write(ID, statement(said, day))
        second.sync()
    first.sync()
    assert first.seen == ["fork"]
    assert settled(first, second) == ["Jeg er bange.", "Jeg vil sove.", "Min søster hjælper."]
    assert second.seen[1:] == ["next"], "the merged version builds on both branches"


def test_equal_numbers_of_different_versions_are_found_by_comparing(
    client: VaultClient, tmp_path: Path
) -> None:
    first, second = device_of(client), device_of(client)
    first.write(ID, statement("Jeg vil sove."))
    first.sync()
    second.sync()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    first.write(ID, statement("Jeg vil sove. Jeg er bange.", 2))
    first.sync()
    copied_back(tmp_path)
    second.write(ID, statement("Jeg vil sove. Min søster hjælper.", 3))
    second.sync()
    assert settled(first, second) == ["Jeg er bange.", "Jeg vil sove.", "Min søster hjælper."]


def test_a_vault_that_went_back_is_merged_once_the_person_has_answered(
    client: VaultClient, tmp_path: Path
) -> None:
    device = device_of(client)
    device.write(ID, statement("Jeg vil sove."))
    device.sync()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    device.write(ID, statement("Jeg vil sove. Jeg er bange.", 2))
    device.sync()
    device.sync()
    copied_back(tmp_path)
    with pytest.raises(Refused, match="went-back"):
        device.sync()
    device.sync(decided=True)
    assert device.seen == ["older"]
    assert settled(device, device_of(client)) == ["Jeg er bange.", "Jeg vil sove."]


def test_a_lost_answer_and_another_devices_edit_lose_and_double_nothing(client: VaultClient) -> None:
    first, second = device_of(client, ["POST"]), device_of(client)
    first.write(ID, statement("Jeg synger i kor."))
    with pytest.raises(NoAnswer):
        first.sync()
    second.sync()
    second.write(ID, statement("Jeg synger i kor. Jeg bor i Ry.", 2))
    second.sync()
    first.write(ID, statement("Jeg synger i kor. Hej.", 3))
    first.sync()
    assert first.seen == ["next"]
    assert settled(first, second) == ["Hej.", "Jeg bor i Ry.", "Jeg synger i kor."]


def test_a_record_that_the_vault_lost_is_pushed_again(client: VaultClient, tmp_path: Path) -> None:
    device, other = device_of(client), encode(os.urandom(16))
    device.write(ID, statement("Jeg vil sove."))
    device.sync()
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    device.write(other, statement("Jeg vil hjem.") | {"id": other})
    device.sync()
    restored(tmp_path)
    device.sync()
    assert {record["id"] for record in client.pull()["records"]} == {ID, other}
