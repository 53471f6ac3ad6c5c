"""SIGKILL while a process shares and answers, and eight that answer at once: what was told is still there."""

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
"""A kill comes within this time of the first thing that was told."""
TIMES_MAX = 10
"""At most so many times the kills that were asked for."""
WRITERS = 8
SEALED_BYTES, NOTE_BYTES = 4096 + 29, 4096 + 94
WEEK_SECONDS = 7 * 86_400


def digest(sealed: str) -> str:
    """A few letters that tell sealed texts apart."""
    return hashlib.sha256(sealed.encode()).hexdigest()[:16]


@dataclass
class Told:
    """What was acknowledged of one share."""

    sealed: str
    notes: list[str] = field(default_factory=list)


@contextmanager
def writer(act: Callable[[int], None]) -> Iterator[tuple[int, int]]:
    """A process that does one thing with the end of a pipe; its id, and the other end."""
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
    """Share and answer, and say each time that it was kept."""
    store, made = TinyDBShares(data), list[bytes]()
    while True:
        if made and random.random() < 0.6:
            name, note = random.choice(made), base64url.encode(os.urandom(NOTE_BYTES))
            try:
                store.answer(name, note)
            except NotesFull:
                continue
            said = {"name": name.hex(), "note": digest(note)}
        else:
            access, sealed = (
                ShareAccess(os.urandom(32), os.urandom(32)),
                base64url.encode(os.urandom(SEALED_BYTES)),
            )
            store.make(access, sealed, WEEK_SECONDS)
            made.append(access.name)
            said = {"name": access.name.hex(), "sealed": digest(sealed)}
        os.write(writing, json.dumps(said).encode() + b"\n")


def killed(data: Path, told: dict[str, Told]) -> int:
    """Start a writer and kill it at some moment; how much it was told."""
    with (
        writer(lambda writing: write_for_ever(data, writing)) as (child, reading),
        os.fdopen(reading) as lines,
    ):
        first = lines.readline()
        time.sleep(random.uniform(0, MOMENT_SECONDS_MAX))
        os.kill(child, signal.SIGKILL)
        whole = [json.loads(line) for line in [first, *lines] if line.endswith("\n")]
    for said in whole:
        if "sealed" in said:
            told[said["name"]] = Told(said["sealed"])
        else:
            told[said["name"]].notes.append(said["note"])
    return len(whole)


def losses(data: Path, told: dict[str, Told]) -> list[str]:
    """What was told and is not there, and what is wrong with the files besides strays."""
    store, found = TinyDBShares(data), []
    for name, one in told.items():
        share = store.get(bytes.fromhex(name))
        notes = [digest(note) for note in share.notes]
        if digest(share.sealed) != one.sealed or [n for n in notes if n in one.notes] != one.notes:
            found.append(f"lost something of {name}")
    return found + [w for w in wrongs(data) if "stray" not in w]


def wrongs(data: Path) -> list[str]:
    """All that the check command would say."""
    return [
        f"{damage.path.name}: {damage.what}"
        for damage in check_shares(data, frozenset({SEALED_BYTES}), frozenset({NOTE_BYTES}))
    ]


def answer_each(data: Path, names: list[bytes], writing: int) -> None:
    """Answer each share once, beside others, and say at the end which notes were kept."""
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
    """Eight processes answer the same shares: each keeps five, and those are the ones that were told."""
    store, names = TinyDBShares(data), [os.urandom(32) for _ in range(shares)]
    for name in names:
        store.make(
            ShareAccess(name, os.urandom(32)), base64url.encode(os.urandom(SEALED_BYTES)), WEEK_SECONDS
        )
    told: dict[str, set[str]] = {name.hex(): set() for name in names}
    running = [writer(lambda writing: answer_each(data, names, writing)) for _ in range(WRITERS)]
    ends = [each.__enter__()[1] for each in running]
    for each, end in zip(running, ends, strict=True):
        with os.fdopen(end) as lines:
            for name, note in json.loads(lines.readline()):
                told[name].add(note)
        each.__exit__(None, None, None)
    kept = {name.hex(): {digest(note) for note in store.get(name).notes} for name in names}
    wrong = [name for name in told if told[name] != kept[name] or len(kept[name]) != NOTES_MAX]
    return [f"{name} keeps other notes than were told" for name in wrong]


def run(data: Path, kills: int, shares: int) -> dict[str, int | list[str]]:
    """Kill so many writers, then let a crowd answer; what was lost or damaged, what stays after the end.

    Some more are killed while no kill has come in the middle of a write.
    """
    told: dict[str, Told] = {}
    done = count = strays = 0
    while done < kills or (strays == 0 and done < TIMES_MAX * kills):
        count += killed(data, told)
        strays = len(list(data.rglob("*.tmp")))
        done += 1
    found = losses(data, told) + crowd(data, shares)
    kept = sum(1 for _ in (data / "shares").rglob("*.json"))
    later = TinyDBShares(data, lambda: time.time() + WEEK_SECONDS + 600)
    swept = [later.sweep(part) for part in range(256)]
    gone = sum(each.shares for each in swept)
    left = [path.name for path in data.rglob("*") if path.is_file() and path.name != "lock"]
    found += [f"{kept} were kept, and {gone} swept"] * (gone != kept) + [f"{name} is left" for name in left]
    return {
        "kills": done,
        "told": count,
        "kills in a write": strays,
        "swept": gone,
        "wrong": found + wrongs(data),
    }


def main() -> int:
    """Print the figures as JSON; 1 when anything was lost, damaged or left."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--shares", type=int, default=50)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = run(Path(folder), options.kills, options.shares)
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
