"""A phone and a device written from the protocol alone keep ancestry together while a vault is put back."""

from __future__ import annotations

import json
import os
import shutil
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page

from fresh_client import derive, encode
from fresh_device import FreshDevice
from storage.files.paths import path_of

from .journey import PARTS
from .outside_client import new_statement, words_of
from .phone_again import emptied, second_phone
from .real_server import RealServer
from .vault_journey import join, kept, rewrite, sync

__all__ = ["second_phone"]
START = "Jeg vil sove."


@dataclass
class Beside:
    """A phone and a device of one vault. `file` is the vault on the server, `copy` an older state of it."""

    page: Page
    device: FreshDevice
    origin: str
    file: Path
    copy: Path
    id: str

    def put_back(self) -> None:
        """Copy the file back by hand, as docs/operating.md says not to."""
        shutil.copy2(self.copy, f"{self.file}.new")
        Path(f"{self.file}.new").replace(self.file)

    def device_writes(self, text: str) -> None:
        """The device writes and syncs."""
        before = self.device.documents[self.id]
        assert before
        hour = int(before["updated"][11:13]) + 1
        parts = {**before["parts"], "introduce": text}
        self.device.write(self.id, {**before, "parts": parts, "updated": f"2026-02-01T{hour}:00:00.000Z"})
        self.device.sync()

    def phone_writes(self, text: str) -> None:
        """The person writes on the phone, and it syncs."""
        rewrite(self.page, self.origin, self.id, {PARTS[0]: text})
        sync(self.page, self.origin)

    def settle(self) -> str:
        """Both end with the same statement; returns all that it says."""
        for _ in range(2):
            sync(self.page, self.origin)
            self.device.sync(compares=True)
        assert kept(self.page) == [self.device.documents[self.id]]
        return json.dumps(kept(self.page), ensure_ascii=False)


@pytest.fixture
def beside(second_phone: BrowserContext, server: RealServer, tmp_path: Path) -> Beside:
    """Both have one statement, and the copy has it too."""
    secret, statement = os.urandom(16), new_statement(START)
    keys = derive(secret)
    device = FreshDevice(keys, sender(server.url, encode(keys.vault_id), encode(keys.auth_token)))
    device.send("PUT", "", None)
    device.write(statement["id"], statement)
    device.sync()
    page = emptied(second_phone, server.url)
    join(page, server.url, words_of(secret))
    sync(page, server.url)
    file = Path(path_of(server.data / "vaults", keys.vault_id))
    shutil.copy2(file, tmp_path / "copy")
    page.goto(f"{server.url}/healthz")
    return Beside(page, device, server.url, file, tmp_path / "copy", statement["id"])


def sender(origin: str, vault: str, token: str) -> Any:
    """Sends requests below a vault; a refusal is an answer too."""

    def send(method: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        data = None if body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(
            f"{origin}/api/v1/vaults/{vault}{path}", data, headers, method=method
        )
        try:
            # hang guard: an answer takes milliseconds
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as refused:
            return refused.code, json.loads(refused.read())

    return send


def test_the_phone_sees_a_fork_and_the_device_sees_that_the_merge_builds_on_its_own(beside: Beside) -> None:
    beside.phone_writes(f"{START} Jeg er bange.")
    beside.page.goto(f"{beside.origin}/healthz")
    beside.put_back()
    for text in (f"{START} Min søster.", f"{START} Min søster hjælper."):
        beside.device_writes(text)
    sync(beside.page, beside.origin)
    beside.device.sync()
    assert beside.device.seen == ["next"]
    said = beside.settle()
    assert [said.count(sentence) for sentence in (START, "Jeg er bange.", "Min søster hjælper.")] == [1, 1, 1]


def test_the_device_sees_a_fork_and_its_merge_reaches_the_phone(beside: Beside) -> None:
    beside.device_writes(f"{START} Jeg er bange.")
    beside.put_back()
    for text in (f"{START} Min søster.", f"{START} Min søster hjælper."):
        beside.phone_writes(text)
    beside.device.sync()
    assert beside.device.seen == ["fork"]
    said = beside.settle()
    assert [said.count(sentence) for sentence in (START, "Jeg er bange.", "Min søster hjælper.")] == [1, 1, 1]
