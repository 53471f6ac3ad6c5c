"""Counts the system calls of a program, operation by operation, with strace.

The program marks where an operation begins by looking for a file named after it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from webapp.config import ROOT

COUNTED = r"\w*sync\w*|rename\w*|openat|getdents64|unlink\w*|mkdir|write"


def calls(program: str, data: Path) -> dict[str, Counter[str]]:
    """How often each system call occurs between `os.path.exists("/begins-<operation>")` and the next one.

    `program`: Python source that gets `data`, a folder, as its argument, and ends with the operation `end`.
    """
    log = data / "trace"
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    subprocess.run(
        ["strace", "-f", "-o", str(log), sys.executable, "-c", program, str(data)],
        check=True, capture_output=True, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    counted: dict[str, Counter[str]] = {}
    now: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        if begins := re.search(r'"/begins-([a-z0-9-]+)"', line):
            now = counted.setdefault(begins[1], Counter())
        elif found := re.match(rf"\d+ +({COUNTED})\(", line):
            now[found[1]] += 1
    del counted["end"]
    return counted
