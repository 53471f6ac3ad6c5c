"""Sig det: one sentence a screen. It moves only when pressed, and opens at the card where it was left."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .chromium import open_phone, watch
from .conftest import Phones
from .journey import (
    PARTS,
    STORED,
    WORDS,
    choose,
    first_visit,
    hold,
    second_visit,
    sentences,
    stop_the_clock,
)
from .meeting_journey import day
from .real_server import RealServer
from .screens import address, called
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .test_own_words import NASTY
from .waiting import wait_until

OPENING = "Må jeg bruge de første fem minutter"
FULL_OPENING = (
    f"{OPENING} på at sige, hvad der er vigtigt for mig? Jeg har skrevet det ned, så jeg husker det."
)
FIRST = "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8."
REST = [
    "Jeg hedder Åse.",
    "Jeg holder af at gå tidligt om morgenen.",
    "Jeg vil sove om natten.",
    "Det er vigtigt, at vi taler roligt.",
    "Bare nogle dage.",
    "Se min søster igen.",
    "Lave mad til os begge to.",
]
END = "Nu har du sagt det."
LINE = "Jeg er ikke helt færdig. Må jeg læse resten?"
PLACE_STORED = f"async () => (await ({STORED})()).includes('\"at\":3')"
DRAG = """async ([from, to]) => {
  const box = document.querySelector('[data-view=say]');
  const point = (clientX, clientY) => ({ clientX, clientY, isPrimary: true, bubbles: true });
  box.dispatchEvent(new PointerEvent('pointerdown', point(...from)));
  box.dispatchEvent(new PointerEvent('pointerup', point(...to)));
}"""
REST_A_MOMENT = """() => new Promise((done) => {
  const from = performance.now();
  // fixed wait: the screen itself measures this time
  const look = () => (performance.now() - from > 400 ? done() : requestAnimationFrame(look));
  look();
})"""
"""A press too soon after the last one does not count."""


def card(page: Page) -> Locator:
    """What is shown now."""
    return page.locator("[data-view=say] .one")


def tap(page: Page) -> None:
    """Tap in the middle of the screen, after the last press."""
    page.evaluate(REST_A_MOMENT)
    page.locator("[data-view=say]").tap()


def open_say(page: Page, origin: str, about: str, lang: str = "da") -> None:
    """Open the screen anew."""
    page.goto("about:blank")
    page.goto(address(origin, lang, "say", about))
    expect(card(page)).to_be_visible()


def all_cards(page: Page) -> list[str]:
    """The person's words on every card, from the opening line to the end."""
    shown = []
    while True:
        shown += page.locator("[data-view=say] [data-sentence]").all_text_contents()
        if page.get_by_text(END, exact=True).is_visible():
            return shown
        page.keyboard.press("ArrowRight")


@pytest.fixture
def page(phone: Phones) -> Page:
    """A new phone without words."""
    return phone(service_workers="block").new_page()


def test_a_tap_anywhere_goes_on_from_the_opening_line_to_the_end(page: Page, server: RealServer) -> None:
    troubles = watch(page)
    open_say(page, server.url, seed(page, server.url))
    expect(card(page)).to_contain_text(OPENING)
    for sentence in [FIRST, *REST]:
        tap(page)
        expect(card(page).locator("[data-sentence]")).to_have_text(sentence)
    tap(page)
    expect(card(page)).to_contain_text(END)
    tap(page)
    expect(card(page)).to_contain_text(END)
    page.get_by_role("button", name="Begynd forfra").click()
    expect(card(page)).to_contain_text(OPENING)
    assert troubles == []


def test_a_swipe_and_a_button_go_back_and_a_short_or_steep_drag_does_not(
    page: Page, server: RealServer
) -> None:
    open_say(page, server.url, seed(page, server.url))
    for _ in range(3):
        page.get_by_role("button", name="Videre", exact=True).click()
    expect(card(page)).to_contain_text(REST[1])
    page.get_by_role("button", name="Tilbage", exact=True).click()
    expect(card(page)).to_contain_text(REST[0])
    for way in ([[100, 300], [130, 300]], [[100, 300], [160, 400]]):
        page.evaluate(DRAG, way)
        expect(card(page)).to_contain_text(REST[0])
    page.evaluate(DRAG, [[100, 300], [250, 310]])
    expect(card(page)).to_contain_text(FIRST)
    page.evaluate(REST_A_MOMENT)
    page.evaluate(DRAG, [[250, 300], [100, 310]])
    expect(card(page)).to_contain_text(REST[0])


def test_two_taps_of_a_trembling_hand_skip_no_sentence(page: Page, server: RealServer) -> None:
    open_say(page, server.url, seed(page, server.url))
    page.locator("[data-view=say]").dblclick()
    expect(card(page)).to_contain_text(FIRST)
    page.evaluate(REST_A_MOMENT)
    expect(card(page)).to_contain_text(FIRST)


def test_nothing_moves_by_itself(page: Page, server: RealServer) -> None:
    page.clock.install()
    open_say(page, server.url, seed(page, server.url))
    page.get_by_role("button", name="Videre", exact=True).click()
    expect(card(page)).to_contain_text(FIRST)
    before = page.locator("main").inner_html()
    stop_the_clock(page)
    page.clock.run_for(600_000)
    assert page.locator("main").inner_html() == before


def test_it_opens_at_the_card_where_it_was_left(page: Page, server: RealServer) -> None:
    statement = seed(page, server.url)
    open_say(page, server.url, statement)
    for sentence in (FIRST, REST[0], REST[1]):
        page.get_by_role("button", name="Videre", exact=True).click()
        expect(card(page)).to_contain_text(sentence)
    wait_until(page, PLACE_STORED)
    open_say(page, server.url, statement)
    expect(card(page)).to_contain_text(REST[1])
    page.get_by_role("link", name="Giv telefonen videre").click()
    hold(page)
    page.get_by_role("link", name="Sig det").click()
    expect(card(page)).to_contain_text(REST[1])
    other = seed(page, server.url, {PARTS[2]: "Noget andet."})
    open_say(page, server.url, other)
    expect(card(page)).to_contain_text(OPENING)


def test_an_interruption_and_the_hand_over_are_on_every_card(page: Page, server: RealServer) -> None:
    open_say(page, server.url, seed(page, server.url, {PARTS[2]: "At sove. Hver nat."}))
    for shown in (OPENING, "At sove.", "Hver nat.", END):
        expect(card(page)).to_contain_text(shown)
        expect(page.get_by_role("link", name="Giv telefonen videre")).to_be_visible()
        page.get_by_role("button", name="Jeg blev afbrudt").click()
        expect(page.get_by_text(LINE)).to_be_visible()
        tap(page)
        expect(page.get_by_text(LINE)).to_be_hidden()
        expect(card(page)).to_contain_text(shown)
        page.keyboard.press("ArrowRight")


@pytest.mark.parametrize("kind", NASTY)
def test_every_sentence_is_on_a_card_letter_for_letter(page: Page, server: RealServer, kind: str) -> None:
    text = NASTY[kind].replace("\r\n", "\n")
    statement = seed(page, server.url, {PARTS[0]: "Jeg hedder Åse.", PARTS[1]: text})
    page.goto(address(server.url, "da", "five", statement))
    choose(page, "Lidt mere")
    shown = sentences(page)
    open_say(page, server.url, statement)
    cards = all_cards(page)
    assert sorted(cards) == sorted(shown)
    assert all(sentence in text or sentence == "Jeg hedder Åse." for sentence in cards)


def test_what_a_meeting_leaves_out_and_what_is_private_is_on_no_card(page: Page, server: RealServer) -> None:
    private = [{"part": "important", "text": "Jeg vil sove om natten.", "mark": "private"}]
    statement = seed(page, server.url, marks=private)
    left_out = [{"part": "introduce", "text": "Jeg hedder Åse."}]
    meeting = seed_meeting(page, server.url, f"{day(1)}T10:00", statement=statement, left_out=left_out)
    open_say(page, server.url, meeting)
    assert all_cards(page) == [FIRST, REST[1], *REST[3:]]


def test_it_is_one_tap_away_also_without_the_server(browser: Browser, own_server: RealServer) -> None:
    """In English; every screen opens offline in both languages in test_offline.py."""
    lang = "en"
    with open_phone(browser, lang) as context:
        page = first_visit(context, own_server.url, lang)
        statement = seed(page, own_server.url, WORDS)
        seed_meeting(page, own_server.url, f"{day(1)}T10:00", statement=statement)
        second_visit(page)
        own_server.stop()
        say_it = called(lang, "Sig det")
        page.goto(address(own_server.url, lang, "start"))
        page.locator(".next-meeting").get_by_role("link", name=say_it).click()
        expect(card(page)).to_contain_text(called(lang, FULL_OPENING))
        page.goto(address(own_server.url, lang, "five", statement))
        page.get_by_role("link", name=say_it).click()
        expect(card(page)).to_contain_text(called(lang, FULL_OPENING))
        tap(page)
        expect(card(page)).to_contain_text(FIRST)
