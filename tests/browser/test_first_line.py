"""The first thing to say: "Gør dig klar" shows a sentence, and one tap picks another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from .chromium import PHONE, SMALL_PHONE, open_phone
from .conftest import Phones
from .journey import PARTS, box, first_visit, second_visit, wait_until_stored
from .meeting_journey import WHERE, day, open_about
from .real_server import RealServer
from .screens import address, called
from .seeds import new_id, parts_of, put, seed
from .vault_journey import kept

HELP = "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8."
STORY = "Efter ulykken fik jeg genoptræning i et år."
PRIVATE = "Min bror slår mig."
LEFT_OUT = "Jeg drikker lidt for meget."
GOAL = "Så jeg igen kan lave mad til os begge to."
WORDS = {
    PARTS[0]: f"{LEFT_OUT} Jeg hedder Åse.",
    PARTS[1]: f"{PRIVATE} Jeg vil sove om natten.",
    PARTS[2]: f"{STORY} {HELP} Bare nogle dage.",
    PARTS[3]: f"Der var så stille derhjemme. {GOAL}",
}
OTHERS = ["Jeg vil sove om natten.", GOAL, "Jeg hedder Åse."]
MARKS = [{"part": "important", "text": PRIVATE, "mark": "private"}]


@dataclass(frozen=True)
class Waiting:
    """Somebody in a waiting room, with a statement and a meeting that leaves a line out."""

    page: Page
    origin: str
    statement: str
    meeting: str


def first_line(page: Page) -> Locator:
    """The sentence to say first, with its stem."""
    return page.locator("[data-view=ready] .say-now")


def choices(page: Page) -> Locator:
    """The other sentences to begin with."""
    return page.get_by_role("list", name="Eller begynd med").get_by_role("button")


def own_words(lines: Locator) -> list[str]:
    """The person's own words in each of these, without the stems."""
    return lines.locator("[data-sentence]").all_text_contents()


def prepare_phone(page: Page, origin: str) -> Waiting:
    """Put the words and the meeting on the phone."""
    statement = seed(page, origin, WORDS, marks=MARKS)
    meeting = new_id()
    left_out = [{"part": "introduce", "text": LEFT_OUT}]
    put(page, "meetings", {**blank_meeting(meeting, statement), "left_out": left_out})
    return Waiting(page, origin, statement, meeting)


def blank_meeting(meeting: str, statement: str) -> dict[str, object]:
    """A meeting as `blankMeeting` in core/meeting/fields.js makes it, with the words used in these tests."""
    texts = ("kind", "at", "place", "people", "about", "companion", "said", "heard", "my_goal", "their_goal")
    return {
        **dict.fromkeys((*texts, "next_time"), ""),
        "id": meeting,
        "zone": "Europe/Copenhagen",
        "statement": statement,
        "questions": [],
        "left_out": [],
        "left_from": parts_of(WORDS),
        "agreements": [],
        "asked": None,
        "alternatives": [],
        "deleted": None,
    }


@pytest.fixture
def waiting(phone: Phones, server: RealServer) -> Waiting:
    """A phone in a waiting room, with a network."""
    return prepare_phone(first_visit(phone(), server.url), server.url)


def test_one_tap_picks_another_sentence_and_one_more_undoes_it(waiting: Waiting) -> None:
    page = waiting.page
    open_about(page, waiting.origin, "ready", waiting.meeting)
    expect(first_line(page)).to_have_text(HELP)
    assert own_words(choices(page)) == OTHERS
    choices(page).nth(1).click()
    expect(first_line(page)).to_have_text(GOAL)
    expect(first_line(page)).to_be_focused()
    expect(choices(page).first).to_contain_text(HELP)
    assert kept(page)[0]["first"] == {"part": "so_that", "text": GOAL}
    open_about(page, waiting.origin, "five", waiting.statement)
    page.get_by_text("Første sætning", exact=True).click()
    expect(page.locator("[data-view=five] [data-sentence]")).to_have_text([GOAL])
    open_about(page, waiting.origin, "ready", waiting.meeting)
    choices(page).filter(has_text=HELP).click()
    expect(first_line(page)).to_have_text(HELP)


def test_private_and_left_out_lines_are_not_offered(waiting: Waiting) -> None:
    page = waiting.page
    open_about(page, waiting.origin, "ready", waiting.meeting)
    for _ in range(4):
        expect(choices(page)).to_have_count(3)
        assert LEFT_OUT not in page.content()
        assert PRIVATE not in page.content()
        choices(page).last.click()
        expect(first_line(page)).to_be_focused()
        first_line(page).blur()


def test_a_choice_on_another_tab_is_shown_at_once(waiting: Waiting) -> None:
    page, other = waiting.page, waiting.page.context.new_page()
    for tab in (page, other):
        open_about(tab, waiting.origin, "ready", waiting.meeting)
        expect(first_line(tab)).to_have_text(HELP)
    choices(other).first.click()
    expect(first_line(page)).to_contain_text("Jeg vil sove om natten.")


def test_a_change_of_the_meeting_is_shown_and_the_next_meeting_opens_by_itself(waiting: Waiting) -> None:
    page, other = waiting.page, waiting.page.context.new_page()
    open_about(page, waiting.origin, "ready", waiting.meeting)
    expect(first_line(page)).to_have_text(HELP)
    open_about(other, waiting.origin, "meeting", waiting.meeting)
    box(other, WHERE).fill("Rådhuset")
    expect(page.get_by_text("Rådhuset")).to_be_visible()
    other.get_by_label("Hvilken dag?").fill(day(3))
    wait_until_stored(other, day(3))
    page.goto("about:blank")
    page.goto(address(waiting.origin, "da", "ready"))
    expect(page.get_by_text("Rådhuset")).to_be_visible()
    expect(first_line(page)).to_have_text(HELP)
    expect(page.get_by_role("link", name="Fem minutter").first).to_have_attribute(
        "href", re.compile(f"#{waiting.meeting}$")
    )


@pytest.fixture(scope="module")
def offline(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Waiting]:
    """A phone in a waiting room, whose server process is stopped for good."""
    with open_phone(browser) as context:
        with RealServer(tmp_path_factory.mktemp("first-line")) as server:
            page = first_visit(context, server.url)
            second_visit(page)
            here = prepare_phone(page, server.url)
        yield here


@pytest.mark.parametrize("size", [PHONE, SMALL_PHONE], ids=["phone", "small phone"])
@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_choice_works_offline_and_fits_the_screen(
    offline: Waiting, lang: str, size: ViewportSize
) -> None:
    page = offline.page
    page.set_viewport_size(size)
    page.goto("about:blank")
    page.goto(address(offline.origin, lang, "ready", offline.meeting))
    heading = page.get_by_role("heading", name=called(lang, "Eller begynd med"))
    expect(heading).to_be_visible()
    lines = page.locator(".say-choice")
    for line in lines.all():
        box = line.bounding_box()
        assert box and box["height"] >= 44 and box["x"] >= 0
        assert box["x"] + box["width"] <= size["width"]
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    before, chosen = own_words(first_line(page)), own_words(lines)[0]
    lines.first.tap()
    expect(first_line(page).locator("[data-sentence]")).to_have_text(chosen)
    assert before[0] in own_words(lines)
