"""One list of reminders as its file holds it, in two tables of TinyDB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinydb import TinyDB

from storage.base64url import bytes_of
from storage.files.atomic_file import Tables, WholeFile
from storage.reminders.interface import SLOT_SECONDS, Reminder, ReminderList, Subscription
from storage.reminders.rules import EMPTY
from storage.vaults.interface import Damaged

ID_BYTES = 16


class ListFile(WholeFile):
    """The file of one list."""

    FIRST = "list"


def read_list(db: TinyDB) -> ReminderList:
    """The list in an open file; the empty one where there is no file. Raises Damaged, OSError."""
    return list_of(db.storage.read() or {})


def list_of(tables: Tables) -> ReminderList:
    """The list that the tables of a file hold. Raises Damaged."""
    if not tables:
        return EMPTY
    try:
        head = tables["list"]["1"]
        reminders = tuple(_reminder_of(document) for document in tables["reminders"].values())
        kept = ReminderList(head["language"], head["seen_day"], _subscription_of(head), reminders)
    except (KeyError, TypeError, ValueError):
        raise Damaged from None
    if not isinstance(kept.language, str) or type(kept.seen_day) is not int or not reminders:
        raise Damaged
    if len({reminder.id for reminder in reminders}) != len(reminders):
        raise Damaged
    return kept


def write_list(db: TinyDB, kept: ReminderList) -> None:
    """Put the list into an open file, which is not on the disk before it is committed."""
    db.drop_tables()
    ways = kept.subscription
    push = {"endpoint": ways.endpoint, "p256dh": ways.p256dh, "auth": ways.auth} if ways else None
    db.table("list").insert({"language": kept.language, "seen_day": kept.seen_day, "push": push})
    db.table("reminders").insert_multiple(_document_of(reminder) for reminder in kept.reminders)


def _document_of(reminder: Reminder) -> dict[str, Any]:
    return {
        "id": reminder.id,
        "due": reminder.due,
        "try_after": reminder.try_after,
        "tries": reminder.tries,
        "unsent": reminder.unsent,
    }


def _reminder_of(document: Mapping[str, Any]) -> Reminder:
    names = ("id", "due", "try_after", "tries", "unsent")
    id, due, try_after, tries, unsent = (document[name] for name in names)
    bytes_of(id, ID_BYTES)
    if type(due) is not int or due % SLOT_SECONDS or type(tries) is not int or type(unsent) is not bool:
        raise ValueError
    return Reminder(id, due, float(try_after), tries, unsent)


def _subscription_of(head: Mapping[str, Any]) -> Subscription | None:
    push = head["push"]
    if push is None:
        return None
    found = Subscription(push["endpoint"], push["p256dh"], push["auth"])
    if not all(isinstance(text, str) for text in (found.endpoint, found.p256dh, found.auth)):
        raise ValueError
    return found
