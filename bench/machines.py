"""Two app servers behind Caddy and nginx on one PostgreSQL, and each thing that can fail, again and again.

Phones push without a pause and compare everything with what was acknowledged to them; two devices of one
vault write in turns and must see no fork. `bench/run machines --only database` does one part.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from bench.fault_disk import small_disk
from bench.results import store

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))
from app_machines import Machines, machines
from faulty_proxy import FAULTS, faulty_proxy
from phone_connections import phones_behind
from postgresql_replica import Standby, address_of_both, standby_of
from postgresql_server import OwnServer, address_of, own_server
from proxies import Caddy, Nginx, Proxy
from pushing_phones import PushingPhone, pushing, troubles, wait_for_all, wait_for_trouble
from syncing_devices import writing_in_turns

PHONES = 8
HURRY = {"EGNE_ORD_LOCK_SECONDS": "1"}
"""So that a network that hangs is noticed in five seconds instead of 23."""
DISK_MEGABYTES = 96
Figures = dict[str, object]


@dataclass
class Run:
    """What a part needs: how often, with which seed, and a folder of its own."""

    times: int
    seed: int
    folder: Path

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.recoveries: list[float] = []
        """Seconds from the repair until each phone had three more records acknowledged."""

    def recovered(self, phones: list[PushingPhone]) -> None:
        """Wait until every phone gets on, and note how long it took."""
        began = time.perf_counter()
        wait_for_all(phones, 3)
        self.recoveries.append(time.perf_counter() - began)


@contextmanager
def crowd(run: Run, both: Machines, kind: type[Proxy] = Caddy) -> Iterator[list[PushingPhone]]:
    """Phones and a pair of devices behind a proxy, all of them writing."""
    (folder := run.folder / f"proxy-{kind.__name__}").mkdir()
    with (
        kind(folder, *both.ports) as proxy,
        phones_behind(proxy, PHONES + 1) as (pair, *sends),
        writing_in_turns(pair, run.seed),
        pushing(sends, run.seed) as phones,
    ):
        yield phones


def figures(run: Run, phones: list[PushingPhone]) -> Figures:
    """What the phones have seen."""
    return {
        "records": sum(phone.seq for phone in phones),
        "answers": {str(status): count for status, count in troubles(phones).items()},
        "known again by their bytes": sum(phone.found_stored for phone in phones),
        "seconds until all go on": [round(seconds, 1) for seconds in run.recoveries],
    }


def app_servers(run: Run, kind: type[Proxy]) -> Figures:
    """An app server is killed, and started again."""
    with own_server() as database, machines(run.folder, database) as both, crowd(run, both, kind) as phones:
        for _ in range(run.times):
            server = run.chance.choice(both.servers)
            server.kill()
            run.recovered(phones)
            server.start(**both.settings)
            time.sleep(run.chance.uniform(0, 1))
    return figures(run, phones)


def killed_database(run: Run) -> Figures:
    """PostgreSQL is killed, and started again."""
    with own_server() as database, machines(run.folder, database) as both, crowd(run, both) as phones:
        for _ in range(run.times):
            time.sleep(run.chance.uniform(0, 1))
            database.kill()
            wait_for_trouble(phones)
            database.start()
            run.recovered(phones)
    return figures(run, phones)


def take_over(run: Run) -> Figures:
    """The database is killed for good and its copy promoted, then the copy by a copy of its own."""
    with ExitStack() as running:
        first: OwnServer = running.enter_context(own_server())
        second: Standby = running.enter_context(standby_of(first))
        address = address_of_both(first, second)
        both = running.enter_context(machines(run.folder, first, address, **HURRY))
        with crowd(run, both) as phones:
            second.kill()
            wait_for_trouble(phones, PHONES)
            second.start()
            run.recovered(phones)
            time.sleep(run.chance.uniform(0, 1))
            first.kill()
            second.promote()
            run.recovered(phones)
    return figures(run, phones)


def failing_network(run: Run) -> Figures:
    """The network to the database drops connections, hangs, or ends one direction."""
    with own_server() as database, faulty_proxy(database.port) as network:
        address = address_of(network.port) + "?sslmode=disable"
        with machines(run.folder, database, address, **HURRY) as both, crowd(run, both) as phones:
            for number in range(run.times):
                network.fail(FAULTS[number % len(FAULTS)])
                wait_for_trouble(phones, PHONES * (number + 1))
                network.heal()
                run.recovered(phones)
    return figures(run, phones)


def full_disk(run: Run) -> Figures:
    """The disk of the database is full, and has room again."""
    small_log = ("min_wal_size=2MB", "max_wal_size=4MB")
    with (
        small_disk(DISK_MEGABYTES) as disk,
        own_server(*small_log, within=disk) as database,
        machines(run.folder, database) as both,
        crowd(run, both) as phones,
        database.supervised(),
    ):
        for number in range(run.times):
            ballast = disk / "ballast"
            with suppress(OSError):  # the phones take some of the room meanwhile
                ballast.write_bytes(bytes(DISK_MEGABYTES << 20))
            wait_for_trouble(phones, PHONES * (number + 1))
            ballast.unlink()
            run.recovered(phones)
    return figures(run, phones)


PARTS: dict[str, tuple[Callable[[Run], Figures], int]] = {
    "app servers behind Caddy": (lambda run: app_servers(run, Caddy), 20),
    "app servers behind nginx": (lambda run: app_servers(run, Nginx), 20),
    "database": (killed_database, 12),
    "copy that takes over": (take_over, 1),
    "network": (failing_network, 9),
    "disk": (full_disk, 3),
}
"""By name: what it does, and how often."""


def main() -> int:
    """Print and store the figures; ends with an AssertionError that names the seed if anything was lost."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--only", default="", help="parts whose name contains this")
    arguments.add_argument("--seed", type=int, default=Random().randrange(2**32))
    arguments.add_argument("--share", type=float, default=1.0, help="of the times that each thing fails")
    options = arguments.parse_args()
    print(f"seed {options.seed}", flush=True)
    found = {}
    for name, (part, times) in PARTS.items():
        if options.only not in name:
            continue
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            found[name] = part(Run(max(1, round(times * options.share)), options.seed, Path(folder)))
        print(f"{name}: {found[name]}", flush=True)
    store("machines", {"seed": options.seed, "parts": found})
    return 0


if __name__ == "__main__":
    sys.exit(main())
