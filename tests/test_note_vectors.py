"""The test vectors of notes, checked with a client written from docs/protocol.md; then client and server."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from fresh_client import Refused, bound, decode, encode, point, seal, seal_note, unseal, unseal_note
from share_client import ShareClient
from webapp import create_app
from webapp.config import ROOT, Settings

FILE = ROOT / "tests/vectors/notes-v1.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text())


def private(number: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(decode(number), "big"), ec.SECP256R1())


def test_the_vectors_match_the_script_that_makes_them() -> None:
    script = ROOT / "tests/vectors/make_notes_v1.py"
    made = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    assert made.stdout == FILE.read_bytes()
    digest = hashlib.sha256(made.stdout).hexdigest()
    assert digest == "03dc1a4027d1714dc4b2876b2ebae04a6a9fd0f5221f8bc09b210e87de87e672"
    assert {name: len(VECTORS[name]) for name in ("notes", "rejects")} == {"notes": 7, "rejects": 21}


@pytest.mark.parametrize("vector", VECTORS["notes"], ids=lambda v: v["document"][:60])
def test_known_notes_are_sealed_and_opened(vector: dict[str, Any]) -> None:
    recipient, ephemeral = private(vector["recipient_private"]), private(vector["ephemeral_private"])
    share_id, document = decode(vector["share_id"]), vector["document"].encode()
    assert encode(point(recipient)) == vector["recipient_public"]
    assert encode(point(ephemeral)) == vector["ephemeral_public"]
    sealed = seal_note(document, share_id, point(recipient), ephemeral, decode(vector["nonce"]))
    assert encode(sealed) == vector.get("sealed", encode(sealed)), "the long ones are known by their hash"
    assert len(sealed) == vector["sealed_length"] in {4190, 16478}
    assert encode(hashlib.sha256(sealed).digest()) == vector["sealed_sha256"]
    assert unseal_note(recipient, sealed, share_id) == document


@pytest.mark.parametrize("vector", VECTORS["rejects"], ids=lambda v: v["why"])
def test_invalid_inputs_are_refused_with_the_right_error(vector: dict[str, Any]) -> None:
    with pytest.raises(Refused, match=f"^{vector['error']}$"):
        key = private(vector["recipient_private"])
        unseal_note(key, decode(vector["sealed"]), decode(vector["share_id"]))


def test_a_note_that_is_too_long_is_not_sealed() -> None:
    recipient = point(ec.generate_private_key(ec.SECP256R1()))
    assert len(seal_note(b"a" * 16380, bytes(16), recipient)) == 16478
    with pytest.raises(StopIteration):
        seal_note(b"a" * 16381, bytes(16), recipient)


def test_an_independent_client_shares_a_text_and_reads_a_note(tmp_path: Path) -> None:
    key, id, own = os.urandom(32), os.urandom(16), ec.generate_private_key(ec.SECP256R1())
    shown = {"kind": "share", "version": 1, "text": "Jeg hedder Nadia.", "notes_to": encode(point(own))}
    sealed = seal(key, json.dumps(shown).encode(), bound(b"egne-ord/v1/share", id))
    client = ShareClient(create_app(Settings(data=tmp_path)), encode(id), sealed=encode(sealed)).make()

    read = decode(client.read().get_json()["sealed"])
    opened = json.loads(unseal(key, read, bound(b"egne-ord/v1/share", id)))
    assert opened == shown
    said = {"kind": "note", "version": 1, "text": "Tak, Nadia.", "at": "2026-11-26T09:00:00.000Z"}
    note = encode(seal_note(json.dumps(said).encode(), id, decode(opened["notes_to"])))
    assert [client.answer(note).status_code for _ in range(2)] == [201, 201]

    assert [json.loads(unseal_note(own, decode(each), id)) for each in client.notes()] == [said]
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or b"Nadia" not in path.read_bytes()
