"""Four senders, killed at any moment, and a push service that counts: each reminder once, and none lost.

The stores and senders go by a clock that moves only when nobody has anything left to do, so that a run
never waits for the leases of the killed, and a slow machine is not taken for a push that was not heard.
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
from pathlib import Path
from typing import Any

from bench.moved_clock import MovedClock
from bench.reminder_ledger import UNHEARD, figures, pushes
from storage.reminders.check import check_reminders
from storage.reminders.interface import DeliveryLease, DueEntry
from storage.reminders.tinydb import TinyDBReminders
from webapp.push.client import WebPushClient
from webapp.push.hosts import Hosts
from webapp.push.sender import Sender
from webapp.push.vapid import VapidKeys

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from push_service import PushService, trusting
from reminder_makers import Browser, new_browser, new_name, new_reminder_id, new_subscription, slot

SENDERS = 4
LEASE_SECONDS = 90.0
MORE = 20
"""So many reminders are added where all are sent before the last kill."""
PUSH_SECONDS = 60.0
MOMENT_SECONDS_MAX = 0.1
"""A sender is killed within this time of its first claim; a push and its note take a few hundredths."""
WAIT_SECONDS_MAX = 600  # hang guard: a whole run takes a minute where nothing else runs
LOOK_SECONDS = 0.005
"""Between two looks at what has changed."""
BROWSER = new_browser()


class NotingStore(TinyDBReminders):
    """A store whose sender says, straight after it noted what became of a push, that it has."""

    def __init__(self, data: Path, door: int, clock: MovedClock) -> None:
        super().__init__(data, clock)
        self._door, self._shared = door, clock
        self._said = os.open(data.parent / "noted", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def claim(self, entry: DueEntry, seconds: float) -> DeliveryLease | None:
        """See ReminderStore."""
        lease = super().claim(entry, seconds)
        if lease:
            self._shared.say_at_work(self._door)
        return lease

    def sent(self, lease: DeliveryLease) -> None:
        """See ReminderStore."""
        super().sent(lease)
        self._say(self._door, lease)

    def postpone(self, lease: DeliveryLease, until: float, tries: int) -> None:
        """See ReminderStore. Nothing was heard in time, so nobody can know whether it was sent."""
        super().postpone(lease, until, tries)
        self._say(UNHEARD, lease)

    def _say(self, what: int, lease: DeliveryLease) -> None:
        os.write(self._said, json.dumps([time.time(), what, lease.entry.id]).encode() + b"\n")


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


def due_reminders(store: TinyDBReminders, clock: MovedClock, count: int) -> list[DueEntry]:
    """So many reminders that are due, a list each, all for the same browser."""
    entries = []
    for _ in range(count):
        entries.append(entry := DueEntry(slot(clock()), new_name(), new_reminder_id()))
        store.add(entry.name, "da", new_subscription(BROWSER), [(entry.id, entry.due)])
    return entries


def serve(folder: Path, told: int) -> None:
    """Be the push service until asked to end (TERM): first say the doors, then each push as it comes."""
    browsers: dict[str, Browser] = defaultdict(lambda: BROWSER)
    ending = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ending.set())
    with PushService(folder, doors=SENDERS, browsers=browsers) as service, os.fdopen(told, "w") as line:
        line.write(json.dumps(service.ports) + "\n")
        seen, last = 0, False
        while not last:
            line.flush()
            last = ending.wait(LOOK_SECONDS)
            for receipt in service.receipts[seen:]:
                line.write(json.dumps([receipt.at, receipt.door, receipt.message["id"]]) + "\n")
                seen += 1
            assert service.errors == []


def send(data: Path, door: int, port: int, clock: MovedClock) -> None:
    """Be a sender until killed."""
    pusher = WebPushClient(
        VapidKeys(data), "mailto:a@b.example", Hosts(), "", lambda host: [("127.0.0.1", port)], trusting(),
        PUSH_SECONDS,
    )  # fmt: skip
    sender = Sender(NotingStore(data, door, clock), pusher, clock, LEASE_SECONDS)
    while True:
        now = clock()
        sender.send_due()
        sender.finish()
        clock.say_idle(door, now)
        while clock() == now:
            time.sleep(LOOK_SECONDS)


class Crowd:
    """The senders, each at a door of its own, and when each was killed."""

    def __init__(self, data: Path, ports: list[int], clock: MovedClock) -> None:
        self.data, self.ports, self.clock = data, ports, clock
        self.kills: list[tuple[float, int]] = []
        self.running: dict[int, int] = {}
        self.ends: dict[int, float] = {}
        for door in range(SENDERS):
            self._start(door)

    def _start(self, door: int) -> None:
        self.clock.say_begun(door)
        self.running[door] = forked(lambda: send(self.data, door, self.ports[door], self.clock))

    def kill_some(self) -> None:
        """Kill whose time has come, and let others take their place."""
        for door, pid in list(self.running.items()):
            if door not in self.ends and self.clock.is_at_work(door):
                self.ends[door] = time.monotonic() + random.uniform(0, MOMENT_SECONDS_MAX)
            if self.ends.get(door, float("inf")) <= time.monotonic():
                del self.ends[door]
                self._kill(door, pid)
                self._start(door)

    def end(self) -> None:
        """Kill all."""
        for door, pid in self.running.items():
            self._kill(door, pid)

    def _kill(self, door: int, pid: int) -> None:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self.kills.append((time.time(), door))


def send_all(crowd: Crowd, entries: list[DueEntry], kills: int) -> None:
    """Kill and let send until nothing waits; where that comes before the last kill, there is more to send."""
    store = TinyDBReminders(crowd.data, crowd.clock)
    began = time.monotonic()
    while time.monotonic() - began < WAIT_SECONDS_MAX:  # hang guard: as there
        if len(crowd.kills) < kills:
            crowd.kill_some()
        if not any((crowd.data / "reminders").rglob("*.json")):
            if len(crowd.kills) >= kills:
                return
            entries += due_reminders(store, crowd.clock, MORE)
        crowd.clock.move_when_all_are_idle(LEASE_SECONDS)
        time.sleep(LOOK_SECONDS)


def run(folder: Path, count: int, kills: int) -> dict[str, Any]:
    """The figures of one run; `wrong` says what must not be."""
    data, clock, began = folder / "data", MovedClock(SENDERS), time.monotonic()
    entries = due_reminders(TinyDBReminders(data, clock), clock, count)
    VapidKeys(data).signer()
    trusting()  # makes the certificate before the processes part
    reading, writing = os.pipe()
    service = forked(lambda: serve(folder, writing))
    os.close(writing)
    with os.fdopen(reading) as line:
        crowd = Crowd(data, json.loads(line.readline()), clock)
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
