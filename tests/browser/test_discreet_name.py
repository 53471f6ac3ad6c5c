"""The discreet name: chosen before installing, kept, and what every page then says to the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright, expect

from .chromium import open_kept_phone
from .conftest import Phones
from .journey import first_visit, second_visit
from .real_server import RealServer
from .screens import LANGUAGES, address, called

OWN = "Egne ord"
OTHERS = ("start", "meeting", "lock", "more")
"""Screens from which one may install too, and of which a browser reads the manifest again."""


def choose_name(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name, exact=True).click()
    expect(page.get_by_role("radio", name=name, exact=True)).to_be_checked()


def manifest(page: Page) -> dict[str, Any]:
    """The manifest as the browser reads it to install the app from this page."""
    found = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert found["errors"] == []
    return dict(json.loads(found["data"]))


def touch_icon(page: Page) -> str:
    return str(page.locator("link[rel=apple-touch-icon]").get_attribute("href")).rpartition("/")[2]


def expect_called(page: Page, name: str) -> None:
    """The title, the manifest and the icon of an iPhone are those of this name."""
    page.wait_for_load_state()
    expect(page).to_have_title(f"{page.locator('h1').first.inner_text()} · {name}")
    said = manifest(page)
    assert said["name"] == said["short_name"] == name
    own_icons = [icon for icon in said["icons"] if "/icons/notes" not in icon["src"]]
    assert bool(own_icons) == (name == OWN)
    assert touch_icon(page) == ("apple-touch-180.png" if name == OWN else "notes-touch-180.png")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_name_is_chosen_before_installing_and_kept_on_every_page(
    phone: Phones, server: RealServer, lang: str
) -> None:
    page = first_visit(phone(lang), server.url, lang)
    second_visit(page)
    notes = called(lang, "Noter")
    page.goto(address(server.url, lang, "install"))
    expect(page.get_by_role("radio", name=OWN, exact=True)).to_be_checked()
    expect_called(page, OWN)
    choose_name(page, notes)
    expect_called(page, notes)
    assert OWN not in json.dumps(manifest(page), ensure_ascii=False)
    for name in OTHERS:
        page.goto(address(server.url, lang, name))
        expect_called(page, notes)
    tab = page.context.new_page()
    tab.goto(address(server.url, lang, "install"))
    expect(tab.get_by_role("radio", name=notes, exact=True)).to_be_checked()
    expect_called(tab, notes)
    choose_name(tab, OWN)
    expect_called(tab, OWN)
    tab.goto(address(server.url, lang, "start"))
    expect_called(tab, OWN)


def test_the_name_outlives_the_browser_and_needs_no_network(
    playwright: Playwright, own_server: RealServer, tmp_path: Path
) -> None:
    with open_kept_phone(playwright, tmp_path) as context:
        page = first_visit(context, own_server.url)
        second_visit(page)
        page.goto(address(own_server.url, "da", "install"))
        choose_name(page, "Noter")
    own_server.stop()
    with open_kept_phone(playwright, tmp_path) as context:
        page = context.pages[0]
        page.goto(address(own_server.url, "da", "start"))
        expect(page).to_have_title("Dine ord · Noter")
        page.goto(address(own_server.url, "da", "install"))
        expect(page.get_by_role("radio", name="Noter", exact=True)).to_be_checked()
