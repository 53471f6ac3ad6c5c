"""/readyz: what makes a server unready, what a look costs, and that nobody waits for one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from sending_makers import FakeClient, add
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from webapp import create_app
from webapp.config import Settings
from webapp.push.sender import Sender
from webapp.push.vapid import VapidKeys
from webapp.readiness import SILENT_SECONDS, SLOW_SECONDS, Heartbeat, Readiness


def test_a_server_that_can_do_its_work_is_ready_and_leaves_no_file(tmp_path: Path) -> None:
    client = create_app(Settings(data=tmp_path / "data")).test_client()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ok")
    assert answer.headers["Cache-Control"].startswith("no-store")
    assert list((tmp_path / "data").iterdir()) == []


def test_what_is_wrong_is_named_by_code(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/vapid.pem").write_text("x")
    (tmp_path / "data/ready.tmp").mkdir()  # so that no file can be written there
    answer = create_app(Settings(data=tmp_path / "data")).test_client().get("/readyz")
    assert (answer.status_code, answer.text) == (503, "disk\nkey\n")


def test_however_many_ask_a_look_is_done_once_a_second(tmp_path: Path, clock: Clock) -> None:
    readiness = Readiness(tmp_path, clock)
    assert readiness.problems() == ()
    VapidKeys(tmp_path).public_text()
    (tmp_path / "vapid.pem").write_text("x")
    clock.now += 0.9
    assert {readiness.problems() for _ in range(1_000)} == {()}
    clock.now += 0.1
    assert readiness.problems() == ("key",)


def test_nobody_waits_for_a_disk_that_hangs(tmp_path: Path, clock: Clock) -> None:
    readiness = Readiness(tmp_path, clock)
    os.mkfifo(tmp_path / "ready.tmp")  # opening it for writing waits for a reader
    looking = threading.Thread(target=readiness.problems)
    looking.start()
    while (found := readiness.problems()) == ():
        pass  # until the thread has begun
    assert found == ("starting",)
    clock.now += SLOW_SECONDS + 1
    assert readiness.problems() == ("slow",)
    with (tmp_path / "ready.tmp").open("rb"):
        looking.join(60)  # hang guard
    assert readiness.problems() == (), "it answers again"


def test_a_sender_that_lives_beats_and_one_that_stopped_is_noticed(tmp_path: Path, clock: Clock) -> None:
    readiness, store = Readiness(tmp_path, clock), TinyDBReminders(tmp_path, clock)

    def found(seconds: float) -> tuple[str, ...]:
        clock.now += seconds
        return readiness.problems()

    assert found(SILENT_SECONDS + 1) == (), "there is nothing to send yet"
    add(store, clock.now)
    sender = Sender(store, FakeClient(), clock, beat=Heartbeat(tmp_path, clock).beat)
    assert found(1) == ()
    assert found(SILENT_SECONDS + 1) == ("sender",), "no sender has begun"
    sender.send_due()
    sender.finish()
    assert found(1) == ()
    assert found(SILENT_SECONDS) == ()
    assert found(1) == ("sender",)


@pytest.mark.parametrize("beats", [1, 3])
def test_a_heartbeat_costs_little(tmp_path: Path, clock: Clock, beats: int) -> None:
    (tmp_path / "reminders").mkdir()
    heartbeat = Heartbeat(tmp_path, clock)
    heartbeat.beat()
    os.utime(tmp_path / "sender", (1, 1))
    for _ in range(beats):
        heartbeat.beat()
    assert heartbeat.reading() == 10**9, "a beat within five seconds touches nothing"
    clock.now += 5
    heartbeat.beat()
    assert heartbeat.reading() != 10**9
