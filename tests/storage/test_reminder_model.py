"""Whatever happens to lists of reminders, the index of due times agrees with them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.reminders.interface import SLOT_SECONDS, DeliveryLease, DueEntry, ReminderStore
from storage_makers import Clock
from sweeps import search

LEASE = 60.0
acts = st.lists(
    st.tuples(
        st.sampled_from(["add", "move", "cancel", "claim", "sent", "postpone", "give up", "tick"]),
        st.integers(0, 4),
    ),
    max_size=25,
)


@search(60)
@given(acts)
def test_exactly_the_waiting_reminders_are_due_whatever_happens(
    reminders: ReminderStore, clock: Clock, acts: list[tuple[str, int]]
) -> None:
    """The index always holds exactly the entries that the lists need."""
    names, ids = [new_name() for _ in range(2)], [new_reminder_id() for _ in range(3)]
    leases: list[DeliveryLease] = []
    subscription = new_subscription()
    for act, n in acts:
        name, id = names[n % 2], ids[n % 3]
        if act in {"add", "move"}:
            reminders.add(
                name, "da", subscription, [(id, slot(clock.now) + SLOT_SECONDS * (n if act == "move" else 1))]
            )
        elif act == "cancel":
            reminders.cancel(name, id)
        elif act == "tick":
            clock.now += 200 * n
        elif act == "claim":
            leases += [
                e for entry in reminders.due() if entry.name in names and (e := reminders.claim(entry, LEASE))
            ]
        elif leases:
            lease = leases.pop()
            note = {"sent": reminders.sent, "give up": reminders.give_up}.get(act)
            note(lease) if note else reminders.postpone(lease, clock.now + 300, 1)
    clock.pass_days(1)
    waiting = {
        DueEntry(r.due, name, r.id) for name in names for r in reminders.get(name).reminders if not r.unsent
    }
    assert {entry for entry in reminders.due() if entry.name in names} == waiting
