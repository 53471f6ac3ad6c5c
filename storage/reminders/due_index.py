"""When a reminder is due: a mark for each that waits."""

from __future__ import annotations

import re

from storage.base64url import bytes_of, text_of
from storage.files.time_index import TimeMarks
from storage.reminders.interface import Mark

MARK_NAME = re.compile(r"([0-9a-f]{64})\.([0-9a-f]{32})")


class DueMarks(TimeMarks[Mark]):
    """Marks under `<data>/due/`, each named by its list and its reminder."""

    def _place(self, mark: Mark) -> tuple[int, str]:
        return mark.due, f"{mark.name.hex()}.{bytes_of(mark.id, 16).hex()}"

    def _mark(self, due: int, name: str) -> Mark | None:
        found = MARK_NAME.fullmatch(name)
        return found and Mark(due, bytes.fromhex(found[1]), text_of(bytes.fromhex(found[2])))
