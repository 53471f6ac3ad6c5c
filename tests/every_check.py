"""Run every check, or the named ones, and print one summary. Called by bin/test."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from check_progress import Progress
from check_reports import Outcome, outcome_of, print_failures, print_summary
from check_selection import ROOT, Check, NothingMatches, needed_programs, selected

STEP_SECONDS_MAX = 5000
"""A guard against hanging: on two busy cores the slowest check takes less than half of this."""
LANES = ({"browser"}, {"lint", "format", "types", "js-format", "js-types", "js", "server"})
"""Lanes run in parallel, on two cores: browser tests often wait, and the quick checks fill those gaps."""
SIDE_LANE_NICENESS = 5
"""The quick checks have lower priority, because the browser tests take longest."""


def side_lane_priority() -> int:
    """The niceness of the side lane, never below our own: a process may not raise its priority."""
    return min(19, os.getpriority(os.PRIO_PROCESS, 0) + SIDE_LANE_NICENESS)


def run(check: Check, folder: Path, progress: Progress) -> Outcome:
    """Run one check to its end, and count its tests meanwhile."""
    report = folder / f"{check.name}.xml"
    command = [part.replace("{report}", str(report)) for part in check.command]
    began = time.monotonic()
    lines: list[str] = []
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        text=True, errors="replace", start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as process:  # fmt: skip
        if check.name not in LANES[0]:
            os.setpriority(os.PRIO_PROCESS, process.pid, side_lane_priority())
        guard = threading.Timer(STEP_SECONDS_MAX, os.killpg, (process.pid, signal.SIGKILL))
        guard.start()
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            progress.add_line(check.name, line)
        code = process.wait()
        guard.cancel()
    seconds = time.monotonic() - began
    if code == -signal.SIGKILL and seconds >= STEP_SECONDS_MAX:
        lines.append(f"stopped after {STEP_SECONDS_MAX} s\n")
    outcome = outcome_of(check, code, "".join(lines), report, seconds)
    progress.ended(outcome)
    print_failures(outcome)
    return outcome


def run_lane(checks: list[Check], folder: Path, progress: Progress) -> list[Outcome]:
    """Run the checks of one lane, one after the other."""
    return [run(check, folder, progress) for check in checks]


def set_up(checks: list[Check]) -> None:
    """Install the browsers and tools that these checks need, and no others."""
    if programs := needed_programs(checks):
        subprocess.run([str(ROOT / "bin/set-up-browsers"), *programs], cwd=ROOT, check=True)


def main(arguments: list[str]) -> int:
    """Run what the arguments name; return 0 if something ran and nothing failed."""
    try:
        checks = selected(arguments)
    except NothingMatches as nothing:
        print(nothing, file=sys.stderr)
        return 2
    set_up(checks)
    progress = Progress(checks)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(len(LANES)) as lanes:
        running = [
            lanes.submit(run_lane, [check for check in checks if check.name in lane], Path(folder), progress)
            for lane in LANES
        ]
        outcomes = [outcome for lane in running for outcome in lane.result()]
        progress.close()
        return print_summary(outcomes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
