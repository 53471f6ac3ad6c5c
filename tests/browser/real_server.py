"""The real server as a process, started as ``bin/run`` starts it, on a free loopback port."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parents[2]
# hang guard: a start takes two seconds, a stop one; a server worker that misses the signal is ended after ten
START_TIMEOUT_SECONDS = 120.0
STOP_TIMEOUT_SECONDS = 100.0  # hang guard: as above


def project_python() -> str:
    """The interpreter of the project's virtual environment, else the one that runs the tests."""
    own = ROOT / ".venv" / "bin" / "python"
    return str(own) if own.exists() else sys.executable


def free_port() -> int:
    """A loopback port that is free right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RealServer:
    """A server that can ``start``, ``stop``, and ``start`` again on the same port."""

    def __init__(self, folder: Path, command: list[str] | None = None, cwd: Path = ROOT) -> None:
        self.folder, self._cwd = folder, cwd
        self.data = folder / "data"
        self.log = folder / "server.log"
        self.port = free_port()
        self._command = command or [project_python(), "-m", "webapp"]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> RealServer:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The origin without a trailing slash; localhost, because that is a secure context."""
        return f"http://localhost:{self.port}"

    def start(self, **environment: str) -> None:
        """Start the process and return when ``/healthz`` answers ``ok``."""
        self.data.mkdir(parents=True, exist_ok=True)
        settings = {
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
            "EGNE_ORD_DATA": str(self.data),
            **environment,
        }
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._cwd,
                env={**os.environ, **settings},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._wait_until_healthy(self._process)

    def stop(self) -> None:
        """Terminate the process (TERM), and kill it (KILL) if it does not end in time."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(STOP_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(STOP_TIMEOUT_SECONDS)
        self._wait_until_gone()

    def kill(self) -> None:
        """kill -9 the process that the system started, and return when the port is closed."""
        process, self._process = self._process, None
        assert process is not None, "the server is not running"
        process.kill()
        process.wait(STOP_TIMEOUT_SECONDS)
        self._wait_until_gone()

    @contextmanager
    def stopping(self) -> Iterator[None]:
        """Stop the server at the end of a block; it was started with settings of its own."""
        try:
            yield
        finally:
            self.stop()

    def pid(self) -> int:
        """The id of the process that the system started. Fails if it has ended."""
        assert self._process is not None, "the server is not running"
        assert self._process.poll() is None, f"the server has ended:\n{self.log_text()}"
        return self._process.pid

    def workers(self, count: int) -> list[int]:
        """The ids of the worker processes, once there are so many (Linux only)."""
        # hang guard: a worker is started again at once
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            listed = Path(f"/proc/{self.pid()}/task/{self.pid()}/children").read_text()
            if len(found := [int(pid) for pid in listed.split()]) == count:
                return found
            time.sleep(0.02)  # fixed wait: between two looks at the processes
        raise RuntimeError(f"there are not {count} workers")

    def wait(self) -> int:
        """Wait until the server ends by itself or by a signal of the test; return its exit code."""
        assert self._process is not None, "the server is not running"
        return self._process.wait(STOP_TIMEOUT_SECONDS)

    def log_text(self) -> str:
        """Everything that the server has printed so far."""
        return self.log.read_text("utf-8", "replace") if self.log.exists() else ""

    def _wait_until_healthy(self, process: subprocess.Popen[bytes]) -> None:
        # hang guard: see START_TIMEOUT_SECONDS
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            if process.poll() is not None:
                break
            try:
                # hang guard: this answer needs nothing but the process
                with urllib.request.urlopen(f"{self.url}/healthz", timeout=30) as answer:
                    if answer.read().strip() == b"ok":
                        return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)  # fixed wait: between two looks at the port
        code = process.poll()
        self.stop()
        raise RuntimeError(f"the server did not start (exit code {code}):\n{self.log_text()}")

    def _wait_until_gone(self) -> None:
        # hang guard: see STOP_TIMEOUT_SECONDS
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) != 0:
                    return
            time.sleep(0.05)  # fixed wait: between two looks at the port
        raise RuntimeError(f"port {self.port} is still in use")
