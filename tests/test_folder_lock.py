"""The data folder belongs to one server at a time, which says who it is; commands beside it go on working."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser.real_server import RealServer, free_port, project_python
from storage.folder_lock import FolderHeld, held_alone, hold_for_sender, hold_for_server
from webapp.config import ROOT

HOLDER = """
import os, sys
from pathlib import Path
from storage.folder_lock import hold_for_server
hold_for_server(Path(sys.argv[1]), "::1", 8000)
if os.fork():
    print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds a folder, with a child, until its standard input ends."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as started:
        assert started.stdout
        assert started.stdout.readline() == "held\n"
        yield started
        assert started.stdin
        started.stdin.close()


def test_a_held_folder_says_who_holds_it(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    said = json.loads((tmp_path / "server.lock").read_text())
    assert {name: said[name] for name in ("pid", "host", "port")} == {
        "pid": holder.pid, "host": "::1", "port": 8000
    }  # fmt: skip
    with pytest.raises(FolderHeld) as refused:
        hold_for_server(tmp_path, "127.0.0.1", 8001, wait_seconds=0)
    assert str(refused.value) == (
        f"Process {holder.pid} has had the data folder since {said['since']} UTC, "
        "as the server at [::1]:8000: stop it first."
    )
    with pytest.raises(FolderHeld), held_alone(tmp_path, wait_seconds=0):
        pass
    os.close(hold_for_sender(tmp_path))


def test_the_folder_is_held_until_the_last_process_of_a_server_ends(
    tmp_path: Path, holder: subprocess.Popen[str]
) -> None:
    """Workers of a killed server may still write."""
    holder.send_signal(signal.SIGKILL)
    holder.wait(60)
    with pytest.raises(FolderHeld):
        hold_for_server(tmp_path, "127.0.0.1", 8001, wait_seconds=0)
    assert holder.stdin
    holder.stdin.close()
    os.close(hold_for_server(tmp_path, "127.0.0.1", 8001, wait_seconds=60))


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"pid": 1, "host": 2}'])
def test_a_lock_that_says_nothing_still_holds(tmp_path: Path, content: str) -> None:
    opened = hold_for_server(tmp_path, "127.0.0.1", 8000)
    (tmp_path / "server.lock").write_text(content)
    with pytest.raises(FolderHeld, match=r"^Another server or `restore` has the data folder"):
        hold_for_server(tmp_path, "127.0.0.1", 8001, wait_seconds=0)
    os.close(opened)
    with held_alone(tmp_path):
        assert (tmp_path / "server.lock").read_bytes() == b""


def test_a_second_server_on_the_folder_says_so_and_ends(own_server: RealServer) -> None:
    environment = {**os.environ, "EGNE_ORD_DATA": str(own_server.data), "HOST": "127.0.0.1"}
    started = [project_python(), "-m", "webapp"]
    second = subprocess.run(
        started, cwd=ROOT, env={**environment, "PORT": str(free_port())}, text=True, capture_output=True,
        timeout=120, check=False,  # hang guard: it ends a second after it has read its settings
    )  # fmt: skip
    assert (second.returncode, second.stdout) == (1, "")
    assert second.stderr.startswith("Process ")
    assert second.stderr.endswith(f"as the server at 127.0.0.1:{own_server.port}: stop it first.\n")
    for command in ("check", "sweep"):
        beside = subprocess.run(
            [project_python(), "-m", "webapp.cli", command],
            cwd=ROOT,
            env=environment,
            timeout=120,  # hang guard: the folder is empty
            check=False,
        )
        assert beside.returncode == 0
    own_server.stop()
    own_server.start()


def test_a_killed_server_leaves_the_folder_to_the_next_one(own_server: RealServer) -> None:
    own_server.kill()
    own_server.start()
