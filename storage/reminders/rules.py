"""The rules of a list of reminders, in every store: each takes the list before and gives the one after."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from storage.reminders.interface import (
    REMINDERS_MAX,
    UNSENT_DAYS,
    Errand,
    ListFull,
    Mark,
    Reminder,
    ReminderList,
    Subscription,
)
from storage.vaults.rules import SECONDS_A_DAY

Times = Iterable[tuple[str, int]]
Rule = Callable[[ReminderList], ReminderList]
EMPTY = ReminderList()


def marks_of(name: bytes, kept: ReminderList) -> set[Mark]:
    """The marks that a list must have: one for each reminder that waits."""
    return {Mark(reminder.due, name, reminder.id) for reminder in kept.reminders if not reminder.unsent}


def reminder_of(kept: ReminderList, mark: Mark) -> Reminder | None:
    """The waiting reminder behind a mark; None where it was cancelled, moved, sent or given up."""
    found = (r for r in kept.reminders if (r.id, r.due) == (mark.id, mark.due) and not r.unsent)
    return next(found, None)


def added(
    kept: ReminderList, language: str, today: int, subscription: Subscription, times: Times
) -> ReminderList:
    """With these reminders by id and time. Raises ListFull."""
    kept = met(kept, today, subscription)
    reminders = {reminder.id: reminder for reminder in kept.reminders}
    for id, due in times:
        if id not in reminders or reminders[id].due != due or reminders[id].unsent:
            reminders[id] = Reminder(id, due)
    if len(reminders) > max(REMINDERS_MAX, len(kept.reminders)):
        raise ListFull
    return replace(kept, language=language, reminders=tuple(reminders.values()))


def met(kept: ReminderList, today: int, subscription: Subscription) -> ReminderList:
    """Seen today. What waited for a subscription that had ended is tried anew."""
    reminders = kept.reminders
    if kept.subscription is None:
        reminders = tuple(replace(r, try_after=0, tries=0) for r in reminders)
    seen = max(kept.seen_day, today)
    return replace(kept, subscription=subscription, seen_day=seen, reminders=reminders)


def cancelled(kept: ReminderList, id: str) -> ReminderList:
    """Without the reminder of this id."""
    return replace(kept, reminders=tuple(r for r in kept.reminders if r.id != id))


def claimed(kept: ReminderList, mark: Mark, now: float, seconds: float) -> tuple[ReminderList, Errand | None]:
    """With the reminder behind the mark leased, and the errand; None where nobody may send it now."""
    reminder = reminder_of(kept, mark)
    if reminder is None or max(reminder.due, reminder.try_after) > now:
        return kept, None
    leased = replace(reminder, try_after=now + seconds)
    errand = Errand(mark, leased.try_after, leased.tries, kept.language, kept.subscription)
    return _exchanged(kept, leased), errand


def sent(kept: ReminderList, errand: Errand) -> ReminderList:
    """Without the reminder, whoever has the lease by now: it was sent."""
    return cancelled(kept, errand.mark.id) if reminder_of(kept, errand.mark) else kept


def put_off(kept: ReminderList, errand: Errand, until: float, tries: int) -> ReminderList:
    """With the reminder waiting until then."""
    return _noted(kept, errand, lambda reminder: replace(reminder, try_after=until, tries=tries))


def given_up(kept: ReminderList, errand: Errand) -> ReminderList:
    """With the reminder as one that could not be sent."""
    return _noted(kept, errand, lambda reminder: replace(reminder, unsent=True))


def ended(kept: ReminderList, errand: Errand) -> ReminderList:
    """Without the errand's subscription. Another one, which the phone brought since, stays."""
    return replace(kept, subscription=None) if kept.subscription == errand.subscription else kept


def swept(kept: ReminderList, today: int) -> ReminderList:
    """Without what was given up long ago."""
    first_day = today - UNSENT_DAYS
    stay = (r for r in kept.reminders if not r.unsent or r.due // SECONDS_A_DAY > first_day)
    return replace(kept, reminders=tuple(stay))


def _noted(kept: ReminderList, errand: Errand, note: Callable[[Reminder], Reminder]) -> ReminderList:
    # Threat: a sender that was stopped for longer than its lease undoes what another has noted since.
    reminder = reminder_of(kept, errand.mark)
    if reminder is None or reminder.try_after != errand.lease:
        return kept
    return _exchanged(kept, note(reminder))


def _exchanged(kept: ReminderList, new: Reminder) -> ReminderList:
    return replace(kept, reminders=tuple(new if r.id == new.id else r for r in kept.reminders))
