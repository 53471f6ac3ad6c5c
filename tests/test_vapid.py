"""The server's VAPID key: made once, readable by its owner only, and never replaced silently."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from storage import base64url
from webapp.config import ROOT
from webapp.push.vapid import DamagedKey, VapidKeys

PROGRAM = """
import os, sys
from pathlib import Path
from webapp.push.vapid import VapidKeys
reading, writing = os.pipe()
for _ in range(int(sys.argv[2])):
    if os.fork() == 0:
        os.close(writing)
        os.read(reading, 1)  # all processes continue when the parent closes its end
        os.write(1, VapidKeys(Path(sys.argv[1])).public_text().encode() + b"\\n")
        os._exit(0)
os.close(writing)
while True:
    try:
        os.wait()
    except ChildProcessError:
        break
"""
PROCESSES = 6
HOLLOW = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"


def test_several_processes_at_once_make_one_key(tmp_path: Path) -> None:
    data = tmp_path / "data"
    command = [sys.executable, "-c", PROGRAM, str(data), str(PROCESSES)]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert printed == [VapidKeys(data).public_text()] * PROCESSES
    assert base64url.decode(printed[0], 65)[0] == 4
    assert [path.name for path in data.iterdir()] == ["vapid.pem"]


def test_the_key_is_made_when_needed_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    keys = VapidKeys(tmp_path / "data")
    keys.check()
    assert list(tmp_path.iterdir()) == []
    keys.signers()
    assert (tmp_path / "data/vapid.pem").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700


def test_the_form_secret_is_derived_from_the_key_and_does_not_reveal_it(tmp_path: Path) -> None:
    keys = VapidKeys(tmp_path)
    assert keys.form_secret() == VapidKeys(tmp_path).form_secret() != VapidKeys(tmp_path / "x").form_secret()
    assert keys.form_secret().hex() not in (tmp_path / "vapid.pem").read_text()


@pytest.mark.parametrize("content", ["", "x", HOLLOW])
def test_a_damaged_key_is_reported_and_never_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / "vapid.pem").write_text(content)
    for ask in (VapidKeys(tmp_path).check, VapidKeys(tmp_path).signers, VapidKeys(tmp_path).public_text):
        with pytest.raises(DamagedKey, match=r"^vapid\.pem in the data folder holds no key\."):
            ask()
    assert (tmp_path / "vapid.pem").read_text() == content
