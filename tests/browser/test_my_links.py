"""*Mine links*: every tab lists the links that are out, until the person removes them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .chromium import watch
from .conftest import Phones
from .journey import PARTS
from .phone_again import first_phone, writer
from .real_server import RealServer
from .screens import called
from .seeds import seed
from .share_journey import (
    COPIED,
    TAKEN_BACK,
    act,
    copied,
    expect_refused,
    line,
    make_link,
    my_links,
    read,
    share_screen,
    take_back,
    write_back,
)
from .test_keyboard import press, tab_to
from .vault_journey import expect_status, kept

__all__ = ["first_phone", "writer"]
PLAIN = {PARTS[1]: "Vi taler roligt. Og vi griner."}
QUESTION = "Så kan ingen åbne linket mere. Har den anden læst det, kan det ikke tages tilbage."


@pytest.fixture
def linked(writer: Page, server: RealServer) -> Page:
    """A phone with one link out."""
    share_screen(writer, server.url, seed(writer, server.url, PLAIN, "Til lægen"))
    make_link(writer)
    return writer


def test_two_tabs_show_the_same_links(linked: Page, phone: Phones, server: RealServer) -> None:
    writer = linked
    link = copied(writer)
    tab, other_tab = writer.context.new_page(), writer.context.new_page()
    first, second = my_links(tab, server.url), my_links(other_tab, server.url)
    write_back(read(phone(), link), "Vi ses.")
    my_links(tab, server.url)
    expect(second.locator("summary")).to_have_text("1 svar")
    second.locator("summary").click()
    make_link(writer)
    for cards in (first, second):
        expect(cards).to_have_count(2)
    expect(second.locator("blockquote")).to_be_visible()
    act(second.last, "Træk tilbage").click()
    take_back(first.last)
    expect(second.last.locator(".link-status")).to_have_text(TAKEN_BACK)
    expect(second.locator(".notice")).to_have_count(0)
    expect(second.locator("blockquote")).to_be_visible()
    act(first.last, "Fjern fra listen").click()
    for cards in (first, second):
        expect(cards).to_have_count(1)
    assert copied(other_tab, second.first) == copied(writer)
    expect_refused(phone(), link)


def test_a_code_stays_open_while_another_link_changes(linked: Page, server: RealServer) -> None:
    writer = linked
    other = writer.context.new_page()
    cards = my_links(other, server.url)
    act(cards, "Vis som kode").click()
    act(writer, "Vis som kode").click()
    line(writer, "Og vi griner.").uncheck()
    expect(writer.locator("[data-code-of] svg")).to_be_visible()
    third = writer.context.new_page()
    share_screen(third, server.url, "")
    make_link(third)
    expect(cards).to_have_count(2)
    for page in (writer, other):
        expect(page.locator("[data-code-of] svg")).to_be_visible()


def test_an_ended_link_is_removed_from_the_list_and_the_phone(linked: Page, server: RealServer) -> None:
    writer = linked
    (card,) = my_links(writer, server.url).all()
    expect(act(card, "Fjern fra listen")).to_have_count(0)
    take_back(card)
    (over,) = kept(writer, "shares")
    assert [over[name] for name in ("key", "token", "sealed", "notes_key")] == [None, "", "", None]
    act(card, "Fjern fra listen").click()
    expect_status(writer, "Nu er det væk fra listen.")
    expect(writer.locator("[data-view=links]")).to_contain_text("Du har ingen links lige nu.")
    assert kept(writer, "shares") == []


def test_a_link_is_made_and_withdrawn_by_keyboard_alone(writer: Page, server: RealServer) -> None:
    page, lang = writer, "en"
    share_screen(page, server.url, seed(page, server.url, PLAIN), lang)
    troubles = watch(page)
    tab_to(page, line(page, "Og vi griner."))
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("textbox", name=called(lang, "Hvem er det fra?")))
    page.keyboard.type("Åse")
    tab_to(page, page.get_by_label(called(lang, "Hvor længe skal linket virke?")))
    page.keyboard.press("ArrowUp")
    press(page, "button", called(lang, "Lav linket"))
    tab_to(page, act(page, "Kopiér linket", lang))
    page.keyboard.press("Enter")
    expect(page.locator(".said")).to_have_text(called(lang, COPIED))
    tab_to(page, act(page, "Vis som kode", lang))
    page.keyboard.press("Enter")
    expect(page.locator("[data-code-of] svg")).to_be_visible()
    press(page, "link", called(lang, "Mine links"))
    for name, key in (("Behold linket", "Space"), ("Ja, træk tilbage", "Enter")):
        tab_to(page, act(page, "Træk tilbage", lang))
        page.keyboard.press("Enter")
        expect(page.locator(".card .notice")).to_be_focused()
        expect(page.locator(".card .notice")).to_contain_text(called(lang, QUESTION))
        page.keyboard.press("Enter")
        expect(page.locator(".card .notice")).to_be_visible()
        tab_to(page, act(page, name, lang))
        page.keyboard.press(key)
        if name == "Behold linket":
            expect(act(page, "Træk tilbage", lang)).to_be_focused()
            page.keyboard.press("Shift+Tab")
    expect(page.locator(".link-status")).to_be_focused()
    expect(page.locator(".link-status")).to_have_text(called(lang, TAKEN_BACK))
    tab_to(page, act(page, "Fjern fra listen", lang))
    page.keyboard.press("Enter")
    expect(page.locator("main a:focus")).to_be_visible()  # what comes next
    assert troubles == []


def test_a_phone_without_links_says_so(writer: Page, server: RealServer) -> None:
    page = writer
    expect(my_links(page, server.url)).to_have_count(0)
    expect(page.locator("[data-view=links]")).to_contain_text("Det, du deler, står på siden her.")
    page.get_by_role("link", name="Del med én").click()
    expect(page.locator("h1")).to_have_text("Del med én")
