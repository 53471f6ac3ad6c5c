"""Schemathesis on every operation of docs/openapi.yaml, with ten times the requests of a sweep."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from tests.browser.real_server import ROOT, project_python


def main() -> int:
    """Run tests/test_openapi_fuzz.py; return pytest's exit code."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--times", type=int, default=10, help="this many times a sweep (default 10)")
    arguments.add_argument("--seed", type=int, default=1, help="which requests (default 1)")
    options = arguments.parse_args()
    asked = {"TEST_SWEEPS": "whole", "FUZZ_TIMES": str(options.times), "FUZZ_SEED": str(options.seed)}
    command = [project_python(), "-m", "pytest", "-q", "--durations=5", "tests/test_openapi_fuzz.py"]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **asked}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
