"""The lock of a folder: one holder among threads and processes, and none after a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.errors import Busy
from storage.files.locks import LOCK_NAME, locked
from webapp.config import ROOT

HANG_SECONDS = 60
HOLD = """
import sys
from pathlib import Path
from storage.files.locks import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> subprocess.Popen[bytes]:
    """A process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdout and process.stdout.readline() == b"held\n"
    return process


def test_threads_exclude_each_other(tmp_path: Path) -> None:
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        for _ in range(20):
            with locked(tmp_path):
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(HANG_SECONDS)
    assert most == [1] * 80


def test_a_thread_cannot_take_the_lock_twice(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(Busy), locked(tmp_path, 0):
        pass
    with locked(tmp_path, 0):
        pass  # the one that was refused did not release it for good, nor keep it


def test_the_lock_of_a_process_ends_with_it(tmp_path: Path) -> None:
    with holder(tmp_path) as process:
        with pytest.raises(Busy), locked(tmp_path, 0):
            pass
        process.send_signal(signal.SIGKILL)
        process.wait(HANG_SECONDS)
    with locked(tmp_path, 0):
        pass


def test_whoever_waits_gets_the_lock(tmp_path: Path) -> None:
    got = threading.Event()

    def wait() -> None:
        with locked(tmp_path, HANG_SECONDS):
            got.set()

    with holder(tmp_path) as process:
        waiter = threading.Thread(target=wait)
        waiter.start()
        assert not got.is_set()
        process.communicate(b"", timeout=HANG_SECONDS)
    waiter.join(HANG_SECONDS)
    assert got.is_set()


def test_a_child_that_was_forked_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    with locked(tmp_path):
        child = os.fork()
        if not child:
            os.close(writing)
            os.read(reading, 1)  # until the parent closes its end
            os._exit(0)
    os.close(reading)
    with locked(tmp_path, 0):
        pass
    os.close(writing)
    os.waitpid(child, 0)


def test_a_link_in_place_of_the_lock_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / LOCK_NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError), locked(tmp_path, 0):
        pass
    assert not (tmp_path / "elsewhere").exists()


def test_a_lock_file_that_was_removed_by_hand_is_made_again(tmp_path: Path) -> None:
    with locked(tmp_path):
        (tmp_path / LOCK_NAME).unlink()
    with locked(tmp_path, 0):
        assert (tmp_path / LOCK_NAME).exists()
