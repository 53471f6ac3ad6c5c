"""One Chromium for all browser tests; each test gets new phones in it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Response, expect, sync_playwright

from .chromium import TIMEOUT_MS, open_phone, options_of_tests
from .filled_phone import FilledPhone, fill_phone
from .hostile_proxy import HostileProxy
from .journey import first_visit, own_again
from .real_server import RealServer
from .violations import violations

SLOWEST_FILES = (
    "test_focus_after_press",
    "test_every_screen",
    "test_stuck_database",
    "test_other_browsers",
    "test_offline",
    "test_composing",
    "test_accessible",
    "test_share_offline",
    "test_canary_vault",
    "test_two_devices",
    "test_canary",
    "test_private_while_typed",
    "test_vault_life",
    "test_share_canary",
    "test_made_up_language",
    "test_reading_order",
    "test_together_kept",
)
"""Files that take longest. They start first: a slow file that starts last runs alone on one of the lanes."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files, and keep the order within each."""
    place = {name: at for at, name in enumerate(SLOWEST_FILES)}
    items.sort(key=lambda item: place.get(item.path.stem, len(place)))


UNDRAWN = "[data-holds]:not([data-painted])"
"""A place whose words are not drawn yet. What stands below it is hidden until they are."""
goto_at_once = Page.goto


def goto_and_see(page: Page, url: str, **options: Any) -> Response | None:
    """Open a page and, unless told what to wait for, wait until its words are drawn, as a person does.

    Without a worker a page loads before its words are read, so a key pressed at once meets another control.
    """
    response = goto_at_once(page, url, **options)
    if "wait_until" not in options:
        expect(page.locator(UNDRAWN)).to_have_count(0)
    return response


class Phones(Protocol):
    """Opens a new phone; `more` are options of Playwright's ``new_context``."""

    def __call__(self, lang: str = "da", **more: Any) -> BrowserContext: ...


@pytest.fixture(autouse=True)
def no_violations() -> Iterator[None]:
    """No page or worker breaks its content policy. A report that comes late fails the next test."""
    yield
    assert violations.end() == []


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver, set to report the service worker's requests too."""
    Page.goto = goto_and_see  # type: ignore[method-assign, assignment]
    os.environ["PW_EXPERIMENTAL_SERVICE_WORKER_NETWORK_EVENTS"] = "1"
    expect.set_options(timeout=TIMEOUT_MS)
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium process for the whole run."""
    running = playwright.chromium.launch(**options_of_tests())
    yield running
    running.close()


@pytest.fixture(scope="session")
def whole_browser(playwright: Playwright) -> Iterator[Browser]:
    """The full Chromium, for what the headless shell lacks, such as notifications."""
    running = playwright.chromium.launch(**options_of_tests(whole=True))
    yield running
    running.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Phones]:
    """A factory of new phones, closed after the test."""
    opened: list[BrowserContext] = []

    def fresh(lang: str = "da", **more: Any) -> BrowserContext:
        opened.append(open_phone(browser, lang, **more))
        return opened[-1]

    yield fresh
    for context in opened:
        context.close()


@pytest.fixture(scope="session")
def filled_phone(browser: Browser, server: RealServer) -> Iterator[FilledPhone]:
    """A phone with words on it, for tests that only read."""
    filled = fill_phone(browser, server)
    yield filled
    filled.context.close()


@pytest.fixture(scope="module")
def used_phone(browser: Browser, server: RealServer) -> Iterator[BrowserContext]:
    """A phone with the app installed, shared by the tests of one file."""
    with open_phone(browser) as context:
        first_visit(context, server.url).close()
        yield context


@pytest.fixture
def tab(used_phone: BrowserContext) -> Iterator[Page]:
    """A new tab on the used phone."""
    page = used_phone.new_page()
    yield page
    own_again(page)
    page.close()


@pytest.fixture
def stranger(phone: Phones) -> Page:
    """A page on a phone that has never seen the app."""
    return phone().new_page()


@pytest.fixture
def proxy(server: RealServer) -> Iterator[HostileProxy]:
    """A proxy between a phone and the server."""
    with HostileProxy(server.port) as running:
        yield running
