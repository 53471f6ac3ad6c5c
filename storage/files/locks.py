"""Locks between writers: one lock file per folder, held across threads and processes of one machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from storage.errors import Busy
from storage.files.atomic_file import set_day

LOCK_NAME = "lock"
LOCK_SECONDS = 10.0
"""How long a caller waits for a lock before it raises Busy."""
POLL_SECONDS = 0.002


@contextmanager
def locked(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the folder's lock, after waiting for it for at most `seconds`. Raises Busy, OSError.

    One lock per folder, not per vault: there are few of them, so none is ever removed. Removing a lock file
    would break the lock, because two writers could then hold two files of one name.
    """
    lock = FileLock(folder / LOCK_NAME, seconds, poll_interval=POLL_SECONDS, fallback_to_soft=False)
    try:
        lock.acquire()
    except Timeout:
        raise Busy from None
    try:
        yield
    finally:
        lock.release()


@contextmanager
def locked_hiding_times(folder: Path, seconds: float, day: int) -> Iterator[None]:
    """Hold the folder's lock, then set all its modification times to `day`. Raises Busy, OSError.

    Threat: the time of a change would tell when somebody set a reminder or answered a share.
    """
    with locked(folder, seconds):
        try:
            yield
        finally:
            for place in (folder / LOCK_NAME, folder, folder.parent):
                set_day(place, day)
