"""Giv telefonen videre: one tap hands the phone over, with large answers and only the owner's way back."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page, expect

from .conftest import Phones
from .journey import (
    PARTS,
    finger_on_way_back,
    hold,
    sentences,
    stop_the_clock,
    wait_until_stored,
)
from .real_server import RealServer
from .screens import address
from .seeds import seed

ANSWERS = ("Ja", "Nej", "Ved ikke", "Pause", "En anden dag")
PLEA = {"da": "Jeg kan ikke finde ordene lige nu.", "en": "I can't find the words right now."}
FITS = """(element) => {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()].every(({ left, right, top, bottom }) =>
    left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight);
}"""


def handed_over(page: Page, server: RealServer) -> str:
    """Open the five minutes and hand the phone over; returns the statement's id."""
    statement = seed(page, server.url, {PARTS[2]: "Jeg vil gerne ud."})
    page.goto(address(server.url, "da", "five", statement))
    page.get_by_role("link", name="Giv telefonen videre").click()
    expect(page.get_by_text(PLEA["da"])).to_be_visible()
    return statement


def answer_and_close(page: Page, answer: str) -> bool:
    """Tap an answer, look at its word, close it; returns whether the word was shown in full."""
    page.locator("[data-answers]").get_by_role("button", name=answer, exact=True).tap()
    shown = page.locator("[data-answer-shown]")
    expect(shown).to_be_visible()
    expect(shown).to_contain_text(answer)
    whole = bool(shown.evaluate(FITS))
    shown.get_by_role("button").tap()
    expect(shown).to_be_hidden()
    return whole


def test_the_screen_shows_the_instruction_and_then_the_most_important_words(
    tab: Page, server: RealServer
) -> None:
    handed_over(tab, server)
    text = tab.locator("main").inner_text()
    assert text.index("Vent med at beslutte noget, til jeg er med igen.") < text.index("Jeg vil gerne ud.")
    names = [name.strip() for name in tab.get_by_role("button").all_inner_texts()]
    assert names[:5] == list(ANSWERS)


@pytest.mark.parametrize("size", [(390, 844), (320, 640), (844, 390)])
def test_each_answer_shows_its_word_in_full(tab: Page, server: RealServer, size: tuple[int, int]) -> None:
    tab.set_viewport_size({"width": size[0], "height": size[1]})
    tab.goto(address(server.url, "da", "handover"))
    for answer in ANSWERS:
        area = tab.get_by_role("button", name=answer, exact=True).bounding_box()
        assert area is not None and min(area["width"], area["height"]) >= 64
        assert answer_and_close(tab, answer), f"{answer} is clipped at {size}"


def test_no_other_screen_can_be_reached(tab: Page, server: RealServer) -> None:
    handed_over(tab, server)
    assert tab.get_by_role("link").filter(visible=True).count() == 0
    others = ("the pad", "the way back")
    assert len(tab.get_by_role("button").filter(visible=True).all()) == len(ANSWERS) + len(others)
    assert tab.get_by_role("textbox").count() == 0


def test_a_short_press_on_the_way_back_does_nothing(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    page.clock.install()
    handed_over(page, server)
    where = page.url
    stop_the_clock(page)
    back = page.locator("[data-way-back]")
    back.click()
    back.tap()
    back.dblclick()
    back.press("Enter")
    with finger_on_way_back(page):
        expect(back).to_have_attribute("data-holding", "")
        page.clock.run_for(400)
    page.clock.run_for(10_000)
    assert page.url == where
    expect(page.get_by_text(PLEA["da"])).to_be_visible()


def test_a_long_press_goes_back_to_the_five_minutes(tab: Page, server: RealServer) -> None:
    handed_over(tab, server)
    hold(tab)
    expect(tab.locator("h1")).to_have_text("Fem minutter")
    assert sentences(tab) == ["Jeg vil gerne ud."]
    tab.get_by_role("link", name="Skriv", exact=True).click()
    expect(tab.get_by_role("textbox", name=PARTS[2])).to_have_value("Jeg vil gerne ud.")


def test_three_presses_without_a_pointer_go_back_too(tab: Page, server: RealServer) -> None:
    """A switch or a screen reader presses without a pointer, so it cannot hold."""
    handed_over(tab, server)
    where = tab.url
    for _ in range(2):
        tab.locator("[data-way-back]").evaluate("(button) => button.click()")
    expect(tab.get_by_text(PLEA["da"])).to_be_visible()
    assert tab.url == where
    tab.locator("[data-way-back]").evaluate("(button) => button.click()")
    expect(tab.locator("h1")).to_have_text("Fem minutter")


@pytest.mark.parametrize("tapped_first", [False, True])
def test_back_and_forward_reveal_no_other_screen(
    phone: Phones, server: RealServer, tapped_first: bool
) -> None:
    page = phone(service_workers="block").new_page()
    handed_over(page, server)
    if tapped_first:
        answer_and_close(page, "Pause")
    for step in (page.go_back, page.go_back, page.go_back, page.go_forward, page.go_back):
        with suppress(Error):  # a step that leads nowhere is fine too
            step(wait_until="commit")
        page.wait_for_load_state("networkidle")
        expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
        expect(page.get_by_text(PLEA["da"])).to_be_visible()


def test_the_tab_stays_handed_over_after_a_reload_or_another_address(tab: Page, server: RealServer) -> None:
    statement = handed_over(tab, server)
    tab.reload()
    expect(tab.get_by_text(PLEA["da"])).to_be_visible()
    tab.goto(address(server.url, "da", "write", statement), wait_until="commit")
    expect(tab.get_by_role("button", name="Ved ikke")).to_be_visible()


def test_the_text_can_be_edited_beforehand(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    page.goto(address(server.url, "da", "settings"))
    page.get_by_role("textbox", name="Teksten, når du giver telefonen videre").fill("Lån mig et øjeblik.")
    wait_until_stored(page, "Lån mig et øjeblik.")
    page.get_by_role("link", name="Giv telefonen videre").click()
    expect(page.get_by_text("Lån mig et øjeblik.")).to_be_visible()
    expect(page.get_by_text(PLEA["da"])).to_have_count(0)
