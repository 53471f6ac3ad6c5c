"""Eight concurrent writers on one vault, in processes and threads: no push is lost or accepted twice."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.vault_ledger import Acked, losses, new_vault, problems_in, revisions, swept_strays, write_once
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

PROCESSES = 4
THREADS = 2


def writers(pushes: int, records: int, data: Path) -> dict[str, int | list[str]]:
    """Run the writers until each has had `pushes` pushes accepted; return counts, conflicts and problems."""
    store = TinyDBVaults(data)
    access = new_vault(store, records)
    who = [access.vault_id.hex(), access.token_sha256.hex()]
    command = [sys.executable, "-m", "bench.fault_writers", "--as", *who, "--pushes", str(pushes), str(data)]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(PROCESSES)]
    for process in running:  # start together, or the first might finish before the last one starts
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    outputs = [json.loads(process.communicate()[0]) for process in running]
    acked = [Acked(**entry) for output in outputs for entry in output["acknowledged"]]
    problems = losses(store, access, acked)
    gaps = store.pull(access, 0, 1).seq - records - len(acked)
    problems += [f"{gaps} numbers of the sequence belong to no record"] * (gaps != 0)
    strays = swept_strays(store)
    problems += problems_in(data)
    conflicts = sum(output["conflicts"] for output in outputs)
    return {"writers": PROCESSES * THREADS, "acknowledged": len(acked), "conflicts": conflicts,
            "strays": strays, "wrong": problems}  # fmt: skip


def _device(data: Path, access: Access, pushes: int) -> tuple[list[Acked], int]:
    store = TinyDBVaults(data, lock_seconds=60)
    known, acked, accepted, conflicts = revisions(store, access), [], 0, 0
    while accepted < pushes:
        new = write_once(store, access, known)
        acked += new
        accepted, conflicts = accepted + bool(new), conflicts + (not new)
    return acked, conflicts


def _process(data: Path, access: Access, pushes: int) -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(THREADS) as pool:
        devices = [pool.submit(_device, data, access, pushes) for _ in range(THREADS)]
    results = [device.result() for device in devices]
    acked = [vars(entry) for entries, _ in results for entry in entries]
    print(json.dumps({"acknowledged": acked, "conflicts": sum(count for _, count in results)}))


def main() -> int:
    """Print the figures as JSON; return 1 if anything is wrong. With --as, be one of the writers."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--as", nargs=2, dest="who")
    arguments.add_argument("--pushes", type=int, default=200)
    arguments.add_argument("--records", type=int, default=20)
    arguments.add_argument("data", nargs="?", type=Path)
    options = arguments.parse_args()
    if options.who:
        vault_id, token = map(bytes.fromhex, options.who)
        _process(options.data, Access(vault_id, token), options.pushes)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        figures = writers(options.pushes, options.records, Path(folder))
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
