"""Puts a copy of the data folder back, vault by vault, and keeps aside what was there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage import PARTS
from storage.days import day_of
from storage.errors import Busy
from storage.files import named_files
from storage.files.atomic_file import replace_file, sync_folder, write_file
from storage.files.locks import LOCK_NAME, locked, locked_hiding_times
from storage.files.named_files import NamedFiles
from storage.files.paths import folder_of, make_folder, named_paths
from storage.reminders.due_index import DueIndex
from storage.reminders.file import LIST_FORMAT
from storage.shares.expiry_index import ExpiryIndex
from storage.shares.file import SHARE_FORMAT
from storage.vaults import file as vault_file
from storage.vaults.rules import new_epoch
from storage.vaults.segments import SEGMENT_NAME, name_in, remove_vault, segment_path, vault_files

KINDS = ("vaults", "reminders", "shares")
ASIDE_NAME = "before-restore-{}"
ASIDES_MAX = 10_000
PutBack = Callable[[Path, Path, int], None]
"""Writes to a path, on a day, what a copy has at another path. Raises Damaged, OSError."""


@dataclass(frozen=True, slots=True)
class Restored:
    """How many files of a kind were put back, and how many went aside because the copy does not have them."""

    put_back: int = 0
    besides: int = 0


def kinds_in(copy: Path) -> list[str]:
    """What a copy holds, of KINDS. Whatever it does not hold stays as it is."""
    return [name for name in KINDS if (copy / name).is_dir()]


def holds_something(data: Path) -> bool:
    """Whether a data folder holds anything that a restore would put aside."""
    names = (path.name for kind in KINDS for path in (data / kind).glob("*/*"))
    return any(name != LOCK_NAME for name in names)


def is_being_written(data: Path) -> bool:
    """Whether somebody holds a lock of the data folder right now. An idle server holds none."""
    for lock in (lock for name in KINDS for lock in (data / name).glob(f"*/{LOCK_NAME}")):
        try:
            with locked(lock.parent, 0):
                continue
        except Busy:
            return True
    return False


class Restore:
    """Puts one copy back into a data folder. After a kill, another one begins anew.

    A file gets a second name in `aside`, durably, and is then replaced as a whole or removed, under its
    folder's lock. So at every moment each vault is as before or as in the copy, and nothing is lost.
    """

    def __init__(
        self, copy: Path, data: Path, today: int, lock_seconds: float, strays: Collection[Path] = ()
    ) -> None:
        """`strays`: files of the copy that are not put back."""
        self._copy, self._data, self._today, self._lock_seconds = copy, data, today, lock_seconds
        self._strays = frozenset(strays)
        asides = (data / ASIDE_NAME.format(number) for number in range(1, ASIDES_MAX))
        self.aside = next(path for path in asides if not path.exists())
        """The folder for what was here before; made when the first file goes there."""

    def run(self) -> dict[str, Restored]:
        """Put everything back, kind by kind. Raises Busy, Damaged, OSError; then it may be run again."""
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        kinds = kinds_in(self._copy)
        # Threat: a new machine whose clock is wrong would sweep everything at once.
        self._put_file_back("clock.json", replaces=False)
        # The subscriptions in lists of reminders are for these keys.
        for name in ("vapid.pem", "vapid.old.pem"):
            self._put_file_back(name, replaces="reminders" in kinds)
        return {name: self._put_kind_back(name) for name in kinds}

    def _put_file_back(self, name: str, replaces: bool) -> None:
        source, target = self._copy / name, self._data / name
        if not source.is_file() or (target.exists() and not replaces):
            return
        if target.exists():
            self._keep_aside([target], Path())
        replace_file(target, source.read_bytes(), day_of(source.stat().st_mtime))

    def _put_kind_back(self, kind: str) -> Restored:
        data, seconds = self._data, self._lock_seconds
        lists = NamedFiles(data / "reminders", DueIndex(data / "due"), LIST_FORMAT, seconds)
        shares = NamedFiles(data / "shares", ExpiryIndex(data / "expires"), SHARE_FORMAT, seconds)
        file_name, put_back = {
            "vaults": (vault_file.FILE_NAME, _put_vault_back),
            "reminders": (named_files.FILE_NAME, _putting_back(lists)),
            "shares": (named_files.FILE_NAME, _putting_back(shares)),
        }[kind]
        parts = [self._put_part_back(kind, part, file_name, put_back) for part in range(PARTS)]
        return Restored(sum(each.put_back for each in parts), sum(each.besides for each in parts))

    def _put_part_back(self, kind: str, part: int, file_name: re.Pattern[str], put_back: PutBack) -> Restored:
        source, target = folder_of(self._copy / kind, part), folder_of(self._data / kind, part)
        copied = {path.name: path for path in named_paths(source, file_name) if path not in self._strays}
        if not copied and not named_paths(target, file_name):
            return Restored()
        make_folder(target)
        with locked_hiding_times(target, self._lock_seconds, self._today):
            here = {path.name: path for path in named_paths(target, file_name)}
            self._keep_aside(_whole_files(target, file_name), target.relative_to(self._data))
            for name in here.keys() - copied:
                remove_vault(here[name])
            sync_folder(target)
            for name, path in copied.items():
                # The later day of a visit counts, so that no vault is swept earlier than without a restore.
                times = [each.stat().st_mtime for each in (path, here.get(name)) if each]
                put_back(target / name, path, day_of(max(times)))
        return Restored(len(copied), len(here.keys() - copied))

    def _keep_aside(self, paths: list[Path], place: Path) -> None:
        """Give files a second name under `aside`, durably."""
        if not paths:
            return
        self.aside.mkdir(mode=0o700, exist_ok=True)
        sync_folder(self._data)
        folder = self.aside / place
        if folder != self.aside:
            make_folder(folder)
        for path in paths:
            (folder / path.name).hardlink_to(path)
        sync_folder(folder)


def _whole_files(folder: Path, file_name: re.Pattern[str]) -> list[Path]:
    """The files of a part that a restore keeps aside: with vaults, also their segments."""
    return [*named_paths(folder, file_name), *named_paths(folder, SEGMENT_NAME)]


def _putting_back(files: NamedFiles[Any, Any]) -> PutBack:
    return lambda path, copied, day: files.put_back(path, copied.read_bytes(), day)


def _put_vault_back(path: Path, copied: Path, day: int) -> None:
    """Put a vault back: first its segments, then its head with a new epoch. Then remove other segments.

    A segment is named by its content, so that those of the vault that is here stay whole meanwhile.
    """
    content = vault_file.with_epoch(copied.read_bytes(), new_epoch())
    names = vault_file.segment_names(content)
    for name in names:
        write_file(segment_path(path, name), segment_path(copied, name).read_bytes(), day)
    if names:
        sync_folder(path.parent)
    replace_file(path, content, day)
    for old in vault_files(path)[1:]:
        if name_in(old) not in names:
            old.unlink()
