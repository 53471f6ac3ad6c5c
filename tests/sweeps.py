"""How much of each sweep and search the tests run: a quarter, or all of it in `bench/run sweeps`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

WHOLE = os.environ.get("TEST_SWEEPS") == "whole"


def quarter(whole: int) -> int:
    """How many of so many, one at least."""
    return whole if WHOLE else -(-whole // 4)


def search(examples: int) -> settings:
    """How hypothesis searches. No deadline: on a busy machine each example may take long.

    A fixture of the test is made once for all examples.
    """
    unasked = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=quarter(examples), deadline=None, suppress_health_check=unasked)
