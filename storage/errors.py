"""Every error that a store raises, and the one place that turns OSError into one of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Generic, TypeVar

Version = TypeVar("Version")


class Unauthorized(Exception):
    """There is no such vault or share, or the token is wrong; the caller never learns which."""


class Busy(Exception):
    """The store is locked or the disk refuses right now. A write may or may not have been stored."""


class ReadOnly(Busy):
    """The store takes no changes, since it is being moved or was moved. Nothing was stored."""


class Damaged(Exception):
    """The file of this vault, list or share cannot be parsed. Others are not affected."""


class Conflict(Exception, Generic[Version]):
    """Some records are at another revision than the push builds on. Nothing was stored."""

    def __init__(self, current: Sequence[Version]) -> None:
        super().__init__(f"{len(current)} records are at another revision")
        self.current = current
        """The newest version of each record that is in conflict."""


class VaultFull(Exception):
    """The push would make the vault larger than its limits. Nothing was stored."""


class FullToday(Exception):
    """The push would make a new vault larger than it may be on this day. Nothing was stored."""


class NoRoom(Exception):
    """The push would make the vault grow by more than there is room for. Nothing was stored."""


class ListFull(Exception):
    """The list would hold more than REMINDERS_MAX reminders. Nothing was stored."""


class NoShare(Exception):
    """There is no such share, or it has expired or was withdrawn; the caller never learns which."""


class Taken(Exception):
    """Another text is already shared under this id and token. Nothing was stored."""


class NotesFull(Exception):
    """The share already has NOTES_MAX notes. Nothing was stored."""


@contextmanager
def os_errors_as_busy() -> Iterator[None]:
    """Turn an OSError into Busy, with the OSError as its cause."""
    try:
        yield
    except OSError as error:
        raise Busy from error
