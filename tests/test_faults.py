"""Kills, failing and full disks, and concurrent writers: quick versions of `bench/run faults`."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from sweeps import WHOLE, quarter
from webapp.config import ROOT


def run(name: str, *options: str) -> dict[str, Any]:
    """The figures of one bench, run in its own process. Fails if the bench finds anything wrong."""
    command = [sys.executable, "-m", f"bench.{name}", *options]
    # hang guard: the longest bench takes half a minute on an idle machine
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    figures = dict(json.loads(ended.stdout))
    assert figures["wrong"] == []
    return figures


@pytest.mark.parametrize("records", [20, 200])
def test_no_acknowledged_record_is_lost_when_writers_are_killed(records: int) -> None:
    kills = quarter(60)
    figures = run("fault_kills", "--kills", str(kills), "--records", str(records))
    assert figures["acknowledged"] >= kills
    assert figures["kills in a write"] > 0, "some kills must hit the middle of a write"


def test_a_failure_at_any_system_call_of_a_push_loses_nothing() -> None:
    """One fault per call, in turn; every fault for every call in `bench/run sweeps`.

    The push writes a segment and a head, and removes a segment.
    """
    names = ("write", "fsync", "rename", "utimensat", "flock", "openat", "unlink")
    figures = run("fault_syscalls", *names, "--records", "30", *(() if WHOLE else ("--in-turn",)))
    assert figures["calls"] >= 18
    assert figures["injected"] == figures["calls"] * (3 if WHOLE else 1)


def test_a_full_disk_refuses_pushes_and_loses_nothing() -> None:
    if subprocess.run(["id", "-u"], capture_output=True, text=True).stdout.strip() != "0":
        pytest.skip("only root may mount a small disk; strace injects ENOSPC too, in another test")
    assert run("fault_disk")["acknowledged"] > 50


def test_each_push_of_eight_concurrent_writers_is_accepted_once() -> None:
    pushes = quarter(40)
    figures = run("fault_writers", "--pushes", str(pushes))
    assert figures["writers"] == 8
    assert figures["acknowledged"] >= 8 * pushes
    assert figures["conflicts"] > 0, "the writers must conflict with each other"
