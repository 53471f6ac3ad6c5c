"""kill -9 of the browser while somebody writes, on each screen with a text box."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Locator, Page, Playwright, expect

from .chromium import kill_browser, open_kept_phone
from .explore_journey import boxes, explore
from .journey import PARTS, box, first_visit, start_writing, stop_the_clock, wait_until_stored
from .real_server import RealServer
from .screens import address
from .together_journey import at_part, begin, expect_pen, open_together, press

TEXT = "Jeg vil gerne have hjælp til at komme ud ad døren om morgenen, for jeg savner at gå en tur. " * 3
KEYS, KEY_MS = 60, 50
"""Typed without a pause long enough to save in."""
MAY_BE_LOST_MS = 1000
Open = Callable[[Page, str], Locator]
"""Opens a screen and returns its text box."""


def start_alone(page: Page, origin: str) -> Locator:
    """The third part of a new statement."""
    start_writing(page, origin)
    return box(page, PARTS[2])


def resume_alone(page: Page, origin: str) -> Locator:
    """The same part, reopened from the list."""
    page.goto(address(origin, "da", "start"))
    page.locator("main .card-title").first.click()
    return box(page, PARTS[2])


def start_together(page: Page, origin: str) -> Locator:
    """The third part, while the other person holds the pen."""
    open_together(page, origin)
    begin(page, others_pen=True)
    press(page, "Videre")
    press(page, "Videre")
    return at_part(page, PARTS[2])


def resume_together(page: Page, origin: str) -> Locator:
    """The same step, with the same pen."""
    open_together(page, origin)
    here = at_part(page, PARTS[2])
    expect_pen(page, "other")
    return here


def open_note(page: Page, origin: str) -> Locator:
    """The first note."""
    explore(page, origin)
    return boxes(page).first


@pytest.mark.parametrize(
    ("start", "resume"),
    [(start_alone, resume_alone), (start_together, resume_together), (open_note, open_note)],
    ids=["write", "together", "explore"],
)
def test_at_most_the_keys_of_the_last_second_are_lost(
    server: RealServer, playwright: Playwright, tmp_path: Path, start: Open, resume: Open
) -> None:
    """Timed by the page's own clock, which advances only with each key, because the machine may be slow."""
    profile = tmp_path / "profile"
    context = open_kept_phone(playwright, profile)
    context.clock.install()
    page = first_visit(context, server.url)
    start(page, server.url).focus()
    stop_the_clock(page)
    for letter in TEXT[:KEYS]:
        page.keyboard.type(letter)
        page.clock.run_for(KEY_MS)
    safe = KEYS - MAY_BE_LOST_MS // KEY_MS
    wait_until_stored(page, TEXT[:safe])
    kill_browser(profile)
    with suppress(Error):  # it is dead, as intended
        context.close()

    again = open_kept_phone(playwright, profile)
    area = resume(again.new_page(), server.url)
    expect(area).not_to_have_value("")
    kept = area.input_value()
    again.close()
    assert TEXT.startswith(kept), f"the stored text was never typed: {kept!r}"
    assert len(kept) >= safe, f"{KEYS} keys pressed, {safe} over a second ago, {len(kept)} stored"
