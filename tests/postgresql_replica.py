"""A PostgreSQL with a streaming copy of itself that takes over: what is acknowledged is on both."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from browser.real_server import free_port
from postgresql_server import OwnServer, address_of, program, run_as_user, user

WAIT_SECONDS = 120  # hang guard: a copy of an empty database takes a second
STREAMING = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"


class Standby(OwnServer):
    """A copy of a running server, which follows it until it is promoted."""

    def __init__(self, primary: OwnServer) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="egne-ord-standby-"))
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        if name := user():
            shutil.chown(self.folder, name)
        source = f"host=127.0.0.1 port={primary.port} user=tests application_name=standby"
        run_as_user(
            [program("pg_basebackup"), f"--dbname={source}", f"--pgdata={self.folder}/data",
             "--write-recovery-conf", "--checkpoint=fast", "--no-sync"]
        )  # fmt: skip
        options = [f"port={self.port}", f"unix_socket_directories={self.folder}", "shared_buffers=16MB"]
        options.append("listen_addresses=127.0.0.1")
        self._command = [program("postgres"), "-D", f"{self.folder}/data"]
        self._command += [word for each in options for word in ("-c", each)]

    def promote(self) -> None:
        """Make it the server that takes writes, and one that waits for no copy of its own."""
        with psycopg.connect(address_of(self.port), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("SELECT pg_promote(true)")


def _wait_until_both_have_everything(primary: OwnServer) -> None:
    until = time.monotonic() + WAIT_SECONDS  # hang guard: see there
    with psycopg.connect(address_of(primary.port), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
        connection.execute("SELECT pg_reload_conf()")
        while connection.execute(STREAMING).fetchone() != (1,):
            assert time.monotonic() < until  # hang guard: as above
            time.sleep(0.02)  # fixed wait: between two looks


@contextmanager
def standby_of(primary: OwnServer) -> Iterator[Standby]:
    """A standby that has what the primary acknowledges from now on, removed in the end."""
    standby = Standby(primary)
    standby.start()
    try:
        _wait_until_both_have_everything(primary)
        yield standby
    finally:
        standby.kill()
        shutil.rmtree(standby.folder)


def address_of_both(primary: OwnServer, standby: Standby) -> str:
    """The address that leads to whichever of the two takes writes."""
    hosts = f"127.0.0.1:{primary.port},127.0.0.1:{standby.port}"
    return f"postgresql://tests:secret-word@{hosts}/postgres?target_session_attrs=read-write"
