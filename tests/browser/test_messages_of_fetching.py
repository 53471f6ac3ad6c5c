"""Fetching one's words: what the twelve words or a file bring is said beside them, and success leads on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, box
from .real_server import ROOT, RealServer
from .said import PORTRAIT, RECORD, Case, context, faults, page, press_and_measure
from .screens import address, called
from .seeds import seed
from .vault_journey import TWELVE, draw_words, expect_status, press, turn_on, vault_line

__all__ = ["context", "page"]
NO_NET = "Der er ikke net lige nu."


def listed_words(count: int) -> str:
    """Words of the list that open no vault."""
    words = (ROOT / "webapp/content/recovery_words_da.txt").read_text().split()
    return " ".join(words[:count])


TYPED = {
    "empty": ("", "Skriv dine 12 ord i feltet først."),
    "too few": (listed_words(3), "Der skal være 12 ord. Du har skrevet 3."),
    "not listed": ("qqqq " + listed_words(TWELVE - 1), "Ord nummer 1 er ikke på listen."),
    "wrong order": (listed_words(TWELVE), "Ordene passer ikke sammen."),
}


@pytest.mark.parametrize("by_key", [False, True], ids=["tap", "key"])
@pytest.mark.parametrize("kind", TYPED)
def test_words_that_open_nothing_say_so_beside_their_button(
    page: Page, server: RealServer, kind: str, by_key: bool
) -> None:
    typed, text = TYPED[kind]
    page.goto(address(server.url, "da", "copy"))
    box(page, "Dine 12 ord").fill(typed)
    button = page.get_by_role("button", name="Hent", exact=True)
    case = Case(text, "#recovery")
    assert press_and_measure(page, button, case, by_key) == []
    assert press_and_measure(page, button, case, by_key) == [], "again"
    box(page, "Dine 12 ord").press_sequentially(" ord")
    expect(box(page, "Dine 12 ord")).not_to_have_attribute("aria-invalid", "true")
    assert page.locator("#recovery").get_attribute("aria-describedby") == "recovery-hint"


def test_words_of_no_vault_and_no_network_say_so(page: Page, phone: Phones, server: RealServer) -> None:
    words = draw_words(phone(service_workers="block").new_page(), server.url)  # and never kept
    page.goto(address(server.url, "da", "copy"))
    page.wait_for_load_state("networkidle")
    box(page, "Dine 12 ord").fill(words)
    button = page.get_by_role("button", name="Hent", exact=True)
    page.context.set_offline(True)
    assert press_and_measure(page, button, Case(NO_NET)) == []
    page.context.set_offline(False)
    case = Case("Der er ikke nogen boks med de ord.", "#recovery")
    assert press_and_measure(page, button, case) == []
    assert box(page, "Dine 12 ord").input_value() == words


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_right_words_lead_to_ones_own_and_say_so(phone: Phones, server: RealServer, lang: str) -> None:
    first = phone(lang, service_workers="block").new_page()
    seed(first, server.url, {PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    words = turn_on(first, server.url, lang)
    new = phone(lang, service_workers="block", viewport=PORTRAIT).new_page()
    new.goto(address(server.url, lang, "copy"))
    box(new, "Dine 12 ord", lang).fill(words)
    press(new, "Hent", lang)
    new.wait_for_url(lambda url: url.partition("#")[0] == address(server.url, lang, "start"))
    here = new.locator("[data-status]").filter(has_text=called(lang, "Nu er dine ord her."))
    expect(here).to_be_in_viewport()
    expect(new.get_by_role("link", name="Til lægen", exact=True)).to_be_visible()
    new.reload()
    expect(new.get_by_role("link", name="Til lægen", exact=True)).to_be_visible()
    expect(here).to_have_count(0)


def test_words_that_have_not_come_are_never_said_to_be_here(phone: Phones, server: RealServer) -> None:
    """The network goes after the first answer: the vault is found, and nothing is fetched."""
    first = phone(service_workers="block").new_page()
    seed(first, server.url, {PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    words = turn_on(first, server.url)
    new = phone(service_workers="block").new_page()
    new.goto(address(server.url, "da", "copy"))
    lost = re.compile(r"/api/v1/vaults/.*(?<!limit=1)$")
    new.route(lost, lambda route: route.abort())
    box(new, "Dine 12 ord").fill(words)
    press(new, "Hent")
    new.wait_for_url(address(server.url, "da", "vault"))
    expect(vault_line(new)).to_have_text("Venter på net")
    expect(new.get_by_text("Nu er dine ord her.")).to_have_count(0)
    new.unroute(lost)
    press(new, "Hent og send nu")
    expect_status(new, "Nu er alt i boksen.")
    new.goto(address(server.url, "da", "start"))
    expect(new.get_by_role("link", name="Til lægen", exact=True)).to_be_visible()


FILES = {
    "foreign": (b'{"notes": []}', "Det ligner ikke en kopi herfra."),
    "damaged": (b'{"app": "egne-', "Der er ikke ændret noget."),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_copy_says_so_beside_its_field(page: Page, server: RealServer, kind: str) -> None:
    content, text = FILES[kind]
    page.goto(address(server.url, "da", "copy"))
    page.wait_for_load_state("networkidle")
    page.evaluate(RECORD)
    field = page.locator("#file")
    field.set_input_files({"name": "copy.json", "mimeType": "application/json", "buffer": content})
    assert faults(page, Case(text, "#file"), field.element_handle()) == []


def test_a_copy_that_was_fetched_says_so_and_leads_on(page: Page, server: RealServer) -> None:
    seed(page, server.url, {PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    page.goto(address(server.url, "da", "more"))
    with page.expect_download() as download:
        assert press_and_measure(page, page.locator("[data-act=save-copy]"), Case("Kopien er gemt.")) == []
    page.goto(address(server.url, "da", "copy"))
    page.wait_for_load_state("networkidle")
    page.locator("#file").set_input_files(download.value.path())
    expect(page.locator(".said")).to_be_in_viewport()
    expect(page.locator("[data-fetched] a")).to_be_visible()
