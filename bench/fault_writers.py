"""Eight writers in processes and threads on one vault: every push is accepted once, and none is lost."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.vault_ledger import Told, losses, new_vault, revisions, swept_strays, write_once, wrongs
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

PROCESSES = 4
THREADS = 2


def writers(pushes: int, records: int, data: Path) -> dict[str, int | list[str]]:
    """Let every writer have `pushes` pushes accepted; how many conflicts it took, and what is wrong."""
    store = TinyDBVaults(data)
    access = new_vault(store, records)
    who = [access.vault_id.hex(), access.token_sha256.hex()]
    command = [sys.executable, "-m", "bench.fault_writers", "--as", *who, "--pushes", str(pushes), str(data)]
    pipe = subprocess.PIPE
    running = [subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) for _ in range(PROCESSES)]
    for process in running:  # they begin together, or the first might be done before the last one starts
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    said = [json.loads(process.communicate()[0]) for process in running]
    told = [Told(**entry) for one in said for entry in one["told"]]
    found = losses(store, access, told)
    gaps = store.pull(access, 0, 1).seq - records - len(told)
    found += [f"{gaps} numbers of the sequence are nobody's"] * (gaps != 0)
    strays = swept_strays(store)
    found += wrongs(data)
    conflicts = sum(one["conflicts"] for one in said)
    return {"writers": PROCESSES * THREADS, "told": len(told), "conflicts": conflicts,
            "strays": strays, "wrong": found}  # fmt: skip


def _device(data: Path, access: Access, pushes: int) -> tuple[list[Told], int]:
    store = TinyDBVaults(data, lock_seconds=60)
    known, told, accepted, conflicts = revisions(store, access), [], 0, 0
    while accepted < pushes:
        new = write_once(store, access, known)
        told += new
        accepted, conflicts = accepted + bool(new), conflicts + (not new)
    return told, conflicts


def _process(data: Path, access: Access, pushes: int) -> None:
    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(THREADS) as pool:
        devices = [pool.submit(_device, data, access, pushes) for _ in range(THREADS)]
    results = [device.result() for device in devices]
    told = [vars(entry) for entries, _ in results for entry in entries]
    print(json.dumps({"told": told, "conflicts": sum(count for _, count in results)}))


def main() -> int:
    """Print the figures as JSON; 1 when anything is wrong. With --as it is one of the writing processes."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--as", nargs=2, dest="who")
    asked.add_argument("--pushes", type=int, default=200)
    asked.add_argument("--records", type=int, default=20)
    asked.add_argument("data", nargs="?", type=Path)
    options = asked.parse_args()
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
