"""Phones that push without a pause while something fails, and a model of what was acknowledged to them."""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from flask import Flask

from storage import base64url
from vault_client import VaultClient, new_record

BUSY = {502, 503}
"""Of a proxy in front, and of the app. Both mean: try again."""
PAUSE_SECONDS_MAX = 0.05
"""Phones wait for as long as Retry-After says; these are in a hurry."""
GUARD_SECONDS = 180.0  # hang guard: a recovery takes seconds
NEW_PERCENT = 20
BATCH_MAX = 3


@dataclass(frozen=True)
class Answer:
    """The answer to one request. Status 0: the connection ended without one."""

    status: int
    retry_after: str | None = None
    content: dict[str, Any] = field(default_factory=dict)


Send = Callable[[str, str, str, object], Answer]
"""Sends a request: method, path, token, and the body or None."""


def through_app(app: Flask) -> Send:
    """Requests to an app in this process."""

    def send(method: str, path: str, token: str, body: object) -> Answer:
        answer = VaultClient(app, token=token).send(method, path, body)
        found = answer.get_json(silent=True)
        return Answer(answer.status_code, answer.headers.get("Retry-After"), found or {})

    return send


class PushingPhone(threading.Thread):
    """The only phone of its vault. `wrong`: what may never happen."""

    def __init__(self, send: Send, seed: int) -> None:
        super().__init__(daemon=True)
        self.chance, self._send = Random(seed), send
        self.path = f"/api/v1/vaults/{base64url.encode(os.urandom(16))}"
        self.token = base64url.encode(os.urandom(32))
        self.held: dict[str, tuple[int, str]] = {}
        """The newest acknowledged revision of each record, and its bytes."""
        self.seq = 0
        self.unanswered: list[dict[str, Any]] = []
        self.found_stored = 0
        """Pushes whose acknowledgement was lost, and that the phone knew again by their bytes."""
        self.answers: Counter[int] = Counter()
        self.wrong: list[str] = []
        self.is_over = threading.Event()
        self.acknowledged = threading.Condition()
        self._is_made = False

    def run(self) -> None:
        """Push until told to end."""
        while not self.is_over.is_set() and not self.wrong:
            self.act()

    def act(self) -> bool:
        """Make the vault, or push once. Whether it was acknowledged; if not, after a pause."""
        is_done = self._push() if self._is_made else self._make()
        if not is_done:
            time.sleep(self.chance.uniform(0, PAUSE_SECONDS_MAX))  # fixed wait: a phone's own pause
        return is_done

    def _ask(self, method: str, path: str = "", body: object = None) -> Answer:
        answer = self._send(method, self.path + path, self.token, body)
        self.answers[answer.status] += 1
        if answer.status in BUSY and not (answer.retry_after or "").isdigit():
            self.wrong.append(f"{answer.status} without Retry-After")
        return answer

    def _make(self) -> bool:
        status = self._ask("PUT").status
        self._is_made = status in {200, 201, 204}
        if not self._is_made and status not in {0, *BUSY}:
            self.wrong.append(f"a new vault was answered with {status}")
        return self._is_made

    def _push(self) -> bool:
        self.unanswered = pushes = self.unanswered or self._new_pushes()
        answer = self._ask("POST", "/records", {"records": pushes})
        if answer.status == 200:
            self._take([record["rev"] for record in answer.content["records"]], answer.content["seq"])
        elif answer.status == 409:
            self._meet(answer.content["conflicts"])
        elif answer.status not in {0, *BUSY}:
            self.wrong.append(f"a push was answered with {answer.status} {answer.content}")
        return not self.unanswered

    def _new_pushes(self) -> list[dict[str, Any]]:
        count = self.chance.randint(1, BATCH_MAX)
        if len(self.held) < count or self.chance.randrange(100) < NEW_PERCENT:
            return [new_record() for _ in range(count)]
        ids = self.chance.sample(sorted(self.held), count)
        return [new_record(self.held[id][0], id) for id in ids]

    def _meet(self, conflicts: list[dict[str, Any]]) -> None:
        """A conflict is with the phone's own bytes, whose acknowledgement was lost, or it is a false one."""
        stored = {each["id"]: (each["rev"], each["sealed"]) for each in conflicts}
        own = {each["id"]: (each["base"] + 1, each["sealed"]) for each in self.unanswered}
        if stored != own:
            self.wrong.append("a false conflict")
            return
        self.found_stored += 1
        self._take([rev for rev, _ in own.values()], self.seq + len(own))

    def _take(self, revs: Sequence[int], seq: int) -> None:
        if seq != self.seq + len(self.unanswered):
            self.wrong.append(f"seq {seq} after {self.seq} and {len(self.unanswered)} records")
        for push, rev in zip(self.unanswered, revs, strict=True):
            self.held[push["id"]] = rev, push["sealed"]
        with self.acknowledged:
            self.seq, self.unanswered = seq, []
            self.acknowledged.notify_all()

    def wait_for(self, seq: int) -> None:
        """Return when so many records were acknowledged, or something is wrong."""
        with self.acknowledged:
            is_there = self.acknowledged.wait_for(
                lambda: self.seq >= seq or self.wrong, GUARD_SECONDS
            )  # hang guard: see there
        assert is_there, f"no answers: {self.answers}"

    def settle(self) -> list[str]:
        """Get the last push acknowledged, then compare everything with the vault. What is wrong."""
        until = time.monotonic() + GUARD_SECONDS  # hang guard: see there
        while not self.wrong and (self.unanswered or not self._is_made):
            self.act()
            assert time.monotonic() < until, f"no recovery: {self.answers}"  # hang guard: as above
        if not self.wrong:
            self._compare()
        return self.wrong

    def _compare(self) -> None:
        found: dict[str, tuple[int, str]] = {}
        since, is_more = 0, True
        while is_more:
            answer = self._ask("GET", f"/records?since={since}")
            if answer.status != 200:
                continue
            for record in answer.content["records"]:
                found[record["id"]] = record["rev"], record["sealed"]
                since = record["seq"]
            is_more = answer.content["more"]
        lost = [id for id, kept in self.held.items() if found.get(id) != kept]
        if lost or len(found) != len(self.held) or answer.content["seq"] != self.seq:
            self.wrong.append(f"{len(lost)} of {len(self.held)} records are lost or other ones")


@contextmanager
def pushing(sends: Sequence[Send], seed: int) -> Iterator[list[PushingPhone]]:
    """A phone for each way to send, all pushing in the block. After it nothing is wrong with any of them."""
    phones = [PushingPhone(send, seed + number) for number, send in enumerate(sends)]
    for phone in phones:
        phone.start()
    try:
        wait_for_all(phones, 3)
        yield phones
    finally:
        for phone in phones:
            phone.is_over.set()
        for phone in phones:
            phone.join()
    wrong = [each for phone in phones for each in phone.settle()]
    assert wrong == [], f"seed {seed}: {wrong}"


def wait_for_all(phones: Sequence[PushingPhone], more: int) -> None:
    """Return when each phone has so many more records acknowledged."""
    wanted = [phone.seq + more for phone in phones]
    for phone, seq in zip(phones, wanted, strict=True):
        phone.wait_for(seq)


def wait_for_trouble(phones: Sequence[PushingPhone], count: int = 1) -> None:
    """Return when the phones have met so many answers that ask for another try."""
    until = time.monotonic() + GUARD_SECONDS  # hang guard: see there
    while sum(troubles(phones).values()) < count:
        assert time.monotonic() < until, "nobody noticed anything"  # hang guard: as above
        time.sleep(0.01)  # fixed wait: between two looks


def troubles(phones: Sequence[PushingPhone]) -> Counter[int]:
    """How often each answer came that asks for another try, or none."""
    return Counter({status: sum(phone.answers[status] for phone in phones) for status in (0, *sorted(BUSY))})
