"""Sends due reminders from any number of processes: each once, or again if a process was killed meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from random import SystemRandom
from urllib.parse import urlsplit

from storage.errors import Busy
from storage.reminders.interface import LEASE_SECONDS, SLOT_SECONDS, DeliveryLease, DueEntry, ReminderStore
from webapp.events import log, log_error
from webapp.push.delivery import Delivery, DeliveryStatus, PushClient

CONCURRENCY = 16
"""Pushes in progress at once. One that hangs occupies one of these for ten seconds."""
PAUSE_SECONDS = 20.0
LATE_SECONDS = 6 * 3600
"""A reminder that is later than this would only confuse, so it is given up."""
TRIES_MAX = 10
BACK_OFF_SECONDS, BACK_OFF_SECONDS_MAX = 30.0, 3600.0
HOST_PAUSE_SECONDS = 30.0
"""How long a push service that did not answer is left alone."""
MISSING_SUBSCRIPTION_SECONDS = 600.0
"""Time between two checks whether a phone without a subscription has registered again."""
RESULT_PAUSES_SECONDS = (0.1, 1.0, 5.0)
"""Pauses between attempts to store a result while the disk is busy."""

DOING = "while sending reminders"
RANDOM = SystemRandom()


class Sender:
    """Claims due reminders and sends a few at once, until it is stopped."""

    def __init__(
        self, store: ReminderStore, client: PushClient, clock: Callable[[], float] = time.time,
        lease_seconds: float = LEASE_SECONDS, pause_seconds: float = PAUSE_SECONDS,
        concurrency: int = CONCURRENCY, beat: Callable[[], None] = lambda: None,
        count: Callable[[str], None] = lambda result: None, is_steady: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        """`beat` is called again and again while the sender lives, `count` with each result.

        `is_steady`: whether the clock may decide that a reminder is too late to be sent.
        """
        self._is_steady = is_steady
        self._store, self._client, self._clock = store, client, clock
        self._lease_seconds, self._pause_seconds = lease_seconds, pause_seconds
        self._concurrency, self._beat, self._count = concurrency, beat, count
        self._free = threading.Semaphore(concurrency)
        self._paused_until: dict[str, float] = {}
        """By host, seconds since 1970."""

    def run(self, stop: threading.Event) -> None:
        """Send until `stop` is set, then wait for the pushes in progress."""
        while not stop.is_set():
            self._beat()
            try:
                self.send_due(stop)
            except Exception as error:
                log_error(error, DOING)
            # Reminders fall due when a slot begins. The random factor keeps processes from colliding.
            until_slot = SLOT_SECONDS - self._clock() % SLOT_SECONDS
            stop.wait(min(self._pause_seconds, until_slot) * RANDOM.uniform(0.9, 1.1))
        self.finish()

    def send_due(self, stop: threading.Event | None = None) -> None:
        """Start sending everything that is due now. Returns when the last push has begun. Raises Busy."""
        tried: set[DueEntry] = set()
        self._send_claimed(stop, tried, self._clock() - LATE_SECONDS)
        # Threat: a clock that leapt ahead makes every reminder late, and none would be sent on its day. So
        # what is late stays as it is while the clock is unsteady.
        if self._is_steady():
            self._send_claimed(stop, tried, 0)

    def _send_claimed(self, stop: threading.Event | None, tried: set[DueEntry], since: float) -> None:
        """Start sending what is due since then and is not among `tried`, which it adds to."""
        while not (stop and stop.is_set()):
            self._beat()
            free = self._acquire()
            leases: tuple[DeliveryLease, ...] = ()
            try:
                claims = self._store.claim_due(free, self._lease_seconds, tried, since)
                leases = claims.leases
            finally:
                if free > len(leases):
                    self._free.release(free - len(leases))
            for error in claims.errors:
                log_error(error, DOING)
            for lease in leases:
                threading.Thread(target=self._deliver, args=(lease,), name="push", daemon=True).start()
            tried.update(claims.passed, (lease.entry for lease in leases))
            if not leases:
                return

    def _acquire(self) -> int:
        """Wait until a push may begin, and take whatever else is free too. How many may begin."""
        self._free.acquire()
        taken = 1
        while taken < self._concurrency and self._free.acquire(blocking=False):
            taken += 1
        return taken

    def finish(self) -> None:
        """Wait until no push is in progress."""
        for _ in range(self._concurrency):
            self._free.acquire()
        self._free.release(self._concurrency)

    def _deliver(self, lease: DeliveryLease) -> None:
        try:
            self._store_result(self._send(lease))
        except Exception as error:
            log_error(error, DOING)  # its lease expires, and it is sent again
        finally:
            self._free.release()

    def _send(self, lease: DeliveryLease) -> Callable[[], None]:
        """Send it if possible. Returns the call that stores the result."""
        now = self._clock()
        if now - lease.entry.due > LATE_SECONDS:
            return self._give_up(lease, "it was late")
        if lease.subscription is None:
            return self._postpone(lease, now + MISSING_SUBSCRIPTION_SECONDS, lease.tries)
        host = urlsplit(lease.subscription.endpoint).netloc
        if self._paused_until.get(host, 0) > now:
            return self._postpone(lease, self._paused_until[host], lease.tries)
        delivery = self._client.push(lease, lease.subscription)
        if delivery.status is DeliveryStatus.UNREACHABLE:
            self._paused_until[host] = self._clock() + HOST_PAUSE_SECONDS
        return self._result_of(lease, delivery)

    def _result_of(self, lease: DeliveryLease, delivery: Delivery) -> Callable[[], None]:
        store, now = self._store, self._clock()
        if delivery.status is DeliveryStatus.SENT:
            self._count("sent")
            return lambda: store.sent(lease)
        if delivery.status is DeliveryStatus.REJECTED:
            return self._give_up(lease, "the push service refused it")
        if delivery.status is DeliveryStatus.GONE:
            postpone = self._postpone(lease, now + MISSING_SUBSCRIPTION_SECONDS, lease.tries)

            def end() -> None:
                store.end_subscription(lease)
                postpone()

            return end
        tries, until = lease.tries + 1, now + (delivery.retry_after or back_off(lease.tries))
        if tries >= TRIES_MAX or until > lease.entry.due + LATE_SECONDS:
            return self._give_up(lease, "the push service could not be reached in time")
        return self._postpone(lease, until, tries)

    def _give_up(self, lease: DeliveryLease, why: str) -> Callable[[], None]:
        self._count("unsent")
        log.warning("A reminder was not sent: %s", why, extra={"code": "reminder-unsent"})
        return lambda: self._store.give_up(lease)

    def _postpone(self, lease: DeliveryLease, until: float, tries: int) -> Callable[[], None]:
        self._count("postponed")
        return lambda: self._store.postpone(lease, until, tries)

    def _store_result(self, store_it: Callable[[], None]) -> None:
        """Store a result, and retry a busy disk: a push without a stored result would be sent again."""
        for pause in RESULT_PAUSES_SECONDS:
            try:
                return store_it()
            except Busy:
                time.sleep(pause)
        return store_it()


def back_off(tries: int) -> float:
    """Seconds before the next try: exponential, with jitter."""
    return min(BACK_OFF_SECONDS * 4.0**tries, BACK_OFF_SECONDS_MAX) * RANDOM.uniform(0.8, 1.2)
