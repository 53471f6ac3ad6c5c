"""What the walks of docs/walks.md found, on a new phone and with large type."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .chromium import set_font
from .conftest import Phones
from .journey import sentences
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .test_accessible import measure

PHONE = {"width": 360, "height": 740}
SCROLLED = "() => Math.round(scrollY)"


@pytest.fixture
def page(phone: Phones) -> Page:
    """A new phone without words, of the width that is most common."""
    return phone(service_workers="block", viewport=PHONE).new_page()


def test_a_place_in_the_hand_over_is_kept_while_one_answers(page: Page, server: RealServer) -> None:
    page.goto(address(server.url, "da", "handover", seed(page, server.url)))
    sentences(page)
    page.evaluate("scrollTo(0, 150)")
    page.locator("[data-answer=pause]").click()
    page.locator("[data-answer-back]").click()
    expect(page.locator("[data-answer=pause]")).to_be_focused()
    places = [page.evaluate(SCROLLED)]
    page.locator("[data-answer=yes]").focus()
    for _ in range(5):
        page.keyboard.press("Tab")
        places.append(page.evaluate(SCROLLED))
    assert page.locator("[data-pad-opener], [data-way-back]").and_(page.locator(":focus")).count() == 1
    assert places == [150] * len(places)


@pytest.mark.parametrize("font", [16, 32])
def test_what_opens_a_card_stays_under_the_finger(page: Page, server: RealServer, font: int) -> None:
    seed(page, server.url)
    set_font(page, font)
    page.goto(address(server.url, "da", "start"))
    more = page.locator(".card-more summary")
    more.scroll_into_view_if_needed()
    closed = more.bounding_box()
    more.click()
    expect(page.locator(".card-acts")).to_be_visible()
    assert more.bounding_box() == closed
    assert measure(page, "smallTargets(44)") + measure(page, "overflows()") == []


def test_five_minutes_without_words_offers_only_to_write(page: Page, server: RealServer) -> None:
    set_font(page, 32)
    page.goto(address(server.url, "da", "five"))
    expect(page.get_by_role("link", name="Skriv en sætning")).to_be_visible()
    expect(page.get_by_role("button", name="Læs op nu")).to_be_hidden()
    expect(page.get_by_text("Vælg, hvad der skal med")).to_be_hidden()
    row = page.locator(".acts a:last-child").bounding_box()
    assert row and row["width"] == PHONE["width"], row


@pytest.mark.parametrize("lang", LANGUAGES)
def test_large_type_breaks_no_word_of_the_questions_of_a_new_phone(
    page: Page, server: RealServer, lang: str
) -> None:
    set_font(page, 32)
    page.goto(address(server.url, lang, "start"))
    begin = page.get_by_role("link", name=called(lang, "Skriv nye ord"))
    at, bar = begin.bounding_box(), page.locator(".acts a:last-child").bounding_box()
    assert at and bar and at["y"] + at["height"] / 2 <= bar["y"], (at, bar)
    page.goto(f"{address(server.url, lang, 'write')}#ny")
    broken = []
    for _ in range(4):
        broken += measure(page, "brokenWords()")
        page.locator("[data-act=step-on]").click()
    assert broken == []


def test_nothing_is_held_free_for_a_message_before_the_first_question(page: Page, server: RealServer) -> None:
    page.goto(address(server.url, "da", "together"))
    begin = page.get_by_role("button", name="Begynd").bounding_box()
    strip = page.locator(".steps").bounding_box()
    assert begin and strip and begin["y"] - strip["y"] <= 16, (begin, strip)
