"""A phone that is handed over: no frame of another screen, in any tab, whichever way one tries."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Playwright, expect

from .chromium import context_options, open_phone, options_of_tests
from .frames import PAINTED, Frames, record, slow
from .journey import PARTS, first_visit, hold, own_again, second_visit
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .waiting import wait_until

WORDS = {PARTS[0]: "Jeg hedder Åse.", PARTS[2]: "Jeg vil gerne ud."}
SETTLED_MS = 500
OTHERS = ("five", "write", "erase")


@pytest.fixture(scope="module")
def recorded(browser: Browser, server: RealServer) -> Iterator[tuple[BrowserContext, Frames]]:
    """A phone with the app installed, of which every frame is recorded."""
    with open_phone(browser) as context:
        page = first_visit(context, server.url)
        second_visit(page)
        frames = record(context)
        page.close()
        yield context, frames


@pytest.fixture
def page(recorded: tuple[BrowserContext, Frames], server: RealServer) -> Iterator[Page]:
    """A slow tab in which two screens were walked."""
    context, frames = recorded
    page = context.new_page()
    slow(page)
    statement = seed(page, server.url, WORDS)
    page.goto(address(server.url, "da", "start"))
    page.goto(address(server.url, "da", "five", statement))
    expect(page.locator("[data-sentence]").first).to_be_visible()
    yield page
    for tab in context.pages:
        if tab != page:
            tab.close()
    own_again(page)
    page.close()
    frames.clear()


def hand_over(page: Page, frames: Frames) -> None:
    """Hand the phone over with a tap, and begin to watch."""
    page.get_by_role("link", name="Giv telefonen videre").click()
    expect_handed_over(page)
    frames.clear()


def expect_handed_over(page: Page) -> None:
    expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
    wait_until(page, PAINTED)


def went(step: Callable[..., object]) -> None:
    with suppress(Error):  # a step that leads nowhere is fine too
        step(wait_until="commit")


def went_far_back(page: Page) -> None:
    with suppress(Error):  # the page may be gone before it answers
        page.evaluate("globalThis.isOld = true; history.go(-3)")
    wait_until(page, "() => !globalThis.isOld")


WAYS: dict[str, Callable[[Page, str], object]] = {
    "back": lambda page, url: [went(page.go_back) for _ in range(4)],
    "forward": lambda page, url: [went(page.go_back), went(page.go_forward)],
    "far back": lambda page, url: went_far_back(page),
    "reload": lambda page, url: went(page.reload),
    **{
        f"the address of {name}": lambda page, url, name=name: page.goto(
            address(url, "da", name), wait_until="commit"
        )
        for name in OTHERS
    },
    "the front door": lambda page, url: page.goto(f"{url}/", wait_until="commit"),
    "an unknown address": lambda page, url: page.goto(f"{url}/da/ingen", wait_until="commit"),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_way_leads_to_another_screen(
    recorded: tuple[BrowserContext, Frames], page: Page, server: RealServer, way: str
) -> None:
    _, frames = recorded
    hand_over(page, frames)
    WAYS[way](page, server.url)
    if not page.url.startswith(server.url):  # Back may lead out of the app: then somebody types an address
        page.goto(f"{server.url}/", wait_until="commit")
    expect_handed_over(page)
    assert frames.others("handover") == []


@pytest.mark.parametrize("name", OTHERS[:2])
def test_a_new_tab_shows_only_the_hand_over_when_the_worker_slept(
    recorded: tuple[BrowserContext, Frames], page: Page, server: RealServer, name: str
) -> None:
    context, frames = recorded
    hand_over(page, frames)
    tools = context.new_cdp_session(page)
    tools.send("ServiceWorker.enable")
    tools.send("ServiceWorker.stopAllWorkers")
    other = context.new_page()
    slow(other)
    other.goto(address(server.url, "da", name), wait_until="commit")
    expect_handed_over(other)
    assert frames.others("handover") == []


def test_tabs_that_were_open_go_there_before_they_are_shown(
    recorded: tuple[BrowserContext, Frames], page: Page, server: RealServer
) -> None:
    context, frames = recorded
    others = [context.new_page() for _ in range(2)]
    for other, name in zip(others, ("start", "write"), strict=True):
        slow(other)
        other.goto(address(server.url, "da", name))
        expect(other.get_by_role("link", name="Giv telefonen videre")).to_be_visible()
    page.bring_to_front()
    hand_over(page, frames)
    for other in others:
        other.bring_to_front()
        expect_handed_over(other)
    assert frames.others("handover") == []
    page.bring_to_front()
    hold(page)
    for tab in (page, *others):
        tab.bring_to_front()
        expect(tab.locator("h1")).to_have_text("Fem minutter")


def test_without_a_worker_a_page_is_blank_before_it_goes(browser: Browser, server: RealServer) -> None:
    with open_phone(browser, service_workers="block") as context:
        frames = record(context)
        page = context.new_page()
        slow(page)
        seed(page, server.url, WORDS)
        page.goto(address(server.url, "da", "five"))
        hand_over(page, frames)
        for name in OTHERS[:2]:
            page.goto(address(server.url, "da", name), wait_until="commit")
            expect_handed_over(page)
        WAYS["back"](page, server.url)
        expect_handed_over(page)
        other = context.new_page()
        slow(other)
        other.goto(address(server.url, "da", "five"), wait_until="commit")
        expect_handed_over(other)
        assert frames.others("handover") == []


@pytest.fixture(scope="module")
def with_page_cache(playwright: Playwright) -> Iterator[Browser]:
    """A browser that keeps pages for Back, which Playwright turns off."""
    switched_off = ["--disable-back-forward-cache"]
    running = playwright.chromium.launch(**options_of_tests(whole=True), ignore_default_args=switched_off)
    yield running
    running.close()


@pytest.mark.parametrize("worker", ["allow", "block"])
def test_a_page_that_the_browser_kept_for_back_is_blank(
    with_page_cache: Browser, server: RealServer, worker: str
) -> None:
    with with_page_cache.new_context(**context_options(service_workers=worker)) as context:
        context.set_default_timeout(20_000)
        frames = record(context)
        page = context.new_page()
        slow(page)
        seed(page, server.url, WORDS)
        page.goto(address(server.url, "da", "start"))
        page.goto(address(server.url, "da", "five"))
        expect(page.locator("[data-sentence]").first).to_be_visible()
        # By the address, so that nothing knew of it when the page was put aside.
        page.goto(address(server.url, "da", "handover"))
        expect_handed_over(page)
        frames.clear()
        for _ in range(2):
            with suppress(Error):  # the page is gone before it answers
                page.evaluate("history.go(-2)")  # past the trap for Back
            page.wait_for_timeout(SETTLED_MS)  # fixed wait: for frames that should not come
            expect_handed_over(page)
        assert frames.others("handover") == []
