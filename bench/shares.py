"""Cost of making, reading, answering and sweeping one share, with ten others and with 50,000."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from statistics import median

import orjson

from bench.in_process import Request, costs, ratio, request
from bench.results import store
from storage import base64url
from storage.errors import NotesFull
from storage.files.paths import path_of
from storage.shares.expiry_index import ExpiryIndex, entries_of
from storage.shares.interface import NOTES_MAX, Share, ShareAccess
from storage.shares.tinydb import TinyDBShares
from webapp import create_app
from webapp.config import Settings

FEW, MANY = 10, 50_000
DAY_SECONDS = 86_400
DAYS = 90
RATIO_MAX = 1.3
SEALED, NOTE_BYTES = base64url.encode(os.urandom(4096 + 29)), 4096 + 94
BARS = {
    f"{act}, 50,000 shares / 10": (f"{act}, many", f"{act}, few")
    for act in ("make", "read", "answer", "sweep one")
}
WITHOUT_LIMIT = {
    "an expired share / an unknown one": ("expired", "unknown"),
    "withdrawn by a wrong token / an unknown one": ("wrong token", "no share"),
}
"""Ratios without a limit: anyone with the id may learn whether a share exists; expired ones go in minutes."""


def write(data: Path, name: bytes, share: Share) -> None:
    """Write a share and its index entry, without waiting for the disk."""
    row = {"token_sha256": share.token_sha256.hex(), "expires": share.expires, "sealed": share.sealed}
    path, index = Path(path_of(data / "shares", name)), ExpiryIndex(data / "expires")
    for made in (path, *map(index.path_of, entries_of(name, share))):
        made.parent.mkdir(parents=True, exist_ok=True)
        made.touch()
    path.write_bytes(orjson.dumps({"share": {"1": row}, "notes": {}}))


def fill(data: Path, count: int) -> None:
    """Write `count` shares that expire over the next 90 days, none of them in the part that is swept."""
    for n in range(count):
        expires = int(time.time() + DAY_SECONDS * (1 + DAYS * n / count))
        write(data, bytes([1 + n % 255]) + os.urandom(31), Share(bytes(32), SEALED, expires))


class Place:
    """The measured acts on shares in one data folder."""

    def __init__(self, data: Path) -> None:
        self.data, self.store = data, TinyDBShares(data)
        self.name = self.make()

    def make(self) -> bytes:
        """Make one more share."""
        access = ShareAccess(b"\1" + os.urandom(31), bytes(32))
        self.store.make(access, SEALED, DAY_SECONDS * 7)
        return access.name

    def read(self) -> None:
        """Read one share."""
        assert self.store.get(self.name).sealed

    def answer(self) -> None:
        """Send a note; when the share is full, make a new share instead."""
        try:
            self.store.answer(self.name, base64url.encode(os.urandom(NOTE_BYTES)))
        except NotesFull:
            self.name = self.make()

    def sweep_one(self) -> None:
        """Add an expired share, and sweep it."""
        name = b"\0" + os.urandom(31)
        write(self.data, name, Share(bytes(32), SEALED, int(time.time()) - 900))
        assert self.store.sweep(0).shares == 1


def indistinct_requests(data: Path) -> dict[str, Request]:
    """Pairs of requests with the same answer, to see how much their timing reveals."""
    app, expired, existing = create_app(Settings(data=data, rate_requests=0)), os.urandom(16), os.urandom(16)
    write(data, sha256(expired).digest(), Share(bytes(32), SEALED, int(time.time()) - 5))
    write(data, sha256(existing).digest(), Share(bytes(32), SEALED, int(time.time()) + DAY_SECONDS))
    token = base64url.encode(bytes(32))

    def path(id: bytes) -> str:
        return f"/api/v1/shares/{base64url.encode(id)}"

    found = {
        "expired": request(app, "GET", path(expired)),
        "unknown": request(app, "GET", path(os.urandom(16))),
        "wrong token": request(app, "DELETE", path(existing), token),
        "no share": request(app, "DELETE", path(os.urandom(16)), token),
    }
    assert [send()[0] for send in found.values()] == [404, 404, 401, 401]
    return found


def main() -> int:
    """Print and store the figures; return 1 if a limit is exceeded."""
    with tempfile.TemporaryDirectory() as folder:
        acts: dict[str, Callable[[], object]] = {}
        for name, count in (("few", FEW), ("many", MANY)):
            fill(Path(folder) / name, count)
            place = Place(Path(folder) / name)
            acts |= {f"make, {name}": place.make, f"read, {name}": place.read}
            acts |= {f"answer, {name}": place.answer, f"sweep one, {name}": place.sweep_one}
        os.sync()
        found = costs(acts, 30, NOTES_MAX, time.perf_counter_ns)
        found |= costs(indistinct_requests(Path(folder) / "few"), 30, 100)
    medians = {name: median(values) for name, values in found.items()}
    ratios = {bar: ratio(found, *pair) for bar, pair in {**BARS, **WITHOUT_LIMIT}.items()}
    for name, value in medians.items():
        print(f"{name:18} {value:9.1f} µs")
    for bar, value in ratios.items():
        print(f"{bar:46} {value:5.2f}  {f'(at most {RATIO_MAX})' if bar in BARS else ''}")
    store("shares", {"microseconds": medians, "ratios": ratios})
    return int(any(ratios[bar] > RATIO_MAX for bar in BARS))


if __name__ == "__main__":
    sys.exit(main())
