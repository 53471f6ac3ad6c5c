"""Sending in trouble: full disks, damaged lists, and a process of its own that is asked to end."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from browser.real_server import RealServer, free_port
from sending_makers import Told, add, send
from storage.errors import Busy
from storage.reminders.interface import DeliveryLease, ReminderList
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from webapp.config import ROOT


@pytest.fixture
def clock() -> Clock:
    return Clock()


class TroubledStore(TinyDBReminders):
    """A store that cannot note the first time, on a disk that is full for a moment."""

    troubles = 1

    def sent(self, lease: DeliveryLease) -> None:
        if self.troubles:
            self.troubles -= 1
            raise Busy from OSError(28, "No space left on device")
        super().sent(lease)


def test_what_was_sent_is_noted_with_patience(tmp_path: Path, clock: Clock) -> None:
    store, told = TroubledStore(tmp_path, clock), Told()
    entry = add(store, clock.now)
    send(store, told, clock)
    assert (told.sent, store.get(entry.name)) == ([entry.id], ReminderList())


def test_a_damaged_list_is_told_once_stops_nobody_and_is_sent_when_mended(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    store, told = TinyDBReminders(tmp_path, clock), Told()
    broken, whole = add(store, clock.now), add(store, clock.now)
    (path,) = tmp_path.rglob(f"{broken.name.hex()}.json")
    content = path.read_bytes()
    path.write_bytes(content[:-5])
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            send(store, told, clock)
    assert told.sent == [whole.id]
    assert [record.getMessage() for record in caplog.records] == ["Damaged while sending reminders"]
    path.write_bytes(content)
    assert store.sweep(broken.name[0]).reindexed == 1
    send(store, told, clock)
    assert told.sent == [whole.id, broken.id]


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_the_sender_alone_ends_cleanly_and_writes_nothing(tmp_path: Path, which: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "webapp.cli", "send"], cwd=ROOT, text=True,
        env={**os.environ, "EGNE_ORD_DATA": str(tmp_path)}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    until = time.monotonic() + 120  # hang guard: a start takes a second or two
    while "SigCgt" not in (status := Path(f"/proc/{process.pid}/status").read_text()) or not (
        int(status.split("SigCgt:\t")[1].split()[0], 16) & 1 << (signal.SIGTERM - 1)
    ):
        assert time.monotonic() < until and process.poll() is None  # hang guard: as above
        time.sleep(0.02)
    process.send_signal(which)
    # hang guard: it ends at once
    assert process.communicate(timeout=120) == ("", None)
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_the_server_sends_by_itself_unless_it_is_told_not_to(tmp_path: Path) -> None:
    """A reminder that is a day late is given up, which needs no push service.

    The one that is told not to send has more time for it than the other one.
    """
    given_up, servers = {}, {sender: RealServer(tmp_path / sender) for sender in ("off", "on")}
    for sender, server in servers.items():
        store = TinyDBReminders(server.data)
        entry = add(store, time.time() - 86_400)
        given_up[sender] = lambda store=store, entry=entry: store.get(entry.name).reminders[0].unsent
    try:
        for sender, server in servers.items():
            server.start(EGNE_ORD_SENDER=sender)
        until = time.monotonic() + 120  # hang guard: it begins as the server starts
        while not given_up["on"]() and time.monotonic() < until:  # hang guard: as above
            time.sleep(0.05)
        assert given_up["on"]() and not given_up["off"]()
        # Before the stop: on a crowded machine a worker may miss the signal, which is said in another line.
        assert [server.log_text().count("\n") for server in servers.values()] == [1, 1], "a line for a start"
    finally:
        for server in servers.values():
            server.stop()


@pytest.mark.parametrize("command", [["webapp"], ["webapp.cli", "send"]])
def test_a_damaged_key_stops_the_start_with_a_sentence(tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "vapid.pem").write_text("x")
    ended = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, text=True, capture_output=True,
        env={**os.environ, "EGNE_ORD_DATA": str(tmp_path), "PORT": str(free_port())},
    )  # fmt: skip
    assert ended.returncode in {1, 2}
    assert ended.stderr == "vapid.pem in the data folder holds no key. Put it back from a copy.\n"
