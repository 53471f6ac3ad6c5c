"""The default store of shares: a TinyDB file for each, safe for many threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from tinydb import TinyDB

from storage.errors import SAID_AS_BUSY
from storage.files.atomic_file import sync_folder
from storage.files.named_files import NamedFiles
from storage.files.paths import SHARE_NAME, make_folder
from storage.shares import rules
from storage.shares.base import RuledShares
from storage.shares.expiry_index import Expiry, ShareMarks, expiries_of
from storage.shares.file import ShareFile, read_share, share_of, write_share
from storage.shares.interface import Share, SweptShares
from storage.vaults.interface import Busy, Damaged

LOCK_SECONDS = 10.0


class TinyDBShares(RuledShares):
    """Shares under `<data>/shares/`, marks under `<data>/expires/`. Nothing is made before the first share.

    A mark is there before its share, and goes after it: a kill leaves one too many, never one too few.
    """

    def __init__(
        self, data: Path, clock: Callable[[], float] = time.time, lock_seconds: float = LOCK_SECONDS
    ) -> None:
        super().__init__(clock)
        self._files = NamedFiles(data.resolve() / "shares", SHARE_NAME, share_of, lock_seconds)
        self._marks = ShareMarks(data.resolve() / "expires")

    def _kept(self, name: bytes) -> Share | None:
        return self._files.look(name)

    def _change(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        before = self._kept(name)
        after = rule(before)  # before the lock: a stranger makes no folder and holds up nobody
        if before is None and after is None:
            return after
        folder = self._files.path(name).parent
        with SAID_AS_BUSY:
            make_folder(folder)
            if after == before:
                sync_folder(folder)  # whoever wrote it may have been killed before its name was safe
                return after
            with self._files.alone(folder, self._today()):
                return self._changed(name, rule)

    def _changed(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        path = self._files.path(name)
        with TinyDB(path, storage=ShareFile) as db:
            before = read_share(db)
            after = rule(before)
            old, new = expiries_of(name, before), expiries_of(name, after)
            self._marks.make(new - old, self._today())
            if after is None:
                self._files.remove(path)
            elif after != before:
                write_share(db, after)
                db.storage.commit(self._today())
        self._marks.remove(old - new, self._today())
        return after

    def sweep_shares(self, part: int) -> SweptShares:
        """See ShareStore. A damaged share goes by its mark; one without stays, for whoever may mend it."""
        gone = mended = missed = 0
        with SAID_AS_BUSY:
            strays = self._files.sweep_strays(part, self._today())
            for name, mark in [*self._due(), *self._in_part(part)]:
                try:
                    counted = self._settled(name, mark)
                except (Busy, OSError):
                    missed += 1  # the others do not wait for it
                else:
                    gone, mended = gone + counted[0], mended + counted[1]
        return SweptShares(gone, strays, mended, missed)

    def _due(self) -> list[tuple[bytes, Expiry | None]]:
        return [(mark.name, mark) for mark in self._marks.due(self._clock())]

    def _in_part(self, part: int) -> list[tuple[bytes, Expiry | None]]:
        return [(name, None) for name in self._files.names_in(part)]

    def _settled(self, name: bytes, come_up: Expiry | None) -> tuple[int, int]:
        """Remove a share whose time is over, else see to its mark: how many went, and were missing."""
        path = self._files.path(name)
        if not path.parent.is_dir():  # as in a copy of the marks alone
            self._marks.remove({come_up} if come_up else (), self._today())
            return 0, 0
        with self._files.alone(path.parent, self._today()):
            there = path.exists()
            try:
                share = rules.running(self._kept(name), self._clock())
            except Damaged:
                share, there = None, come_up is not None
            missing = [mark for mark in expiries_of(name, share) if not self._marks.has(mark)]
            self._marks.make(missing, self._today())
            if share is None and there:
                self._files.remove(path)
            self._marks.remove({come_up} if come_up else (), self._today())
        return int(share is None and there), len(missing)
