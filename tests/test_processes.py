"""The processes of the server: one port for one server, and a worker that is killed is started again."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from browser.real_server import ROOT, RealServer, free_port
from open_requests import GUARD_SECONDS, Requests
from storage import base64url
from storage.files.locks import LOCK_NAME, locked
from storage.files.paths import path_of
from webapp.serving.listening import CannotListen, listen

KILLS = 4
WRITERS = 4
END_SECONDS = 60.0  # hang guard: the system stops them at once, and they end within a second or two


@pytest.fixture
def two_workers(tmp_path: Path) -> Iterator[RealServer]:
    server = RealServer(tmp_path)
    server.start(EGNE_ORD_WORKERS="2")
    with server.stopping():
        yield server


class Writer(threading.Thread):
    """Pushes to a vault of its own until told to end, and counts what was answered."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port, self.is_over = port, threading.Event()
        self.stored: set[str] = set()
        self.some = threading.Condition()
        with Requests(port) as requests:
            self.vault, self.token = requests.make().vault, requests.token

    def run(self) -> None:
        while not self.is_over.is_set():
            with Requests(self.port, vault=self.vault, token=self.token) as requests:
                try:
                    answer = requests.push()
                except OSError:
                    continue  # this request was in the process that was killed
            if answer.status == 200:
                with self.some:
                    self.stored |= {one["id"] for one in json.loads(answer.body)["records"]}
                    self.some.notify_all()

    def wait_for(self, count: int) -> None:
        with self.some:
            assert self.some.wait_for(lambda: len(self.stored) >= count, GUARD_SECONDS)

    def found(self) -> set[str]:
        with Requests(self.port, token=self.token) as requests:
            answer = requests.ask("GET", f"/api/v1/vaults/{self.vault}/records")
        return {one["id"] for one in json.loads(answer.body)["records"]}


def test_a_killed_worker_is_started_again_and_nothing_answered_is_lost(two_workers: RealServer) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    parent, writers = two_workers.pid(), [Writer(two_workers.port) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(KILLS):
            for writer in writers:
                writer.wait_for(len(writer.stored) + chance.randrange(1, 15))
            os.kill(chance.choice(two_workers.workers(2)), signal.SIGKILL)
        for writer in writers:
            writer.wait_for(len(writer.stored) + 5)
    finally:
        for writer in writers:
            writer.is_over.set()
            writer.join()
    for writer in writers:
        assert writer.stored <= writer.found(), f"seed {seed}"
    assert two_workers.pid() == parent
    assert len(two_workers.workers(2)) == 2
    assert "is started again" in two_workers.log_text()


def is_running(pid: int) -> bool:
    """Whether a process has not ended; one that nobody has waited for has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] not in "ZX"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_with_the_parent_killed_all_workers_end_and_nothing_answered_is_lost(two_workers: RealServer) -> None:
    writers, workers = [Writer(two_workers.port) for _ in range(WRITERS)], two_workers.workers(2)
    for writer in writers:
        writer.start()
    try:
        for writer in writers:
            writer.wait_for(10)
        began = time.monotonic()
        two_workers.kill()
        while any(is_running(pid) for pid in workers):
            # hang guard: see END_SECONDS
            assert time.monotonic() < began + END_SECONDS, "a worker stays, and goes on sending"
            time.sleep(0.02)  # fixed wait: between two looks at the processes
    finally:
        for writer in writers:
            writer.is_over.set()
            writer.join()
    with listen("127.0.0.1", two_workers.port, wait_seconds=0):
        pass  # nobody has the port
    two_workers.start(EGNE_ORD_WORKERS="2")
    for writer in writers:
        assert writer.stored <= writer.found()


def test_with_the_parent_killed_a_request_in_a_worker_is_answered(two_workers: RealServer) -> None:
    """It waits for a lock when the parent is killed."""
    writer, workers = Writer(two_workers.port), two_workers.workers(2)
    folder = Path(path_of(two_workers.data / "vaults", base64url.decode(writer.vault, 16))).parent
    with locked(folder):
        writer.start()
        while folder / LOCK_NAME not in open_files(workers):
            time.sleep(0.001)  # fixed wait: between two looks; a waiting push opens the lock again and again
        os.kill(two_workers.pid(), signal.SIGKILL)
        writer.is_over.set()
    writer.join()
    assert len(writer.stored) == 1, "the push was answered"
    two_workers.stop()
    two_workers.start(EGNE_ORD_WORKERS="2")
    assert writer.stored == writer.found()


def open_files(pids: list[int]) -> set[Path]:
    """The files that processes have open right now."""
    found: set[Path] = set()
    for pid in pids:
        with suppress(OSError):  # it has ended
            for each in Path(f"/proc/{pid}/fd").iterdir():
                with suppress(OSError):  # it was closed meanwhile
                    found.add(each.readlink())
    return found


def test_with_all_workers_gone_connections_wait_for_the_next(two_workers: RealServer) -> None:
    for pid in two_workers.workers(2):
        os.kill(pid, signal.SIGKILL)
    with Requests(two_workers.port) as requests:
        assert requests.ask("GET", "/healthz").body == b"ok"


def second(server: RealServer, **environment: str) -> subprocess.CompletedProcess[str]:
    """Start a second server beside `server`, with data of its own."""
    settings = {"PORT": str(server.port), "EGNE_ORD_DATA": str(server.folder / "other"), **environment}
    return subprocess.run(
        [sys.executable, "-m", "webapp"],
        cwd=ROOT,
        env={**os.environ, **settings},
        capture_output=True,
        text=True,
        timeout=GUARD_SECONDS,
        check=False,
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0", "::"])
def test_a_second_server_on_the_port_says_so_and_ends(server: RealServer, host: str) -> None:
    ended = second(server, HOST=host)
    assert ended.returncode == 1
    shown = f"[{host}]" if ":" in host else host
    assert ended.stderr.startswith(f"Cannot listen at {shown}:{server.port}: another program has this port")
    assert ended.stderr.count("\n") == 1
    assert ended.stdout == ""


@pytest.mark.parametrize(
    ("family", "host"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"), (socket.AF_INET6, "::")]
)
@pytest.mark.parametrize("shared", [True, False], ids=["sharing its port", "not sharing"])
def test_a_port_of_another_program_is_refused(family: socket.AddressFamily, host: str, shared: bool) -> None:
    with socket.socket(family) as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, int(shared))
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind((host, free_port()))
        other.listen()
        with pytest.raises(CannotListen, match="another program has this port"):
            listen(host, other.getsockname()[1], wait_seconds=0)


def test_of_two_that_start_at_once_one_gets_the_port() -> None:
    port, got = free_port(), []
    start = threading.Barrier(8)

    def race() -> None:
        start.wait()
        try:
            got.append(listen("127.0.0.1", port, wait_seconds=0))
        except CannotListen:
            got.append(None)

    racers = [threading.Thread(target=race) for _ in range(8)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()
    holders = [one for one in got if one]
    for holder in holders:
        holder.close()
    assert (len(got), len(holders)) == (8, 1)


@pytest.mark.parametrize(
    ("host", "reason"), [("192.0.2.1", "has no such address"), ("localhost", "Cannot listen at localhost:")]
)
def test_an_impossible_address_is_a_sentence(host: str, reason: str) -> None:
    with pytest.raises(CannotListen, match=reason):
        listen(host, free_port(), wait_seconds=0)
