"""What a program asks of the system, act by act: it says where each begins by asking for a file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

from webapp.config import ROOT

COUNTED = "fsync|rename|openat|getdents64|unlink|mkdir|write"


def calls(program: str, data: Path) -> dict[str, Counter[str]]:
    """How often each system call is made between `os.path.exists("/begins-<act>")` and the next one."""
    log = data / "trace"
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    subprocess.run(
        ["strace", "-f", "-o", str(log), sys.executable, "-c", program, str(data)],
        check=True, capture_output=True, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
    counted: dict[str, Counter[str]] = {}
    now: Counter[str] = Counter()
    for line in log.read_text().splitlines():
        if begins := re.search(r'"/begins-([a-z]+)"', line):
            now = counted.setdefault(begins[1], Counter())
        elif found := re.match(rf"\d+ +({COUNTED})\(", line):
            now[found[1]] += 1
    del counted["end"]
    return counted
