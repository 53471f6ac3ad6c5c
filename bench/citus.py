"""Citus with two workers: the contract tests on it, and the latency of vaults beside a plain PostgreSQL."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.citus_nodes import QUICK, as_citus, nodes, programs_with_citus
from bench.citus_phones import VAULTS, in_turn, store_acts
from bench.in_process import costs
from bench.peer_driver import drive
from bench.peer_postgres import postgres
from bench.peer_servers import own_server
from bench.peer_vault import Vault, sealed_texts
from bench.quiet import wait_until_quiet
from bench.results import store
from storage.postgresql.database import Database
from storage.postgresql.schema import migrate
from tests.browser.real_server import ROOT

ACTS = ("pull", "push of 1", "push of 10")
RATIO_MAX = 2.5
RECORDS = 20
STORE_TIMES = 30
TESTS = ("tests/storage", "tests/storage/citus_migration.py")
"""The second is named since its name is not that of a test file."""
ONLY = "postgresql or citus"
CONTRACT_SECONDS_MAX = 1800

Found = dict[str, list[dict[str, float]]]
"""By act: the milliseconds of each round, by side."""


@dataclass(frozen=True)
class Side:
    """One database, and a server on it."""

    address: str
    port: int
    vaults: list[Vault]
    roots: tuple[int, ...]

    def milliseconds(self, act: str, seconds: float) -> float:
        """How long one phone waits for an answer, on average."""
        wait_until_quiet()
        return 1000 / drive(self.port, [in_turn(self.vaults, act)], seconds, self.roots).rate


def contract(programs: Path) -> bool:
    """Run every contract test of the stores on Citus, with each statement explained; whether all passed."""
    with nodes(programs, QUICK) as ports:
        environ = {**os.environ, "CITUS_PORTS": ",".join(map(str, ports))}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *TESTS, "-k", ONLY]
        ended = subprocess.run(command, cwd=ROOT, env=environ, check=False, timeout=CONTRACT_SECONDS_MAX)
    return ended.returncode == 0


@contextmanager
def sides(programs: Path) -> Iterator[dict[str, Side]]:
    """A server on a plain PostgreSQL, and one on a Citus of the same programs, with default settings."""
    with ExitStack() as running:
        folder, sealed = Path(running.enter_context(TemporaryDirectory())), sealed_texts(64)
        plain, process = running.enter_context(postgres(programs))
        citus = running.enter_context(nodes(programs))
        places = {"plain": (plain, [process]), "Citus": (as_citus(list(citus)), list(citus.values()))}
        found = {}
        for name, (address, processes) in places.items():
            migrate(address)
            (folder / name).mkdir()
            server = running.enter_context(own_server(folder / name, address))
            vaults = [Vault(server.port, sealed, RECORDS) for _ in range(VAULTS)]
            found[name] = Side(address, server.port, vaults, (*server.roots, *processes))
        yield found


def served(found: dict[str, Side], rounds: int, seconds: float) -> Found:
    """How long phones wait. The sides take turns, in the other order in every second round."""
    took: Found = {act: [] for act in ACTS}
    for number in range(rounds + 1):
        for act in ACTS:
            names = list(found)[:: -1 if number % 2 else 1]
            row = {name: found[name].milliseconds(act, seconds) for name in names}
            took[act] += [row] if number else []  # the first round warms up
    return took


def of_stores(found: dict[str, Side], rounds: int) -> Found:
    """How long the stores alone take."""
    with ExitStack() as opened:
        acts = {}
        for name, side in found.items():
            opened.callback((database := Database(side.address)).close)
            acts[name] = store_acts(database)
        took: Found = {}
        for act in acts["plain"]:
            both = {name: acts[name][act] for name in acts}
            turns = costs(both, rounds, STORE_TIMES, clock=time.perf_counter_ns)
            rows = zip(turns["plain"], turns["Citus"], strict=True)
            took[act] = [{"plain": plain / 1000, "Citus": citus / 1000} for plain, citus in rows]
    return took


def report(took: Found) -> bool:
    """Print all figures. Gives whether all bars hold."""
    holds = True
    for act, rows in took.items():
        ratio = median(row["Citus"] / row["plain"] for row in rows)
        plain, citus = (median(row[name] for row in rows) for name in ("plain", "Citus"))
        bar = f"at most {RATIO_MAX}" if act in ACTS else "no bar"
        print(f"{act:24} {plain:7.2f} ms plain {citus:7.2f} ms Citus {ratio:6.2f} times ({bar})")
        holds &= act not in ACTS or ratio <= RATIO_MAX
    return holds


def main() -> int:
    """Print and store the figures; return 1 if a bar is broken or a contract test fails."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--programs", type=Path, help="the folder of initdb and postgres, with Citus")
    arguments.add_argument("--rounds", type=int, default=9)
    arguments.add_argument("--seconds", type=float, default=1.0)
    arguments.add_argument("--only", choices=["contract", "latency"])
    options = arguments.parse_args()
    programs = programs_with_citus(options.programs)
    is_kept = options.only == "latency" or contract(programs)
    if options.only == "contract":
        return int(not is_kept)
    with sides(programs) as found:
        took = served(found, options.rounds, options.seconds) | of_stores(found, options.rounds)
    store("citus", took)
    return int(not (report(took) and is_kept))


if __name__ == "__main__":
    sys.exit(main())
