"""kill -9 of the browser while somebody writes."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error, Playwright, expect

from .chromium import kill_browser, open_kept_phone
from .journey import PARTS, box, first_visit, start_writing
from .real_server import RealServer
from .screens import address

TEXT = "Jeg vil gerne have hjælp til at komme ud ad døren om morgenen, for jeg savner at gå en tur. " * 3
MAY_BE_LOST_SECONDS = 1.0
CLOCK_SLACK_SECONDS = 0.5
"""A key counts as pressed when the test hears of it; on a busy machine that can be late."""


def test_at_most_the_keys_of_the_last_second_are_lost(
    server: RealServer, playwright: Playwright, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    context = open_kept_phone(playwright, profile)
    page = first_visit(context, server.url)
    start_writing(page, server.url)
    area = box(page, PARTS[2])
    area.focus()
    pressed: list[float] = []
    for letter in TEXT:
        page.keyboard.type(letter)
        pressed.append(time.monotonic())
        page.wait_for_timeout(15)
        if pressed[-1] - pressed[0] > 4:
            break
    killed = time.monotonic()
    kill_browser(profile)
    with suppress(Error):  # it is dead, as intended
        context.close()

    again = open_kept_phone(playwright, profile)
    page = again.new_page()
    page.goto(address(server.url, "da", "start"))
    page.locator("main").get_by_role("link").filter(has_text="Ret").first.click()
    expect(box(page, PARTS[2])).not_to_have_value("")
    kept = box(page, PARTS[2]).input_value()
    again.close()
    safe = sum(1 for at in pressed if at < killed - MAY_BE_LOST_SECONDS - CLOCK_SLACK_SECONDS)
    assert TEXT.startswith(kept), f"what was kept was never written: {kept!r}"
    assert len(kept) >= safe, f"{len(pressed)} keys pressed, {safe} over a second ago, {len(kept)} kept"
