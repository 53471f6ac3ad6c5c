"""Hurtig ud: no frame shows a word after the press, and neither Back nor another tab brings one back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import context_options, open_phone
from .frames import PAINTED, Frames, record, slow
from .journey import PARTS, box, first_visit, own_again, second_visit
from .real_server import RealServer
from .screens import address, called
from .seeds import seed
from .test_hand_over_phone import WAYS, with_page_cache
from .waiting import wait_until

__all__ = ["with_page_cache"]
TITLES = {"da": "Mål og vægt i køkkenet", "en": "Kitchen measures"}
MARK = "Kanariefugl"
OUT_OR_BEFORE = "() => location.href === 'about:blank' || document.querySelector('[data-way-in]') !== null"
"""On the page of the exit, or where the tab was before the app."""


def press(page: Page) -> None:
    page.get_by_role("link", name="Hurtig ud").click(no_wait_after=True)


def shift(page: Page) -> None:
    page.wait_for_load_state("load")  # no key is heard before its script has started
    for _ in range(3):
        page.keyboard.press("Shift")


WAYS_OUT: dict[str, Callable[[Page], None]] = {"the button": press, "Shift three times": shift}


@pytest.fixture(scope="module")
def recorded(browser: Browser, own_phone_server: RealServer) -> Iterator[tuple[BrowserContext, Frames]]:
    """A phone with the app installed and without a network, of which every frame is recorded."""
    with open_phone(browser) as context:
        page = first_visit(context, own_phone_server.url)
        second_visit(page)
        own_phone_server.stop()
        frames = record(context)
        page.close()
        yield context, frames


@pytest.fixture(scope="module")
def own_phone_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RealServer]:
    """A server that is stopped once the app is on the phone."""
    with RealServer(tmp_path_factory.mktemp("exit-server")) as server:
        yield server


@pytest.fixture
def page(recorded: tuple[BrowserContext, Frames], own_phone_server: RealServer) -> Iterator[Page]:
    """A slow tab in which two screens were walked and a letter is typed."""
    context, frames = recorded
    page = context.new_page()
    slow(page)
    walk(page, own_phone_server.url)
    frames.clear()
    yield page
    for tab in context.pages:
        tab.close()


def walk(page: Page, url: str) -> None:
    """Two screens, and letters that no autosave has seen yet."""
    statement = seed(page, url, {PARTS[0]: f"{MARK} er her."})
    page.goto(address(url, "da", "five", statement))
    expect(page.locator("[data-sentence]").first).to_be_visible()
    page.goto(address(url, "da", "write", statement))
    expect(box(page, PARTS[0])).to_have_value(f"{MARK} er her.")
    box(page, PARTS[3]).press_sequentially(f"{MARK} til sidst")


def expect_out(page: Page, lang: str = "da") -> None:
    expect(page).to_have_title(TITLES[lang])
    expect(page.get_by_role("table")).to_be_visible()
    wait_until(page, PAINTED)


def with_words(frames: Frames) -> list[tuple[str, str, str]]:
    """Frames of any screen of the app that show any text."""
    return [frame for frame in frames.seen if frame[1] and frame[2]]


@pytest.mark.parametrize("way", WAYS_OUT)
def test_no_frame_shows_anything_after_the_press_nor_back_without_a_network(
    recorded: tuple[BrowserContext, Frames], page: Page, way: str
) -> None:
    _, frames = recorded
    WAYS_OUT[way](page)
    expect_out(page)
    assert with_words(frames)[1:] == [], "the first may have been painted before the press"
    frames.clear()
    for step in ("back", "forward", "back"):
        WAYS[step](page, "")
        wait_until(page, OUT_OR_BEFORE)
    assert with_words(frames) == []
    assert MARK not in page.content()


def test_the_letters_are_saved_and_the_app_opens_again(
    recorded: tuple[BrowserContext, Frames], page: Page, own_phone_server: RealServer
) -> None:
    where = page.url
    press(page)
    expect_out(page)
    later = page.context.new_page()
    later.goto(where)
    expect(box(later, PARTS[3])).to_have_value(f"{MARK} til sidst")
    heading = page.locator("[data-way-in]")
    for _ in range(3):
        heading.evaluate("(button) => button.click()")
    expect(page.locator("h1")).to_have_text("Dine ord")


def test_every_other_tab_leaves_too(
    recorded: tuple[BrowserContext, Frames], page: Page, own_phone_server: RealServer
) -> None:
    other = page.context.new_page()
    slow(other)
    other.goto(address(own_phone_server.url, "da", "start"))
    expect(other.get_by_text(MARK).first).to_be_visible()
    page.bring_to_front()
    press(page)
    expect_out(page)
    other.bring_to_front()
    expect_out(other)


def test_capital_letters_are_no_way_out(page: Page) -> None:
    for letter in "ABC":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    wait_until(page, PAINTED)
    expect(box(page, PARTS[3])).to_be_visible()


def test_back_to_a_page_that_the_browser_kept_shows_nothing(
    with_page_cache: Browser, server: RealServer
) -> None:
    with with_page_cache.new_context(**context_options(service_workers="block")) as context:
        frames = record(context)
        page = context.new_page()
        slow(page)
        walk(page, server.url)
        press(page)
        expect_out(page)
        frames.clear()
        WAYS["back"](page, server.url)
        wait_until(page, OUT_OR_BEFORE)
        assert with_words(frames) == []


def test_the_page_says_nothing_of_the_app_and_speaks_the_language(
    browser: Browser, server: RealServer
) -> None:
    with open_phone(browser, "en") as context:
        page = first_visit(context, server.url, "en")
        page.get_by_role("link", name=called("en", "Hurtig ud")).click()
        expect_out(page, "en")
        content = page.content().replace(server.url, "")
        for trace in ("Egne", "egne-ord", "statement", "manifest", "icon"):
            assert trace not in content
        own_again(page)
