"""Where vaults lie for thirty more days after they expired, in case it was the clock that was wrong.

`expired/20261126/vaults/3f/` is named after the day on which they went there. These are steady days, which
the clock was seen to pass, so that no leap of it shortens the thirty.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from storage.days import SECONDS_A_DAY, day_of_folder, folder_name
from storage.files.atomic_file import sync_folder
from storage.files.paths import folder_of, named_paths, path_of, paths_in
from storage.vaults.file import FILE_NAME
from storage.vaults.open_vault import read_vault, write_whole
from storage.vaults.rules import DAY_BYTES, KEPT_DAYS, ExpiredVault, id_and_day
from storage.vaults.segments import SEGMENT_NAME, head_path, remove_vault, vault_files


class ExpiredVaults:
    """The vaults under `<data>/expired/`. The caller holds the lock of the part under `<data>/vaults/`."""

    def __init__(self, data: Path) -> None:
        self._root = data / "expired"

    def counts(self) -> dict[int, int]:
        """How many vaults went there, by day."""
        return {day: len(list(self._heads(folder))) for day, folder in self._days()}

    def count_to_purge(self, today: int) -> int:
        """How many vaults have lain here for KEPT_DAYS. `today`: a steady day."""
        return sum(count for day, count in self.counts().items() if today - day >= KEPT_DAYS)

    def count_of(self, day: int) -> int:
        """How many vaults went there on one day."""
        return len(list(self._heads(self._root / folder_name(day))))

    def take(self, head: Path, day: int) -> None:
        """Move a vault here, durably. Raises OSError.

        Until all of its files have a second name here, none loses its first. So a kill loses nothing.
        """
        folder = self._made(head.parent.name, day)
        files = vault_files(head)
        for path in files:
            (folder / path.name).unlink(missing_ok=True)
            (folder / path.name).hardlink_to(path)
        sync_folder(folder)
        remove_vault(head)

    def purge(self, part: int, today: int) -> int:
        """Remove what has lain here for KEPT_DAYS; return how many vaults. `today`: a steady day."""
        removed = 0
        for day, folder in self._days():
            place = folder_of(folder / "vaults", part)
            if today - day < KEPT_DAYS or not place.is_dir():
                continue
            for head in named_paths(place, FILE_NAME):
                remove_vault(head)
                removed += 1
            for segment in named_paths(place, SEGMENT_NAME):  # a kill lost its head
                remove_vault(head_path(segment))
            for empty in (place, place.parent, folder):
                with suppress(OSError):  # it is not empty
                    empty.rmdir()
        return removed

    def remove(self, part: str, name: str) -> None:
        """Remove what is here of a vault, because its person deletes it. Raises OSError."""
        for _, folder in self._days():
            head = folder / "vaults" / part / name
            if head.parent.is_dir() and (head.exists() or vault_files(head)[1:]):
                remove_vault(head)

    def put_back(self, target: Path, day: int) -> tuple[int, int]:
        """Put the vaults of a part back into its folder, as visited on `day`. Raises OSError.

        How many came back, and how many stay because a newer vault of the same name is there. The newest
        comes first. The head is linked last, since a vault exists from its head on.
        """
        back = stay = 0
        for _, folder in reversed(list(self._days())):
            for head in named_paths(folder / "vaults" / target.name, FILE_NAME):
                if (target / head.name).exists():
                    stay += 1
                    continue
                for path in reversed(vault_files(head)):
                    (target / path.name).unlink(missing_ok=True)
                    os.utime(path, (day * SECONDS_A_DAY, day * SECONDS_A_DAY))
                    (target / path.name).hardlink_to(path)
                sync_folder(target)
                remove_vault(head)
                back += 1
        return back, stay

    def keys(self, part: int) -> list[bytes]:
        """The keys of the expired vaults of a part, in ascending order."""
        found = []
        for day, folder in self._days():
            for head in named_paths(folder_of(folder / "vaults", part), FILE_NAME):
                found.append(bytes.fromhex(head.stem) + day.to_bytes(DAY_BYTES, "big"))
        return sorted(found)

    def read(self, key: bytes) -> ExpiredVault | None:
        """The vault with this key, whole; None if it is gone. Raises Damaged, OSError."""
        found = read_vault(self._head(key))
        return None if found is None else ExpiredVault(id_and_day(key)[1], found)

    def write(self, item: ExpiredVault) -> None:
        """Put a vault here as it was exported, durably. Raises Damaged, OSError."""
        self._made(item.key.hex()[:2], item.day)
        write_whole(self._head(item.key), item.vault)

    def drop(self, key: bytes) -> None:
        """Remove the vault with this key. Raises OSError."""
        if (head := self._head(key)).parent.is_dir():
            remove_vault(head)

    def _head(self, key: bytes) -> Path:
        vault_id, day = id_and_day(key)
        return Path(path_of(self._root / folder_name(day) / "vaults", vault_id))

    def _days(self) -> Iterator[tuple[int, Path]]:
        for folder in paths_in(self._root):
            if folder.is_dir() and (day := day_of_folder(folder.name)) is not None:
                yield day, folder

    def _heads(self, folder: Path) -> Iterator[Path]:
        for place in paths_in(folder / "vaults"):
            yield from named_paths(place, FILE_NAME)

    def _made(self, part: str, day: int) -> Path:
        """The folder for a part on a day, made durably."""
        folder = self._root
        for name in ("", folder_name(day), "vaults", part):
            folder = folder / name
            folder.mkdir(mode=0o700, exist_ok=True)
            sync_folder(folder.parent)
        return folder
