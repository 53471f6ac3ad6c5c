"""Moves 20,000 vaults into a database and back, each way killed five times at random: bench/run move."""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.peer_postgres import postgres
from bench.results import store
from storage.place import Place
from storage.stores import migrate_store, open_stores
from storage.transfer import KINDS, everything, text_of
from webapp.config import ROOT

sys.path.append(str(ROOT / "tests"))
from move_makers import fill

KILLS = 5
LINES = 75
"""About as many as a move writes: ten for each of four kinds, in two passes."""


def command(data: Path, address: str, source: str, target: str) -> subprocess.Popen[str]:
    """`move`, as a host runs it."""
    settings = {**os.environ, "EGNE_ORD_DATA": str(data), "EGNE_ORD_STORE": address}
    run = [sys.executable, "-m", "webapp.cli", "move", source, target]
    return subprocess.Popen(
        run, cwd=ROOT, env=settings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def moved(run: tuple[Path, str, str, str], kills: int, chance: random.Random) -> list[float]:
    """Move, killed so often at a random line of its progress; return how many seconds each try ran."""
    tries = []
    for left in reversed(range(kills + 1)):
        began = time.monotonic()
        with command(*run) as process:
            lines = iter(process.stderr or ())
            if left:
                for _ in zip(range(chance.randrange(1, LINES)), lines, strict=False):
                    pass
                process.kill()
            said = "".join(lines)[-2000:] + "".join(process.stdout or ())
        tries.append(time.monotonic() - began)
        if process.returncode != (-signal.SIGKILL if left else 0):
            raise RuntimeError(f"the move ended with {process.returncode}: {said}")
    print(said)
    return tries


def hashes(place: Place) -> dict[str, str]:
    """The SHA-256 of everything of each kind."""
    found = {}
    stores = open_stores(place)
    for kind, of in KINDS.items():
        digest = hashlib.sha256()
        for item in everything(of(stores)):
            digest.update(text_of(item))
        found[kind] = digest.hexdigest()
    return found


def main() -> int:
    """Print and store the figures; return 1 unless everything arrived to the byte."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--vaults", type=int, default=20_000)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory() as folder, postgres() as (address, _):
        data, back = Path(folder) / "data", Path(folder) / "back"
        fill(open_stores(Place(data)), given.seed, given.vaults)
        migrate_store(Place(data, address))
        before = hashes(Place(data))
        there = moved((data, address, str(data), "EGNE_ORD_STORE"), KILLS, chance)
        arrived = hashes(Place(data, address))
        size = sum(path.stat().st_size for path in data.rglob("*.json"))
        shutil.rmtree(data)
        returned = moved((data, address, "EGNE_ORD_STORE", str(back)), KILLS, chance)
        is_same = before == arrived == hashes(Place(back))
    figures = {"vaults": given.vaults, "bytes": size, "to a database": there, "to a folder": returned}
    for name in ("to a database", "to a folder"):
        print(f"{name}: seconds of each try {[round(each, 1) for each in figures[name]]}")
    print(
        f"{given.vaults} vaults, {size // 10**6} MB: {'the same' if is_same else 'NOT the same'} to the byte"
    )
    store("move", figures)
    return int(not is_same)


if __name__ == "__main__":
    sys.exit(main())
