"""EIO, ENOSPC and SIGKILL at each system call of a push, one at a time, by strace."""

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
from bench.vault_ledger import new_push, new_vault, revisions, swept_strays, wrongs
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

NOT_OF_FILES = re.compile(r"mmap|munmap|brk|futex|rt_sig|getrandom|clock|madvise|mprotect|getpid|gettid|exit")
FAULTS = {"EIO": "error=EIO", "ENOSPC": "error=ENOSPC", "kill": "signal=KILL"}
ENVIRONMENT = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}


@dataclass(frozen=True)
class Call:
    """One system call of a push: its name, and the how many-eth of that name it is in its process."""

    name: str
    number: int


class Bench:
    """One vault, and victims that push to it under strace."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.store = TinyDBVaults(data)
        self.access = new_vault(self.store, 20)
        self.record = min(revisions(self.store, self.access))
        self.log = data / "trace"

    def victim(self, *options: str) -> tuple[str, int]:
        """What a victim printed, and the revision that its push builds on."""
        base = revisions(self.store, self.access)[self.record]
        access: Access = self.access
        who = [str(self.data), access.vault_id.hex(), access.token_sha256.hex(), self.record, str(base)]
        command = ["strace", "-o", str(self.log), *options, sys.executable, "-m", "bench.fault_victim", *who]
        ended = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT)
        return ended.stdout.strip(), base

    def calls(self) -> list[Call]:
        """The system calls of one push that have to do with files, in order."""
        self.victim()
        counts: dict[str, int] = {}
        found, inside = [], False
        for line in self.log.read_text().splitlines():
            name = line.partition("(")[0]
            counts[name] = counts.get(name, 0) + 1
            inside = inside and ENDS not in line
            if inside and not NOT_OF_FILES.search(name):
                found.append(Call(name, counts[name]))
            inside = inside or BEGINS in line
        return found

    def inject(self, call: Call, fault: str) -> list[str]:
        """Inject one fault; what is wrong afterwards."""
        options = [
            "-e",
            f"trace={call.name},openat",
            "-e",
            f"inject={call.name}:{FAULTS[fault]}:when={call.number}",
        ]
        said, base = self.victim(*options)
        trace = self.log.read_text()
        hit = "killed by SIGKILL" in trace if fault == "kill" else "(INJECTED)" in trace
        if not hit or BEGINS not in trace.split("(INJECTED)")[0]:
            return [f"{fault} at {call} missed the push"]
        return [f"{fault} at {call}: {wrong}" for wrong in self._wrong(said, base, fault)]

    def _wrong(self, said: str, base: int, fault: str) -> list[str]:
        rev = revisions(self.store, self.access)[self.record]
        expected = {"kill": {""}}.get(fault, {"kept", "busy"})
        found = [f"the victim said {said!r}"] * (said not in expected)
        found += ["an acknowledged push is lost"] * (said == "kept" and rev != base + 1)
        found += [f"revision {rev} after {base}"] * (rev not in {base, base + 1})
        found += [wrong for wrong in wrongs(self.data) if "stray" not in wrong]
        self.store.push(self.access, [new_push(rev, self.record)])
        swept_strays(self.store)
        return found + wrongs(self.data)


def syscalls(names: set[str], data: Path, in_turn: bool = False) -> dict[str, int | list[str]]:
    """Inject every fault at every call, or at those of the names; how many, and what is wrong.

    In turn: one fault at each call, and the next one at the next.
    """
    bench = Bench(data)
    bench.victim()  # compiles what is not compiled yet, so that later runs make the same calls
    calls = [call for call in bench.calls() if not names or call.name in names]
    faults = [(call, fault) for call in calls for fault in FAULTS]
    if in_turn:
        faults = list(zip(calls, cycle(FAULTS), strict=False))
    found = [wrong for call, fault in faults for wrong in bench.inject(call, fault)]
    return {"calls": len(calls), "injected": len(faults), "wrong": found}


def main() -> int:
    """Print the figures as JSON; 1 when anything is wrong."""
    asked = argparse.ArgumentParser()
    asked.add_argument("names", nargs="*")
    asked.add_argument("--in-turn", action="store_true", help="one fault at each call, not all")
    options = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = syscalls(set(options.names), Path(folder), options.in_turn)
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
