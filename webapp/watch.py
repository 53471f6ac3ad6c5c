"""What is measured when the host asks: room on the disk, whether the server is ready, what is overdue."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from storage.errors import Busy
from webapp.config import Settings
from webapp.container import stores_of
from webapp.readiness import is_ready, readiness_of

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

OVERDUE_SECONDS = 900
"""Three slots: a sender that works begins within one."""
OVERDUE_MAX = 10_000
"""No more are counted, so that a look costs little."""


class Watch:
    """A collector for Prometheus."""

    def __init__(self, settings: Settings) -> None:
        stores = stores_of(settings)
        self._data, self._reminders = settings.data, stores.reminders
        self._readiness = readiness_of(settings, stores)

    def describe(self) -> list[Metric]:
        """Nothing, so that registering it measures nothing."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Each figure once."""
        from prometheus_client.core import GaugeMetricFamily as Gauge

        problems = self._readiness.problems()
        yield Gauge("egne_ord_ready", "1 if /readyz would answer 200.", int(is_ready(problems)))
        with suppress(OSError):
            usage = shutil.disk_usage(self._data)
            yield Gauge("egne_ord_disk_free_bytes", "Room on the disk of the data folder.", usage.free)
            yield Gauge("egne_ord_disk_bytes", "Size of the disk of the data folder.", usage.total)
        with suppress(Busy):
            until = time.time() - OVERDUE_SECONDS
            overdue = takewhile(lambda entry: entry.due <= until, self._reminders.due())
            count = sum(1 for _ in islice(overdue, OVERDUE_MAX))
            yield Gauge("egne_ord_reminders_overdue", "Reminders due for more than 15 minutes.", count)
