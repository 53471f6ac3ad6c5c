"""One vault's file, whose head stands first: a few hundred bytes tell whether there is anything new."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from storage.files.atomic_file import WholeFile
from storage.vaults.interface import Damaged
from storage.vaults.rules import SECONDS_A_DAY, Head

HEAD_BYTES = 512
HEAD_BEGINS = b'{"vault":{"1":'
DECOY_PATH = str(Path(__file__).with_name("decoy.json"))


def document_of(head: Head) -> dict[str, str | int]:
    """The head as it is kept in the file."""
    return {
        "token_sha256": head.token_sha256.hex(),
        "made_day": head.made_day,
        "seq": head.seq,
        "records": head.records,
        "size": head.size,
    }


def head_of(document: Mapping[str, Any]) -> Head:
    """The head that a document holds. Raises Damaged."""
    try:
        token = bytes.fromhex(document["token_sha256"])
        head = Head(token, document["made_day"], document["seq"], document["records"], document["size"])
        if len(token) != 32 or min(head.made_day, head.seq, head.records, head.size) < 0:
            raise Damaged
    except (TypeError, KeyError, ValueError):
        raise Damaged from None
    return head


def peek(path: str) -> tuple[Head, int] | None:
    """The head and the day of the last visit, from the file's first bytes; None where there is no file.

    Four system calls, whatever the vault holds; no cache, so nothing to be stale. Raises Damaged, OSError.
    """
    try:
        opened = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        begins = os.read(opened, HEAD_BYTES)
        visited = int(os.fstat(opened).st_mtime) // SECONDS_A_DAY
    finally:
        os.close(opened)
    end = begins.find(b"}") + 1
    if not begins.startswith(HEAD_BEGINS) or not end:
        raise Damaged
    try:
        return head_of(orjson.loads(begins[len(HEAD_BEGINS) : end])), visited
    except orjson.JSONDecodeError:
        raise Damaged from None


class VaultFile(WholeFile):
    """The file of one vault, its head first."""

    FIRST = "vault"
