"""Wait until something is true in a page, including what takes a promise to find out."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Page

from .chromium import TIMEOUT_MS

LOOK_MS = 50
ANSWER_MS = 5_000
BOUNDED = """async (argument) => {
  const wanted = (%s);
  const answer = typeof wanted === 'function' ? wanted(argument) : wanted;
  // hang guard: a storage that is being cleared may never answer
  return Promise.race([answer, new Promise((done) => { setTimeout(() => done(null), %d); })]);
}"""
GONE = "context was destroyed"
"""Playwright's error when the page navigates meanwhile; then we look again."""


def wait_until(page: Page, expression: str, argument: Any = None, within_ms: float = TIMEOUT_MS) -> Any:
    """The expression's value as soon as it is true.

    Playwright's own `wait_for_function` counts a pending promise as true, and evaluates text inside the page,
    which our Content-Security-Policy forbids. Raises AssertionError after `within_ms`.
    """
    end = time.monotonic() + within_ms / 1000
    while time.monotonic() < end:  # hang guard: a wait takes a second
        try:
            found = page.evaluate(BOUNDED % (expression, ANSWER_MS), argument)
        except Error as error:
            if GONE not in error.message:
                raise
            found = None
        if found:
            return found
        page.wait_for_timeout(LOOK_MS)  # fixed wait: between two looks
    raise AssertionError(f"not true after {within_ms} ms at {page.url}: {expression}")
