"""What every store of reminders promises: lists, times, leases, and what happens after a try."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reminder_makers import REMINDER_STORES, new_name, new_reminder_id, new_subscription, slot
from storage.reminders import (
    REMINDERS_MAX,
    SLOT_SECONDS,
    Errand,
    ListFull,
    Mark,
    Reminder,
    ReminderList,
    ReminderStore,
    SweptReminders,
)
from storage_makers import Clock

LEASE = 60.0


@pytest.fixture(params=REMINDER_STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path, clock: Clock) -> ReminderStore:
    return REMINDER_STORES[request.param](tmp_path, clock)


def added(store: ReminderStore, clock: Clock, *minutes: float, name: bytes | None = None) -> list[Mark]:
    """Reminders of one list that are due so many minutes from now."""
    name = name or new_name()
    marks = [Mark(slot(clock.now + 60 * m), name, new_reminder_id()) for m in minutes]
    store.add(name, "da", new_subscription(), [(mark.id, mark.due) for mark in marks])
    return marks


def claimed(store: ReminderStore, mark: Mark) -> Errand:
    errand = store.claim(mark, LEASE)
    assert errand is not None
    return errand


def ids(kept: ReminderList) -> list[str]:
    return [reminder.id for reminder in kept.reminders]


def test_a_list_that_nobody_made_is_empty(store: ReminderStore) -> None:
    assert store.look(new_name()) == ReminderList()
    assert store.cancel(new_name(), new_reminder_id()).reminders == ()
    assert list(store.due()) == []


def test_what_was_added_is_there(store: ReminderStore, clock: Clock) -> None:
    name, id, subscription = new_name(), new_reminder_id(), new_subscription()
    due = slot(clock.now + 3600)
    said = store.add(name, "en", subscription, [(id, due)])
    day = int(clock.now) // 86_400
    assert said == store.look(name) == ReminderList("en", day, subscription, (Reminder(id, due),))


def test_adding_twice_changes_nothing_and_another_time_moves_it(store: ReminderStore, clock: Clock) -> None:
    mark = added(store, clock, 10)[0]
    subscription = store.look(mark.name).subscription
    assert subscription
    before = store.look(mark.name)
    assert store.add(mark.name, "da", subscription, [(mark.id, mark.due)]) == before
    later = mark.due + SLOT_SECONDS
    store.add(mark.name, "da", subscription, [(mark.id, later)])
    clock.now = later
    assert list(store.due()) == [Mark(later, mark.name, mark.id)]
    assert store.claim(mark, LEASE) is None, "nothing is due at the old time any more"


def test_nothing_is_due_before_its_time_and_the_earliest_comes_first(
    store: ReminderStore, clock: Clock
) -> None:
    marks = added(store, clock, 2900, 15, 30)
    assert list(store.due()) == []
    assert store.claim(marks[1], LEASE) is None
    clock.now += 31 * 60
    assert list(store.due()) == [marks[1], marks[2]]
    clock.now += 3000 * 60
    assert list(store.due()) == [marks[1], marks[2], marks[0]]


def test_a_claim_has_what_a_sender_needs_and_keeps_others_out_until_it_ends(
    store: ReminderStore, clock: Clock
) -> None:
    mark = added(store, clock, -5)[0]
    errand = claimed(store, mark)
    kept = store.look(mark.name)
    assert errand == Errand(mark, clock.now + LEASE, 0, "da", kept.subscription)
    assert store.claim(mark, LEASE) is None
    clock.now += LEASE - 1
    assert store.claim(mark, LEASE) is None
    clock.now += 1
    assert claimed(store, mark).lease == clock.now + LEASE


def test_what_was_sent_is_gone_and_an_empty_list_is_not_kept(store: ReminderStore, clock: Clock) -> None:
    first, second = added(store, clock, -10, -5)
    store.sent(claimed(store, first))
    assert ids(store.look(first.name)) == [second.id]
    store.sent(claimed(store, second))
    assert store.look(first.name) == ReminderList()
    assert list(store.due()) == []


def test_what_was_put_off_comes_back_then_and_counts_its_tries(store: ReminderStore, clock: Clock) -> None:
    mark = added(store, clock, -5)[0]
    store.put_off(claimed(store, mark), clock.now + 500, 3)
    clock.now += 499
    assert store.claim(mark, LEASE) is None
    clock.now += 1
    assert list(store.due()) == [mark]
    assert claimed(store, mark).tries == 3


def test_what_was_given_up_is_shown_and_never_claimed_again(store: ReminderStore, clock: Clock) -> None:
    mark = added(store, clock, -5)[0]
    store.give_up(claimed(store, mark))
    clock.now += 10_000
    assert [reminder.unsent for reminder in store.look(mark.name).reminders] == [True]
    assert list(store.due()) == []
    assert store.claim(mark, LEASE) is None


def test_a_sender_whose_lease_is_over_undoes_nothing_but_what_it_sent_is_sent(
    store: ReminderStore, clock: Clock
) -> None:
    mark = added(store, clock, -5)[0]
    slow = claimed(store, mark)
    clock.now += LEASE
    quick = claimed(store, mark)
    store.put_off(slow, clock.now + 9000, 7)
    store.give_up(slow)
    assert store.look(mark.name).reminders[0].try_after == quick.lease
    store.sent(slow)
    store.put_off(quick, clock.now, 1)
    assert store.look(mark.name) == ReminderList()


def test_a_reminder_moved_while_it_was_sent_is_still_to_be_sent(store: ReminderStore, clock: Clock) -> None:
    mark = added(store, clock, -5)[0]
    errand = claimed(store, mark)
    assert errand.subscription
    store.add(mark.name, "da", errand.subscription, [(mark.id, mark.due + 86_400)])
    store.sent(errand)
    assert [r.due for r in store.look(mark.name).reminders] == [mark.due + 86_400]


def test_an_ended_subscription_is_forgotten_until_the_phone_brings_one(
    store: ReminderStore, clock: Clock
) -> None:
    mark = added(store, clock, -5)[0]
    errand = claimed(store, mark)
    store.end(errand)
    store.put_off(errand, clock.now + 600, 0)
    assert store.look(mark.name).subscription is None
    assert store.claim(mark, LEASE) is None
    store.meet(mark.name, new := new_subscription())
    assert claimed(store, mark).subscription == new, "what waited is tried at once"


def test_a_subscription_that_the_phone_brought_meanwhile_stays(store: ReminderStore, clock: Clock) -> None:
    mark = added(store, clock, -5)[0]
    errand = claimed(store, mark)
    store.meet(mark.name, new := new_subscription())
    store.end(errand)
    assert store.look(mark.name).subscription == new


def test_a_meeting_with_the_phone_notes_the_day_and_makes_no_list(store: ReminderStore, clock: Clock) -> None:
    assert store.meet(unknown := new_name(), new_subscription()).reminders == ()
    assert store.look(unknown) == ReminderList()
    mark = added(store, clock, 9000)[0]
    clock.pass_days(3)
    store.meet(mark.name, new_subscription())
    assert store.look(mark.name).seen_day == int(clock.now) // 86_400


def test_a_cancelled_reminder_is_gone_and_never_due(store: ReminderStore, clock: Clock) -> None:
    first, second = added(store, clock, 10, 20)
    assert ids(store.cancel(first.name, first.id)) == [second.id]
    store.cancel(first.name, first.id)
    clock.now += 3600
    assert list(store.due()) == [second]


def test_a_list_holds_forty_and_refuses_all_of_what_is_too_much(store: ReminderStore, clock: Clock) -> None:
    name = new_name()
    added(store, clock, *[10] * (REMINDERS_MAX - 1), name=name)
    with pytest.raises(ListFull):
        added(store, clock, 10, 20, name=name)
    assert len(store.look(name).reminders) == REMINDERS_MAX - 1
    added(store, clock, 10, name=name)
    clock.now += 3600
    assert len(list(store.due())) == REMINDERS_MAX


def test_lists_know_nothing_of_each_other(store: ReminderStore, clock: Clock) -> None:
    mark = added(store, clock, 10)[0]
    other = Mark(mark.due, new_name(), mark.id)
    store.add(other.name, "da", new_subscription(), [(mark.id, mark.due)])
    store.cancel(mark.name, mark.id)
    clock.now += 3600
    assert list(store.due()) == [other]


@pytest.mark.parametrize(("days", "stays"), [(29, True), (30, False)])
def test_what_could_not_be_sent_is_shown_for_thirty_days(
    store: ReminderStore, clock: Clock, days: int, stays: bool
) -> None:
    given_up, waiting = added(store, clock, -5, 60 * 24 * 90, name=new_name(9))
    store.give_up(claimed(store, given_up))
    clock.pass_days(days)
    assert store.sweep_reminders(8) == SweptReminders()
    assert store.sweep_reminders(9) == SweptReminders(reminders=0 if stays else 1)
    assert ids(store.look(waiting.name)) == [given_up.id, waiting.id][0 if stays else 1 :]


acts = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "cancel", "claim", "sent", "off", "up", "tick"]), st.integers(0, 4)
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts)
def test_whatever_happens_each_waiting_reminder_is_due_at_its_time_and_no_other(
    store: ReminderStore, clock: Clock, acts: list[tuple[str, int]]
) -> None:
    """The marks always say exactly what the lists say."""
    names, ids, errands = [new_name() for _ in range(2)], [new_reminder_id() for _ in range(3)], []
    way = new_subscription()
    for act, n in acts:
        name, id = names[n % 2], ids[n % 3]
        if act in {"add", "move"}:
            store.add(name, "da", way, [(id, slot(clock.now) + SLOT_SECONDS * (n if act == "move" else 1))])
        elif act == "cancel":
            store.cancel(name, id)
        elif act == "tick":
            clock.now += 200 * n
        elif act == "claim":
            errands += [e for mark in store.due() if mark.name in names and (e := store.claim(mark, LEASE))]
        elif errands:
            errand = errands.pop()
            note = {"sent": store.sent, "up": store.give_up}.get(act)
            note(errand) if note else store.put_off(errand, clock.now + 300, 1)
    clock.pass_days(1)
    waiting = {Mark(r.due, name, r.id) for name in names for r in store.look(name).reminders if not r.unsent}
    assert {mark for mark in store.due() if mark.name in names} == waiting
