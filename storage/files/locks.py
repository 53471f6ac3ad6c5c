"""Locks between writers: one lock file per folder, held across threads and processes of one machine."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from storage.errors import Busy
from storage.files.atomic_file import set_day

LOCK_NAME = "lock"
LOCK_SECONDS = 10.0
"""How long a caller waits for a lock before it raises Busy."""
LOCKED = "it is locked: try again"
POLL_SECONDS = 0.002
FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def locked(folder: Path, seconds: float = LOCK_SECONDS) -> Iterator[None]:
    """Hold the folder's lock, after waiting for it for at most `seconds`. Raises Busy, OSError.

    One lock per folder, not per vault: there are few of them, so none is ever removed. Removing a lock file
    would break the lock, because two writers could then hold two files of one name.

    It is flock(2) on a file that is opened anew each time, so that threads exclude each other too, and the
    system releases it if the process is killed. The package filelock takes the same lock, but with all that
    it does besides, it took a third of the processor time of a push.
    """
    opened = _acquire(f"{folder}/{LOCK_NAME}", seconds)
    try:
        yield
    finally:
        # Not only by closing: a process that was forked meanwhile has the file open too.
        with suppress(OSError):
            fcntl.flock(opened, fcntl.LOCK_UN)
        os.close(opened)


def _acquire(path: str, seconds: float) -> int:
    """The open lock file, locked. Raises Busy, OSError."""
    until = time.monotonic() + seconds
    while (opened := _try_once(path)) is None:
        if time.monotonic() >= until:
            raise Busy(LOCKED)
        time.sleep(POLL_SECONDS)
    return opened


def _try_once(path: str) -> int | None:
    """The open lock file, locked; None if somebody else holds it. Raises OSError."""
    opened = os.open(path, FLAGS, 0o644)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(opened).st_nlink:
            return opened  # otherwise somebody has removed the file by hand, and another may have its name
    except BlockingIOError:
        pass
    except BaseException:
        os.close(opened)
        raise
    os.close(opened)
    return None


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
