"""Cost of adding a reminder and of looking for due ones, with ten waiting and with 100,000."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import orjson

from bench.in_process import costs, ratio
from bench.results import store
from storage import base64url
from storage.files.paths import path_of
from storage.reminders.due_index import DueIndex
from storage.reminders.interface import SLOT_SECONDS, DueEntry, Subscription
from storage.reminders.tinydb import TinyDBReminders

FEW, MANY = 10, 100_000
DAYS = 90
RATIO_MAX = 1.3
DAY_SECONDS = 86_400
WAY = Subscription("https://web.push.apple.com/" + "a" * 120, "B" + "A" * 86, "A" * 22)
BARS = {
    "adding, 100,000 waiting / 10": ("add, many", "add, few"),
    "adding to one's own list, 100,000 waiting / 10": ("add again, many", "add again, few"),
}


def slot_after(days: float) -> int:
    """The slot that is `days` from now."""
    return int(time.time() + days * DAY_SECONDS) // SLOT_SECONDS * SLOT_SECONDS


def fill(data: Path, count: int) -> None:
    """Write `count` lists of one reminder each, due over the next DAYS days, without waiting for the disk."""
    index = DueIndex(data / "due")
    for n in range(count):
        entry = DueEntry(slot_after(1 + DAYS * n / count), os.urandom(32), base64url.encode(os.urandom(16)))
        row = {"id": entry.id, "due": entry.due, "try_after": 0, "tries": 0, "unsent": False}
        push = {"endpoint": WAY.endpoint, "p256dh": WAY.p256dh, "auth": WAY.auth}
        head = {"language": "da", "seen_day": 20_000, "push": push}
        path = Path(path_of(data / "reminders", entry.name))
        for made in (path, index.path_of(entry)):
            made.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(orjson.dumps({"list": {"1": head}, "reminders": {"1": row}}))
        index.path_of(entry).touch()


class Phone:
    """One phone whose list is in the given data folder."""

    def __init__(self, data: Path) -> None:
        self.store, self.name = TinyDBReminders(data), os.urandom(32)
        self.own = base64url.encode(os.urandom(16))
        self.moved = 0

    def add(self) -> None:
        """Add the first reminder of a new phone."""
        self.store.add(os.urandom(32), "da", WAY, [(base64url.encode(os.urandom(16)), slot_after(5))])

    def add_again(self) -> None:
        """Move this phone's own reminder."""
        self.moved += 1
        self.store.add(self.name, "da", WAY, [(self.own, slot_after(6 + self.moved % 2))])

    def look(self) -> None:
        """Look for due reminders; there are none."""
        assert list(self.store.due()) == []


def main() -> int:
    """Print and store the figures; return 1 if a limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        places = {"few": (Path(folder) / "few", FEW), "many": (Path(folder) / "many", MANY)}
        acts: dict[str, Callable[[], object]] = {}
        for name, (data, count) in places.items():
            fill(data, count)
            phone = Phone(data)
            acts |= {f"add, {name}": phone.add, f"add again, {name}": phone.add_again}
            acts |= {f"look, {name}": phone.look}
        os.sync()
        found = costs(acts, 40, 10, time.perf_counter_ns)
    medians = {name: median(values) for name, values in found.items()}
    ratios = {bar: ratio(found, *pair) for bar, pair in BARS.items()}
    for name, value in medians.items():
        print(f"{name:18} {value:9.1f} µs")
    for bar, value in ratios.items():
        print(f"{bar:48} {value:5.2f}  (at most {RATIO_MAX})")
    store("reminders", {"microseconds": medians, "ratios": ratios})
    return int(max(ratios.values()) > RATIO_MAX)


if __name__ == "__main__":
    sys.exit(main())
