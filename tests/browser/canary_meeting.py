"""The canary's meeting: the marker in every text box, before the meeting and after it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from .journey import expect_saved, wait_until_stored
from .meeting_journey import (
    ABOUT,
    WHERE,
    WHO,
    WITH_ME,
    add_question,
    agree,
    answer,
    day,
    make_meeting,
    open_about,
)
from .screens import OF_A_MEETING

GOALS = ("Mit mål, med mine ord", "Deres mål, med deres ord", "Hvad vil du huske til næste gang?")


def write_meeting(page: Page, origin: str, marker: str, record: Callable[[Page], None]) -> str:
    """Write a meeting and its answers with the marker, recording every screen; returns the meeting's id."""
    texts = {label: f"{marker} {number}" for number, label in enumerate((WHERE, WHO, ABOUT, WITH_ME))}
    meeting = make_meeting(page, origin, f"{day(-1)}T10:00", texts, [f"{marker} spørger"])
    add_question(page, f"{marker} spørger igen")
    record(page)
    open_about(page, origin, "after", meeting)
    answer(page, "Fik du sagt det vigtigste?", "Nej")
    agree(page, 1, (f"{marker} hvem", f"{marker} hvad", day(7)))
    page.get_by_text("Vil du skrive mere?").click()
    for label in GOALS:
        page.get_by_label(label).fill(f"{marker} {label}")
    expect_saved(page)
    wait_until_stored(page, *(f"{marker} {label}" for label in GOALS))
    record(page)
    for name in sorted(OF_A_MEETING):
        open_about(page, origin, name, meeting)
        expect(page.locator("h1")).to_be_visible()
        page.wait_for_load_state("networkidle")
        record(page)
    page.goto(f"{origin}/da/moeder")
    expect(page.get_by_text(f"{marker} hvad").first).to_be_visible()
    record(page)
    return meeting
