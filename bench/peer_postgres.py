"""A PostgreSQL for one run of a bench, as Debian sets it up, on loopback; and Egne ord on one."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.peer_servers import START_SECONDS, Server, own_server, running
from storage.postgresql.schema import migrate
from tests.browser.real_server import free_port


def binaries() -> Path:
    """The folder of initdb and postgres. Ends the bench with a sentence if there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    on_path = shutil.which("initdb")
    if on_path and not found:
        found = [Path(on_path).resolve()]
    if not found:
        sys.exit("This bench needs PostgreSQL. On Debian: apt install postgresql")
    return found[-1].parent


def other_user() -> dict[str, Any]:
    """What Popen needs to leave root, as which PostgreSQL refuses to run; nothing for anybody else."""
    if os.getuid():
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": ()}


@contextmanager
def _folder(user: dict[str, Any]) -> Iterator[Path]:
    """A folder of that user's, on the same disk as the other server's."""
    with tempfile.TemporaryDirectory() as folder:
        if user:
            os.chown(folder, user["user"], user["group"])
        yield Path(folder)


@contextmanager
def postgres(programs: Path | None = None, settings: Sequence[str] = ()) -> Iterator[tuple[str, int]]:
    """A database and its postmaster: the address, and the id of the process.

    `programs`: the folder of initdb and postgres, if not Debian's. `settings`: such as `port=1`.
    """
    user, bin, port = other_user(), programs or binaries(), free_port()
    with _folder(user) as folder:
        make = [bin / "initdb", "-D", folder / "data", "--auth", "trust", "-U", "postgres", "-E", "UTF8"]
        subprocess.run(make, check=True, capture_output=True, timeout=START_SECONDS, cwd=folder, **user)
        command = [bin / "postgres", "-D", folder / "data", "-k", folder, "-h", "127.0.0.1", "-p", str(port)]
        log = folder / "log"
        for setting in ("timezone=UTC", *settings):
            command += ["-c", setting]
        with running(command, log, {}, cwd=folder, **user) as process:
            _wait_until_ready(bin, port)
            yield f"postgresql://postgres@127.0.0.1:{port}/postgres", process.pid


def _wait_until_ready(bin: Path, port: int) -> None:
    until = time.monotonic() + START_SECONDS
    ask = [bin / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
    while subprocess.run(ask, check=False, timeout=START_SECONDS).returncode:
        if time.monotonic() > until:
            raise RuntimeError("PostgreSQL did not start.")
        time.sleep(0.1)


@contextmanager
def own_server_on_postgres(folder: Path) -> Iterator[Server]:
    """Egne ord on a PostgreSQL of its own, whose processes count too."""
    with postgres() as (database, postmaster):
        migrate(database)
        with own_server(folder, database) as server:
            yield Server(server.port, (*server.roots, postmaster))
