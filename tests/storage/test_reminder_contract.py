"""What every store of reminders guarantees: lists, times, leases, and what follows an attempt to send."""

from __future__ import annotations

import pytest

from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.errors import ListFull
from storage.reminders.interface import (
    REMINDERS_MAX,
    SLOT_SECONDS,
    DeliveryLease,
    DueEntry,
    Reminder,
    ReminderList,
    ReminderStore,
    SweptReminders,
)
from storage_makers import Clock

LEASE = 60.0


def added(
    reminders: ReminderStore, clock: Clock, *minutes: float, name: bytes | None = None
) -> list[DueEntry]:
    """Add reminders to one list, due in this many minutes, and return their index entries."""
    name = name or new_name()
    entries = [DueEntry(slot(clock.now + 60 * m), name, new_reminder_id()) for m in minutes]
    reminders.add(name, "da", new_subscription(), [(entry.id, entry.due) for entry in entries])
    return entries


def claimed(reminders: ReminderStore, entry: DueEntry) -> DeliveryLease:
    lease = reminders.claim(entry, LEASE)
    assert lease is not None
    return lease


def ids(kept: ReminderList) -> list[str]:
    return [reminder.id for reminder in kept.reminders]


def test_an_unknown_list_is_empty(reminders: ReminderStore) -> None:
    assert reminders.get(new_name()) == ReminderList()
    assert reminders.cancel(new_name(), new_reminder_id()).reminders == ()
    assert list(reminders.due()) == []


def test_an_added_reminder_is_stored(reminders: ReminderStore, clock: Clock) -> None:
    name, id, subscription = new_name(), new_reminder_id(), new_subscription()
    due = slot(clock.now + 3600)
    returned = reminders.add(name, "en", subscription, [(id, due)])
    day = int(clock.now) // 86_400
    assert returned == reminders.get(name) == ReminderList("en", day, subscription, (Reminder(id, due),))


def test_adding_a_reminder_again_changes_nothing_unless_its_time_differs(
    reminders: ReminderStore, clock: Clock
) -> None:
    entry = added(reminders, clock, 10)[0]
    subscription = reminders.get(entry.name).subscription
    assert subscription
    before = reminders.get(entry.name)
    assert reminders.add(entry.name, "da", subscription, [(entry.id, entry.due)]) == before
    later = entry.due + SLOT_SECONDS
    reminders.add(entry.name, "da", subscription, [(entry.id, later)])
    clock.now = later
    assert list(reminders.due()) == [DueEntry(later, entry.name, entry.id)]
    assert reminders.claim(entry, LEASE) is None, "nothing is due at the old time"


def test_reminders_are_due_at_their_time_and_the_earliest_comes_first(
    reminders: ReminderStore, clock: Clock
) -> None:
    entries = added(reminders, clock, 2900, 15, 30)
    assert list(reminders.due()) == []
    assert reminders.claim(entries[1], LEASE) is None
    clock.now += 31 * 60
    assert list(reminders.due()) == [entries[1], entries[2]]
    clock.now += 3000 * 60
    assert list(reminders.due()) == [entries[1], entries[2], entries[0]]


def test_a_lease_has_what_a_sender_needs_and_excludes_others_until_it_expires(
    reminders: ReminderStore, clock: Clock
) -> None:
    entry = added(reminders, clock, -5)[0]
    lease = claimed(reminders, entry)
    kept = reminders.get(entry.name)
    assert lease == DeliveryLease(entry, clock.now + LEASE, 0, "da", kept.subscription)
    assert reminders.claim(entry, LEASE) is None
    clock.now += LEASE - 1
    assert reminders.claim(entry, LEASE) is None
    clock.now += 1
    assert claimed(reminders, entry).expires == clock.now + LEASE


def test_a_sent_reminder_is_removed_and_an_empty_list_is_not_stored(
    reminders: ReminderStore, clock: Clock
) -> None:
    first, second = added(reminders, clock, -10, -5)
    reminders.sent(claimed(reminders, first))
    assert ids(reminders.get(first.name)) == [second.id]
    reminders.sent(claimed(reminders, second))
    assert reminders.get(first.name) == ReminderList()
    assert list(reminders.due()) == []


def test_a_postponed_reminder_is_due_again_and_remembers_its_tries(
    reminders: ReminderStore, clock: Clock
) -> None:
    entry = added(reminders, clock, -5)[0]
    reminders.postpone(claimed(reminders, entry), clock.now + 500, 3)
    clock.now += 499
    assert reminders.claim(entry, LEASE) is None
    clock.now += 1
    assert list(reminders.due()) == [entry]
    assert claimed(reminders, entry).tries == 3


def test_a_reminder_that_was_given_up_is_listed_but_never_claimed_again(
    reminders: ReminderStore, clock: Clock
) -> None:
    entry = added(reminders, clock, -5)[0]
    reminders.give_up(claimed(reminders, entry))
    clock.now += 10_000
    assert [reminder.unsent for reminder in reminders.get(entry.name).reminders] == [True]
    assert list(reminders.due()) == []
    assert reminders.claim(entry, LEASE) is None


def test_a_sender_with_an_expired_lease_can_only_report_a_reminder_as_sent(
    reminders: ReminderStore, clock: Clock
) -> None:
    entry = added(reminders, clock, -5)[0]
    slow = claimed(reminders, entry)
    clock.now += LEASE
    quick = claimed(reminders, entry)
    reminders.postpone(slow, clock.now + 9000, 7)
    reminders.give_up(slow)
    assert reminders.get(entry.name).reminders[0].try_after == quick.expires
    reminders.sent(slow)
    reminders.postpone(quick, clock.now, 1)
    assert reminders.get(entry.name) == ReminderList()


def test_a_reminder_moved_while_it_was_being_sent_is_sent_again_at_its_new_time(
    reminders: ReminderStore, clock: Clock
) -> None:
    entry = added(reminders, clock, -5)[0]
    lease = claimed(reminders, entry)
    assert lease.subscription
    reminders.add(entry.name, "da", lease.subscription, [(entry.id, entry.due + 86_400)])
    reminders.sent(lease)
    assert [r.due for r in reminders.get(entry.name).reminders] == [entry.due + 86_400]


def test_an_ended_subscription_is_forgotten_until_the_phone_registers_another(
    reminders: ReminderStore, clock: Clock
) -> None:
    entry = added(reminders, clock, -5)[0]
    lease = claimed(reminders, entry)
    reminders.end_subscription(lease)
    reminders.postpone(lease, clock.now + 600, 0)
    assert reminders.get(entry.name).subscription is None
    assert reminders.claim(entry, LEASE) is None
    reminders.register(entry.name, new := new_subscription())
    assert claimed(reminders, entry).subscription == new, "a waiting reminder is tried at once"


def test_a_subscription_registered_in_the_meantime_is_kept(reminders: ReminderStore, clock: Clock) -> None:
    entry = added(reminders, clock, -5)[0]
    lease = claimed(reminders, entry)
    reminders.register(entry.name, new := new_subscription())
    reminders.end_subscription(lease)
    assert reminders.get(entry.name).subscription == new


def test_registering_notes_the_day_and_makes_no_list(reminders: ReminderStore, clock: Clock) -> None:
    assert reminders.register(unknown := new_name(), new_subscription()).reminders == ()
    assert reminders.get(unknown) == ReminderList()
    entry = added(reminders, clock, 9000)[0]
    clock.pass_days(3)
    reminders.register(entry.name, new_subscription())
    assert reminders.get(entry.name).seen_day == int(clock.now) // 86_400


def test_a_cancelled_reminder_is_removed_and_never_due(reminders: ReminderStore, clock: Clock) -> None:
    first, second = added(reminders, clock, 10, 20)
    assert ids(reminders.cancel(first.name, first.id)) == [second.id]
    reminders.cancel(first.name, first.id)
    clock.now += 3600
    assert list(reminders.due()) == [second]


def test_a_list_holds_forty_reminders_and_refuses_an_addition_beyond_that_as_a_whole(
    reminders: ReminderStore, clock: Clock
) -> None:
    name = new_name()
    added(reminders, clock, *[10] * (REMINDERS_MAX - 1), name=name)
    with pytest.raises(ListFull):
        added(reminders, clock, 10, 20, name=name)
    assert len(reminders.get(name).reminders) == REMINDERS_MAX - 1
    added(reminders, clock, 10, name=name)
    clock.now += 3600
    assert len(list(reminders.due())) == REMINDERS_MAX


def test_lists_are_independent_of_each_other(reminders: ReminderStore, clock: Clock) -> None:
    entry = added(reminders, clock, 10)[0]
    other = DueEntry(entry.due, new_name(), entry.id)
    reminders.add(other.name, "da", new_subscription(), [(entry.id, entry.due)])
    reminders.cancel(entry.name, entry.id)
    clock.now += 3600
    assert list(reminders.due()) == [other]


@pytest.mark.parametrize(("days", "stays"), [(29, True), (30, False)])
def test_a_reminder_that_could_not_be_sent_is_listed_for_thirty_days(
    reminders: ReminderStore, clock: Clock, days: int, stays: bool
) -> None:
    given_up, waiting = added(reminders, clock, -5, 60 * 24 * 90, name=new_name(9))
    reminders.give_up(claimed(reminders, given_up))
    clock.pass_days(days)
    swept = [reminders.sweep(turn) for turn in range(reminders.turns)]
    assert sum(each.reminders for each in swept) == (0 if stays else 1)
    assert reminders.sweep(9) == SweptReminders()
    assert ids(reminders.get(waiting.name)) == [given_up.id, waiting.id][0 if stays else 1 :]
