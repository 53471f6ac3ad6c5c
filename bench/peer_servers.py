"""Starts the servers that a bench compares, as processes on loopback, and stops them."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.peer_driver import ask, http
from tests.browser.real_server import ROOT, free_port, project_python

WORKERS = 2
START_SECONDS, STOP_SECONDS = 60.0, 30.0
"""A server that takes longer is broken."""


@dataclass(frozen=True)
class Server:
    """A running server. `roots`: the processes whose trees are its cost."""

    port: int
    roots: tuple[int, ...]


@contextmanager
def running(
    command: Sequence[str | Path], log: Path, environ: Mapping[str, str], **more: object
) -> Iterator[subprocess.Popen[bytes]]:
    """A process, until the block ends. `more`: for Popen."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **environ}, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True, **more,  # type: ignore[call-overload]
        )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(STOP_SECONDS)


def wait_until_it_answers(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    """Return when `path` answers 200. Raises RuntimeError with the log."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            if ask(port, http("GET", path)).status == 200:
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"The server did not start:\n{log.read_text('utf-8', 'replace')[-2000:]}")


@contextmanager
def own_server(folder: Path, store: str = "", workers: int = WORKERS) -> Iterator[Server]:
    """Egne ord, as `bin/run` starts it, on a folder or on a database. Loopback has no rate limit."""
    port = free_port()
    log = folder / f"own-{port}.log"
    environ = {
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "EGNE_ORD_DATA": str(folder / f"data-{port}"),
        "EGNE_ORD_STORE": store,
        "EGNE_ORD_WORKERS": str(workers),
        "EGNE_ORD_SENDER": "off",  # what a bench stores as due is sent to nobody
    }
    with running([project_python(), "-m", "webapp"], log, environ, cwd=ROOT) as process:
        wait_until_it_answers(process, port, "/healthz", log)
        yield Server(port, (process.pid,))


@contextmanager
def bare_server(folder: Path) -> Iterator[Server]:
    """A Flask route that returns b'', on the same production server."""
    port, log = free_port(), folder / "bare.log"
    environ = {"PORT": str(port), "WORKERS": str(WORKERS)}
    with running([project_python(), "-m", "bench.bare_route"], log, environ, cwd=ROOT) as process:
        wait_until_it_answers(process, port, "/", log)
        yield Server(port, (process.pid,))
