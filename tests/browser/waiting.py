"""Waiting until something is true in a page, also where finding out takes a promise."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Page

from .chromium import TIMEOUT_MS

LOOK_MS = 50
GONE = "context was destroyed"
"""What Playwright says when the page goes to another one meanwhile: then one looks again."""


def wait_until(page: Page, expression: str, argument: Any = None, within_ms: float = TIMEOUT_MS) -> Any:
    """What the expression gives as soon as it is true.

    Playwright's own `wait_for_function` takes a promise for true, and evaluates text inside the page, which
    our Content-Security-Policy forbids. Raises AssertionError after `within_ms`.
    """
    end = time.monotonic() + within_ms / 1000
    while time.monotonic() < end:  # hang guard: what is waited for takes a second
        try:
            found = page.evaluate(expression, argument)
        except Error as error:
            if GONE not in error.message:
                raise
            found = None
        if found:
            return found
        page.wait_for_timeout(LOOK_MS)  # fixed wait: between two looks
    raise AssertionError(f"not true after {within_ms} ms at {page.url}: {expression}")
