"""A full disk: pushes are refused, no stored record is lost, and pushes work again once there is room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.vault_ledger import Acked, digest, losses, new_push, new_vault, problems_in, swept_strays
from storage.errors import Busy
from storage.vaults.tinydb import TinyDBVaults


@contextmanager
def small_disk(megabytes: int = 2) -> Iterator[Path]:
    """Mount an in-memory disk. Raises PermissionError if this user may not mount one."""
    if os.geteuid() != 0:
        raise PermissionError("only an administrator may mount a small disk")
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder],
            capture_output=True,
            text=True,
        )
        if ended.returncode:
            raise PermissionError(ended.stderr.strip())
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)  # a server may still be ending


def full_disk(data: Path) -> dict[str, int | list[str]]:
    """Push until the disk is full, then again after another file is removed; return counts and problems."""
    ballast = data / "ballast"
    ballast.write_bytes(bytes(256 * 1024))
    store = TinyDBVaults(data)
    access = new_vault(store, 0)
    acked: list[Acked] = []
    refused = 0
    while refused < 5:
        push = new_push(0)
        try:
            record = store.push(access, [push]).records[0]
            acked.append(Acked(record.id, record.rev, record.seq, digest(push.sealed)))
        except Busy:
            refused += 1
    problems = losses(store, access, acked) + problems_in(data)
    ballast.unlink()
    problems += ["a push is refused although there is room"] * (
        store.push(access, [new_push(0)]).seq <= len(acked)
    )
    swept_strays(store)
    return {"acknowledged": len(acked), "refused": refused, "wrong": problems + problems_in(data)}


def main() -> int:
    """Print the figures as JSON; return 1 if anything is wrong. Fails if no small disk can be mounted."""
    with small_disk() as data:
        figures = full_disk(data)
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
