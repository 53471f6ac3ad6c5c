"""The default store: a TinyDB file for each vault, safe for many threads and processes on one machine."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tinydb import TinyDB, where
from tinydb.queries import QueryInstance

from storage.errors import SAID_AS_BUSY
from storage.files.atomic_file import set_day, sync_folder
from storage.files.paths import VAULT_NAME, folder_of, locked, make_folder, named_paths, path_of, stray_paths
from storage.vaults.file import DECOY_PATH, VaultFile, document_of, head_of, peek
from storage.vaults.interface import Access, Damaged, Limits, Page, Push, Record, Swept, Unauthorized
from storage.vaults.rules import SECONDS_A_DAY, Head, accept, check, expired

LOCK_SECONDS = 10.0


class TinyDBStore:
    """Vaults under `<data>/vaults/`. Nothing is made there before the first vault is."""

    def __init__(
        self,
        data: Path,
        limits: Limits | None = None,
        clock: Callable[[], float] = time.time,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self._vaults = data.resolve() / "vaults"
        self._limits = limits or Limits()
        self._clock = clock
        self._lock_seconds = lock_seconds

    def _today(self) -> int:
        return int(self._clock()) // SECONDS_A_DAY

    def _head(self, access: Access, path: str) -> Head:
        found = peek(path)
        try:
            head = check(access, found and found[0])
        except Unauthorized:
            # A stranger waits as long for either answer: one name that is not there, one head that is.
            peek(f"{path}-" if found else DECOY_PATH)
            raise
        if found and found[1] < (today := self._today()):
            set_day(path, today)
        return head

    def make(self, access: Access) -> bool:
        """See Store."""
        path = path_of(self._vaults, access.vault_id)
        with SAID_AS_BUSY:
            if peek(path) is None and self._made_now(access, Path(path)):
                return True
            self._head(access, path)
            return False

    def _made_now(self, access: Access, path: Path) -> bool:
        make_folder(path.parent)
        with locked(path.parent, self._lock_seconds), TinyDB(path, storage=VaultFile) as db:
            if _kept_head(db) is not None:
                return False  # another process was quicker
            db.table("vault").insert(document_of(Head(access.token_sha256, self._today())))
            db.storage.commit(self._today())
            return True

    def authorize(self, access: Access) -> None:
        """See Store."""
        with SAID_AS_BUSY:
            self._head(access, path_of(self._vaults, access.vault_id))

    def pull(self, access: Access, since: int, limit: int) -> Page:
        """See Store. Takes no lock: a file is replaced, never changed."""
        path = path_of(self._vaults, access.vault_id)
        with SAID_AS_BUSY:
            head = self._head(access, path)
            if head.seq <= since:
                return Page(head.seq, [])
            with TinyDB(Path(path), storage=VaultFile) as db:
                head = check(access, _kept_head(db))
                newer = sorted(_records(db, where("seq") > since), key=lambda r: r.seq)
        return Page(head.seq, newer[:limit], len(newer) > limit)

    def push(self, access: Access, pushes: Sequence[Push]) -> Page:
        """See Store."""
        path = Path(path_of(self._vaults, access.vault_id))
        with SAID_AS_BUSY:
            self._head(access, str(path))  # before the lock: a stranger holds up nobody
            with locked(path.parent, self._lock_seconds), TinyDB(path, storage=VaultFile) as db:
                head, after = self._kept(db, access, pushes)
                db.storage.commit(self._today())
        return Page(head.seq, [Record(r.id, r.rev, r.seq, None) for r in after])

    def _kept(self, db: TinyDB, access: Access, pushes: Sequence[Push]) -> tuple[Head, list[Record]]:
        ids = {push.id for push in pushes}
        held = {record.id: record for record in _records(db, where("id").test(ids.__contains__))}
        head, after = accept(check(access, _kept_head(db)), held, pushes, self._limits)
        documents = {r.id: {"id": r.id, "rev": r.rev, "seq": r.seq, "sealed": r.sealed} for r in after}
        records = db.table("records")
        records.update(lambda doc: doc.update(documents[doc["id"]]), where("id").test(held.__contains__))
        records.insert_multiple(documents[id] for id in documents if id not in held)
        db.table("vault").update(document_of(head), doc_ids=[1])
        return head, after

    def delete(self, access: Access) -> None:
        """See Store."""
        path = Path(path_of(self._vaults, access.vault_id))
        with SAID_AS_BUSY:
            self._head(access, str(path))
            with locked(path.parent, self._lock_seconds):
                self._head(access, str(path))
                path.unlink()
                sync_folder(path.parent)

    def sweep(self, part: int) -> Swept:
        """See Store."""
        folder = folder_of(self._vaults, part)
        if not folder.is_dir():
            return Swept()
        with SAID_AS_BUSY, locked(folder, self._lock_seconds):
            strays = stray_paths(folder)
            gone = [path for path in named_paths(folder, VAULT_NAME) if self._expired(path)]
            for path in [*strays, *gone]:
                path.unlink()
            if strays or gone:
                sync_folder(folder)
        return Swept(len(gone), len(strays))

    def _expired(self, path: Path) -> bool:
        try:
            found = peek(str(path))
        except Damaged:
            return False  # kept for whoever may mend it
        return found is not None and expired(*found, self._today(), self._limits)


def _kept_head(db: TinyDB) -> Head | None:
    document = db.table("vault").get(doc_id=1)
    return document if document is None else head_of(document)


def _records(db: TinyDB, condition: QueryInstance) -> list[Record]:
    try:
        found = db.table("records").search(condition)
        return [Record(doc["id"], doc["rev"], doc["seq"], doc["sealed"]) for doc in found]
    except (TypeError, KeyError):
        raise Damaged from None
