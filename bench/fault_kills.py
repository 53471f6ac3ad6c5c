"""Kill a writing process repeatedly (SIGKILL): everything acknowledged to it is still stored."""

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

from bench.vault_ledger import Acked, losses, new_vault, problems_in, revisions, swept_strays, write_once
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

MOMENT_SECONDS_MAX = 0.012
"""A kill comes within this time after an acknowledged push; a push takes one to five milliseconds."""

TIMES_MAX = 10
"""At most this many times the requested kills."""


def kills(count: int, records: int, data: Path) -> dict[str, int | list[str]]:
    """Kill `count` writers on one vault of `records` records; return counts and problems.

    If no kill hit the middle of a write, which leaves a stray file, keep killing.
    """
    store = TinyDBVaults(data)
    access = new_vault(store, records)
    acked: list[Acked] = []
    problems: list[str] = []
    done = strays = 0
    while done < count or (strays == 0 and done < TIMES_MAX * count):
        done += 1
        acked += _killed_writer(data, access)
        strays += len(list(data.rglob("*.tmp")))
        problems += losses(store, access, acked)

        problems += [wrong for wrong in problems_in(data) if "stray" not in wrong]
    removed = swept_strays(store)
    problems += problems_in(data)
    return {
        "kills": done,
        "acknowledged": len(acked),
        "kills in a write": strays,
        "swept": removed,
        "wrong": problems,
    }


def _killed_writer(data: Path, access: Access) -> list[Acked]:
    """Start a writer, kill it at a random moment, and return the records acknowledged to it."""
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
    return [Acked(**entry) for line in whole for entry in json.loads(line)]


def _write_for_ever(data: Path, access: Access, writing: int) -> None:
    random.seed()
    store = TinyDBVaults(data)
    known = revisions(store, access)
    while True:
        acked = write_once(store, access, known)
        os.write(writing, json.dumps([vars(entry) for entry in acked]).encode() + b"\n")


def main() -> int:
    """Print the figures as JSON; return 1 if anything was lost or damaged."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--kills", type=int, default=300)
    arguments.add_argument("--records", type=int, default=20)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = kills(options.kills, options.records, Path(folder))
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
