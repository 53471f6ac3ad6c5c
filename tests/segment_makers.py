"""Vaults in several files, for tests: how to make them, and where their files are."""

from __future__ import annotations

from pathlib import Path

from storage.files.paths import path_of
from storage.vaults.check import check_vaults
from storage.vaults.interface import Access, Push
from storage.vaults.tinydb import TinyDBVaults
from storage_makers import SIZES, new_access, new_push, used_for_long

SMALL, MIDDLE, LARGE = SIZES
ALL = 10_000


def made(store: TinyDBVaults, *sizes: int, part: int = 0x3F) -> tuple[Access, list[Push]]:
    """A vault with a record of each size, and what was pushed. It may hold everything."""
    store.make(access := new_access(part))
    used_for_long(Path(path_of(store._vaults, access.vault_id)))
    store.push(access, pushes := [new_push(size=size) for size in sizes])
    return access, pushes


def head_of(data: Path, access: Access) -> Path:
    return Path(path_of(data / "vaults", access.vault_id))


def segments_of(data: Path, access: Access) -> list[Path]:
    head = head_of(data, access)
    return sorted(path for path in head.parent.glob(f"{head.stem}.*.json"))


def damage(data: Path, is_copy: bool = False) -> list[str]:
    return [f"{d.path.name} {d.what}" for d in check_vaults(data, frozenset(SIZES), is_copy)]
