"""Mutation testing: put small faults into the app, one at a time, and see whether the file's tests fail.

`bench/run mutants --seed 1 --count 20` takes the same faults every time. bench/mutants/tests.toml names the
tests of each file. A mutant that behaves as the app survives rightly, so a person has to judge the survivors.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Mapping
from pathlib import Path

from bench.coverage_suites import set_up
from bench.lighthouse import NODE
from bench.mutants_of import Mutant, mutants_of
from bench.results import store
from tests.browser.real_server import ROOT

TESTS = Path(__file__).parent / "mutants" / "tests.toml"
LEFT_OUT = {".git", ".venv", "node_modules", ".build", "data", ".hypothesis"}
HANG_TIMES = 10
"""A mutant hangs if its tests take this many times as long as without a fault, plus HANG_SECONDS."""
HANG_SECONDS = 60.0


def copy_of(source: Path, target: Path) -> None:
    """Copy the tree into a folder; link to the installed packages instead of copying them."""

    def ignored(folder: str, _names: list[str]) -> set[str]:
        return {"__pycache__"} | (LEFT_OUT if Path(folder) == source else set())

    shutil.copytree(source, target, ignore=ignored, symlinks=True)
    for name in (".venv", "node_modules"):
        (target / name).symlink_to((source / name).resolve())


def commands(tree: Path, tests: list[str]) -> list[list[str]]:
    """The commands that run the test files: node for scripts, pytest for the rest."""
    python = str(tree / ".venv/bin/python")
    scripts = [name for name in tests if name.endswith(".js")]
    others = [name for name in tests if name.endswith(".py")]
    found = []
    if scripts:
        found.append([python, "-c", NODE, "--test", "--test-reporter=dot", *scripts])
    if others:
        found.append([python, "-m", "pytest", "-q", "-x", "--hypothesis-seed=0", *others])
    return found


def failure_of(tree: Path, tests: list[str], seconds_max: float | None = None) -> str:
    """The end of the output of the first failing command; empty if all of these tests pass."""
    for command in commands(tree, tests):
        with subprocess.Popen(
            command, cwd=tree, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        ) as running:  # fmt: skip
            try:
                output = running.communicate(timeout=seconds_max)[0].decode("utf-8", "replace")[-3000:]
            except subprocess.TimeoutExpired:
                os.killpg(running.pid, signal.SIGKILL)
                return "it hangs"
        if running.returncode in (4, 5):
            raise SystemExit(f"pytest ran no tests from {' '.join(tests)}")
        if running.returncode:
            return output or "it failed without output"
    return ""


def chosen(tree: Path, files: list[str], seed: int, count: int) -> list[Mutant]:
    """Choose `count` faults at random from the files; the same ones for the same seed."""
    generator = random.Random(seed)
    left = {path: mutants_of(tree, path) for path in files}
    found: list[Mutant] = []
    while len(found) < count and any(left.values()):
        mutants = left[generator.choice(sorted(path for path in left if left[path]))]
        found.append(mutants.pop(generator.randrange(len(mutants))))
    return found


def is_caught(tree: Path, mutant: Mutant, tests: list[str], seconds_max: float) -> bool:
    """Put the fault in, run the tests, and take it out again."""
    path = tree / mutant.path
    content = path.read_bytes()
    try:
        path.write_bytes(mutant.within(content))
        return bool(failure_of(tree, tests, seconds_max))
    finally:
        path.write_bytes(content)


def judge(tree: Path, wanted: list[Mutant], tests: Mapping[str, list[str]]) -> dict[str, list[Mutant]]:
    """Group the mutants: caught, survived, or not judged because the tests fail without a fault."""
    found: dict[str, list[Mutant]] = {"caught": [], "SURVIVED": [], "not judged": []}
    normal: dict[str, float] = {}
    for path in sorted({mutant.path for mutant in wanted}):
        began = time.monotonic()
        failure = failure_of(tree, tests[path])
        if failure:
            print(f"{failure}\nThe tests of {path} fail without a fault.", flush=True)
        else:
            normal[path] = time.monotonic() - began
    for mutant in wanted:
        how = "not judged"
        if mutant.path in normal:
            seconds_max = HANG_SECONDS + HANG_TIMES * normal[mutant.path]
            how = "caught" if is_caught(tree, mutant, tests[mutant.path], seconds_max) else "SURVIVED"
        print(f"{how:10} {mutant}", flush=True)
        found[how].append(mutant)
    return found


def main() -> int:
    """Judge the mutants and store the result; return 1 if some could not be judged."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--files", nargs="*", default=[], help="only files whose path holds one of these")
    parser.add_argument("--source", type=Path, default=ROOT, help="the checkout, already set up")
    options = parser.parse_args()
    set_up()
    source = options.source.resolve()
    listed: dict[str, list[str]] = tomllib.loads(TESTS.read_text())
    tests = {path: [name for name in names if (source / name).exists()] for path, names in listed.items()}
    files = [p for p in tests if not options.files or any(part in p for part in options.files)]
    if missing := [path for path in files if not tests[path] or not (source / path).exists()]:
        parser.error(f"not in this checkout, or without its tests: {', '.join(missing)}")
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        copy_of(source, tree)
        wanted = chosen(tree, files, options.seed, options.count)
        found = judge(tree, wanted, tests)
    print("\n" + ", ".join(f"{len(mutants)} {how}" for how, mutants in found.items()))
    store("mutants", {how: [str(mutant) for mutant in mutants] for how, mutants in found.items()})
    return int(bool(found["not judged"]))


if __name__ == "__main__":
    sys.exit(main())
