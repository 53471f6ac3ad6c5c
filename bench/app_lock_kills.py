"""Turns the app lock on and off with 300 statements, and kills the browser at random moments of it."""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.results import store
from tests.browser.real_server import RealServer
from tests.browser.test_app_lock_disk import kill_while_turning


def main() -> int:
    """Kill as often as asked; a statement that is missing raises AssertionError."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--seed", type=int, default=20261127)
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        RealServer(Path(folder) / "home") as server,
        sync_playwright() as playwright,
    ):
        profile = Path(folder) / "profile"
        kill_while_turning(server.url, playwright, profile, random.Random(given.seed), given.kills)
    print(f"{given.kills} kills while the lock was turned on or off: nothing lost")
    store("app_lock_kills", {"kills": given.kills, "seed": given.seed, "lost": 0})
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
