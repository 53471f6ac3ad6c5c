"""One push by a process of its own, between two calls that a trace shows: what fault_syscalls breaks."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from bench.vault_ledger import new_push
from storage.errors import Busy
from storage.vaults.interface import Access
from storage.vaults.tinydb import TinyDBVaults

BEGINS, ENDS = "/a-push-begins", "/a-push-ends"


def mark(name: str) -> None:
    """Ask for a file that is not there, so that the trace holds the name."""
    with suppress(OSError):
        os.close(os.open(name, os.O_RDONLY))


def main(data: str, vault_id: str, token: str, record: str, base: str) -> None:
    """Push once and print `kept`, or `busy` where the store says so."""
    store = TinyDBVaults(Path(data))
    access = Access(bytes.fromhex(vault_id), bytes.fromhex(token))
    store.authorize(access)
    push = new_push(int(base), record)
    mark(BEGINS)
    try:
        store.push(access, [push])
        said = "kept"
    except Busy:
        said = "busy"
    mark(ENDS)
    print(said, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
