"""The rules of a list of reminders, the same in every store: pure transitions from one list to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from storage.days import day_of
from storage.errors import ListFull
from storage.reminders.interface import (
    REMINDERS_MAX,
    UNSENT_DAYS,
    DeliveryLease,
    DueEntry,
    Reminder,
    ReminderList,
    Subscription,
)

Times = Iterable[tuple[str, int]]
Rule = Callable[[ReminderList], ReminderList]
EMPTY = ReminderList()


def entries_of(name: bytes, stored: ReminderList | None) -> set[DueEntry]:
    """The index entries that a list needs: one for each reminder that waits to be sent."""
    reminders = stored.reminders if stored else ()
    return {DueEntry(reminder.due, name, reminder.id) for reminder in reminders if not reminder.unsent}


def find_waiting(stored: ReminderList, entry: DueEntry) -> Reminder | None:
    """The waiting reminder of an entry; None if it was cancelled, moved, sent or given up."""
    found = (r for r in stored.reminders if (r.id, r.due) == (entry.id, entry.due) and not r.unsent)
    return next(found, None)


def added(
    stored: ReminderList, language: str, today: int, subscription: Subscription, times: Times
) -> ReminderList:
    """The list with these reminders, by id and time. Raises ListFull."""
    stored = registered(stored, today, subscription)
    reminders = {reminder.id: reminder for reminder in stored.reminders}
    for id, due in times:
        if id not in reminders or reminders[id].due != due or reminders[id].unsent:
            reminders[id] = Reminder(id, due)
    if len(reminders) > max(REMINDERS_MAX, len(stored.reminders)):
        raise ListFull
    return replace(stored, language=language, reminders=tuple(reminders.values()))


def registered(stored: ReminderList, today: int, subscription: Subscription) -> ReminderList:
    """The list of a phone seen today. What waited because the subscription had ended is tried at once."""
    reminders = stored.reminders
    if stored.subscription is None:
        reminders = tuple(replace(r, try_after=0, tries=0) for r in reminders)
    seen = max(stored.seen_day, today)
    return replace(stored, subscription=subscription, seen_day=seen, reminders=reminders)


def cancelled(stored: ReminderList, id: str) -> ReminderList:
    """The list without the reminder of this id."""
    return replace(stored, reminders=tuple(r for r in stored.reminders if r.id != id))


def claimed(
    stored: ReminderList, entry: DueEntry, now: float, seconds: float
) -> tuple[ReminderList, DeliveryLease | None]:
    """The list with the entry's reminder leased, and the lease; None if nobody may send it now."""
    reminder = find_waiting(stored, entry)
    if reminder is None or max(reminder.due, reminder.try_after) > now:
        return stored, None
    leased = replace(reminder, try_after=now + seconds)
    lease = DeliveryLease(entry, leased.try_after, leased.tries, stored.language, stored.subscription)
    return _replaced(stored, leased), lease


def sent(stored: ReminderList, lease: DeliveryLease) -> ReminderList:
    """The list without the reminder, whoever holds the lease by now: it was sent."""
    return cancelled(stored, lease.entry.id) if find_waiting(stored, lease.entry) else stored


def postponed(stored: ReminderList, lease: DeliveryLease, until: float, tries: int) -> ReminderList:
    """The list with the reminder waiting until `until`."""
    return _changed(stored, lease, lambda reminder: replace(reminder, try_after=until, tries=tries))


def given_up(stored: ReminderList, lease: DeliveryLease) -> ReminderList:
    """The list with the reminder as one that could not be sent."""
    return _changed(stored, lease, lambda reminder: replace(reminder, unsent=True))


def subscription_ended(stored: ReminderList, lease: DeliveryLease) -> ReminderList:
    """The list without the subscription of the lease. One that the phone registered since is kept."""
    return replace(stored, subscription=None) if stored.subscription == lease.subscription else stored


def swept(stored: ReminderList, today: int) -> ReminderList:
    """The list without what was given up long ago."""
    first_day = today - UNSENT_DAYS
    reminders = (r for r in stored.reminders if not r.unsent or day_of(r.due) > first_day)
    return replace(stored, reminders=tuple(reminders))


def _changed(
    stored: ReminderList, lease: DeliveryLease, change: Callable[[Reminder], Reminder]
) -> ReminderList:
    # Threat: a sender suspended for longer than its lease overwrites what another sender has noted since.
    reminder = find_waiting(stored, lease.entry)
    if reminder is None or reminder.try_after != lease.expires:
        return stored
    return _replaced(stored, change(reminder))


def _replaced(stored: ReminderList, new: Reminder) -> ReminderList:
    return replace(stored, reminders=tuple(new if r.id == new.id else r for r in stored.reminders))
