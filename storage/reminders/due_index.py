"""The index of due times: one entry for each reminder that waits to be sent."""

from __future__ import annotations

import re

from storage import base64url
from storage.files.time_index import TimeIndex
from storage.reminders.interface import DueEntry

ENTRY_NAME = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{32})")


class DueIndex(TimeIndex[DueEntry]):
    """Entries under `<data>/due/`, each named by its list and its reminder."""

    def _place(self, entry: DueEntry) -> tuple[int, str]:
        return entry.due, f"{entry.name.hex()}.{base64url.decode(entry.id, 16).hex()}"

    def _parse(self, due: int, name: str) -> DueEntry | None:
        found = ENTRY_NAME.fullmatch(name)
        return found and DueEntry(due, bytes.fromhex(found[1]), base64url.encode(bytes.fromhex(found[2])))
