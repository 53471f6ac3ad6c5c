"""Inject EIO, ENOSPC and SIGKILL at each system call of a push, one at a time, with strace."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

from bench.fault_victim import BEGINS, ENDS
from bench.vault_ledger import new_push, new_vault, problems_in, revisions, swept_strays
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

NOT_OF_FILES = re.compile(r"mmap|munmap|brk|futex|rt_sig|getrandom|clock|madvise|mprotect|getpid|gettid|exit")
FAULTS = {"EIO": "error=EIO", "ENOSPC": "error=ENOSPC", "kill": "signal=KILL"}
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class Call:
    """One system call of a push: its name, and its number among the process's calls of that name."""

    name: str
    number: int


class Bench:
    """One vault, and processes ("victims") that push edits of `records` records to it under strace.

    With more than INLINE_BYTES in a push, each one writes new segments and removes those of the one before.
    """

    def __init__(self, data: Path, records: int) -> None:
        self.data = data
        self.store = TinyDBVaults(data)
        self.access = new_vault(self.store, max(20, records))
        self.records = sorted(revisions(self.store, self.access))[:records]
        self.log = data / "trace"

    def victim(self, *options: str) -> tuple[str, int]:
        """Run one victim; return what it printed, and the revision that its push builds on."""
        base = revisions(self.store, self.access)[self.records[0]]
        access: Access = self.access
        who = [str(self.data), access.vault_id.hex(), access.token_sha256.hex(), str(base), *self.records]
        command = ["strace", "-o", str(self.log), *options, sys.executable, "-m", "bench.fault_victim", *who]
        ended = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
        return ended.stdout.strip(), base

    def calls(self) -> list[Call]:
        """The file system calls of one push, in order."""
        self.victim()
        counts: dict[str, int] = {}
        calls, inside = [], False
        for line in self.log.read_text().splitlines():
            name = line.partition("(")[0]
            counts[name] = counts.get(name, 0) + 1
            inside = inside and ENDS not in line
            if inside and not NOT_OF_FILES.search(name):
                calls.append(Call(name, counts[name]))
            inside = inside or BEGINS in line
        return calls

    def inject(self, call: Call, fault: str) -> list[str]:
        """Inject one fault; return the problems found afterwards."""
        options = [
            "-e",
            f"trace={call.name},openat",
            "-e",
            f"inject={call.name}:{FAULTS[fault]}:when={call.number}",
        ]
        outcome, base = self.victim(*options)
        trace = self.log.read_text()
        hit = "killed by SIGKILL" in trace if fault == "kill" else "(INJECTED)" in trace
        if not hit or BEGINS not in trace.split("(INJECTED)")[0]:
            return [f"{fault} at {call} missed the push"]
        return [f"{fault} at {call}: {wrong}" for wrong in self._wrong(outcome, base, fault)]

    def _wrong(self, outcome: str, base: int, fault: str) -> list[str]:
        held = revisions(self.store, self.access)
        rev = held[self.records[0]]
        expected = {"kill": {""}}.get(fault, {"kept", "busy"})
        problems = [f"the victim said {outcome!r}"] * (outcome not in expected)
        problems += ["an acknowledged push is lost"] * (outcome == "kept" and rev != base + 1)
        problems += [f"revision {rev} after {base}"] * (rev not in {base, base + 1})
        problems += ["half a push is kept"] * (len({held[record] for record in self.records}) > 1)
        problems += [wrong for wrong in problems_in(self.data) if "stray" not in wrong]
        self.store.push(self.access, [new_push(rev, record) for record in self.records])
        swept_strays(self.store)
        return problems + problems_in(self.data)


def syscalls(names: set[str], data: Path, records: int, in_turn: bool = False) -> dict[str, int | list[str]]:
    """Inject every fault at every call, or only at calls in `names`; return counts and problems.

    With `in_turn`, each call gets one fault only: the first call the first fault, the next call the next.
    """
    bench = Bench(data, records)
    bench.victim()  # compiles the modules, so that later runs make the same calls
    calls = [call for call in bench.calls() if not names or call.name in names]
    faults = [(call, fault) for call in calls for fault in FAULTS]
    if in_turn:
        faults = list(zip(calls, cycle(FAULTS), strict=False))
    problems = [wrong for call, fault in faults for wrong in bench.inject(call, fault)]
    return {"calls": len(calls), "injected": len(faults), "wrong": problems}


def main() -> int:
    """Print the figures as JSON; return 1 if anything is wrong."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("names", nargs="*")
    arguments.add_argument("--in-turn", action="store_true", help="one fault at each call instead of all")
    arguments.add_argument("--records", type=int, default=1, help="how many records each push edits")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = syscalls(set(options.names), Path(folder), options.records, options.in_turn)
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
