"""The default store of vaults: a TinyDB file per vault, or several, safe for many threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from storage import PARTS
from storage.days import day_of
from storage.errors import Busy, Unauthorized, os_errors_as_busy
from storage.files.atomic_file import set_day, sync_folder
from storage.files.check import count_files
from storage.files.gate import is_read_only, locked_to_write
from storage.files.locks import LOCK_SECONDS, locked
from storage.files.paths import folder_of, make_folder, named_paths, path_of, stray_paths
from storage.vaults.file import (
    DECOY_PATH,
    FILE_NAME,
    header_document,
    open_vault,
    read_header,
    read_revisions,
    stored_header,
    stored_layout,
)
from storage.vaults.interface import ROOM_MAX, Access, Allowance, Limits, Page, Push, Record, SweptVaults
from storage.vaults.layout import Row
from storage.vaults.open_vault import OpenVault, read_vault, write_whole
from storage.vaults.retention import Retention
from storage.vaults.rules import (
    Header,
    StoredVault,
    authorize,
    new_epoch,
    new_header,
    page_length,
    sealed_size,
)
from storage.vaults.segments import MissingSegment, read_records, remove_vault, stray_segments

READ_TRIES = 10
"""How often a pull begins anew because pushes removed segments under it."""


class TinyDBVaults:
    """Vaults under `<data>/vaults/`. Nothing is written there before the first vault is made."""

    turns = PARTS

    def __init__(
        self,
        data: Path,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        lock_seconds: float = LOCK_SECONDS,
        epochs: Callable[[], bytes] = new_epoch,
        is_copy: bool = False,
    ) -> None:
        """`is_copy`: nobody writes to the folder, so that it is read without locks."""
        self._data = data.resolve()
        self._is_copy = is_copy
        self._vaults = self._data / "vaults"
        self._limits = limits or Limits()
        self.retention = Retention(self._data, self._limits, clock, lock_seconds)
        self._clock = clock
        self._lock_seconds = lock_seconds
        self._epochs = epochs

    def _today(self) -> int:
        return day_of(self._clock())

    def _visit(self, access: Access, path: str) -> Header:
        """The header, if the token is right; notes the day of the visit. Raises Unauthorized."""
        found = read_header(path)
        try:
            header = authorize(access, found and found[0])
        except Unauthorized:
            # Threat: a stranger measures which answer takes longer, and learns whether the vault exists.
            # Either answer costs the same reads: one name that does not exist, one header that does.
            read_header(f"{path}-" if found else DECOY_PATH)
            raise
        if found and found[1] < (today := self._today()) and not is_read_only(self._data):
            set_day(path, today)
        return header

    def make(self, access: Access) -> bool:
        """See VaultStore."""
        path = path_of(self._vaults, access.vault_id)
        with os_errors_as_busy():
            if read_header(path) is None and self._create(access, Path(path)):
                return True
            self._visit(access, path)
            return False

    def _create(self, access: Access, path: Path) -> bool:
        make_folder(path.parent)
        with locked_to_write(path.parent, self._lock_seconds), open_vault(path) as db:
            if stored_header(db) is not None:
                return False  # another process was faster
            header = new_header(access, self._today(), self._epochs())
            db.table("vault").insert(header_document(header))
            db.storage.commit(self._today())
            return True

    def authorize(self, access: Access) -> None:
        """See VaultStore."""
        with os_errors_as_busy():
            self._visit(access, path_of(self._vaults, access.vault_id))

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """See VaultStore. Takes no lock: a head is replaced as a whole, and a segment never changes."""
        path = path_of(self._vaults, access.vault_id)
        missing = ""
        with os_errors_as_busy():
            header = self._visit(access, path)
            if header.seq <= since:
                return Page(header.seq, [], epoch=header.epoch)
            for _ in range(READ_TRIES):
                try:
                    return _read_page(access, Path(path), since, limit)
                except MissingSegment as error:
                    # A push has removed the segment since the head was read, unless it is the same again.
                    if error.name == missing:
                        raise
                    missing = error.name
        raise Busy("it is changed all the time: try again")

    def revisions(self, access: Access) -> Page:
        """See VaultStore. Takes no lock, as a pull."""
        path = path_of(self._vaults, access.vault_id)
        with os_errors_as_busy():
            self._visit(access, path)
            header, records = read_revisions(path) or (None, [])
        header = authorize(access, header)
        return Page(header.seq, records, epoch=header.epoch)

    def push(self, access: Access, pushes: Sequence[Push], room: int = ROOM_MAX) -> Page:
        """See VaultStore."""
        path = Path(path_of(self._vaults, access.vault_id))
        with os_errors_as_busy():
            # Before the lock, so that a stranger cannot block writers.
            before = self._visit(access, str(path))
            with locked_to_write(path.parent, self._lock_seconds), open_vault(path) as db:
                push = OpenVault(path, db)
                header, after = push.apply(access, pushes, Allowance(self._limits, self._today(), room))
                push.commit(header, self._today())
        records = [Record(r.id, r.rev, r.seq, None) for r in after]
        return Page(header.seq, records, epoch=header.epoch, growth=header.size - before.size)

    def delete(self, access: Access) -> None:
        """See VaultStore."""
        path = Path(path_of(self._vaults, access.vault_id))
        with os_errors_as_busy():
            self._visit(access, str(path))
            with locked_to_write(path.parent, self._lock_seconds):
                self._visit(access, str(path))
                remove_vault(path)
                self.retention.aside.remove(path.parent.name, path.name)

    def sweep(self, turn: int) -> SweptVaults:
        """See VaultStore. A turn is a part."""
        part = turn % PARTS
        folder = folder_of(self._vaults, part)
        if not folder.is_dir():
            return SweptVaults()
        is_held = self.retention.is_held(part)  # before the lock, because it looks at every vault
        with os_errors_as_busy(), locked_to_write(folder, self._lock_seconds):
            expired = self.retention.expired_in(part)
            for path in [] if is_held else expired:
                self.retention.put_aside(path)
            strays = [*stray_paths(folder), *stray_segments(folder)]
            for path in strays:
                path.unlink()
            if strays:
                sync_folder(folder)
            removed = self.retention.purge(part)
        gone = 0 if is_held else len(expired)
        return SweptVaults(gone, len(strays), removed, held=len(expired) - gone)

    def export(self, part: int, after: bytes = b"") -> Iterator[StoredVault]:
        """See Movable."""
        folder = folder_of(self._vaults, part)
        with os_errors_as_busy():
            paths = named_paths(folder, FILE_NAME) if folder.is_dir() else []
        for path in sorted(path for path in paths if bytes.fromhex(path.stem) > after):
            with os_errors_as_busy(), self._locked_to_read(folder):
                found = read_vault(path)
            if found is not None:
                yield found

    def _locked_to_read(self, folder: Path) -> AbstractContextManager[None]:
        return nullcontext() if self._is_copy else locked(folder, self._lock_seconds)

    def take_in(self, item: StoredVault) -> None:
        """See Movable."""
        path = Path(path_of(self._vaults, item.vault_id))
        with os_errors_as_busy():
            make_folder(path.parent)
            with locked_to_write(path.parent, self._lock_seconds):
                write_whole(path, item)

    def drop(self, key: bytes) -> None:
        """See Movable."""
        path = Path(path_of(self._vaults, key))
        if path.parent.is_dir():
            with os_errors_as_busy(), locked_to_write(path.parent, self._lock_seconds):
                remove_vault(path)

    def count(self) -> int:
        """See Movable."""
        with os_errors_as_busy():
            return count_files(self._vaults, FILE_NAME)


def _read_page(access: Access, path: Path, since: int, limit: int) -> Page:
    """One page of a pull. Reads the segments that it needs. Raises MissingSegment, Damaged, OSError."""
    with open_vault(path) as db:
        header, layout = authorize(access, stored_header(db)), stored_layout(db)
    newer = layout.newer(since)
    sizes = (each.size if isinstance(each, Row) else sealed_size(each) for each in newer)
    page = newer[: page_length(sizes, limit)]
    read = read_records(path, layout.places(each.id for each in page if isinstance(each, Row)))
    records = [each if isinstance(each, Record) else read[each.seq] for each in page]
    return Page(header.seq, records, len(newer) > len(page), header.epoch)
