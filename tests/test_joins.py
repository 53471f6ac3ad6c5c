"""Nothing stored links a phone's reminders, shares and vault: no bytes and no exact time in common."""

from __future__ import annotations

import json
import os
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest

from reminder_client import ReminderClient, ahead
from reminder_makers import new_reminder_id
from share_client import ShareClient
from share_makers import new_note
from storage import base64url
from vault_client import VaultClient, new_record
from webapp import create_app
from webapp.config import Settings

WINDOW_BYTES = 8
DAY_SECONDS = 86_400
ADDRESS = "203.0.113.77"


def encodings(value: bytes) -> set[bytes]:
    """All eight-byte windows of a value: raw, in hex, and in base64 at any position of a longer text."""
    windows = {value[n : n + WINDOW_BYTES] for n in range(len(value) - WINDOW_BYTES + 1)}
    found = set(windows)
    for window in windows:
        found |= {window.hex().encode(), window.hex().upper().encode()}
        for shift in range(3):
            text = b64encode(bytes(shift) + window)[2 * shift :]
            inner = text[2 : 2 + 8]  # the letters that do not depend on the bytes before and after
            found |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return found


def texts(folder: Path) -> bytes:
    """Everything stored below a folder: the contents and names of files."""
    return b"\n".join(
        str(path.relative_to(folder)).encode() + b"\n" + (path.read_bytes() if path.is_file() else b"")
        for path in sorted(folder.rglob("*"))
    )


@pytest.fixture
def used(tmp_path: Path) -> tuple[VaultClient, list[str], ReminderClient, list[str]]:
    """A phone that uses a vault and then reminders, with the ids that it chose."""
    app = create_app(Settings(data=tmp_path))
    vault = VaultClient(app, address=ADDRESS).make()
    records = [new_record() for _ in range(3)]
    assert vault.push(*records).status_code == 200
    phone = ReminderClient(app, address=ADDRESS)
    ids = [new_reminder_id() for _ in range(2)]
    assert phone.add((ids[0], ahead(days=2)), (ids[1], ahead(days=3))).status == 200
    phone.send("list", phone.subscription_fields())
    return vault, [record["id"] for record in records], phone, ids


def test_vaults_and_reminders_share_no_eight_bytes_on_disk(
    tmp_path: Path, used: tuple[VaultClient, list[str], ReminderClient, list[str]]
) -> None:
    vault, records, phone, ids = used
    reminders, vaults = texts(tmp_path / "reminders") + texts(tmp_path / "due"), texts(tmp_path / "vaults")
    token = base64url.decode(vault.token, 32)
    of_vault = [base64url.decode(vault.vault, 16), token, sha256(token).digest()]
    of_vault += [base64url.decode(record, 16) for record in records]
    way = phone.subscription_fields()
    of_phone = [
        base64url.decode(phone.key, 32),
        phone.name,
        base64url.decode(way["p256dh"], 65),
        base64url.decode(way["auth"], 16),
    ]
    of_phone += [way["endpoint"].encode()[-12:], *(base64url.decode(id, 16) for id in ids)]
    assert not [part for value in of_vault for part in encodings(value) if part in reminders]
    assert not [part for value in of_phone for part in encodings(value) if part in vaults]
    kept = json.loads(next((tmp_path / "reminders").rglob("*.json")).read_text())
    assert phone.key not in str(kept), "the key itself is not stored"
    for place in (reminders, vaults):
        assert ADDRESS.encode() not in place


def test_a_share_shares_no_eight_bytes_with_another_share_a_vault_or_reminders(
    tmp_path: Path, used: tuple[VaultClient, list[str], ReminderClient, list[str]]
) -> None:
    vault, records, phone, _ = used
    shares = [ShareClient(vault.app, address=ADDRESS).make() for _ in range(2)]
    assert shares[0].answer(new_note()).status_code == 201
    elsewhere = b"".join(texts(tmp_path / name) for name in ("vaults", "reminders", "due"))
    of_share = []
    for each in shares:
        id, token = base64url.decode(each.id, 16), base64url.decode(each.token, 32)
        of_share += [id, sha256(id).digest(), token, sha256(token).digest()]
    assert not [part for value in of_share for part in encodings(value) if part in elsewhere]
    kept = texts(tmp_path / "shares") + texts(tmp_path / "expires")
    token = base64url.decode(vault.token, 32)
    of_phone = [base64url.decode(vault.vault, 16), token, sha256(token).digest(), phone.name]
    of_phone += [base64url.decode(record, 16) for record in records]
    assert not [part for value in of_phone for part in encodings(value) if part in kept]
    (first, second) = (tmp_path / "shares").rglob("*.json")
    assert first.stem not in second.read_text()
    assert ADDRESS.encode() not in kept
    assert not [p for p in (tmp_path / "shares").rglob("*") if p.stat().st_mtime % DAY_SECONDS]


def test_the_encodings_find_a_stored_value() -> None:
    value = os.urandom(32)
    for kept in (value, value.hex().encode(), b64encode(b"xy" + value + b"z"), b64encode(value)):
        assert [part for part in encodings(value) if part in b"before" + kept + b"after"]


def test_stored_times_reveal_no_more_than_the_day(
    tmp_path: Path, used: tuple[VaultClient, list[str], ReminderClient, list[str]]
) -> None:
    for folder in ("reminders", "due"):
        times = [path.stat().st_mtime for path in (tmp_path / folder).rglob("*")]
        assert len(times) > 2
        assert [time for time in times if time % DAY_SECONDS] == []
    kept = json.loads(next((tmp_path / "reminders").rglob("*.json")).read_text())
    numbers = [value for row in kept["reminders"].values() for value in row.values() if type(value) is int]
    assert not [number for number in numbers if number > 10**6 and number % 300], "no more exact time"
