"""The file of one list of reminders: two TinyDB tables, `list` and `reminders`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tinydb import TinyDB

from storage import base64url
from storage.errors import Damaged
from storage.files.atomic_file import Tables
from storage.files.named_files import FileFormat
from storage.reminders.interface import SLOT_SECONDS, DueEntry, Reminder, ReminderList, Subscription
from storage.reminders.rules import EMPTY, entries_of

ID_BYTES = 16


def parse_list(tables: Tables) -> ReminderList:
    """The list in the tables of a file. Raises Damaged."""
    if not tables:
        return EMPTY
    try:
        head = tables["list"]["1"]
        reminders = tuple(_parse_reminder(document) for document in tables["reminders"].values())
        stored = ReminderList(head["language"], head["seen_day"], _parse_subscription(head), reminders)
    except (KeyError, TypeError, ValueError):
        raise Damaged from None
    if not isinstance(stored.language, str) or type(stored.seen_day) is not int or not reminders:
        raise Damaged
    if len({reminder.id for reminder in reminders}) != len(reminders):
        raise Damaged
    return stored


def write_list(db: TinyDB, stored: ReminderList) -> None:
    """Put the list into an open file."""
    db.drop_tables()
    subscription = stored.subscription
    push = (
        {"endpoint": subscription.endpoint, "p256dh": subscription.p256dh, "auth": subscription.auth}
        if subscription
        else None
    )
    db.table("list").insert({"language": stored.language, "seen_day": stored.seen_day, "push": push})
    db.table("reminders").insert_multiple(_reminder_document(reminder) for reminder in stored.reminders)


LIST_FORMAT: FileFormat[ReminderList, DueEntry] = FileFormat("list", parse_list, write_list, entries_of)


def _reminder_document(reminder: Reminder) -> dict[str, Any]:
    return {
        "id": reminder.id,
        "due": reminder.due,
        "try_after": reminder.try_after,
        "tries": reminder.tries,
        "unsent": reminder.unsent,
    }


def _parse_reminder(document: Mapping[str, Any]) -> Reminder:
    names = ("id", "due", "try_after", "tries", "unsent")
    id, due, try_after, tries, unsent = (document[name] for name in names)
    base64url.decode(id, ID_BYTES)
    if type(due) is not int or due % SLOT_SECONDS or type(tries) is not int or type(unsent) is not bool:
        raise ValueError
    return Reminder(id, due, float(try_after), tries, unsent)


def _parse_subscription(head: Mapping[str, Any]) -> Subscription | None:
    push = head["push"]
    if push is None:
        return None
    found = Subscription(push["endpoint"], push["p256dh"], push["auth"])
    if not all(isinstance(text, str) for text in (found.endpoint, found.p256dh, found.auth)):
        raise ValueError
    return found
