"""The test vectors of pairing, and whether the server carries its four letters."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fresh_client import bound, decode, encode, seal, unseal
from share_client import ShareClient
from webapp import create_app
from webapp.config import ROOT, Settings

FILE = ROOT / "tests/vectors/pairing-v1.json"
VECTORS: dict[str, Any] = json.loads(FILE.read_text())
SHARE = b"egne-ord/v1/share"


def test_the_vectors_match_the_script_that_makes_them() -> None:
    script = ROOT / "tests/vectors/make_pairing_v1.py"
    made = subprocess.run([sys.executable, str(script)], capture_output=True, check=True)
    assert made.stdout == FILE.read_bytes()
    digest = hashlib.sha256(made.stdout).hexdigest()
    assert digest == "06d1caa6fea085e0fb8f12bd66b6c3ec1fb154b879d4946283b5bae1e0bbe3db"
    assert {name: len(VECTORS[name]) for name in ("pairings", "rejects")} == {"pairings": 3, "rejects": 15}


@pytest.mark.parametrize("known", VECTORS["pairings"], ids=lambda known: known["code"][:12])
def test_the_server_carries_the_letters_of_a_pairing(known: dict[str, Any], tmp_path: Path) -> None:
    app = create_app(Settings(data=tmp_path))
    for letter in known["letters"]:
        id, document = decode(letter["share_id"]), letter["document"].encode()
        sealed = seal(decode(letter["key"]), document, bound(SHARE, id), decode(letter["nonce"]))
        assert encode(hashlib.sha256(sealed).digest()) == letter["sealed_sha256"]
        client = ShareClient(app, letter["share_id"], sealed=encode(sealed))
        client.make()
        read = decode(client.read().get_json()["sealed"])
        assert unseal(decode(letter["key"]), read, bound(SHARE, id)) == document
    secret = decode(known["secret"])
    for path in tmp_path.rglob("*"):
        held = path.read_bytes() if path.is_file() else b""
        assert not any(shape in held for shape in (secret, encode(secret).encode(), known["code"].encode()))
