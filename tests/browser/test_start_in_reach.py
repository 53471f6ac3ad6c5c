"""On the start screen a press is seen to do something, and what a meeting needs is in reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .chromium import set_font
from .conftest import Phones
from .journey import PARTS, WORDS
from .meeting_journey import day
from .real_server import RealServer
from .screens import LANGUAGES, address
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .waiting import wait_until

FORTY = " ".join(["Jeg vil gerne have, at vi taler om en ting ad gangen, og at nogen skriver det ned"] * 2)
LARGE = {"a font of 32 px": (360, 740, 32), "a low screen": (740, 360, 16), "200 % zoom": (180, 370, 16)}
"""The width and height in CSS pixels, and the browser's own font size."""
PRESSED = """(link) => {
  const { left, top, right, bottom, width, height } = link.getBoundingClientRect();
  const isInSight = left >= 0 && top >= 0 && right <= innerWidth + 0.5 && bottom <= innerHeight + 0.5;
  const found = document.elementFromPoint(left + width / 2, top + height / 2);
  return isInSight && found?.closest('a') === link && link.scrollWidth <= link.clientWidth;
}"""
ABOVE_THE_BAR = """(words) => {
  const bar = document.querySelector('.acts').getBoundingClientRect();
  const { top, bottom } = words.getBoundingClientRect();
  return top >= 0 && bottom <= bar.top;
}"""


def opened(page: Page, server: RealServer, lang: str = "da") -> Page:
    """The start screen, once it is drawn."""
    page.goto(address(server.url, lang, "start"))
    expect(page.locator("[data-view=list][data-painted]")).to_be_attached()
    return page


@pytest.fixture
def page(phone: Phones) -> Page:
    """A phone without words."""
    return phone(service_workers="block", reduced_motion="reduce").new_page()


@pytest.mark.parametrize(("width", "height"), [(360, 740), (320, 640), (390, 844)])
def test_the_example_comes_into_sight_when_it_is_opened(
    page: Page, server: RealServer, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    opened(page, server)
    fold = page.locator("details", has_text="Se et eksempel")
    fold.locator("summary").click()
    example = fold.locator("p").first
    example.wait_for()
    wait_until(page, ABOVE_THE_BAR, example.element_handle())


def test_the_bar_opens_the_same_five_minutes_as_the_wide_button(page: Page, server: RealServer) -> None:
    seed(page, server.url, WORDS, title="Til lægen")
    bare = address("", "da", "five")
    in_bar = opened(page, server).locator(".acts").get_by_role("link", name="Fem minutter")
    expect(in_bar).to_have_attribute("href", bare)
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00")
    wide = opened(page, server).locator(".next-meeting").get_by_role("link", name="Fem minutter")
    for link in (wide, in_bar):
        expect(link).to_have_attribute("href", f"{bare}#{meeting}")


def test_a_sentence_of_forty_words_stands_whole_on_its_sheet(page: Page, server: RealServer) -> None:
    seed(page, server.url, {PARTS[2]: f"{FORTY}."})
    page.set_viewport_size({"width": 320, "height": 640})
    line = opened(page, server).locator(".card-line")
    height, needed = line.evaluate("(line) => [line.clientHeight, line.scrollHeight]")
    assert height == needed


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", LARGE)
def test_with_large_type_the_five_minutes_and_the_hand_over_stay_in_sight(
    page: Page, server: RealServer, kind: str, lang: str
) -> None:
    seed(page, server.url, WORDS, title="Til lægen")
    width, height, font = LARGE[kind]
    set_font(page, font)
    page.set_viewport_size({"width": width, "height": height})
    links = opened(page, server, lang).locator(".acts a")
    assert [link.evaluate(PRESSED) for link in links.all()[1:]] == [True, True]
    page.locator("h1").click()
    page.keyboard.press("End")
    wait_until(page, PRESSED, links.first.element_handle())
