"""Two tabs that edit the same statement."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, box, wait_until_stored
from .meeting_journey import WHERE, day, open_about
from .real_server import RealServer
from .screens import address
from .seeds import put, seed
from .seeds_of_meetings import seed_meeting
from .vault_journey import kept

FIRST = "Der var en gang en plan."


def two_tabs(phone: Phones, server: RealServer) -> tuple[Page, Page, str]:
    """Two tabs that show a statement with ``FIRST`` in its second part, and its address."""
    context = phone(service_workers="block")
    first = context.new_page()
    where = address(server.url, "da", "write", seed(first, server.url, {PARTS[1]: FIRST}))
    first.goto(where)
    second = context.new_page()
    second.goto(where)
    for page in (first, second):
        expect(box(page, PARTS[1])).to_have_value(FIRST)
    return first, second, where


def test_two_tabs_in_different_parts_lose_nothing(phone: Phones, server: RealServer) -> None:
    first, second, where = two_tabs(phone, server)
    box(first, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    box(second, PARTS[3]).press_sequentially("Se min søster.")
    box(first, "Titel").press_sequentially("Til jobcentret")
    wait_until_stored(second, FIRST, "Jeg hedder Åse.", "Se min søster.", "Til jobcentret")
    fresh = first.context.new_page()
    fresh.goto(where)
    expect(box(fresh, PARTS[0])).to_have_value("Jeg hedder Åse.")
    expect(box(fresh, PARTS[1])).to_have_value(FIRST)
    expect(box(fresh, PARTS[3])).to_have_value("Se min søster.")


def test_two_tabs_in_the_same_part_lose_nothing(phone: Phones, server: RealServer) -> None:
    first, second, where = two_tabs(phone, server)
    box(first, PARTS[1]).press("Control+Home")
    box(second, PARTS[1]).press("Control+End")
    for letters in zip("Venstre sagde det her. ", " Til sidst kom ogsaa d.", strict=True):
        first.keyboard.type(letters[0])
        second.keyboard.type(letters[1])
    wait_until_stored(second, "Venstre sagde det her.", FIRST, "Til sidst kom ogsaa d.")
    fresh = first.context.new_page()
    fresh.goto(where)
    expect(box(fresh, PARTS[1])).to_have_value(f"Venstre sagde det her. {FIRST} Til sidst kom ogsaa d.")


def test_words_that_two_tabs_changed_are_kept_in_both_versions(phone: Phones, server: RealServer) -> None:
    first, second, _ = two_tabs(phone, server)
    box(first, PARTS[1]).fill("Der var en gang en ost.")
    box(second, PARTS[1]).fill("Der var en gang en kniv.")
    wait_until_stored(second, "Der var en gang en ost.", "Der var en gang en kniv.")


def test_words_written_in_one_tab_appear_in_the_other(phone: Phones, server: RealServer) -> None:
    first, second, _ = two_tabs(phone, server)
    box(first, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect(box(second, PARTS[0])).to_have_value("Jeg hedder Åse.")


SHOWN_AGAIN = "() => void dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
"""Back to a page that the browser kept whole: it has heard nothing meanwhile. Under test no page is kept."""


def test_a_kept_page_that_is_shown_again_reads_what_changed_meanwhile(
    phone: Phones, server: RealServer
) -> None:
    first, second, _ = two_tabs(phone, server)
    (row,) = kept(first)
    put(first, "statements", {**row, "title": "Til jobcentret"})
    expect(box(first, "Titel")).to_have_value("")
    first.evaluate(SHOWN_AGAIN)
    expect(box(first, "Titel")).to_have_value("Til jobcentret")
    expect(box(second, "Titel")).to_have_value("")
    meeting = seed_meeting(first, server.url, f"{day(3)}T10:00")
    open_about(first, server.url, "meeting", meeting)
    expect(first.get_by_label("Hvad er klokken?")).to_have_value("10:00")
    (row,) = kept(first, "meetings")
    put(first, "meetings", {**row, "place": "Rådhuset"})
    expect(box(first, WHERE)).to_have_value("")
    first.evaluate(SHOWN_AGAIN)
    expect(box(first, WHERE)).to_have_value("Rådhuset")
