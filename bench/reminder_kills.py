"""Four senders, killed at any moment, and a push service that counts: each reminder once, and none lost."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn

from storage.reminder_damage import reminder_damages
from storage.reminders import Errand, Mark
from storage.tinydb_reminders import TinyDBReminders
from webapp.push import Pusher
from webapp.push_hosts import Hosts
from webapp.sender import Sender
from webapp.vapid import VapidKeys

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from push_service import HOST, PushService, trusting
from reminder_makers import new_browser, new_name, new_reminder_id, new_subscription, slot

SENDERS = 4
LEASE_SECONDS = 6.0
PUSH_SECONDS = 5.0
LIFE_SECONDS_MAX = 0.5
"""A sender is killed within this time of its start."""
WAIT_SECONDS_MAX = 120
UNHEARD = -1

Push = tuple[float, int, str]
"""When, at or from which door, which reminder."""


class NotingStore(TinyDBReminders):
    """A store whose sender says, straight after it noted what became of a push, that it has."""

    def __init__(self, data: Path, door: int) -> None:
        super().__init__(data)
        self._door = door
        self._said = os.open(data.parent / "noted", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def sent(self, errand: Errand) -> None:
        """See ReminderStore."""
        super().sent(errand)
        self._say(self._door, errand)

    def put_off(self, errand: Errand, until: float, tries: int) -> None:
        """See ReminderStore. Nothing was heard in time, so nobody can know whether it was sent."""
        super().put_off(errand, until, tries)
        self._say(UNHEARD, errand)

    def _say(self, what: int, errand: Errand) -> None:
        os.write(self._said, json.dumps([time.time(), what, errand.mark.id]).encode() + b"\n")


def forked(act: Callable[[], None]) -> int:
    """Start a process that does one thing; its id."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            random.seed()
            act()
            status = 0
        finally:
            os._exit(status)
    return child


def due_reminders(data: Path, count: int) -> tuple[list[Mark], dict[str, Any]]:
    """So many reminders that are due, a list each; and the browser behind each path."""
    store, marks, browsers = TinyDBReminders(data), [], {}
    same = new_browser()
    for _ in range(count):
        way = new_subscription(same)
        browsers[way.endpoint.removeprefix(f"https://{HOST}")] = same
        marks.append(mark := Mark(slot(time.time()), new_name(), new_reminder_id()))
        store.add(mark.name, "da", way, [(mark.id, mark.due)])
    return marks, browsers


def serve(folder: Path, browsers: dict[str, Any], told: int) -> NoReturn:
    """Be the push service until killed: first say the doors, then each push as it comes."""
    with PushService(folder, doors=SENDERS, browsers=browsers) as service, os.fdopen(told, "w") as line:
        line.write(json.dumps(service.ports) + "\n")
        seen = 0
        while True:
            line.flush()
            time.sleep(0.005)
            for receipt in service.receipts[seen:]:
                line.write(json.dumps([receipt.at, receipt.door, receipt.said["id"]]) + "\n")
                seen += 1
            assert service.refusals == []


def send(data: Path, door: int, port: int) -> None:
    """Be a sender until killed."""
    pusher = Pusher(
        VapidKeys(data), "mailto:a@b.example", Hosts(), "", lambda host: [("127.0.0.1", port)], trusting(),
        PUSH_SECONDS,
    )  # fmt: skip
    sender = Sender(NotingStore(data, door), pusher, lease_seconds=LEASE_SECONDS)
    while True:
        sender.send_due()
        time.sleep(0.05)


class Crowd:
    """The senders, each at a door of its own, and when each was killed."""

    def __init__(self, data: Path, ports: list[int]) -> None:
        self.data, self.ports = data, ports
        self.kills: list[tuple[float, int]] = []
        self.running: dict[int, tuple[int, float]] = {}
        for door in range(SENDERS):
            self._start(door)

    def _start(self, door: int) -> None:
        end = time.monotonic() + random.uniform(0.02, LIFE_SECONDS_MAX)
        self.running[door] = forked(lambda: send(self.data, door, self.ports[door])), end

    def kill_some(self, more: bool) -> None:
        """Kill whose time has come; others take their place, who live on when there are no more to be."""
        for door, (pid, end) in list(self.running.items()):
            if more and time.monotonic() >= end:
                self._kill(door, pid)
                self._start(door)

    def end(self) -> None:
        """Kill all."""
        for door, (pid, _) in self.running.items():
            self._kill(door, pid)

    def _kill(self, door: int, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.kills.append((time.time(), door))


def run(folder: Path, count: int, kills: int) -> dict[str, Any]:
    """The figures of one run; `wrong` says what must not be."""
    data = folder / "data"
    marks, browsers = due_reminders(data, count)
    VapidKeys(data).signer()
    trusting()  # makes the certificate before the processes part
    reading, writing = os.pipe()
    service = forked(lambda: serve(folder, browsers, writing))
    os.close(writing)
    with os.fdopen(reading) as line:
        ports, began = json.loads(line.readline()), time.monotonic()
        crowd = Crowd(data, ports)
        try:
            while any((data / "reminders").rglob("*.json")) and time.monotonic() - began < WAIT_SECONDS_MAX:
                crowd.kill_some(len(crowd.kills) < kills)
                time.sleep(0.005)
        finally:
            seconds = time.monotonic() - began
            time.sleep(0.1)
            killed = list(crowd.kills)
            crowd.end()
            os.kill(service, signal.SIGKILL)
            os.waitpid(service, 0)
        receipts = pushes(line.read())
    found = figures(marks, receipts, pushes((folder / "noted").read_text()), killed)
    found["wrong"] += [damage.what for damage in reminder_damages(data)]
    return found | {"seconds": round(seconds, 1)}


def pushes(lines: str) -> list[Push]:
    """Each whole line."""
    return [(at, door, id) for at, door, id in map(json.loads, lines.splitlines())]


def figures(
    marks: list[Mark], receipts: list[Push], noted: list[Push], kills: list[tuple[float, int]]
) -> dict[str, Any]:
    """What came how often. A second time is right only when a kill came between sending and noting."""
    came: dict[str, list[Push]] = {mark.id: [] for mark in marks}
    for receipt in sorted(receipts):
        came[receipt[2]].append(receipt)
    wrong = [f"lost: {id}" for id, times in came.items() if not times]
    unheard = {id for _, door, id in noted if door == UNHEARD}
    for times in (times for id, times in came.items() if id not in unheard):
        for first, second in pairwise(times):
            if not killed_before_noting(first, second, noted, kills):
                wrong.append(f"sent again without a kill in between: {first[2]}")
    twice = sum(len(times) > 1 for times in came.values())
    return {
        "due": len(marks), "kills": len(kills), "pushes": len(receipts), "sent twice": twice,
        "not heard in time": len(unheard), "wrong": wrong
    }  # fmt: skip


def killed_before_noting(
    first: Push, second: Push, noted: list[Push], kills: list[tuple[float, int]]
) -> bool:
    """Whether the first one's sender was killed before the second came, and had not noted it."""
    at, door, id = first
    end = min((when for when, by in kills if by == door and when >= at), default=float("inf"))
    told = any(by == door and at <= when <= end and of == id for when, by, of in noted)
    return end <= second[0] and not told


def main() -> int:
    """Print the figures as JSON; 1 when a reminder was lost, or sent again without a kill."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--due", type=int, default=500)
    asked.add_argument("--kills", type=int, default=60)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), options.due, options.kills)
    print(json.dumps(found))
    return int(bool(found["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
