"""Citus with two workers: the contract tests on it, and the latency of vaults beside a plain PostgreSQL."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median

from bench.citus_nodes import QUICK, as_citus, nodes, programs_with_citus
from bench.citus_phones import ACTS, Phones
from bench.in_process import costs, ratio
from bench.peer_postgres import postgres
from bench.results import store
from storage.postgresql.database import Database
from storage.postgresql.schema import migrate
from tests.browser.real_server import ROOT

RATIO_MAX = 2.5
TESTS = ("tests/storage", "tests/storage/citus_migration.py")
"""The second is named since its name is not that of a test file."""
ONLY = "postgresql or citus"
CONTRACT_SECONDS_MAX = 1800


def contract(programs: Path) -> bool:
    """Run every contract test of the stores on Citus, with each statement explained; whether all passed."""
    with nodes(programs, QUICK) as ports:
        environ = {**os.environ, "CITUS_PORTS": ",".join(map(str, ports))}
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *TESTS, "-k", ONLY]
        ended = subprocess.run(command, cwd=ROOT, env=environ, check=False, timeout=CONTRACT_SECONDS_MAX)
    return ended.returncode == 0


@contextmanager
def both(programs: Path) -> Iterator[dict[str, Database]]:
    """A plain PostgreSQL and a Citus of the same programs, with all tables, as they are installed."""
    with ExitStack() as started:
        addresses = {
            "plain": started.enter_context(postgres(programs))[0],
            "Citus": as_citus(started.enter_context(nodes(programs))),
        }
        for address in addresses.values():
            migrate(address)
        databases = {name: Database(address) for name, address in addresses.items()}
        yield databases
        for database in databases.values():
            database.close()


def latencies(programs: Path, rounds: int, times: int) -> dict[str, list[float]]:
    """Microseconds of each act on both, in each round; the two take turns."""
    found: dict[str, list[float]] = {}
    with both(programs) as databases:
        phones = {name: Phones(database) for name, database in databases.items()}
        for act in ACTS:
            turns = {f"{act}, {name}": each.act(act) for name, each in phones.items()}
            found |= costs(turns, rounds, times, clock=time.perf_counter_ns)
    return found


def main() -> int:
    """Print and store the ratios; return 1 if a limit is exceeded or a contract test fails."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--programs", type=Path, help="the folder of initdb and postgres, with Citus")
    arguments.add_argument("--rounds", type=int, default=15)
    arguments.add_argument("--times", type=int, default=40)
    arguments.add_argument("--only", choices=["contract", "latency"])
    options = arguments.parse_args()
    programs = programs_with_citus(options.programs)
    is_kept = options.only == "latency" or contract(programs)
    if options.only == "contract":
        return int(not is_kept)
    found = latencies(programs, options.rounds, options.times)
    ratios = {act: ratio(found, f"{act}, Citus", f"{act}, plain") for act in ACTS}
    for act, times in ratios.items():
        plain, citus = (median(found[f"{act}, {name}"]) / 1000 for name in ("plain", "Citus"))
        limit = f" (at most {RATIO_MAX})" if ACTS[act] else ""
        print(f"{act:24} {plain:7.2f} ms plain {citus:7.2f} ms Citus {times:6.2f} times{limit}")
    store("citus", {"ratios": ratios, "microseconds": found})
    return int(not is_kept or any(ratios[act] > RATIO_MAX for act, is_barred in ACTS.items() if is_barred))


if __name__ == "__main__":
    sys.exit(main())
