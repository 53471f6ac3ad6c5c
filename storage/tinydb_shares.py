"""The default store of shares: a TinyDB file for each, safe for many threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from tinydb import TinyDB

from storage import share_rules as rules
from storage.folders import (
    SHARE_NAME,
    folder_of,
    make_folder,
    named_paths,
    path_of,
    quietly_locked,
    stray_paths,
)
from storage.interface import Busy, Damaged
from storage.ruled_shares import RuledShares
from storage.said_as_busy import SAID_AS_BUSY
from storage.share_file import ShareFile, read_share, share_of, write_share
from storage.share_marks import Expiry, ShareMarks, expiries_of
from storage.shares import Share, SweptShares
from storage.whole_file import sync_folder, tables_of

LOCK_SECONDS = 10.0


class TinyDBShares(RuledShares):
    """Shares under `<data>/shares/`, marks under `<data>/expires/`. Nothing is made before the first share.

    A mark is there before its share, and goes after it: a kill leaves one too many, never one too few.
    """

    def __init__(
        self, data: Path, clock: Callable[[], float] = time.time, lock_seconds: float = LOCK_SECONDS
    ) -> None:
        super().__init__(clock)
        self._shares = data.resolve() / "shares"
        self._marks = ShareMarks(data.resolve() / "expires")
        self._lock_seconds = lock_seconds

    def _path(self, name: bytes) -> Path:
        return Path(path_of(self._shares, name))

    def _alone(self, folder: Path) -> AbstractContextManager[None]:
        return quietly_locked(folder, self._lock_seconds, self._today())

    def _kept(self, name: bytes) -> Share | None:
        """Takes no lock: a file is replaced, never changed."""
        with SAID_AS_BUSY:
            try:
                return share_of(tables_of(self._path(name).read_bytes()))
            except FileNotFoundError:
                return None

    def _change(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        before = self._kept(name)
        after = rule(before)  # before the lock: a stranger makes no folder and holds up nobody
        if before is None and after is None:
            return after
        folder = self._path(name).parent
        with SAID_AS_BUSY:
            make_folder(folder)
            if after == before:
                sync_folder(folder)  # whoever wrote it may have been killed before its name was safe
                return after
            with self._alone(folder):
                return self._changed(name, rule)

    def _changed(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        path = self._path(name)
        with TinyDB(path, storage=ShareFile) as db:
            before = read_share(db)
            after = rule(before)
            old, new = expiries_of(name, before), expiries_of(name, after)
            self._marks.make(new - old, self._today())
            if after is None:
                self._remove(path)
            elif after != before:
                write_share(db, after)
                db.storage.commit(self._today())
        self._marks.remove(old - new, self._today())
        return after

    def _remove(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)

    def sweep_shares(self, part: int) -> SweptShares:
        """See ShareStore. A damaged share goes by its mark; one without stays, for whoever may mend it."""
        gone = mended = missed = 0
        with SAID_AS_BUSY:
            strays = self._swept_strays(folder_of(self._shares, part))
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
        paths = named_paths(folder_of(self._shares, part), SHARE_NAME)
        return [(bytes.fromhex(path.stem), None) for path in paths]

    def _swept_strays(self, folder: Path) -> int:
        if not folder.is_dir():
            return 0
        with self._alone(folder):
            strays = stray_paths(folder)
            for path in strays:
                path.unlink()
        return len(strays)

    def _settled(self, name: bytes, come_up: Expiry | None) -> tuple[int, int]:
        """Remove a share whose time is over, else see to its mark: how many went, and were missing."""
        path = self._path(name)
        if not path.parent.is_dir():  # as in a copy of the marks alone
            self._marks.remove({come_up} if come_up else (), self._today())
            return 0, 0
        with self._alone(path.parent):
            there = path.exists()
            try:
                share = rules.running(self._kept(name), self._clock())
            except Damaged:
                share, there = None, come_up is not None
            missing = [mark for mark in expiries_of(name, share) if not self._marks.has(mark)]
            self._marks.make(missing, self._today())
            if share is None and there:
                self._remove(path)
            self._marks.remove({come_up} if come_up else (), self._today())
        return int(share is None and there), len(missing)
