"""Several senders share what is due, and hardly ever try what another one has."""

from __future__ import annotations

import threading
from pathlib import Path

from sending_makers import FakeClient, add
from storage.errors import Busy
from storage.reminders.interface import DeliveryLease, DueEntry
from storage.reminders.tinydb import TinyDBReminders
from storage_makers import Clock
from webapp.push.sender import Sender

DUE, SENDERS = 240, 4


class CountingReminders(TinyDBReminders):
    """Counts the tries to claim, and is `busy` for one list."""

    tries = 0
    busy: DueEntry | None = None
    _counting = threading.Lock()

    def claim(self, entry: DueEntry, seconds: float) -> DeliveryLease | None:
        """See ReminderStore."""
        with self._counting:
            self.tries += 1
        if entry == self.busy:
            raise Busy
        return super().claim(entry, seconds)


def test_four_senders_hardly_try_what_another_one_has(tmp_path: Path, clock: Clock) -> None:
    """A pass over all entries by each sender was four tries a reminder."""
    store, client = CountingReminders(tmp_path, clock), FakeClient()
    for _ in range(DUE):
        add(store, clock.now)
    senders = [Sender(store, client, clock) for _ in range(SENDERS)]
    threads = [threading.Thread(target=sender.send_due) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for sender in senders:
        sender.finish()
    assert len(client.sent) == len(set(client.sent)) == DUE
    assert store.tries < 3 * DUE


def test_a_list_that_is_locked_is_tried_once_in_a_pass_and_holds_nobody_back(
    tmp_path: Path, clock: Clock
) -> None:
    """Also when it comes last, alone: the order is by chance, so it does in about half of these passes."""
    for number in range(30):
        store, client = CountingReminders(tmp_path / str(number), clock), FakeClient()
        entries = [add(store, clock.now) for _ in range(2)]
        store.busy = entries[0]
        sender = Sender(store, client, clock, concurrency=1)
        sender.send_due()
        sender.finish()
        assert sorted(client.sent) == sorted(entry.id for entry in entries if entry != store.busy)
        assert store.tries == len(entries)
