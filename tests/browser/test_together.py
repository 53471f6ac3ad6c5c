"""*Skriv sammen*: two people at one phone, one question at a time, and the words of one of them."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from webapp.content import PARTS as PART_NAMES
from webapp.content import load_questions

from .chromium import PHONE, watch
from .journey import PARTS, WORDS, expect_saved, wait_until_stored
from .phone_again import first_phone, stoppable_phone, stoppable_server, stoppable_writer, writer
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .test_accessible import audit, measure
from .test_keyboard import press as press_key
from .test_keyboard import tab_to
from .test_own_words import NASTY
from .together_journey import (
    ALL_KEPT,
    RIGHT,
    YOU_ANSWER,
    YOU_ASK,
    at_part,
    begin,
    button,
    current_question,
    expect_pen,
    kept_place,
    open_together,
    press,
    read_through,
)

__all__ = ["first_phone", "stoppable_phone", "stoppable_server", "stoppable_writer", "writer"]
SAID = {PARTS[0]: NASTY["emoji"], PARTS[1]: NASTY["tabs and spaces"], PARTS[3]: NASTY["markup"]}
"""Part three is left blank."""
WORDS_MIN_PX = 1.5 * 18
WIDE: ViewportSize = {"width": 1280, "height": 900}


def walk(page: Page, lang: str = "da") -> None:
    """From the first part to the last step, writing the answers."""
    for label in PARTS:
        here = at_part(page, label, lang)
        if label in SAID:
            here.fill(SAID[label])
        press(page, "Videre", lang)


def test_two_write_the_four_parts_and_read_them_character_for_character(
    writer: Page, server: RealServer
) -> None:
    """In English; questions and pauses are walked through in Danish."""
    page, lang = writer, "en"
    troubles = watch(page)
    open_together(page, server.url, lang=lang)
    begin(page, others_pen=True, lang=lang)
    walk(page, lang)
    expect(page.get_by_role("heading", name=called(lang, RIGHT))).to_be_visible()
    typed = [text.replace("\r\n", "\n") for text in SAID.values()]
    assert read_through(page) == typed, "a blank part is shown"
    wait_until_stored(page, *typed)
    expect_saved(page, lang)
    press(page, "Ret", lang)
    at_part(page, PARTS[0], lang).press("Control+End")
    page.keyboard.type(" Og en hund.")
    press(page, "Videre", lang)
    assert read_through(page) == [f"{typed[0]} Og en hund.", *typed[1:]], (
        "the next step does not lead back to the read-through"
    )
    statement = page.url.partition("#")[2]
    share = page.locator("main").get_by_role("link", name=called(lang, "Del med én"))
    path = address("", lang, "share", statement)
    expect(share).to_have_attribute("href", re.compile(re.escape(path) + "$"))
    page.locator("main").get_by_role("link", name=called(lang, "Fem minutter")).click()
    expect(page.locator("[data-sentence]").first).to_be_visible()
    page.go_back()
    assert read_through(page)[1:] == typed[1:]
    assert troubles == []


def test_questions_go_both_ways_and_start_over(writer: Page, server: RealServer) -> None:
    page, lang = writer, "da"
    open_together(page, server.url)
    begin(page)
    for part, label in zip(PART_NAMES, PARTS, strict=True):
        both = load_questions()[lang][part]
        at_part(page, label, lang)
        for question in (*both.ask, both.ask[0]):
            expect(current_question(page)).to_have_text(question)
            press(page, "Et andet spørgsmål", lang)
        press(page, YOU_ASK, lang)
        expect(page.get_by_text(called(lang, "Du spørger"), exact=True).filter(visible=True)).to_be_visible()
        expect(button(page, "Byt", lang)).to_have_count(0)
        expect(page.locator(".pen").filter(visible=True)).to_contain_text(
            called(lang, "Svaret bliver ikke skrevet ned. Vil du have det med, så sig det med dine egne ord.")
        )
        for question in (*both.ask_back, both.ask_back[0]):
            expect(current_question(page)).to_have_text(question)
            press(page, "Et andet spørgsmål", lang)
        press(page, YOU_ANSWER, lang)
        expect(current_question(page)).to_have_text(both.ask[0])
        expect(button(page, "Byt", lang)).to_be_visible()
        press(page, "Videre", lang)


def test_the_pen_changes_hands_at_every_step_and_so_does_the_sentence_about_it(
    writer: Page, server: RealServer
) -> None:
    open_together(writer, server.url, "ny")
    begin(writer)
    for label, (before, after) in zip(PARTS, pairwise(["own", "other", "own", "other", "own"]), strict=True):
        at_part(writer, label)
        expect_pen(writer, before)
        press(writer, "Byt")
        expect_pen(writer, after)
        press(writer, "Videre")


@pytest.mark.parametrize("steps", range(6))
def test_a_pause_keeps_the_step_and_the_pen_until_another_day(
    writer: Page, server: RealServer, steps: int
) -> None:
    statement = seed(writer, server.url, WORDS, title="Til lægen")
    open_together(writer, server.url, statement)
    begin(writer, others_pen=True)
    press(writer, "Tilbage")
    for step in range(steps):
        press(writer, "Begynd" if step == 0 else "Videre")
    if 0 < steps < 5:
        at_part(writer, PARTS[steps - 1]).press_sequentially(" Lige nu.")
    press(writer, "Pause")
    expect(writer.get_by_text(ALL_KEPT)).to_be_visible()
    expect(writer.locator("textarea, .words").filter(visible=True)).to_have_count(0)
    kept_place(writer, paused=True)
    later = writer.context.new_page()
    open_together(later, server.url, statement if steps == 5 else "")
    expect(later.get_by_text(ALL_KEPT)).to_be_visible()
    press(later, "Fortsæt")
    if steps == 0:
        expect(later.get_by_role("radio", name="Den anden skriver for mig")).to_be_checked()
        expect(later.get_by_text("I skriver videre på: Til lægen")).to_be_visible()
    elif steps == 5:
        assert read_through(later) == list(WORDS.values())
    else:
        expect(at_part(later, PARTS[steps - 1])).to_have_value(f"{WORDS[PARTS[steps - 1]]} Lige nu.")
        expect_pen(later, "other")
    later.close()


def test_the_stored_place_holds_none_of_their_words(writer: Page, server: RealServer) -> None:
    open_together(writer, server.url, "ny")
    begin(writer, others_pen=True)
    at_part(writer, PARTS[0]).fill("Jeg hedder Åse.")
    expect_saved(writer)
    press(writer, "Videre")
    statement = writer.url.partition("#")[2]
    expect(writer.locator("textarea#important")).to_be_visible()
    place = {"statement": statement, "step": "important", "pen": "other", "paused": False}
    assert kept_place(writer, step="important") == place


def test_new_words_do_not_show_the_old_ones(writer: Page, server: RealServer) -> None:
    statement = seed(writer, server.url, {PARTS[0]: "Jeg hedder Åse."}, title="Til lægen")
    open_together(writer, server.url, statement)
    writer.get_by_role("link", name="Skriv nye ord").click()
    begin(writer)
    expect(at_part(writer, PARTS[0])).to_have_value("")
    at_part(writer, PARTS[0]).fill("Jeg er en anden.")
    expect_saved(writer)
    open_together(writer, server.url, statement)
    begin(writer)
    expect(at_part(writer, PARTS[0])).to_have_value("Jeg hedder Åse.")


def test_leaving_every_part_blank_is_fine(writer: Page, server: RealServer) -> None:
    open_together(writer, server.url, "ny")
    begin(writer)
    for label in PARTS:
        at_part(writer, label)
        press(writer, "Videre")
    expect(writer.get_by_text("Her står ikke noget endnu. Det er helt i orden.")).to_be_visible()


def test_it_works_without_the_server(stoppable_writer: Page, stoppable_server: RealServer) -> None:
    stoppable_server.stop()
    page = stoppable_writer.context.new_page()
    open_together(page, stoppable_server.url)
    begin(page, others_pen=True)
    walk(page)
    assert read_through(page) == [text.replace("\r\n", "\n") for text in SAID.values()]
    press(page, "Pause")
    expect(page.get_by_text(ALL_KEPT)).to_be_visible()


def test_it_works_by_keyboard_alone(writer: Page, server: RealServer) -> None:
    page, lang = writer, "en"
    open_together(page, server.url, lang=lang)
    tab_to(page, page.get_by_role("radio", name=called(lang, "Jeg skriver selv")))
    page.keyboard.press("ArrowRight")
    press_key(page, "button", called(lang, "Begynd"))
    for label in PARTS:
        press_key(page, "button", called(lang, "Et andet spørgsmål"), "Space")
        press_key(page, "button", called(lang, YOU_ASK))
        tab_to(page, at_part(page, label, lang))
        page.keyboard.type("Ord.\nOg ord.")
        press_key(page, "button", called(lang, "Videre"))
    assert read_through(page) == ["Ord.\nOg ord."] * 4
    press_key(page, "button", called(lang, "Pause"))
    press_key(page, "button", called(lang, "Fortsæt"))
    assert read_through(page) == ["Ord.\nOg ord."] * 4


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_is_accessible_and_large(writer: Page, server: RealServer, lang: str) -> None:
    page = writer
    page.emulate_media(reduced_motion="reduce")
    open_together(page, server.url, lang=lang)
    begin(page, others_pen=True, lang=lang)
    for label in PARTS:
        here = at_part(page, label, lang)
        here.fill(WORDS[label])
        press(page, YOU_ASK, lang)
        assert measure(page, "smallText(18)") == []
        page.set_viewport_size(WIDE)
        assert measure(page, "longLines(70)") == []
        page.set_viewport_size(PHONE)
        size = here.evaluate("(box) => parseFloat(getComputedStyle(box).fontSize)")
        assert size >= WORDS_MIN_PX
        if label == PARTS[0]:
            assert audit(page, "together") == ""
        press(page, "Videre", lang)
    page.locator(".read-through").wait_for()
    assert audit(page, "together") == ""
    press(page, "Pause", lang)
    expect(button(page, "Fortsæt", lang)).to_be_visible()
    assert audit(page, "together") == ""
