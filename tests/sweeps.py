"""How much of each long test runs: a quarter by default, all of it in `bench/run sweeps`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

WHOLE = os.environ.get("TEST_SWEEPS") == "whole"


def quarter(whole: int) -> int:
    """A quarter of `whole`, rounded up; all of it in `bench/run sweeps`."""
    return whole if WHOLE else -(-whole // 4)


def search(examples: int) -> settings:
    """The settings of a hypothesis search. No deadline, because examples are slow on a busy machine.

    All examples of a test share the same fixtures.
    """
    unwanted = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=quarter(examples), deadline=None, suppress_health_check=unwanted)
