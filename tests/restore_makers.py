"""A data folder, an older copy of it, and what must hold after the copy is put back."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from share_makers import NOTE_SIZES, WEEK, new_note, new_share
from storage.files.paths import path_of
from storage.reminders.check import check_reminders
from storage.reminders.tinydb import TinyDBReminders
from storage.shares.check import check_shares
from storage.shares.interface import ShareAccess
from storage.shares.tinydb import TinyDBShares
from storage.vaults.check import check_vaults
from storage.vaults.interface import Access, Record
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, new_access, new_push, new_sealed, pulled
from webapp.push.vapid import VapidKeys

Run = Callable[..., tuple[int, str]]
"""Runs the restore command: data, copy, port. Returns the exit code and all output."""
PART = 0x3F
ALL = 1_000


@dataclass
class Folders:
    """`data` as it is today and `copy` as it was before, with the names of what is in them."""

    root: Path
    edited: Access = field(default_factory=lambda: new_access(PART))
    """A vault of several files that was edited since."""
    unchanged: Access = field(default_factory=lambda: new_access(PART))
    lost: Access = field(default_factory=lambda: new_access(0x00))
    """A vault that is in the copy alone."""
    newer: Access = field(default_factory=lambda: new_access(PART))
    """A vault that was made since."""
    phone: bytes = field(default_factory=lambda: new_name(PART))
    newer_phone: bytes = field(default_factory=new_name)
    share: ShareAccess = field(default_factory=lambda: new_share(PART))
    newer_share: ShareAccess = field(default_factory=lambda: new_share(PART))

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    @property
    def copy(self) -> Path:
        """The copy, made as docs/operating.md says."""
        return self.root / "copy"

    def vaults(self, folder: Path | None = None) -> TinyDBVaults:
        """The vaults of a folder, by default of the data."""
        return TinyDBVaults(folder or self.data)

    def records(self, access: Access, folder: Path | None = None) -> list[Record]:
        """The records of a vault."""
        return pulled(self.vaults(folder), access)

    def epoch(self, access: Access, folder: Path | None = None) -> bytes:
        """The epoch of a vault."""
        return self.vaults(folder).pull(access, 0, ALL).epoch

    def vault_file(self, access: Access, folder: Path | None = None) -> Path:
        """The file of a vault."""
        return Path(path_of((folder or self.data) / "vaults", access.vault_id))

    def damage(self, copy: Path | None = None) -> list[str]:
        """What the check command finds in the data, or restore in a copy, except for stray files."""
        place, is_copy = copy or self.data, copy is not None
        found = [*check_vaults(place, frozenset(SIZES), is_copy), *check_reminders(place, is_copy)]
        found += check_shares(place, frozenset(SIZES), frozenset(NOTE_SIZES), is_copy)
        return [f"{each.path.name} {each.what}" for each in found if "stray" not in each.what]

    def files(self, folder: Path | None = None) -> dict[str, bytes]:
        """The content of every file by its path, without locks."""
        place = folder or self.data
        return {
            str(path.relative_to(place)): path.read_bytes()
            for path in sorted(place.rglob("*"))
            if path.is_file() and not path.name.endswith("lock")
        }


def make_folders(root: Path) -> Folders:
    """A copy, and a data folder in which a day has passed since."""
    made = Folders(root)
    vaults, reminders, shares = made.vaults(), TinyDBReminders(made.data), TinyDBShares(made.data)
    vaults.make(made.edited)
    vaults.push(made.edited, large := [new_push(size=SIZES[2]) for _ in range(2)])
    for access in (made.edited, made.unchanged, made.lost):
        vaults.make(access)
        vaults.push(access, [push := new_push(), new_push()])
        vaults.push(access, [new_push(1, push.id)])
    _remind(reminders, made.phone)
    shares.make(made.share, new_sealed(), WEEK)
    VapidKeys(made.data).public_text()  # makes the key
    shutil.copytree(made.data, made.copy)  # keeps modification times, as cp -a
    vaults.push(made.edited, [new_push(1, push.id, SIZES[2]) for push in large])
    vaults.push(made.edited, [new_push()])
    vaults.delete(made.lost)
    vaults.make(made.newer)
    vaults.push(made.newer, [new_push(), new_push()])
    _remind(reminders, made.phone)
    _remind(reminders, made.newer_phone)
    shares.answer(made.share.name, new_note())
    shares.make(made.newer_share, new_sealed(), WEEK)
    return made


def _remind(reminders: TinyDBReminders, phone: bytes) -> None:
    due = slot(time.time()) + 86_400
    reminders.add(phone, "da", new_subscription(), [(new_reminder_id(), due)])
