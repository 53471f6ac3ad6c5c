"""Two tabs that edit the same statement."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, box, wait_until_stored
from .real_server import RealServer
from .screens import address
from .seeds import seed

FIRST = "Der var en gang en plan."


def two_tabs(phone: Phones, server: RealServer) -> tuple[Page, Page, str]:
    """Two tabs that show a statement with ``FIRST`` in its second part, and its address."""
    context = phone(service_workers="block")
    one = context.new_page()
    where = address(server.url, "da", "write", seed(one, server.url, {PARTS[1]: FIRST}))
    one.goto(where)
    other = context.new_page()
    other.goto(where)
    for page in (one, other):
        expect(box(page, PARTS[1])).to_have_value(FIRST)
    return one, other, where


def test_two_tabs_in_different_parts_lose_nothing(phone: Phones, server: RealServer) -> None:
    one, other, where = two_tabs(phone, server)
    box(one, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    box(other, PARTS[3]).press_sequentially("Se min søster.")
    box(one, "Titel").press_sequentially("Til jobcentret")
    wait_until_stored(other, FIRST, "Jeg hedder Åse.", "Se min søster.", "Til jobcentret")
    fresh = one.context.new_page()
    fresh.goto(where)
    expect(box(fresh, PARTS[0])).to_have_value("Jeg hedder Åse.")
    expect(box(fresh, PARTS[1])).to_have_value(FIRST)
    expect(box(fresh, PARTS[3])).to_have_value("Se min søster.")


def test_two_tabs_in_the_same_part_lose_nothing(phone: Phones, server: RealServer) -> None:
    one, other, where = two_tabs(phone, server)
    box(one, PARTS[1]).press("Control+Home")
    box(other, PARTS[1]).press("Control+End")
    for letters in zip("Venstre sagde det her. ", " Til sidst kom ogsaa d.", strict=True):
        one.keyboard.type(letters[0])
        other.keyboard.type(letters[1])
    wait_until_stored(other, "Venstre sagde det her.", FIRST, "Til sidst kom ogsaa d.")
    fresh = one.context.new_page()
    fresh.goto(where)
    expect(box(fresh, PARTS[1])).to_have_value(f"Venstre sagde det her. {FIRST} Til sidst kom ogsaa d.")


def test_what_two_tabs_change_in_the_same_words_is_kept_both(phone: Phones, server: RealServer) -> None:
    one, other, _ = two_tabs(phone, server)
    box(one, PARTS[1]).fill("Der var en gang en ost.")
    box(other, PARTS[1]).fill("Der var en gang en kniv.")
    wait_until_stored(other, "Der var en gang en ost.", "Der var en gang en kniv.")


def test_words_written_in_one_tab_appear_in_the_other(phone: Phones, server: RealServer) -> None:
    one, other, _ = two_tabs(phone, server)
    box(one, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect(box(other, PARTS[0])).to_have_value("Jeg hedder Åse.")
