"""A disk that fills up: pushes are refused, nothing that was kept is lost, and room makes it work again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.vault_ledger import Told, digest, losses, new_push, new_vault, swept_strays, wrongs
from storage.errors import Busy
from storage.vaults.tinydb import TinyDBVaults

DISK = "size=2m"


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk of two megabytes, in memory. Raises PermissionError where this user may not mount one."""
    if os.geteuid() != 0:
        raise PermissionError("only an administrator may mount a small disk")
    with tempfile.TemporaryDirectory() as folder:
        ended = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", folder], capture_output=True, text=True
        )
        if ended.returncode:
            raise PermissionError(ended.stderr.strip())
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def full_disk(data: Path) -> dict[str, int | list[str]]:
    """Push until the disk is full, and again after something else is removed; what is wrong."""
    ballast = data / "ballast"
    ballast.write_bytes(bytes(256 * 1024))
    store = TinyDBVaults(data)
    access = new_vault(store, 0)
    told: list[Told] = []
    refused = 0
    while refused < 5:
        push = new_push(0)
        try:
            record = store.push(access, [push]).records[0]
            told.append(Told(record.id, record.rev, record.seq, digest(push.sealed)))
        except Busy:
            refused += 1
    found = losses(store, access, told) + wrongs(data)
    ballast.unlink()
    found += ["a push is refused although there is room"] * (
        store.push(access, [new_push(0)]).seq <= len(told)
    )
    swept_strays(store)
    return {"told": len(told), "refused": refused, "wrong": found + wrongs(data)}


def main() -> int:
    """Print the figures as JSON; 1 when anything is wrong, or where no small disk can be had."""
    with small_disk() as data:
        figures = full_disk(data)
    print(json.dumps(figures))
    return int(bool(figures["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
