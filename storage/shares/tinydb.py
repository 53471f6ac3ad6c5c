"""The default store of shares: one TinyDB file per share, safe for many threads and processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from storage import PARTS
from storage.errors import Busy, Damaged, os_errors_as_busy
from storage.files.atomic_file import sync_folder
from storage.files.locks import LOCK_SECONDS
from storage.files.named_files import NamedFiles
from storage.files.paths import make_folder
from storage.shares import rules
from storage.shares.base import BaseShares
from storage.shares.expiry_index import ExpiryEntry, ExpiryIndex
from storage.shares.file import SHARE_FORMAT
from storage.shares.interface import Share, SweptShares


class TinyDBShares(BaseShares):
    """Shares under `<data>/shares/`, their index under `<data>/expires/`.

    Nothing is written before the first share.
    """

    turns = PARTS

    def __init__(
        self, data: Path, clock: Callable[[], float] = time.time, lock_seconds: float = LOCK_SECONDS
    ) -> None:
        super().__init__(clock)
        self._index = ExpiryIndex(data.resolve() / "expires")
        self._files = NamedFiles(data.resolve() / "shares", self._index, SHARE_FORMAT, lock_seconds)

    def _stored(self, name: bytes) -> Share | None:
        return self._files.read(name)

    def _change(self, name: bytes, rule: rules.Rule[rules.After]) -> rules.After:
        def apply(stored: Share | None) -> tuple[Share | None, rules.After]:
            after = rule(stored)
            return after, after

        before = self._stored(name)
        after = rule(before)  # before the lock, so that a stranger makes no folder and cannot block writers
        if before is None and after is None:
            return after
        folder = self._files.path(name).parent
        with os_errors_as_busy():
            make_folder(folder)
            if after == before:
                sync_folder(folder)  # the process that wrote it may have been killed before it was durable
                return after
            with self._files.locked(folder, self._today()):
                return self._files.change(name, apply, self._today())

    def _names(self, part: int) -> list[bytes]:
        with os_errors_as_busy():
            return self._files.names_in(part)

    def sweep(self, turn: int) -> SweptShares:
        """See ShareStore. Strays and marks are those of a part.

        A damaged share is removed when its index entry is due. One without an entry is kept, because somebody
        may be able to repair it.
        """
        part, removed, reindexed, missed = turn % PARTS, 0, 0, 0
        with os_errors_as_busy():
            strays = self._files.sweep_strays(part, self._today())
            for name, entry in [*self._due(), *self._in_part(part)]:
                try:
                    counts = self._sweep_share(name, entry)
                except (Busy, OSError):
                    missed += 1  # the others do not wait for this one
                else:
                    removed, reindexed = removed + counts[0], reindexed + counts[1]
        return SweptShares(removed, strays, reindexed, missed)

    def _due(self) -> list[tuple[bytes, ExpiryEntry | None]]:
        return [(entry.name, entry) for entry in self._index.due(self._clock())]

    def _in_part(self, part: int) -> list[tuple[bytes, ExpiryEntry | None]]:
        return [(name, None) for name in self._files.names_in(part)]

    def _sweep_share(self, name: bytes, due: ExpiryEntry | None) -> tuple[int, int]:
        """Remove a share if it has expired, else repair its index entry.

        How many shares were removed, and how many entries were missing. `due`: the entry that led here.
        """
        path = self._files.path(name)
        if not path.parent.is_dir():  # as when only the index was restored
            self._index.remove({due} if due else (), self._today())
            return 0, 0
        with self._files.locked(path.parent, self._today()):
            exists = path.exists()
            try:
                share = rules.unexpired(self._stored(name), self._clock())
            except Damaged:
                share, exists = None, due is not None
            reindexed = self._files.add_missing_entries(name, share, self._today())
            if share is None and exists:
                self._files.remove(path)
            self._index.remove({due} if due else (), self._today())
        return int(share is None and exists), reindexed
