"""Run the Python tests that sweep or search, whole: `bin/test` runs a quarter of each (tests/sweeps.py)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(options: list[str]) -> int:
    """Run every test file that imports tests/sweeps.py; return pytest's exit code."""
    tests = sorted((ROOT / "tests").rglob("test_*.py"))
    sweeping = [str(path) for path in tests if "\nfrom sweeps import " in path.read_text()]
    command = [sys.executable, "-m", "pytest", "-q", *options, *sweeping]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, "TEST_SWEEPS": "whole"}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
