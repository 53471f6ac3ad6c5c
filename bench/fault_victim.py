"""One push in a separate process, between two marker calls in its trace: the target of fault_syscalls."""

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
    """Open a file that does not exist, so that its name appears in the trace."""
    with suppress(OSError):
        os.close(os.open(name, os.O_RDONLY))


def main(data: str, vault_id: str, token: str, base: str, *records: str) -> None:
    """Push an edit of some records once; print `kept`, or `busy` if the store raises Busy."""
    store = TinyDBVaults(Path(data))
    access = Access(bytes.fromhex(vault_id), bytes.fromhex(token))
    store.authorize(access)
    pushes = [new_push(int(base), record) for record in records]
    mark(BEGINS)
    try:
        store.push(access, pushes)
        outcome = "kept"
    except Busy:
        outcome = "busy"
    mark(ENDS)
    print(outcome, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
