"""Real time of pulls and pushes in process: PostgreSQL with 100 and 100,000 vaults, and a folder with 100."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import psycopg

from bench.in_process import costs, ratio
from bench.peer_postgres import postgres
from bench.results import store
from bench.vault_places import Place, app_over, fill
from storage.postgresql.schema import migrate
from webapp import create_app
from webapp.config import Settings

FEW, MANY = 100, 100_000
TIMES_MOST = 1.3
RECORDS = 40
FILL = """
INSERT INTO vaults SELECT decode(md5(n::text), 'hex'), decode(repeat('11', 32), 'hex'),
    decode(md5(''), 'hex'), 20000, 20000, 2, 2, 128, 0, 0 FROM generate_series(1, %(count)s) n"""
FILL_RECORDS = """
INSERT INTO records SELECT decode(md5(n::text), 'hex'), decode(md5(r::text), 'hex'), 1, r, 64, '',
    decode(repeat('22', 64), 'hex') FROM generate_series(1, %(count)s) n, generate_series(1, 2) r"""


def filled(address: str, name: str, vaults: int) -> Place:
    """A new database with so many vaults of two small records, and one more to measure with."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    own = f"{address.rpartition('/')[0]}/{name}"
    migrate(own)
    with psycopg.connect(own, autocommit=True) as connection:
        for statement in (FILL, FILL_RECORDS):
            connection.execute(statement, {"count": vaults})
        connection.execute("VACUUM ANALYZE")
    data = Path(tempfile.gettempdir())  # nothing is written there
    settings = Settings(data=data, store=own, sender=False, rate_requests=10**6, rate_vaults=10**6)
    return Place(data, RECORDS, create_app(settings))


def main() -> int:
    """Print and store the figures; return 1 if 100,000 vaults cost more than a limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=25)
    rounds = arguments.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, postgres() as (address, _):
        fill(Path(folder), FEW)
        places = {
            "folder": Place(Path(folder), RECORDS),
            "few": filled(address, "few", FEW),
            "many": filled(address, "many", MANY),
        }
        found: dict[str, list[float]] = {}
        for act, times in (("pull", 100), ("push 1", 10), ("push 20", 5)):
            count = int(act.partition(" ")[2] or 0)
            acts = {
                f"{act} {name}": (lambda p=place, n=count: p.push(n)) if count else place.pull()
                for name, place in places.items()
            }
            found |= costs(acts, rounds, times, time.perf_counter_ns)
        app_over.cache_clear()
    for name, values in found.items():
        print(f"{name:16} {median(values):9.1f} µs")
    ratios = {act: ratio(found, f"{act} many", f"{act} few") for act in ("pull", "push 1", "push 20")}
    for act, times_more in ratios.items():
        print(f"{act}: {MANY} vaults / {FEW}  {times_more:5.2f}  (at most {TIMES_MOST})")
    store("postgresql_vaults", {"microseconds": found, "ratios": ratios})
    return int(max(ratios.values()) > TIMES_MOST)


if __name__ == "__main__":
    sys.exit(main())
