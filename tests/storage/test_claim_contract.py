"""What every store of reminders guarantees to senders who claim what is due, many of them at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from reminder_makers import new_name, new_reminder_id, new_subscription, slot
from storage.reminders.interface import DueEntry, ReminderStore
from storage_makers import Clock

LEASE = 60.0
SENDERS = 8
T = TypeVar("T")


def added(
    reminders: ReminderStore, clock: Clock, *minutes: float, name: bytes | None = None
) -> list[DueEntry]:
    """Add reminders to one list, due in this many minutes, and return their index entries."""
    name = name or new_name()
    entries = [DueEntry(slot(clock.now + 60 * m), name, new_reminder_id()) for m in minutes]
    reminders.add(name, "da", new_subscription(), [(entry.id, entry.due) for entry in entries])
    return entries


def at_once(act: Callable[[], T]) -> list[T]:
    """What eight senders get who do the same at once."""
    with ThreadPoolExecutor(SENDERS) as pool:
        return [future.result() for future in [pool.submit(act) for _ in range(SENDERS)]]


def test_only_one_of_eight_senders_gets_a_lease(reminders: ReminderStore, clock: Clock) -> None:
    entry = added(reminders, clock, -5)[0]
    leases = at_once(lambda: reminders.claim(entry, LEASE))
    assert len([lease for lease in leases if lease]) == 1
    assert reminders.get(entry.name).reminders[0].try_after == clock.now + LEASE


def test_eight_senders_who_claim_what_is_due_share_it(reminders: ReminderStore, clock: Clock) -> None:
    entries = [entry for _ in range(6) for entry in added(reminders, clock, -5, -10, 60)]
    found = at_once(lambda: reminders.claim_due(3, LEASE))
    leased = [lease.entry for claims in found for lease in claims.leases]
    assert len(set(leased)) == len(leased)
    rest = reminders.claim_due(100, LEASE).leases
    assert {*leased, *(lease.entry for lease in rest)} == {e for e in entries if e.due <= clock.now}
    assert reminders.claim_due(100, LEASE).leases == ()


def test_what_is_due_is_claimed_up_to_a_limit_the_earliest_first(
    reminders: ReminderStore, clock: Clock
) -> None:
    late, early, future = (added(reminders, clock, minutes)[0] for minutes in (-10, -60, 60))
    (first,) = reminders.claim_due(1, LEASE).leases
    assert first.entry == early
    (second,) = reminders.claim_due(1, LEASE, {early}).leases
    assert second.entry == late
    assert reminders.claim_due(1, LEASE).leases == ()
    clock.now += LEASE
    assert [lease.entry for lease in reminders.claim_due(2, LEASE, since=late.due).leases] == [late]
    assert reminders.claim(future, LEASE) is None


def test_what_was_tried_in_vain_is_not_tried_again(reminders: ReminderStore, clock: Clock) -> None:
    entries = set(added(reminders, clock, -10, -5))
    assert {lease.entry for lease in reminders.claim_due(5, LEASE).leases} == entries
    passed = set(reminders.claim_due(5, LEASE).passed)
    assert passed <= entries
    clock.now += LEASE
    assert reminders.claim_due(5, LEASE, entries).leases == ()
    assert {lease.entry for lease in reminders.claim_due(5, LEASE).leases} == entries
