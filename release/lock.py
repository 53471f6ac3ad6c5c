"""The lock of a release: one file from which pip installs everything by hash, and builds nothing.

A package that its authors publish as sources only is built here once, so that no host builds it.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess  # pip is a program, not a library
import sys
from collections.abc import Iterable
from pathlib import Path

SOURCE_ONLY = ("http-ece",)
"""Published as sources only, in Python alone. `--only-binary` in docs/operating.md notices another one."""


def build_source_only(lock: Path, target: Path, epoch: int) -> list[Path]:
    """Build the wheels of packages that have none, from sources with the hashes of the lock."""
    before = set(target.glob("*.whl"))
    wanted = target / "source-only.lock"
    wanted.write_text("".join(entry_of(name, lock.read_text()) for name in SOURCE_ONLY))
    options = ["--no-deps", "--no-build-isolation", "--no-cache-dir", "--require-hashes", "--quiet"]
    command = [sys.executable, "-m", "pip", "wheel", *options, "--wheel-dir", str(target), "-r", str(wanted)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(epoch)}
    subprocess.run(command, env=environment, check=True, umask=0o022)  # noqa: S603
    wanted.unlink()
    return sorted(set(target.glob("*.whl")) - before)


def entry_of(name: str, lock: str) -> str:
    """The lines of one package in a lock. Raises ValueError if it has none."""
    found = re.search(rf"^{re.escape(name)}==.*\n(?:    .*\n?)*", lock, re.M)
    if not found:
        raise ValueError(f"{name} is not in the lock.")
    return found[0]


def lock_of_release(lock: str, wheels: Iterable[Path]) -> str:
    """A lock with the wheels of a release in place of what they were built from."""
    for name in SOURCE_ONLY:
        lock = lock.replace(entry_of(name, lock), "")
    lines = [
        f"./{path.name} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" for path in wheels
    ]
    return "\n".join([*sorted(lines), lock])
