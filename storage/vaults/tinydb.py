"""The default store of vaults: one TinyDB file per vault, safe for many threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tinydb import TinyDB, where

from storage.days import day_of
from storage.errors import Unauthorized, os_errors_as_busy
from storage.files.atomic_file import set_day, sync_folder
from storage.files.locks import LOCK_SECONDS, locked
from storage.files.paths import folder_of, make_folder, path_of, stray_paths
from storage.vaults.file import (
    DECOY_PATH,
    header_document,
    open_vault,
    read_header,
    read_revisions,
    stored_header,
    stored_records,
)
from storage.vaults.interface import Access, Limits, Page, Push, Record, SweptVaults
from storage.vaults.retention import Retention
from storage.vaults.rules import Header, accept, authorize, new_epoch


class TinyDBVaults:
    """Vaults under `<data>/vaults/`. Nothing is written there before the first vault is made."""

    def __init__(
        self,
        data: Path,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        lock_seconds: float = LOCK_SECONDS,
        epochs: Callable[[], bytes] = new_epoch,
    ) -> None:
        self._vaults = data.resolve() / "vaults"
        self._limits = limits or Limits()
        self.retention = Retention(data.resolve(), self._limits, clock)
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
        if found and found[1] < (today := self._today()):
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
        with locked(path.parent, self._lock_seconds), open_vault(path) as db:
            if stored_header(db) is not None:
                return False  # another process was faster
            header = Header(access.token_sha256, self._today(), epoch=self._epochs())
            db.table("vault").insert(header_document(header))
            db.storage.commit(self._today())
            return True

    def authorize(self, access: Access) -> None:
        """See VaultStore."""
        with os_errors_as_busy():
            self._visit(access, path_of(self._vaults, access.vault_id))

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """See VaultStore. Takes no lock: a file is replaced as a whole, never changed in place."""
        path = path_of(self._vaults, access.vault_id)
        with os_errors_as_busy():
            header = self._visit(access, path)
            if header.seq <= since:
                return Page(header.seq, [], epoch=header.epoch)
            with open_vault(Path(path)) as db:
                header = authorize(access, stored_header(db))
                newer = sorted(stored_records(db, where("seq") > since), key=lambda r: r.seq)
        return Page(header.seq, newer[:limit], len(newer) > limit, header.epoch)

    def revisions(self, access: Access) -> Page:
        """See VaultStore. Takes no lock, as a pull."""
        path = path_of(self._vaults, access.vault_id)
        with os_errors_as_busy():
            self._visit(access, path)
            header, records = read_revisions(path) or (None, [])
        header = authorize(access, header)
        return Page(header.seq, records, epoch=header.epoch)

    def push(self, access: Access, pushes: Sequence[Push]) -> Page:
        """See VaultStore."""
        path = Path(path_of(self._vaults, access.vault_id))
        with os_errors_as_busy():
            self._visit(access, str(path))  # before the lock, so that a stranger cannot block writers
            with locked(path.parent, self._lock_seconds), open_vault(path) as db:
                header, after = self._apply(db, access, pushes)
                db.storage.commit(self._today())
        return Page(header.seq, [Record(r.id, r.rev, r.seq, None) for r in after], epoch=header.epoch)

    def _apply(self, db: TinyDB, access: Access, pushes: Sequence[Push]) -> tuple[Header, list[Record]]:
        ids = {push.id for push in pushes}
        stored = {record.id: record for record in stored_records(db, where("id").test(ids.__contains__))}
        header, after = accept(authorize(access, stored_header(db)), stored, pushes, self._limits)
        documents = {r.id: {"id": r.id, "rev": r.rev, "seq": r.seq, "sealed": r.sealed} for r in after}
        records = db.table("records")
        records.update(lambda doc: doc.update(documents[doc["id"]]), where("id").test(stored.__contains__))
        records.insert_multiple(documents[id] for id in documents if id not in stored)
        db.table("vault").update(header_document(header), doc_ids=[1])
        return header, after

    def delete(self, access: Access) -> None:
        """See VaultStore."""
        path = Path(path_of(self._vaults, access.vault_id))
        with os_errors_as_busy():
            self._visit(access, str(path))
            with locked(path.parent, self._lock_seconds):
                self._visit(access, str(path))
                path.unlink()
                sync_folder(path.parent)
                self.retention.aside.remove(path.parent.name, path.name)

    def sweep(self, part: int) -> SweptVaults:
        """See VaultStore."""
        folder = folder_of(self._vaults, part)
        if not folder.is_dir():
            return SweptVaults()
        is_held = self.retention.is_held(part)  # before the lock, because it looks at every vault
        with os_errors_as_busy(), locked(folder, self._lock_seconds):
            strays, expired = stray_paths(folder), self.retention.expired_in(part)
            for path in strays:
                path.unlink()
            for path in [] if is_held else expired:
                self.retention.put_aside(path)
            if strays or expired:
                sync_folder(folder)
            removed = self.retention.purge(part)
        gone = 0 if is_held else len(expired)
        return SweptVaults(gone, len(strays), removed, held=len(expired) - gone)
