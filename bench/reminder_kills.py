"""Four senders killed at random moments, and a push service that counts: no reminder is lost or repeated.

Stores and senders use a clock that moves only when every sender is idle. So a run never waits for the leases
of killed senders, and a slow machine does not look like a push that got no answer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.moved_clock import MovedClock
from bench.noting_reminders import store_at
from bench.peer_postgres import postgres
from bench.reminder_ledger import figures, pushes
from storage.postgresql.schema import migrate
from storage.reminders.check import check_reminders
from storage.reminders.interface import DueEntry, ReminderStore
from webapp.push.client import WebPushClient
from webapp.push.hosts import Hosts
from webapp.push.sender import Sender
from webapp.push.vapid import VapidKeys

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from push_service import PushService, trusting
from reminder_makers import Browser, new_browser, new_name, new_reminder_id, new_subscription, slot

SENDERS = 4
LEASE_SECONDS = 90.0
REFILL = 20
"""This many reminders are added if all are sent before the last kill."""
PUSH_SECONDS = 60.0
MOMENT_SECONDS_MAX = 0.1
"""A sender is killed within this time after its first claim; sending and noting take a few hundredths."""
WAIT_SECONDS_MAX = 600  # hang guard: a whole run takes a minute on an idle machine
POLL_SECONDS = 0.005
BROWSER = new_browser()


def forked(act: Callable[[], None]) -> int:
    """Fork a process that runs `act`; return its id."""
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


def due_reminders(store: ReminderStore, clock: MovedClock, count: int) -> list[DueEntry]:
    """Add `count` due reminders, each in its own list, all for the same browser."""
    entries = []
    for _ in range(count):
        entries.append(entry := DueEntry(slot(clock()), new_name(), new_reminder_id()))
        store.add(entry.name, "da", new_subscription(BROWSER), [(entry.id, entry.due)])
    return entries


def serve(folder: Path, writing: int) -> None:
    """Be the push service until SIGTERM; write the ports of its doors first, then a line for each push."""
    browsers: dict[str, Browser] = defaultdict(lambda: BROWSER)
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    with PushService(folder, doors=SENDERS, browsers=browsers) as service, os.fdopen(writing, "w") as line:
        line.write(json.dumps(service.ports) + "\n")
        seen, last = 0, False
        while not last:
            line.flush()
            last = ending.wait(POLL_SECONDS)
            for receipt in service.receipts[seen:]:
                line.write(json.dumps([receipt.at, receipt.door, receipt.message["id"]]) + "\n")
                seen += 1
            assert service.errors == []


def send(data: Path, address: str, door: int, port: int, clock: MovedClock) -> None:
    """Be a sender until killed."""
    pusher = WebPushClient(
        VapidKeys(data), "mailto:a@b.example", Hosts(), "", lambda host: [("127.0.0.1", port)], trusting(),
        PUSH_SECONDS,
    )  # fmt: skip
    store = store_at(address, data, clock).note(data.parent, door, clock)
    sender = Sender(store, pusher, clock, LEASE_SECONDS)
    while True:
        now = clock()
        sender.send_due()
        sender.finish()
        clock.say_idle(door, now)
        while clock() == now:
            time.sleep(POLL_SECONDS)


class Crowd:
    """The senders, each using its own door (port) of the push service, and when each was killed."""

    def __init__(self, data: Path, address: str, ports: list[int], clock: MovedClock) -> None:
        self.data, self.address, self.ports, self.clock = data, address, ports, clock
        self.kills: list[tuple[float, int]] = []
        self.running: dict[int, int] = {}
        self.ends: dict[int, float] = {}
        for door in range(SENDERS):
            self._start(door)

    def _start(self, door: int) -> None:
        self.clock.say_begun(door)
        self.running[door] = forked(lambda: send(self.data, self.address, door, self.ports[door], self.clock))

    def kill_some(self) -> None:
        """Kill the senders whose time has come, and start others in their place."""
        for door, pid in list(self.running.items()):
            if door not in self.ends and self.clock.is_at_work(door):
                self.ends[door] = time.monotonic() + random.uniform(0, MOMENT_SECONDS_MAX)
            if self.ends.get(door, float("inf")) <= time.monotonic():
                del self.ends[door]
                self._kill(door, pid)
                self._start(door)

    def end(self) -> None:
        """Kill all senders."""
        for door, pid in self.running.items():
            self._kill(door, pid)

    def _kill(self, door: int, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.kills.append((time.time(), door))


def send_all(crowd: Crowd, entries: list[DueEntry], kills: int) -> None:
    """Kill senders until every reminder is sent; if that happens before the last kill, add more reminders."""
    store = store_at(crowd.address, crowd.data, crowd.clock)
    began = time.monotonic()
    while time.monotonic() - began < WAIT_SECONDS_MAX:  # hang guard: see WAIT_SECONDS_MAX
        if len(crowd.kills) < kills:
            crowd.kill_some()
        if store.count() == 0:
            if len(crowd.kills) >= kills:
                return
            entries += due_reminders(store, crowd.clock, REFILL)
        crowd.clock.move_when_all_are_idle(LEASE_SECONDS)
        time.sleep(POLL_SECONDS)


def run(folder: Path, count: int, kills: int, address: str = "") -> dict[str, Any]:
    """Do one run and return its figures; `wrong` lists the problems. `address`: of an empty database."""
    data, clock, began = folder / "data", MovedClock(SENDERS), time.monotonic()
    entries = due_reminders(store_at(address, data, clock), clock, count)
    VapidKeys(data).public_text()
    trusting()  # makes the certificate before the processes fork
    reading, writing = os.pipe()
    service = forked(lambda: serve(folder, writing))
    os.close(writing)
    with os.fdopen(reading) as line:
        crowd = Crowd(data, address, json.loads(line.readline()), clock)
        try:
            send_all(crowd, entries, kills)
        finally:
            killed = list(crowd.kills)
            crowd.end()
            os.kill(service, signal.SIGTERM)
            receipts = pushes(line.read())
            os.waitpid(service, 0)
    found = figures(entries, receipts, pushes((folder / "noted").read_text()), killed)
    found["wrong"] += [damage.what for damage in check_reminders(data)]
    return found | {"seconds": round(time.monotonic() - began, 1)}


def main() -> int:
    """Print the figures as JSON; return 1 if a reminder was lost, or sent again without a kill."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--due", type=int, default=500)
    arguments.add_argument("--kills", type=int, default=60)
    arguments.add_argument("--postgresql", action="store_true", help="instead of a folder")
    options = arguments.parse_args()
    with ExitStack() as running:
        folder, address = Path(running.enter_context(tempfile.TemporaryDirectory())), ""
        if options.postgresql:
            address, _ = running.enter_context(postgres())
            migrate(address)
        found = run(folder, options.due, options.kills, address)
    print(json.dumps(found))
    return int(bool(found["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
