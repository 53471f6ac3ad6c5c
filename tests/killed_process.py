"""Runs something in a process of its own that is killed before its nth file operation."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Collection


def ended_before(act: Callable[[], object], operation: int, counted: Collection[str]) -> bool:
    """Whether `act` ended before its nth operation, at which it would have been killed.

    `counted`: the audit events of Python that are operations.
    """
    child = os.fork()
    if child == 0:
        left = operation

        def kill_at_last(event: str, _arguments: object) -> None:
            nonlocal left
            left -= event in counted
            if left < 0 and event in counted:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(kill_at_last)
        code = 1
        try:
            act()
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return status == 0
