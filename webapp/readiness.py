"""Whether the server can do its work: the disk takes a write, the key can be read, the sender lives."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from storage.errors import Busy
from storage.files.atomic_file import TEMPORARY_SUFFIX
from storage.folder import open_folder
from storage.interface import READ_ONLY
from storage.place import Place, Stores
from webapp.config import Settings
from webapp.push.vapid import DamagedKey, VapidKeys

PAUSE_SECONDS = 1.0
"""A look is done at most this often in each process, however many ask. In between, the last result counts."""
SLOW_SECONDS = 5.0
"""A look that takes longer, as on a disk that hangs, is a problem itself."""
SILENT_SECONDS = 120.0
"""A sender that lives beats about every twenty seconds."""
PROBE_BYTES = 4096
"""A whole block, so that a full disk refuses it."""
PROBE_NAME = f"ready{TEMPORARY_SUFFIX}"
HEARTBEAT_NAME = "sender"
BEAT_SECONDS = 5.0
NOTES = {READ_ONLY}
"""Codes with which the server is ready all the same: it answers pulls, and `busy` to changes."""


def is_ready(problems: tuple[str, ...]) -> bool:
    """Whether a balancer should go on sending requests here."""
    return set(problems) <= NOTES


class Heartbeat:
    """A file that each sender touches, in whichever process it runs, once there are reminders to send."""

    def __init__(self, data: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self._path, self._reminders, self._clock = data / HEARTBEAT_NAME, data / "reminders", clock
        self._last = -BEAT_SECONDS

    def beat(self) -> None:
        """Touch the file, at most once in BEAT_SECONDS. A disk that fails is another check's to find."""
        if self._clock() - self._last < BEAT_SECONDS or not self._reminders.is_dir():
            return
        self._last = self._clock()
        with suppress(OSError):
            opened = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.utime(opened)
            finally:
                os.close(opened)

    def reading(self) -> int | None:
        """Something that changes with each beat; None before the first one."""
        try:
            return self._path.stat().st_mtime_ns
        except OSError:
            return None

    def is_wanted(self) -> bool:
        """Whether there are reminders, so that a sender beats."""
        return self._reminders.is_dir()


class Readiness:
    """Looks at most once in PAUSE_SECONDS. Any number of threads may ask."""

    def __init__(
        self,
        data: Path,
        clock: Callable[[], float] = time.monotonic,
        stores: Stores | None = None,
    ) -> None:
        """`stores`: those of a database; by default those of the folder."""
        self._data, self._clock, self._stores = data, clock, stores or open_folder(Place(data))
        self._heartbeat = Heartbeat(data)
        self._looking = threading.Lock()
        self._began = float("-inf")
        self._found: tuple[str, ...] = ("starting",)
        self._beat: tuple[int | None, float] = (None, clock())
        """The last beat that was seen, and when it was seen first. No wall clock is compared."""

    def problems(self) -> tuple[str, ...]:
        """The codes of what is wrong; empty if nothing is. Never waits for another thread's look."""
        if not self._looking.acquire(blocking=False):
            return ("slow",) if self._clock() - self._began > SLOW_SECONDS else self._found
        try:
            if self._clock() - self._began >= PAUSE_SECONDS:
                self._began = self._clock()
                self._found = self._look()
            return self._found
        finally:
            self._looking.release()

    def _look(self) -> tuple[str, ...]:
        disk = "" if self._takes_a_write() else "disk"
        key = "" if self._has_its_key() else "key"
        sender = "" if self._sender_lives() else "sender"
        return tuple(code for code in (disk, self._stores.problem(), key, sender) if code)

    def _takes_a_write(self) -> bool:
        path = self._data / PROBE_NAME
        try:
            self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
            with open(path, "wb", opener=_private) as file:
                file.write(os.urandom(PROBE_BYTES))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            return False
        finally:
            with suppress(OSError):
                path.unlink()
        return True

    def _has_its_key(self) -> bool:
        try:
            VapidKeys(self._stores.keys).check()
        except Busy:
            return True  # that is another check's to find
        except (DamagedKey, OSError):
            return False
        return True

    def _sender_lives(self) -> bool:
        reading, now = self._heartbeat.reading(), self._clock()
        if reading != self._beat[0] or not self._heartbeat.is_wanted():
            self._beat = reading, now
        return now - self._beat[1] <= SILENT_SECONDS


def readiness_of(settings: Settings, stores: Stores) -> Readiness:
    """The readiness of a server with these settings."""
    return Readiness(settings.data, stores=stores)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_CLOEXEC, 0o600)
