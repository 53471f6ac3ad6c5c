"""Run every check in a fresh clone, several times, while other processes keep the processors busy.

`bench/run under_load --runs 3 --spinners 8` clones the last commit into a temporary folder and runs `.ci/run`
there with no input. The output of each run is stored in bench/results/under_load-<number>.out.
"""

from __future__ import annotations

import argparse
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.results import RESULTS, store
from tests.browser.real_server import ROOT

RUN_SECONDS_MAX = 90 * 60
"""A run that takes longer is stopped and counts as failed."""
SPIN = "import sys, time; end = time.monotonic() + float(sys.argv[1])\nwhile time.monotonic() < end: pass"
"""Ends by itself, in case nobody kills it."""
FAILED = re.compile(r"^(?:FAILED |ERROR |\s*not ok \d+ - )(.+)", re.MULTILINE)
"""How pytest and node report a failed test."""
SUMMARY = re.compile(r"^Summary\n.*\Z", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Outcome:
    """One run: its exit code (None if it was stopped), how long it took, and which tests failed."""

    code: int | None
    seconds: float
    failing: list[str]
    summary: str

    def __str__(self) -> str:
        ended = {0: "green", None: f"stopped after {RUN_SECONDS_MAX // 60} minutes"}
        how = ended.get(self.code, f"red (exit code {self.code})")
        return "\n".join(
            [f"{how}, {self.seconds:.0f} s", *(f"  {name}" for name in self.failing), self.summary]
        )


@contextmanager
def spinning(number: int, seconds: float) -> Iterator[None]:
    """Keep `number` processes spinning until the block ends."""
    spinners: list[subprocess.Popen[bytes]] = []
    try:
        for _ in range(number):
            spinners.append(subprocess.Popen([sys.executable, "-c", SPIN, str(seconds)]))
        yield
    finally:
        for spinner in spinners:
            spinner.kill()
            spinner.wait()


def commit_of(tree: Path) -> str:
    """The short hash of a checkout's HEAD."""
    command = ["git", "rev-parse", "--short", "HEAD"]
    return subprocess.run(command, cwd=tree, check=True, capture_output=True, text=True).stdout.strip()


def one_run(tree: Path, output: Path) -> Outcome:
    """Run every check of a tree once, with no input."""
    began = time.monotonic()
    with output.open("wb") as file:
        running = subprocess.Popen(
            [".ci/run"], cwd=tree, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
            env={name: text for name, text in os.environ.items() if name != "PYTHONPATH"},
            start_new_session=True,
        )  # fmt: skip
        code: int | None
        try:
            code = running.wait(RUN_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            code = None
        finally:
            if running.poll() is None:
                os.killpg(running.pid, signal.SIGKILL)
                running.wait()
    text = output.read_text("utf-8", "replace")
    failing = list(dict.fromkeys(name.strip() for name in FAILED.findall(text)))
    summary = SUMMARY.search(text)
    return Outcome(code, time.monotonic() - began, failing, summary[0].strip() if summary else text[-500:])


def main() -> int:
    """Print each run as it ends; return 1 if one was not green."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--spinners", type=int, default=8)
    options = arguments.parse_args()
    RESULTS.mkdir(exist_ok=True)
    outcomes = []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        tree = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(tree)], check=True)
        commit = commit_of(tree)
        minutes = RUN_SECONDS_MAX // 60
        print(
            f"{commit}, {options.spinners} processes spin; a run takes {minutes} minutes at most", flush=True
        )
        with spinning(options.spinners, (options.runs + 1) * RUN_SECONDS_MAX):
            for number in range(1, options.runs + 1):
                outcome = one_run(tree, RESULTS / f"under_load-{number}.out")
                outcomes.append(outcome)
                print(f"\nrun {number}: {outcome}", flush=True)
    runs = [asdict(outcome) for outcome in outcomes]
    store("under_load", {"commit": commit, "spinners": options.spinners, "runs": runs})
    return int(any(outcome.code != 0 for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
