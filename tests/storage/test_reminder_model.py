"""Whatever happens to lists of reminders, the times at which something is due are exactly theirs."""

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
        st.sampled_from(["add", "move", "cancel", "claim", "sent", "off", "up", "tick"]), st.integers(0, 4)
    ),
    max_size=25,
)


@search(60)
@given(acts)
def test_whatever_happens_each_waiting_reminder_is_due_at_its_time_and_no_other(
    reminders: ReminderStore, clock: Clock, acts: list[tuple[str, int]]
) -> None:
    """The marks always say exactly what the lists say."""
    names, ids = [new_name() for _ in range(2)], [new_reminder_id() for _ in range(3)]
    leases: list[DeliveryLease] = []
    way = new_subscription()
    for act, n in acts:
        name, id = names[n % 2], ids[n % 3]
        if act in {"add", "move"}:
            reminders.add(
                name, "da", way, [(id, slot(clock.now) + SLOT_SECONDS * (n if act == "move" else 1))]
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
            note = {"sent": reminders.sent, "up": reminders.give_up}.get(act)
            note(lease) if note else reminders.postpone(lease, clock.now + 300, 1)
    clock.pass_days(1)
    waiting = {
        DueEntry(r.due, name, r.id) for name in names for r in reminders.get(name).reminders if not r.unsent
    }
    assert {entry for entry in reminders.due() if entry.name in names} == waiting
