"""A Citus for one run of a bench: a coordinator and two workers, in temporary folders and on loopback."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from bench.peer_postgres import binaries, postgres

WORKERS = 2
SETTINGS = (
    "shared_preload_libraries=citus",
    "citus.node_conninfo=sslmode=disable",  # loopback; and the plain server beside it encrypts nothing
    "citus.enable_statistics_collection=off",  # nothing is sent to anybody
    "max_prepared_transactions=200",  # as its documentation asks for: twice the connections
)
QUICK = ("fsync=off", "full_page_writes=off", "jit=off")
"""For tests that do not test what a power cut does."""
NODE_SECONDS = 10


def programs_with_citus(folder: Path | None) -> Path:
    """The folder of initdb and postgres. Ends the bench with a sentence if Citus is not installed there."""
    folder = folder or binaries()
    asked = subprocess.run(
        [folder / "pg_config", "--sharedir"], capture_output=True, text=True, check=True, timeout=NODE_SECONDS
    )
    if not (Path(asked.stdout.strip()) / "extension" / "citus.control").exists():
        sys.exit(f"Citus is not installed for the PostgreSQL in {folder}. Name another folder by --programs.")
    return folder


@contextmanager
def nodes(programs: Path, settings: Sequence[str] = ()) -> Iterator[dict[int, int]]:
    """Servers that can be joined, the first of which is to coordinate, by port: the ids of their processes.

    Each has a role `tests`.
    """
    with ExitStack() as started:
        found = {}
        for _ in range(1 + WORKERS):
            address, process = started.enter_context(postgres(programs, [*SETTINGS, *settings]))
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("CREATE ROLE tests SUPERUSER LOGIN")
            found[urlsplit(address).port or 0] = process
        yield found


def as_citus(ports: list[int]) -> str:
    """Join these nodes to one Citus; return the address of its database, at the coordinator."""
    addresses = [f"postgresql://tests@127.0.0.1:{port}/postgres" for port in ports]
    for address in addresses:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION citus")
    with psycopg.connect(addresses[0], autocommit=True) as connection:
        connection.execute("SELECT citus_set_coordinator_host('127.0.0.1', %s)", (ports[0],))
        for port in ports[1:]:
            connection.execute("SELECT citus_add_node('127.0.0.1', %s)", (port,))
    return addresses[0]
