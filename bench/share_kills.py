"""Kill a process that shares and answers, then let eight answer at once: nothing acknowledged is lost."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from storage import base64url
from storage.errors import NotesFull
from storage.shares.check import check_shares
from storage.shares.interface import NOTES_MAX, ShareAccess
from storage.shares.tinydb import TinyDBShares

MOMENT_SECONDS_MAX = 0.02
"""A kill comes within this time after the first acknowledgement."""
TIMES_MAX = 10
"""At most this many times the requested kills."""
WRITERS = 8
SEALED_BYTES, NOTE_BYTES = 4096 + 29, 4096 + 94
WEEK_SECONDS = 7 * 86_400


def digest(sealed: str) -> str:
    """A short hash that tells sealed texts apart."""
    return hashlib.sha256(sealed.encode()).hexdigest()[:16]


@dataclass
class Acked:
    """One acknowledged share, and its acknowledged notes."""

    sealed: str
    notes: list[str] = field(default_factory=list)


@contextmanager
def writer(act: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """Fork a process that runs `act` with the writing end of a pipe; yields its id and the reading end."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            random.seed()
            act(writing)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    try:
        yield child, reading
    finally:
        os.waitpid(child, 0)


def write_for_ever(data: Path, writing: int) -> None:
    """Make and answer shares, and write a line for each one that was stored."""
    store, made = TinyDBShares(data), list[bytes]()
    while True:
        if made and random.random() < 0.6:
            name, note = random.choice(made), base64url.encode(os.urandom(NOTE_BYTES))
            try:
                store.answer(name, note)
            except NotesFull:
                continue
            line = {"name": name.hex(), "note": digest(note)}
        else:
            access, sealed = (
                ShareAccess(os.urandom(32), os.urandom(32)),
                base64url.encode(os.urandom(SEALED_BYTES)),
            )
            store.make(access, sealed, WEEK_SECONDS)
            made.append(access.name)
            line = {"name": access.name.hex(), "sealed": digest(sealed)}
        os.write(writing, json.dumps(line).encode() + b"\n")


def killed(data: Path, acked: dict[str, Acked]) -> int:
    """Start a writer and kill it at a random moment; return how many acknowledgements it got."""
    with (
        writer(lambda writing: write_for_ever(data, writing)) as (child, reading),
        os.fdopen(reading) as lines,
    ):
        first = lines.readline()
        time.sleep(random.uniform(0, MOMENT_SECONDS_MAX))
        os.kill(child, signal.SIGKILL)
        whole = [json.loads(line) for line in [first, *lines] if line.endswith("\n")]
    for line in whole:
        if "sealed" in line:
            acked[line["name"]] = Acked(line["sealed"])
        else:
            acked[line["name"]].notes.append(line["note"])
    return len(whole)


def losses(data: Path, acked: dict[str, Acked]) -> list[str]:
    """Acknowledged shares and notes that are missing, and problems in the files other than strays."""
    store, problems = TinyDBShares(data), []
    for name, expected in acked.items():
        share = store.get(bytes.fromhex(name))
        notes = [digest(note) for note in share.notes]
        if (
            digest(share.sealed) != expected.sealed
            or [n for n in notes if n in expected.notes] != expected.notes
        ):
            problems.append(f"lost something of {name}")
    return problems + [w for w in problems_in(data) if "stray" not in w]


def problems_in(data: Path) -> list[str]:
    """Everything that the check command would report."""
    return [
        f"{damage.path.name}: {damage.what}"
        for damage in check_shares(data, frozenset({SEALED_BYTES}), frozenset({NOTE_BYTES}))
    ]


def answer_each(data: Path, names: list[bytes], writing: int) -> None:
    """Answer each share once, in parallel with others; write at the end which notes were stored."""
    store, kept = TinyDBShares(data, lock_seconds=60), []
    for name in names:
        note = base64url.encode(os.urandom(NOTE_BYTES))
        try:
            store.answer(name, note)
        except NotesFull:
            continue
        kept.append([name.hex(), digest(note)])
    os.write(writing, json.dumps(kept).encode() + b"\n")


def crowd(data: Path, shares: int) -> list[str]:
    """Eight processes answer the same shares: each share keeps five notes, exactly those acknowledged."""
    store, names = TinyDBShares(data), [os.urandom(32) for _ in range(shares)]
    for name in names:
        store.make(
            ShareAccess(name, os.urandom(32)), base64url.encode(os.urandom(SEALED_BYTES)), WEEK_SECONDS
        )
    acked: dict[str, set[str]] = {name.hex(): set() for name in names}
    running = [writer(lambda writing: answer_each(data, names, writing)) for _ in range(WRITERS)]
    ends = [process.__enter__()[1] for process in running]
    for process, end in zip(running, ends, strict=True):
        with os.fdopen(end) as lines:
            for name, note in json.loads(lines.readline()):
                acked[name].add(note)
        process.__exit__(None, None, None)
    kept = {name.hex(): {digest(note) for note in store.get(name).notes} for name in names}
    wrong = [name for name in acked if acked[name] != kept[name] or len(kept[name]) != NOTES_MAX]
    return [f"{name} keeps other notes than were acknowledged" for name in wrong]


def run(data: Path, kills: int, shares: int) -> dict[str, int | list[str]]:
    """Kill `kills` writers, then let a crowd answer; return what was lost, damaged or left after expiry.

    If no kill hit the middle of a write, which leaves a stray file, keep killing.
    """
    acked: dict[str, Acked] = {}
    done = count = strays = 0
    while done < kills or (strays == 0 and done < TIMES_MAX * kills):
        count += killed(data, acked)
        strays = len(list(data.rglob("*.tmp")))
        done += 1
    problems = losses(data, acked) + crowd(data, shares)
    kept = sum(1 for _ in (data / "shares").rglob("*.json"))
    later = TinyDBShares(data, lambda: time.time() + WEEK_SECONDS + 600)
    swept = [later.sweep(part) for part in range(256)]
    gone = sum(count.shares for count in swept)
    left = [path.name for path in data.rglob("*") if path.is_file() and path.name != "lock"]
    problems += [f"{kept} were kept, but {gone} swept"] * (gone != kept)
    problems += [f"{name} is left" for name in left]
    return {
        "kills": done,
        "acknowledged": count,
        "kills in a write": strays,
        "swept": gone,
        "wrong": problems + problems_in(data),
    }


def main() -> int:
    """Print the figures as JSON; return 1 if anything was lost, damaged or left."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=300)
    arguments.add_argument("--shares", type=int, default=50)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), options.kills, options.shares)
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
