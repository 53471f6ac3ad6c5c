"""*Skriv sammen* stores its words like *Skriv*: despite storage errors, in two tabs, and on a slow phone."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .held_words import held_words
from .journey import PARTS, box, expect_saved, wait_until_stored
from .phone_again import first_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .test_slow_start import held_back, slow
from .test_storage_trouble import CLOSED_DATABASE, FULL, NO_DATABASE, copy_of
from .together_journey import ALL_KEPT, OTHERS_PEN, at_part, begin, button, expect_pen, open_together, press

__all__ = ["first_phone", "slow", "writer"]


@pytest.mark.parametrize("script", [FULL, NO_DATABASE, CLOSED_DATABASE], ids=["full", "missing", "refused"])
def test_words_that_cannot_be_stored_stay_on_screen_and_no_pause_says_otherwise(
    phone: Phones, server: RealServer, tmp_path: Path, script: str
) -> None:
    context = phone()
    context.add_init_script(script)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    open_together(page, server.url)
    begin(page)
    at_part(page, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    notice = page.get_by_role("status").filter(has_text="Dine ord står her på skærmen")
    expect(notice).to_be_visible()
    press(page, "Pause")
    page.wait_for_timeout(500)  # fixed wait: nothing shows that no pause comes
    expect(page.get_by_text(ALL_KEPT)).to_be_hidden()
    expect(at_part(page, PARTS[0])).to_have_value("Jeg hedder Åse.")
    press(page, "Videre")
    at_part(page, PARTS[1]).press_sequentially("Jeg vil sove.")
    page.wait_for_timeout(1000)  # fixed wait: autosave tries within it, and may take nothing from the screen
    copy = copy_of(page, tmp_path)
    assert "Jeg hedder Åse." in copy and "Jeg vil sove." in copy
    for name in ("Kopiér det hele", "Prøv igen"):
        expect(button(page, name)).to_be_visible()
    assert troubles == []


def test_everything_is_stored_when_the_phone_has_room_again(phone: Phones, server: RealServer) -> None:
    context = phone()
    context.add_init_script(FULL)
    page = context.new_page()
    open_together(page, server.url)
    begin(page)
    at_part(page, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect(button(page, "Prøv igen")).to_be_visible()
    page.evaluate("globalThis.phoneIsFull = false")
    press(page, "Prøv igen")
    expect_saved(page)
    wait_until_stored(page, "Jeg hedder Åse.")
    press(page, "Pause")
    expect(page.get_by_text(ALL_KEPT)).to_be_visible()


def test_two_tabs_one_for_one_writer_and_one_for_two_lose_nothing(writer: Page, server: RealServer) -> None:
    alone, context = writer, writer.context
    statement = seed(alone, server.url, {PARTS[1]: "Der var en gang en plan."}, title="Til lægen")
    alone.goto(address(server.url, "da", "write", statement))
    other = context.new_page()
    open_together(other, server.url, statement)
    begin(other)
    at_part(other, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect(box(alone, PARTS[0])).to_have_value("Jeg hedder Åse.")
    box(alone, PARTS[1]).press("Control+Home")
    press(other, "Videre")
    at_part(other, PARTS[1]).press("Control+End")
    for letters in zip("Venstre sagde det her. ", " Til sidst kom ogsaa d.", strict=True):
        alone.keyboard.type(letters[0])
        other.keyboard.type(letters[1])
    whole = "Venstre sagde det her. Der var en gang en plan. Til sidst kom ogsaa d."
    wait_until_stored(other, whole, "Til lægen", "Jeg hedder Åse.")
    for _ in range(3):
        press(other, "Videre")
    expect(other.locator(".read-through .words")).to_have_text(["Jeg hedder Åse.", whole])
    box(alone, PARTS[3]).fill("Se min søster.")
    expect(other.locator(".read-through .words")).to_have_text(["Jeg hedder Åse.", whole, "Se min søster."])


def test_input_before_the_script_counts_and_overwrites_nothing(slow: Page, server: RealServer) -> None:
    statement = seed(slow, server.url, {PARTS[0]: "Jeg hedder Åse.", PARTS[1]: "Jeg vil sove."})
    with held_back(slow, address(server.url, "da", "together", statement)):
        slow.get_by_text(OTHERS_PEN).click()
        box(slow, PARTS[1]).press_sequentially("Bare nogle dage.")
    expect(at_part(slow, PARTS[1])).to_be_focused()
    expect_pen(slow, "other")
    wait_until_stored(slow, "Bare nogle dage.")
    slow.wait_for_timeout(1000)  # fixed wait: autosave comes again within it, and may wipe nothing
    slow.goto("about:blank")
    slow.goto(address(server.url, "da", "write", statement))
    expect(box(slow, PARTS[0])).to_have_value("Jeg hedder Åse.")
    for text in ("Jeg vil sove.", "Bare nogle dage."):
        assert text in box(slow, PARTS[1]).input_value()


def test_a_press_before_the_words_are_loaded_counts(slow: Page, server: RealServer) -> None:
    with held_words(slow, address(server.url, "da", "together")):
        begin(slow, others_pen=True)
    at_part(slow, PARTS[0])
    expect_pen(slow, "other")
    expect(slow.get_by_role("status")).to_have_text("")


def test_what_is_typed_after_an_early_press_stays_before_the_person(slow: Page, server: RealServer) -> None:
    with held_words(slow, address(server.url, "da", "together")):
        begin(slow)
        box(slow, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect(at_part(slow, PARTS[0])).to_have_value("Jeg hedder Åse.")


@pytest.mark.parametrize("part", range(len(PARTS)))
def test_an_early_press_changes_the_question_that_it_stands_at(
    slow: Page, server: RealServer, part: int
) -> None:
    with held_words(slow, address(server.url, "da", "together")):
        slow.get_by_role("button", name="Spørg selv").nth(part).click()
    at_part(slow, PARTS[part])
    expect(slow.get_by_role("button", name="Lad den anden spørge").filter(visible=True)).to_have_count(1)


@pytest.mark.parametrize("way", ["Hurtig ud", "Fem minutter", "Egne ord"])
def test_no_letter_is_lost_on_leaving(writer: Page, server: RealServer, way: str) -> None:
    statement = seed(writer, server.url, {PARTS[0]: "Jeg hedder Åse."})
    open_together(writer, server.url, statement)
    begin(writer)
    press(writer, "Videre")
    at_part(writer, PARTS[1]).press_sequentially("Se min søster")
    writer.get_by_role("link", name=way).first.click()
    expect(box(writer, PARTS[1])).to_have_count(0)
    later = writer.context.new_page()
    open_together(later, server.url, statement)
    expect(at_part(later, PARTS[1])).to_have_value("Se min søster")
    later.close()


def test_text_begun_alone_continues_together(writer: Page, server: RealServer) -> None:
    writer.goto(address(server.url, "da", "write") + "#ny")
    box(writer, PARTS[0]).fill("Jeg hedder Åse.")
    expect_saved(writer)
    writer.locator("main").get_by_role("link", name="Skriv sammen").click()
    begin(writer)
    expect(at_part(writer, PARTS[0])).to_have_value("Jeg hedder Åse.")
