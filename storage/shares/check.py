"""The integrity check of shares and of the index of expiry times."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from storage import base64url
from storage.files.atomic_file import Tables
from storage.files.check import Damage, Kind, check_files, check_index, count_files
from storage.files.named_files import FILE_NAME
from storage.shares.expiry_index import ENTRY_NAME, ExpiryIndex, entries_of
from storage.shares.file import parse_share


def check_shares(
    data: Path, sealed_bytes: frozenset[int], note_bytes: frozenset[int], is_copy: bool = False
) -> Iterator[Damage]:
    """All damage under `<data>/shares/` and `<data>/expires/`, also while servers run.

    `sealed_bytes` and `note_bytes`: the sizes that a text and a note may have. A copy may lack index entries.
    """
    index = ExpiryIndex(data / "expires")

    def inspect(path: Path, tables: Tables) -> Iterator[str]:
        share = parse_share(tables)
        note_sizes = {base64url.decoded_size(len(note)) for note in share.notes}
        if base64url.decoded_size(len(share.sealed)) not in sealed_bytes or note_sizes - note_bytes:
            yield "holds a text of an impossible size"
        elif not is_copy and not all(map(index.has, entries_of(bytes.fromhex(path.stem), share))):
            yield "has no mark of its end; `sweep` makes it"

    yield from check_files(data / "shares", Kind(FILE_NAME, "share", "shares", inspect), is_copy)
    yield from check_index(data / "expires", ENTRY_NAME)


def share_count(data: Path) -> int:
    """How many shares there are, including expired ones that have not been swept yet."""
    return count_files(data / "shares", FILE_NAME)
