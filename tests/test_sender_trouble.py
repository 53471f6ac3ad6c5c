"""The sender under failures: full disks, damaged lists, and signals to a sender process."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from browser.real_server import RealServer, free_port
from sending_makers import FakeClient, add, send
from storage.errors import Busy
from storage.reminders.interface import DeliveryLease, ReminderList
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from webapp.config import ROOT


class FailingStore(TinyDBReminders):
    """A store that fails to store the first result, as on a disk that is full for a moment."""

    failures = 1

    def sent(self, lease: DeliveryLease) -> None:
        if self.failures:
            self.failures -= 1
            raise Busy from OSError(28, "No space left on device")
        super().sent(lease)


def test_storing_a_result_is_retried(tmp_path: Path, clock: Clock) -> None:
    store, client = FailingStore(tmp_path, clock), FakeClient()
    entry = add(store, clock.now)
    send(store, client, clock)
    assert (client.sent, store.get(entry.name)) == ([entry.id], ReminderList())


def test_a_damaged_list_is_logged_once_delays_no_other_and_is_sent_after_repair(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    store, client = TinyDBReminders(tmp_path, clock), FakeClient()
    broken, whole = add(store, clock.now), add(store, clock.now)
    (path,) = tmp_path.rglob(f"{broken.name.hex()}.json")
    content = path.read_bytes()
    path.write_bytes(content[:-5])
    with caplog.at_level(logging.ERROR):
        for _ in range(3):
            send(store, client, clock)
    assert client.sent == [whole.id]
    assert [record.getMessage() for record in caplog.records] == ["Damaged while sending reminders"]
    path.write_bytes(content)
    assert store.sweep(broken.name[0]).reindexed == 1
    send(store, client, clock)
    assert client.sent == [whole.id, broken.id]


@pytest.mark.parametrize("which", [signal.SIGTERM, signal.SIGINT])
def test_the_send_command_ends_cleanly_on_a_signal_and_writes_nothing_but_its_lock(
    tmp_path: Path, which: signal.Signals
) -> None:
    (tmp_path / "server.lock").touch()
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
    assert {path.name for path in tmp_path.iterdir()} == {"senders.lock", "server.lock"}


def test_the_server_sends_unless_its_sender_is_off(tmp_path: Path) -> None:
    """A reminder that is a day late is given up, so the test needs no push service.

    The server with `off` starts first, so it has more time to do it than the other.
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
            time.sleep(1)  # fixed wait: a look locks the list, and the sender passes by a list that is locked
        assert given_up["on"]() and not given_up["off"]()
        # Checked before the stop: on a busy machine a worker may miss the signal, which adds a log line.
        lines = [server.log_text().splitlines()[1:] for server in servers.values()]
        assert [len(each) for each in lines] == [0, 1], "one line at the start, and one that gives up"
        assert json.loads(lines[1][0])["code"] == "reminder-unsent"
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
