"""Leaving in the app's own ways right after the last key, before the pause that saves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, box, sentences, write
from .real_server import RealServer
from .screens import address

WAYS: dict[str, Callable[[Page], object]] = {
    "to the five minutes": lambda page: page.get_by_role("link", name="Fem minutter").first.click(),
    "to the list": lambda page: page.get_by_role("link", name="Egne ord").click(),
    "back": lambda page: page.go_back(),
    "quickly": lambda page: page.get_by_role("link", name="Luk hurtigt").click(),
}


def typing(tab: Page, server: RealServer) -> str:
    """A kept statement, open, with words typed a moment ago; gives its address."""
    where = address(server.url, "da", "write", write(tab, server.url, {PARTS[0]: "Jeg hedder Åse."}))
    tab.goto(address(server.url, "da", "start"))
    tab.goto(where)
    expect(box(tab, PARTS[0])).to_have_value("Jeg hedder Åse.")
    box(tab, PARTS[3]).press_sequentially("Se min søster")
    return where


@pytest.mark.parametrize("way", WAYS)
def test_no_letter_is_lost(tab: Page, server: RealServer, way: str) -> None:
    where = typing(tab, server)
    WAYS[way](tab)
    expect(box(tab, PARTS[3])).to_have_count(0)
    later = tab.context.new_page()
    later.goto(where)
    expect(box(later, PARTS[3])).to_have_value("Se min søster")
    later.close()


def test_the_five_minutes_show_the_last_letter_at_once(tab: Page, server: RealServer) -> None:
    typing(tab, server)
    WAYS["to the five minutes"](tab)
    expect(tab.locator("h1")).to_have_text("Fem minutter")
    assert sentences(tab) == ["Jeg hedder Åse.", "Se min søster"]


def test_the_way_out_shows_nothing_and_back_does_not_open_the_statement(
    tab: Page, server: RealServer
) -> None:
    typing(tab, server)
    WAYS["quickly"](tab)
    tab.wait_for_url("**/ud")
    expect(tab).to_have_title("Ny fane")
    assert tab.locator("body").inner_text().strip() == ""
    tab.go_back()
    assert "skriv" not in tab.url


def test_without_a_worker_a_link_waits_for_the_last_letter(phone: Phones, server: RealServer) -> None:
    """The next page then comes with nothing in between."""
    page = phone(service_workers="block").new_page()
    typing(page, server)
    box(page, PARTS[3]).press_sequentially(" igen")
    WAYS["to the five minutes"](page)
    expect(page.locator("h1")).to_have_text("Fem minutter")
    assert sentences(page) == ["Jeg hedder Åse.", "Se min søster igen"]
