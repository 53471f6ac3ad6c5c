"""Two app servers as processes with one PostgreSQL and one Redis, and the settings of deploy/two-machines."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from browser.other_browsers import need
from browser.real_server import ROOT, RealServer, free_port
from postgresql_server import OwnServer, address_of
from storage.postgresql.schema import migrate

SETTINGS = ROOT / "deploy" / "two-machines" / "egne-ord.env"
ELSEWHERE = {"HOST", "PORT", "EGNE_ORD_DATA", "EGNE_ORD_BUILD", "EGNE_ORD_STORE", "EGNE_ORD_REDIS"}
"""What differs from machine to machine, or leads to addresses that a test does not have."""
WITHOUT_PAUSE = "1000000"
"""Requests a minute from one vault. Phones of tests push without a pause: on a quick machine more often than
the limit of phones, which do pause, allows."""
SECRET = "secret-word"
START_SECONDS = 60  # hang guard: it starts in a fraction of a second


@dataclass
class Machines:
    """Two running app servers. `settings`: the environment of each, but for its own port and folder."""

    servers: list[RealServer]
    database: OwnServer
    settings: dict[str, str]

    @property
    def ports(self) -> list[int]:
        """Of the app servers."""
        return [server.port for server in self.servers]


def settings_in(file: Path) -> dict[str, str]:
    """The settings of an environment file."""
    lines = [line for line in file.read_text().splitlines() if line and line[0] != "#"]
    return dict(line.split("=", 1) for line in lines)


@contextmanager
def redis_server(folder: Path) -> Iterator[str]:
    """The URL of a Redis that writes nothing to disk."""
    program = need(shutil.which("redis-server"), "redis", "redis-server", "redis-server")
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    with subprocess.Popen([*command, "--requirepass", SECRET], stdout=subprocess.DEVNULL) as process:
        url = f"redis://:{SECRET}@127.0.0.1:{port}/0"
        try:
            _wait_for(url)
            yield url
        finally:
            process.terminate()


def _wait_for(url: str) -> None:
    until = time.monotonic() + START_SECONDS  # hang guard: see there
    with redis.Redis.from_url(url) as client:
        while True:
            try:
                client.ping()
                return
            except redis.ConnectionError:
                assert time.monotonic() < until  # hang guard: as above
                time.sleep(0.02)  # fixed wait: between two looks at the port


@contextmanager
def machines(folder: Path, database: OwnServer, store: str = "", **more: str) -> Iterator[Machines]:
    """Both app servers, running. `store`: the address of the database, if not that of the server alone."""
    migrate(address_of(database.port))
    with ExitStack() as running:
        shared = {name: text for name, text in settings_in(SETTINGS).items() if name not in ELSEWHERE}
        shared |= {
            "EGNE_ORD_STORE": store or address_of(database.port),
            "EGNE_ORD_REDIS": running.enter_context(redis_server(folder)),
            "EGNE_ORD_RATE_REQUESTS": WITHOUT_PAUSE,
            **more,
        }
        servers = [RealServer(folder / name) for name in "ab"]
        for server in servers:
            server.start(**shared)
            running.enter_context(server.stopping())
        yield Machines(servers, database, shared)
