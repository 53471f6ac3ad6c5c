"""How much of each long test runs: a quarter by default, all of it in `bench/run sweeps`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

WHOLE = os.environ.get("TEST_SWEEPS") == "whole"


TIMES = int(os.environ.get("FUZZ_TIMES", "1"))
"""How many times as many examples the fuzzing tests run; `bench/run fuzz` and `fuzz_api` set it."""
SEED = int(os.environ.get("FUZZ_SEED", "1"))


def quarter(whole: int) -> int:
    """A quarter of `whole`, rounded up; all of it in `bench/run sweeps`."""
    return whole if WHOLE else -(-whole // 4)


def fuzzing(examples: int) -> settings:
    """The settings of a fuzzing test: a failing example is not made smaller, which could take minutes."""
    return settings(search(examples * TIMES), phases=(Phase.explicit, Phase.generate), database=None)


def search(examples: int) -> settings:
    """The settings of a hypothesis search. No deadline, because examples are slow on a busy machine.

    All examples of a test share the same fixtures.
    """
    unwanted = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
    return settings(max_examples=quarter(examples), deadline=None, suppress_health_check=unwanted)
