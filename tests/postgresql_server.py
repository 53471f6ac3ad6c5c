"""A real PostgreSQL of the tests: one for a whole run, on a loopback port of its own, in a temporary folder.

All processes of a run share it. The first one that needs it starts it, and it ends with the last one: each
holds one end of a pipe, and the server's keeper waits for all of them to let go. So a run that is killed
leaves nothing behind.
"""

from __future__ import annotations

import os
import pwd
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg
from filelock import FileLock

from browser.other_browsers import need
from browser.real_server import free_port
from storage.postgresql.schema import TABLES

PROGRAMS = Path("/usr/lib/postgresql")
START_SECONDS_MAX = 120  # hang guard: it starts in a second or two
QUICK = ("fsync=off", "full_page_writes=off", "autovacuum=off", "jit=off", "shared_buffers=16MB")
"""For tests that do not test what a power cut does."""
CITUS_PORTS = [int(port) for port in os.environ.get("CITUS_PORTS", "").split(",") if port]
"""A coordinator and its workers, which a bench has started (bench/citus.py); the tests then run on these."""
SHARDS = 4
"""Of each table on Citus: fewer than by default, since each test empties all of them."""
KEEPER = """
{server} & pid=$!
cat < {pipe} > /dev/null
kill -INT "$pid"; wait "$pid"
rm -rf {folder}
"""


def program(name: str) -> str:
    """The newest of Debian's programs with this name. Fails the test, or skips it, if there is none."""
    found = sorted(PROGRAMS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return need(str(found[-1]) if found else None, "postgresql", "PostgreSQL", "postgresql")


def user() -> str | None:
    """Who runs the server: PostgreSQL refuses to be run by root. None: whoever runs the tests."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def run_as_user(command: list[str]) -> None:
    """Run a program to its end. Raises CalledProcessError."""
    # hang guard: making a cluster takes a second or two
    subprocess.run(command, user=user(), cwd="/", check=True, stdout=subprocess.DEVNULL, timeout=300)


def new_cluster(*settings: str, within: Path | None = None) -> tuple[Path, int, list[str]]:
    """A folder with an empty cluster, the port that it will have, and the command that serves it."""
    initdb, postgres = program("initdb"), program("postgres")
    folder, port = Path(tempfile.mkdtemp(prefix="egne-ord-postgresql-", dir=within)), free_port()
    if name := user():
        shutil.chown(folder, name)
    run_as_user(
        [initdb, "--no-sync", "--auth=trust", "--username=tests", "--encoding=UTF8", "--locale=C",
         "--wal-segsize=1", f"--pgdata={folder}/data"]
    )  # fmt: skip
    options = (f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}", *settings)
    command = [postgres, "-D", f"{folder}/data", *(word for each in options for word in ("-c", each))]
    return folder, port, command


def address_of(port: int, database: str = "postgres") -> str:
    """The address of a database. The password is asked of nobody, and must be shown to nobody."""
    return f"postgresql://tests:secret-word@127.0.0.1:{port}/{database}"


def wait_until_ready(port: int) -> None:
    """Return when the server answers."""
    until = time.monotonic() + START_SECONDS_MAX  # hang guard: as above
    while True:
        try:
            psycopg.connect(address_of(port), connect_timeout=5).close()
            return
        except psycopg.OperationalError:
            assert time.monotonic() < until  # hang guard: as above
            time.sleep(0.02)


@cache
def shared_port(place: Path) -> int:
    """The port of the run's server, which lives as long as this process. `place`: the run's folder."""
    if CITUS_PORTS:
        return CITUS_PORTS[0]
    known = place / "postgresql"
    with FileLock(f"{known}.lock"):
        try:
            folder, port = known.read_text().splitlines()
            os.open(f"{folder}/pipe", os.O_WRONLY | os.O_NONBLOCK)  # held until this process ends
            return int(port)
        except (OSError, ValueError):  # there is none, or it is about to end
            started, own_port = _start_with_keeper()
            known.write_text(f"{started}\n{own_port}\n")
            return own_port


def _start_with_keeper() -> tuple[Path, int]:
    folder, port, command = new_cluster(*QUICK)
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    if name := user():
        shutil.chown(pipe, name)
    keeper = KEEPER.format(server=shlex.join(command), pipe=pipe, folder=folder)
    script = f"{{ {keeper} }} > {folder}/log 2>&1 &"
    subprocess.run(
        ["sh", "-c", script], user=user(), cwd="/", stdin=subprocess.DEVNULL, check=True,
        start_new_session=True,
    )  # fmt: skip
    os.open(pipe, os.O_WRONLY)  # waits for the keeper; held until this process ends
    wait_until_ready(port)
    return folder, port


@contextmanager
def new_database(port: int, name: str, *, is_joined: bool = True) -> Iterator[str]:
    """The address of an empty database, which is removed in the end. On Citus it is one of all nodes."""
    name = re.sub(r"\W", "_", name).lower()
    with ExitStack() as made:
        for node in CITUS_PORTS or [port]:
            made.enter_context(_database_on(node, name))
        if CITUS_PORTS and is_joined:
            join_nodes(name, CITUS_PORTS)
        yield address_of(port, name)


@contextmanager
def _database_on(port: int, name: str) -> Iterator[None]:
    with psycopg.connect(address_of(port), autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    try:
        yield
    finally:
        with psycopg.connect(address_of(port), autocommit=True) as connection:
            # A process of Citus would connect again.
            connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


def join_nodes(name: str, ports: list[int]) -> None:
    """Make one Citus of the databases with this name on these ports, the first of which coordinates."""
    for port in ports:
        with psycopg.connect(address_of(port, name), autocommit=True) as connection:
            connection.execute("CREATE EXTENSION citus")
    with psycopg.connect(address_of(ports[0], name), autocommit=True) as connection:
        connection.execute("SELECT citus_set_coordinator_host('127.0.0.1', %s)", (ports[0],))
        for port in ports[1:]:
            connection.execute("SELECT citus_add_node('127.0.0.1', %s)", (port,))
        connection.execute(f'ALTER DATABASE "{name}" SET citus.shard_count = {SHARDS}'.encode())


def emptied(address: str) -> None:
    """Remove everything that is stored, but not the decoy."""
    with psycopg.connect(address) as connection:
        for table in TABLES:
            where = " WHERE length(vault_id) = 16" if table == "vaults" else ""
            connection.execute(f"DELETE FROM {table}{where}".encode())


class OwnServer:
    """A server that the test may kill and start again. What it acknowledged is on the disk, as by default."""

    def __init__(self, *settings: str, within: Path | None = None) -> None:
        self.folder, self.port, self._command = new_cluster("shared_buffers=16MB", *settings, within=within)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Return when it answers, after whatever it has to repair."""
        self._launch()
        with self.supervised():  # the memory of one that was killed may be in use for another moment
            wait_until_ready(self.port)

    def _launch(self) -> None:
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command, user=user(), cwd="/", stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Start it again whenever it gives up by itself in the block, as systemd does."""
        is_over = threading.Event()

        def look() -> None:
            while not is_over.wait(0.2):
                if self._process is None or self._process.poll() is not None:
                    self._launch()

        supervisor = threading.Thread(target=look)
        supervisor.start()
        try:
            yield
        finally:
            is_over.set()
            supervisor.join()

    def kill(self) -> None:
        """Kill every process of it at once."""
        assert self._process is not None
        if self._process.poll() is not None:
            return
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        self._process.kill()
        for child in map(int, children):  # each has a group of its own
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        self._process.wait()


@contextmanager
def own_server(*settings: str, within: Path | None = None) -> Iterator[OwnServer]:
    """A running server of the test's own, which is removed in the end."""
    server = OwnServer(*settings, within=within)
    server.start()
    try:
        yield server
    finally:
        server.kill()
        shutil.rmtree(server.folder)
