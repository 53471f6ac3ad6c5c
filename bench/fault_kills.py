"""SIGKILL while a process writes, again and again: what it had acknowledged is still there."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from bench.vault_ledger import Told, losses, new_vault, revisions, swept_strays, write_once, wrongs
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

MOMENT_SECONDS_MAX = 0.012
"""A kill comes within this time of an acknowledged push; a push takes one to five milliseconds."""

TIMES_MAX = 10
"""At most so many times the kills that were asked for."""


def kills(count: int, records: int, data: Path) -> dict[str, int | list[str]]:
    """Kill `count` writers on one vault of `records` records; what was lost or damaged, and the strays.

    Some more are killed while no kill has come in the middle of a write.
    """
    store = TinyDBVaults(data)
    access = new_vault(store, records)
    told: list[Told] = []
    found: list[str] = []
    done = strays = 0
    while done < count or (strays == 0 and done < TIMES_MAX * count):
        done += 1
        told += _killed_writer(data, access)
        strays += len(list(data.rglob("*.tmp")))
        found += losses(store, access, told)
        # What is older than the newest told version of each record says no more.
        found += [wrong for wrong in wrongs(data) if "stray" not in wrong]
    removed = swept_strays(store)
    found += wrongs(data)
    return {"kills": done, "told": len(told), "kills in a write": strays, "swept": removed, "wrong": found}


def _killed_writer(data: Path, access: Access) -> list[Told]:
    """Start a writer, kill it at some moment, and give what it had acknowledged."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _write_for_ever(data, access, writing)
    os.close(writing)
    with os.fdopen(reading, "rb") as lines:
        first = lines.readline()
        time.sleep(random.uniform(0, MOMENT_SECONDS_MAX))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        whole = [line for line in [first, *lines] if line.endswith(b"\n")]
    return [Told(**entry) for line in whole for entry in json.loads(line)]


def _write_for_ever(data: Path, access: Access, writing: int) -> None:
    random.seed()
    store = TinyDBVaults(data)
    known = revisions(store, access)
    while True:
        told = write_once(store, access, known)
        os.write(writing, json.dumps([vars(entry) for entry in told]).encode() + b"\n")


def main() -> int:
    """Print the figures as JSON; 1 when anything was lost or damaged."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--kills", type=int, default=300)
    asked.add_argument("--records", type=int, default=20)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = kills(options.kills, options.records, Path(folder))
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
