"""Start coverage in this process: Python imports this module at start if PYTHONPATH contains its folder."""

from __future__ import annotations

import os
from typing import NoReturn

import coverage

leave = os._exit


def leave_with_figures(code: int) -> NoReturn:
    """Write down what this process ran, as at a usual end: the server's workers end by `os._exit`."""
    if current := coverage.Coverage.current():
        current.stop()
        current.save()
    leave(code)


if coverage.process_startup():
    os._exit = leave_with_figures
