"""Two devices of one vault that write in turns while something fails. Neither may ever see a fork."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from fresh_client import derive, encode
from fresh_device import FreshDevice, NoAnswer
from pushing_phones import BUSY, GUARD_SECONDS, PAUSE_SECONDS_MAX, Send

PARTS = ("introduce", "important", "help", "so_that")
ANSWERED = {200, 201, 409}


def statement(id: str, words: str, minute: int) -> dict[str, Any]:
    """A statement whose part `help` says this."""
    at = f"2026-11-01T{minute // 60 % 24:02}:{minute % 60:02}:00.000Z"
    parts = {part: words if part == "help" else "" for part in PARTS}
    return {"id": id, "title": "", "kind": "", "parts": parts, "marks": [], "order": list(parts),
            "first": None, "spoken_words": 100, "alternatives": [], "created": "2026-11-01T00:00:00.000Z",
            "updated": at, "deleted": None}  # fmt: skip


class DevicePair(threading.Thread):
    """Devices written from docs/protocol.md alone; each has synced before the other one writes."""

    def __init__(self, send: Send, seed: int) -> None:
        super().__init__(daemon=True)
        self._send, self._chance = send, Random(seed)
        self._keys = derive(os.urandom(16))
        self._path = f"/api/v1/vaults/{encode(self._keys.vault_id)}"
        self._id = encode(os.urandom(16))
        self._devices = [FreshDevice(self._keys, self._ask) for _ in range(2)]
        self._sentences: list[str] = []
        self.is_over = threading.Event()
        self.lost_answers = 0

    def run(self) -> None:
        """Write until told to end."""
        self._until_answered(lambda: self._ask("PUT", "", None))
        while not self.is_over.is_set():
            self._turn()

    def _turn(self) -> None:
        self._sentences.append(f"Linje {len(self._sentences) + 1}.")
        writer, reader = self._chance.sample(self._devices, 2)
        writer.write(self._id, statement(self._id, " ".join(self._sentences), len(self._sentences)))
        for device in (writer, reader):
            self._until_answered(device.sync)

    def _until_answered(self, act: Any) -> None:
        until = time.monotonic() + GUARD_SECONDS  # hang guard: see there
        while True:
            try:
                act()
                return
            except NoAnswer:
                self.lost_answers += 1
                assert time.monotonic() < until  # hang guard: as above
                time.sleep(self._chance.uniform(0, PAUSE_SECONDS_MAX))  # fixed wait: a phone's own pause

    def wait_for_lost_answer(self) -> None:
        """Wait until a device has got no answer, which it does soon while the server is away."""
        until = time.monotonic() + GUARD_SECONDS  # hang guard: see there
        while not self.lost_answers:
            assert time.monotonic() < until  # hang guard: as above
            time.sleep(PAUSE_SECONDS_MAX)  # fixed wait: between two looks

    def _ask(self, method: str, path: str, body: Any) -> tuple[int, dict[str, Any]]:
        answer = self._send(method, self._path + path, encode(self._keys.auth_token), body)
        if answer.status in {0, *BUSY}:
            raise NoAnswer
        assert answer.status in ANSWERED, answer
        return answer.status, answer.content

    def check(self) -> None:
        """Both have every sentence, once and in order, and have never merged beside."""
        for device in self._devices:
            assert set(device.seen) <= {"new", "next"}, device.seen
            document = device.documents[self._id]
            assert document and document["parts"]["help"] == " ".join(self._sentences)


@contextmanager
def writing_in_turns(send: Send, seed: int) -> Iterator[DevicePair]:
    """Two devices that write in the block, and have lost and doubled nothing after it."""
    pair = DevicePair(send, seed)
    pair.start()
    try:
        yield pair
    finally:
        pair.is_over.set()
        pair.join()
    pair.check()
