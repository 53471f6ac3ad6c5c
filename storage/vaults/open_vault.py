"""One push to a vault on disk: segments are written first, then the head, and then old segments are removed.

The push takes effect when the head is replaced. A kill before that leaves the vault as it was, beside stray
segments; a kill after it leaves segments that no head names any more, which are strays too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tinydb import TinyDB

from storage.errors import Conflict
from storage.files.atomic_file import sync_folder, write_file
from storage.vaults.file import open_vault, read_header, stored_header, stored_layout, write_vault
from storage.vaults.interface import Access, Allowance, Push, Record
from storage.vaults.layout import Layout, Row
from storage.vaults.rules import Header, StoredVault, accept, authorize, sealed_size
from storage.vaults.segments import (
    content_of,
    hash_name,
    is_named,
    read_records,
    remove_segments,
    segment_path,
)


def read_vault(head: Path) -> StoredVault | None:
    """A whole vault, under its folder's lock or from a copy; None if it is gone. Raises Damaged, OSError."""
    begins = read_header(str(head))
    if begins is None:
        return None
    with open_vault(head) as db:
        header, records = OpenVault(head, db).read_all()
    return StoredVault(bytes.fromhex(head.stem), header, begins[1], records) if header else None


def write_whole(head: Path, item: StoredVault) -> None:
    """Write a vault in place of what is there, under its folder's lock. Raises Damaged, OSError."""
    with open_vault(head) as db:
        vault = OpenVault(head, db)
        vault.replace_all(item.records)
        vault.commit(item.header, item.visited_day)


class OpenVault:
    """A vault in an open file, under its folder's lock, for one push. Raises Damaged, OSError."""

    def __init__(self, path: Path, db: TinyDB) -> None:
        self._path, self._db = path, db
        self._header = stored_header(db)
        self._layout: Layout = stored_layout(db)
        self._named_before = set(self._layout.segments)

    def apply(
        self, access: Access, pushes: Sequence[Push], allowance: Allowance
    ) -> tuple[Header, list[Record]]:
        """Accept a push and move some other records with it; return the header and the new records.

        Raises Unauthorized, Conflict, VaultFull, FullToday, NoRoom, Damaged, OSError.
        """
        layout = self._layout
        stored = layout.find(push.id for push in pushes)
        try:
            header, after = accept(authorize(access, self._header), stored, pushes, allowance)
        except Conflict as conflict:
            raise Conflict(self._with_bytes(conflict.current)) from None
        layout.put(after)
        moved = layout.to_move(sum(map(sealed_size, after)))
        layout.put(read_records(self._path, moved).values())
        return header, after

    def read_all(self) -> tuple[Header | None, tuple[Record, ...]]:
        """The header and every record with its bytes, by ascending `seq`; None if there is no vault."""
        newer = self._layout.newer(0)
        read = read_records(
            self._path, self._layout.places(each.id for each in newer if isinstance(each, Row))
        )
        return self._header, tuple(r if isinstance(r, Record) else read[r.seq] for r in newer)

    def replace_all(self, records: Sequence[Record]) -> None:
        """Put these records in place of all others."""
        self._layout = Layout({record.id: record for record in records})

    def _with_bytes(self, records: Iterable[Record]) -> list[Record]:
        missing = [record.id for record in records if record.rev and record.sealed is None]
        read = read_records(self._path, self._layout.places(missing))
        return [read.get(record.seq, record) for record in records]

    def commit(self, header: Header, day: int) -> None:
        """Write what changed, with `day` as the modification time. Raises OSError."""
        contents = [(content_of(records), records) for records in self._layout.overflow()]
        segments = [(hash_name(content), records) for content, records in contents]
        if segments:
            self._layout.empty_head(segments)
        write_vault(self._db, header, self._layout)
        try:
            for content, _ in contents:
                write_file(segment_path(self._path, hash_name(content)), content, day)
            if contents:
                sync_folder(self._path.parent)
            self._db.storage.commit(day)  # type: ignore[attr-defined]
        except OSError:
            self._remove_unnamed({name for name, _ in segments})
            raise
        remove_segments(self._path, self._named_before - set(self._layout.segments))

    def _remove_unnamed(self, names: set[str]) -> None:
        """After a failure: the head on disk says whether it was replaced. A full disk gets its room back."""
        if names:
            head = self._path.read_bytes()
            remove_segments(self._path, {name for name in names if not is_named(head, name)})
