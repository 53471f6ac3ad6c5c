"""Hurtig ud in English: every way out leads to the neutral page in the phone's language."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone
from .frames import PAINTED
from .journey import PARTS, first_visit, own_again, second_visit
from .lock_journey import code_box, lock_now, lockable, phone_to_lock, turn_on
from .real_server import RealServer
from .screens import address, called
from .seeds import seed
from .test_quick_exit import MARK, OUT_OR_BEFORE, TITLES, shift
from .waiting import wait_until

__all__ = ["lockable", "phone_to_lock"]
OUT = "/en/ud"


@pytest.fixture(scope="module")
def stopped_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server that is stopped once the app is on the phone."""
    with RealServer(tmp_path_factory.mktemp("exit-server")) as running:
        yield running


@pytest.fixture(scope="module")
def english(browser: Browser, stopped_server: RealServer) -> Iterator[BrowserContext]:
    """An English phone with the app installed and without a network."""
    with open_phone(browser, "en") as context:
        page = first_visit(context, stopped_server.url, "en")
        second_visit(page)
        stopped_server.stop()
        yield context


@pytest.fixture
def page(english: BrowserContext, stopped_server: RealServer) -> Iterator[Page]:
    """A tab of that phone that shows words."""
    page = english.new_page()
    show_words(page, stopped_server.url)
    yield page
    own_again(page)
    for tab in english.pages:
        tab.close()


def show_words(page: Page, url: str) -> None:
    statement = seed(page, url, {PARTS[0]: f"{MARK} is here."}, lang="en")
    page.goto(address(url, "en", "five", statement))
    expect(page.locator("[data-sentence]").first).to_be_visible()


def press(page: Page) -> None:
    page.get_by_role("link", name=called("en", "Hurtig ud")).click(no_wait_after=True)


def expect_out(page: Page) -> None:
    expect(page).to_have_title(TITLES["en"])
    assert page.url.endswith(OUT)
    expect(page.get_by_role("table")).to_be_visible()
    wait_until(page, PAINTED)


def expect_back_leads_out(page: Page) -> None:
    page.go_back(wait_until="commit")
    wait_until(page, OUT_OR_BEFORE)
    assert page.url == "about:blank" or page.url.endswith(OUT)


@pytest.mark.parametrize("leave", [press, shift])
def test_a_screen_its_other_tabs_and_back_lead_there_without_a_network(
    page: Page, english: BrowserContext, stopped_server: RealServer, leave: Callable[[Page], None]
) -> None:
    other = english.new_page()
    other.goto(address(stopped_server.url, "en", "start"))
    page.bring_to_front()
    leave(page)
    expect_out(page)
    expect_out(other)
    page.bring_to_front()
    expect_back_leads_out(page)


def test_the_hand_over_and_its_tabs_lead_there_too(
    page: Page, english: BrowserContext, stopped_server: RealServer
) -> None:
    page.get_by_role("link", name=called("en", "Giv telefonen videre")).click()
    expect(page.locator("[data-way-back]")).to_be_visible()
    other = english.new_page()
    other.goto(address(stopped_server.url, "en", "start"), wait_until="commit")
    expect(other.locator("[data-way-back]")).to_be_visible()
    shift(other)
    expect_out(other)
    page.bring_to_front()
    expect_out(page)


def test_back_without_a_worker_leads_there_before_it_paints(browser: Browser, server: RealServer) -> None:
    with open_phone(browser, "en", service_workers="block") as context:
        page = context.new_page()
        show_words(page, server.url)
        press(page)
        expect_out(page)
        asked = []
        page.on("request", lambda request: asked.append(request.url.removeprefix(server.url)))
        expect_back_leads_out(page)
        assert [path for path in asked if path.endswith("/ud")] == [OUT] * page.url.endswith(OUT)


def test_the_page_shows_no_lock_on_a_locked_phone(lockable: Page, server: RealServer) -> None:
    turn_on(lockable, server.url)
    lock_now(lockable, server.url)
    for path in ("/ud", OUT):
        lockable.goto(f"{server.url}{path}")
        expect(lockable.get_by_role("table")).to_be_visible()
        expect(code_box(lockable)).to_have_count(0)
