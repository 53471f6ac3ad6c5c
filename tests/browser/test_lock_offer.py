"""The start screen offers the lock once, calmly: never beside another offer, nor where there is a lock."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from .chromium import context_options, options_of_tests
from .lock_journey import lockable, phone_to_lock, press, turn_off, turn_on
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed

__all__ = ["lockable", "phone_to_lock"]
NOT_NOW = "Ikke nu"


def offers(page: Page) -> Locator:
    """The offers that can be seen."""
    return page.locator("[data-offer]:visible")


def start(page: Page, origin: str, lang: str = "da") -> str:
    """Open the start screen; returns the page as the phone's worker drew it."""
    answer = page.goto(address(origin, lang, "start"))
    assert answer is not None
    expect(page.locator("[data-view=list] a").first).to_be_visible()
    return answer.text()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_comes_after_the_other_offer_was_answered_and_ends_for_good(
    lockable: Page, server: RealServer, lang: str
) -> None:
    page = lockable
    page.goto(address(server.url, lang, "start"))
    expect(offers(page)).to_have_count(0)
    seed(page, server.url)
    start(page, server.url, lang)
    expect(offers(page)).to_have_count(1)
    expect(offers(page)).to_have_attribute("data-offer", "install")
    press(page, NOT_NOW, lang)
    expect(offers(page)).to_have_count(0)
    drawn = start(page, server.url, lang)
    assert 'data-offer="install" hidden>' in drawn, "it would be seen until the script runs"
    assert 'data-offer="lock">' in drawn
    expect(offers(page)).to_have_count(1)
    expect(offers(page).get_by_role("link", name=called(lang, "Lås appen"))).to_have_attribute(
        "href", address("", lang, "lock")
    )
    press(page, NOT_NOW, lang)
    expect(offers(page)).to_have_count(0)
    assert 'data-offer="lock" hidden>' in start(page, server.url, lang)
    expect(offers(page)).to_have_count(0)


def test_the_installed_app_offers_it_alone(
    playwright: Playwright, server: RealServer, tmp_path: Path
) -> None:
    options = options_of_tests(whole=True)
    options["args"].append(f"--app={address(server.url, 'da', 'start')}")
    with playwright.chromium.launch_persistent_context(tmp_path, **options, **context_options()) as context:
        page = context.pages[0]
        seed(page, server.url)
        start(page, server.url)
        expect(offers(page)).to_have_count(1)
        expect(offers(page)).to_have_attribute("data-offer", "lock")
        press(page, NOT_NOW)
        expect(offers(page)).to_have_count(0)
        start(page, server.url)
        expect(offers(page)).to_have_count(0)


def test_a_phone_that_has_or_had_the_lock_is_not_offered_it(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    start(page, server.url)
    press(page, NOT_NOW)
    expect(offers(page)).to_have_count(0)
    turn_on(page, server.url)
    start(page, server.url)
    expect(offers(page)).to_have_count(0)
    turn_off(page, server.url)
    start(page, server.url)
    expect(offers(page)).to_have_count(0)
