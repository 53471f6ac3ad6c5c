"""Run one suite of a checkout and record its coverage; each suite returns the figures of its files.

The figures of a file: {"lines": [run, all], "branches": [run, all], "missing": ["12", "15 branch", …]}.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bench.lighthouse import NODE, NPM
from tests.browser.real_server import ROOT

Figures = dict[str, dict[str, Any]]
HERE = Path(__file__).parent / "coverage"
INSTALLED = ROOT / ".build" / "coverage"
LIBRARIES = INSTALLED / "python"
BROWSERS = "2"
"""How many browser tests run at a time, as in bin/test."""


def set_up() -> None:
    """Install coverage.py and acorn, the script parser, from their own lock files, if these changed."""
    locks = [HERE / "requirements.lock", HERE / "package-lock.json"]
    if all((used := INSTALLED / p.name).exists() and used.read_bytes() == p.read_bytes() for p in locks):
        return
    shutil.rmtree(INSTALLED, ignore_errors=True)
    INSTALLED.mkdir(parents=True)
    for name in ("package.json", ".npmrc", "package-lock.json"):
        shutil.copyfile(HERE / name, INSTALLED / name)
    npm = [sys.executable, "-c", NPM, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"]
    subprocess.run(npm, cwd=INSTALLED, check=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"]
    wanted = ["--require-hashes", "--target", str(LIBRARIES), "-r", str(HERE / "requirements.lock")]
    subprocess.run([*pip, *wanted], check=True)
    shutil.copyfile(HERE / "requirements.lock", INSTALLED / "requirements.lock")


def run(command: list[str], source: Path, **environment: str) -> None:
    """Run one command in a checkout. If tests fail, print a warning; their coverage counts all the same."""
    ended = subprocess.run(
        command, cwd=source, env={**os.environ, **environment}, stdin=subprocess.DEVNULL, check=False
    )
    if ended.returncode:
        print(f"The command ended with {ended.returncode}: read its figures with care.", flush=True)


def python_of(source: Path) -> str:
    """The interpreter of a checkout."""
    return str(source / ".venv/bin/python")


def pytest_of(source: Path) -> list[str]:
    """The command for pytest in a checkout, with the same generated examples every time."""
    return [python_of(source), "-m", "pytest", "-q", "--hypothesis-seed=0"]


def server(source: Path, data: Path) -> Figures:
    """The server, measured by coverage.py in every process that a test starts."""
    paths = os.pathsep.join([str(HERE), str(LIBRARIES)])
    places = {"EGNE_ORD_COVERAGE_SOURCE": str(source), "EGNE_ORD_COVERAGE_DATA": str(data)}
    settings = str(HERE / "coveragerc")
    run(
        [*pytest_of(source), "tests", "--ignore=tests/browser"], source,
        PYTHONPATH=paths, COVERAGE_PROCESS_START=settings, **places,
    )  # fmt: skip
    report = data / "server.json"
    for words in (["combine", "--quiet"], ["json", "--quiet", "-o", str(report)]):
        command = [python_of(source), "-m", "coverage", *words, f"--rcfile={settings}"]
        subprocess.run(
            command, cwd=source, env={**os.environ, **places, "PYTHONPATH": str(LIBRARIES)}, check=True
        )
    return {name: of_coverage_py(found) for name, found in json.loads(report.read_text())["files"].items()}


def of_coverage_py(found: Mapping[str, Any]) -> dict[str, Any]:
    """One file's figures from coverage.py's report."""
    summary = found["summary"]
    branches = [f"{begin} branch to {end}" for begin, end in found["missing_branches"]]
    return {
        "lines": [summary["covered_lines"], summary["num_statements"]],
        "branches": [summary["covered_branches"], summary["num_branches"]],
        "missing": [*map(str, found["missing_lines"]), *branches],
    }


def js(source: Path, data: Path) -> Figures:
    """The scripts in node, measured by node's own coverage, one file for each process."""
    tests = sorted(str(path.relative_to(source)) for path in (source / "tests/js").glob("*.test.js"))
    run(
        [python_of(source), "-c", NODE, "--test", "--test-reporter=dot", *tests], source,
        NODE_V8_COVERAGE=str(data / "v8"),
    )  # fmt: skip
    return of_scripts("node", source, data)


def browser(source: Path, data: Path) -> Figures:
    """What Chromium runs in pages and service workers, recorded over a second connection to it."""
    run(
        [*pytest_of(source), "-n", BROWSERS, "--dist", "loadfile", "tests/browser"], source,
        PYTHONPATH=str(HERE / "plugin"), PYTEST_PLUGINS="chromium_coverage",
        EGNE_ORD_COVERAGE_DATA=str(data / "v8"),
    )  # fmt: skip
    maps = [python_of(source), str(HERE / "source_maps.py"), str(data / "maps")]
    subprocess.run(maps, cwd=source, env={**os.environ, "PYTHONPATH": str(source)}, check=True)
    return of_scripts("browser", source, data)


def of_scripts(kind: str, source: Path, data: Path) -> Figures:
    """The figures of all scripts, from V8's coverage data."""
    script = [str(HERE / "figures.mjs"), str(INSTALLED), kind, str(source), str(data)]
    ended = subprocess.run([sys.executable, "-c", NODE, *script], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(ended.stdout))


SUITES = {"server": server, "js": js, "browser": browser}
