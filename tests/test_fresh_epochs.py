"""Epochs and revisions as a client uses them that was written from docs/protocol.md alone."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from fresh_client import KnownVault, decode, derive, encode, record_bound, seal, unseal
from storage.restore import Restore
from vault_client import VaultClient
from webapp import create_app
from webapp.config import Settings

KEYS = derive(b"s" * 16)


@pytest.fixture
def client(tmp_path: Path) -> VaultClient:
    """The first of several clients of one vault."""
    app = create_app(Settings(data=tmp_path / "data"))
    return VaultClient(app, encode(KEYS.vault_id), encode(KEYS.auth_token)).make()


def known(client: VaultClient) -> KnownVault:
    """A device that knows nothing yet."""

    def get(path: str) -> dict[str, Any]:
        answer = client.send("GET", path)
        assert answer.status_code == 200
        return dict(answer.get_json())

    return KnownVault(get)


def write(client: VaultClient, id: bytes, rev: int, text: str) -> None:
    """Push one version of a record."""
    sealed = seal(KEYS.seal_key, text.encode(), record_bound(KEYS, id, rev))
    answer = client.push({"id": encode(id), "base": rev - 1, "sealed": encode(sealed)})
    assert answer.status_code == 200


def read(record: dict[str, Any]) -> str:
    bound = record_bound(KEYS, decode(record["id"]), record["rev"])
    return unseal(KEYS.seal_key, decode(record["sealed"]), bound).decode()


def test_a_client_merges_without_a_base_after_a_copy_was_put_back(
    client: VaultClient, tmp_path: Path
) -> None:
    """Another device has passed the first one's `seq` meanwhile, so no number shows it."""
    first, id = known(client), os.urandom(16)
    write(client, id, 1, "Jeg vil sove.")
    shutil.copytree(tmp_path / "data", tmp_path / "copy")
    write(client, id, 2, "Jeg vil sove. Jeg er bange.")
    assert [read(record) for record in first.pull()[0]] == ["Jeg vil sove. Jeg er bange."]
    Restore(tmp_path / "copy", tmp_path / "data", 20_000, 1).run()
    for rev, text in ((2, "Jeg vil hjem."), (3, "Jeg vil hjem nu.")):
        write(client, id, rev, text)
    records, has_no_base = first.pull()
    assert ([read(record) for record in records], has_no_base) == (["Jeg vil hjem nu."], True)
    assert first.pull() == ([], False)


def test_a_client_finds_what_a_server_left_out_and_what_the_vault_lacks(client: VaultClient) -> None:
    device, ids = known(client), [os.urandom(16) for _ in range(3)]
    for id, text in zip(ids, ("en", "to", "tre"), strict=True):
        write(client, id, 1, text)
    device.pull()
    write(client, ids[1], 2, "to igen")
    write(client, ids[2], 2, "tre igen")
    device.seq = 5  # as if a pull had left both out
    mine = encode(os.urandom(16))
    device.revs[mine] = 1
    found, lacks = device.compare()
    assert ([read(record) for record in found], lacks) == (["to igen", "tre igen"], {mine})
    assert device.compare() == ([], {mine})


def test_a_client_that_compares_first_notices_a_new_epoch_too(client: VaultClient) -> None:
    device = known(client)
    write(client, os.urandom(16), 1, "en")
    device.pull()
    client.send("DELETE")
    client.make()
    write(client, os.urandom(16), 1, "ny")
    assert [read(record) for record in device.compare()[0]] == ["ny"]
