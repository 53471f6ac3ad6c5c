"""Every fault that the vaults must survive, at full counts: bench/run faults."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.fault_disk import full_disk, small_disk
from bench.fault_kills import kills
from bench.fault_syscalls import syscalls
from bench.fault_writers import writers
from bench.results import store

Figures = dict[str, int | list[str]]


def on_a_small_disk(_: Path) -> Figures:
    """The full-disk fault, if this user may mount a small disk."""
    try:
        with small_disk() as data:
            return full_disk(data)
    except PermissionError as refusal:
        print(f"  {refusal}; only the injected ENOSPC covers a full disk")
        return {"wrong": []}


FAULTS: dict[str, Callable[[Path], Figures]] = {
    "killed, 20 records": lambda data: kills(300, 20, data),
    "killed, 200 records": lambda data: kills(300, 200, data),
    "each system call": lambda data: syscalls(set(), data, 1),
    "each call, segments": lambda data: syscalls(set(), data, 30),
    "full disk": on_a_small_disk,
    "eight writers": lambda data: writers(200, 20, data),
}


def main() -> int:
    """Print and store the figures; return 1 if anything was lost or damaged."""
    all_figures: dict[str, Figures] = {}
    for name, fault in FAULTS.items():
        began = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            all_figures[name] = fault(Path(folder))
        print(
            f"{name:22} {json.dumps(all_figures[name])[:400]}  {time.monotonic() - began:.0f} s", flush=True
        )
    store("faults", all_figures)
    return int(any(figures["wrong"] for figures in all_figures.values()))


if __name__ == "__main__":
    sys.exit(main())
