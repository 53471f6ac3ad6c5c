"""Sends what is due, from any number of processes: each reminder once, or again where one was killed."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from random import SystemRandom
from typing import Protocol
from urllib.parse import urlsplit

from storage.errors import Busy, Damaged
from storage.reminders.interface import SLOT_SECONDS, DeliveryLease, ReminderStore, Subscription

LINES = 16
"""Pushes under way at once. One that hangs holds one of them, for ten seconds."""
PAUSE_SECONDS = 20.0
LEASE_SECONDS = 60.0
"""Longer than a push and its note take; after a kill another process sends it then."""
LATE_SECONDS = 6 * 3600
"""A reminder that is later than this would only confuse: it is given up."""
TRIES_MAX = 10
BACK_OFF_SECONDS, BACK_OFF_SECONDS_MAX = 30.0, 3600.0
REST_SECONDS = 30.0
"""How long a push service that did not answer is left alone."""
MISSED_SECONDS = 600.0
"""Between two looks whether a phone whose subscription has ended has come back."""
NOTE_PAUSES_SECONDS = (0.1, 1.0, 5.0)
"""Before what became of a push is noted again, when the disk is busy."""

CHANCE = SystemRandom()
log = logging.getLogger("egne-ord")


class Said(Enum):
    """What a push service said."""

    SENT = "sent"
    ENDED = "ended"
    """There is no such subscription any more."""
    LATER = "later"
    UNREACHED = "unreached"
    """Nothing was heard, or not in time."""
    REFUSED = "refused"
    """It will not take this one, now or later."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one push; `seconds`: how long the service asked to wait."""

    said: Said
    seconds: float | None = None


class Pushes(Protocol):
    """What can send one push."""

    def push(self, lease: DeliveryLease, subscription: Subscription) -> Outcome:
        """Send it, within a time that is shorter than a lease."""


class Sender:
    """Claims what is due and sends it on a few lines at once, until it is stopped."""

    def __init__(
        self, store: ReminderStore, pushes: Pushes, clock: Callable[[], float] = time.time,
        lease_seconds: float = LEASE_SECONDS, pause_seconds: float = PAUSE_SECONDS, lines: int = LINES,
    ) -> None:  # fmt: skip
        self._store, self._pushes, self._clock = store, pushes, clock
        self._lease_seconds, self._pause_seconds = lease_seconds, pause_seconds
        self._lines = lines
        self._free = threading.Semaphore(lines)
        self._resting: dict[str, float] = {}

    def run(self, stop: threading.Event) -> None:
        """Send until `stop` is set, and then wait for what is under way."""
        while not stop.is_set():
            try:
                self.send_due(stop)
            except Exception as error:
                _note(error)
            # What is due is due at the slot's beginning; a little apart, so that processes do not collide.
            until_slot = SLOT_SECONDS - self._clock() % SLOT_SECONDS
            stop.wait(min(self._pause_seconds, until_slot) * CHANCE.uniform(0.9, 1.1))
        self.finish()

    def send_due(self, stop: threading.Event | None = None) -> None:
        """Give all that is due now to the lines; returns when the last one has begun. Raises Busy."""
        for entry in self._store.due():
            if stop and stop.is_set():
                return
            self._free.acquire()
            lease = None
            try:
                lease = self._store.claim(entry, self._lease_seconds)
            except (Busy, Damaged) as error:
                _note(error)
            finally:
                if lease is None:
                    self._free.release()
            if lease:
                threading.Thread(target=self._carry, args=(lease,), name="line", daemon=True).start()

    def finish(self) -> None:
        """Return when nothing is under way any more."""
        for _ in range(self._lines):
            self._free.acquire()
        self._free.release(self._lines)

    def _carry(self, lease: DeliveryLease) -> None:
        try:
            self._settle(self._after(lease))
        except Exception as error:
            _note(error)  # its lease ends, and it is tried again
        finally:
            self._free.release()

    def _after(self, lease: DeliveryLease) -> Callable[[], None]:
        """Send it, if it can be, and give what there is to note."""
        store, now = self._store, self._clock()
        if now - lease.entry.due > LATE_SECONDS:
            return lambda: store.give_up(lease)
        if lease.subscription is None:
            return lambda: store.postpone(lease, now + MISSED_SECONDS, lease.tries)
        host = urlsplit(lease.subscription.endpoint).netloc
        if self._resting.get(host, 0) > now:
            return lambda: store.postpone(lease, self._resting[host], lease.tries)
        outcome = self._pushes.push(lease, lease.subscription)
        if outcome.said is Said.UNREACHED:
            self._resting[host] = self._clock() + REST_SECONDS
        return self._noting(lease, outcome)

    def _noting(self, lease: DeliveryLease, outcome: Outcome) -> Callable[[], None]:
        store, now = self._store, self._clock()
        if outcome.said is Said.SENT:
            return lambda: store.sent(lease)
        if outcome.said is Said.REFUSED:
            return lambda: store.give_up(lease)
        if outcome.said is Said.ENDED:

            def end() -> None:
                store.end_subscription(lease)
                store.postpone(lease, now + MISSED_SECONDS, lease.tries)

            return end
        tries, until = lease.tries + 1, now + (outcome.seconds or back_off(lease.tries))
        if tries >= TRIES_MAX or until > lease.entry.due + LATE_SECONDS:
            return lambda: store.give_up(lease)
        return lambda: store.postpone(lease, until, tries)

    def _settle(self, note: Callable[[], None]) -> None:
        """Note it, with some patience: what is sent and not noted would be sent again."""
        for pause in NOTE_PAUSES_SECONDS:
            try:
                return note()
            except Busy:
                time.sleep(pause)
        return note()


def back_off(tries: int) -> float:
    """Seconds before the next try: longer each time, and not the same for all."""
    return min(BACK_OFF_SECONDS * 4.0**tries, BACK_OFF_SECONDS_MAX) * CHANCE.uniform(0.8, 1.2)


def _note(error: BaseException) -> None:
    """Say in the log what went wrong; never for whom."""
    cause = error.__cause__ if isinstance(error.__cause__, OSError) else error
    log.error("%s while sending reminders", getattr(cause, "strerror", None) or type(cause).__name__)
