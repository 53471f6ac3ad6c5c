"""The app lock by time: how long the person may be away, by two clocks, and what is no leaving."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .lock_journey import code_box, come_back, hide, lockable, press, shows_words, turn_on, unlock
from .phone_again import phone_with_app
from .real_server import RealServer
from .screens import address
from .seeds import seed

__all__ = ["lockable"]
SECOND_MS = 1_000
HOUR_MS = 3_600 * SECOND_MS
HIDDEN = """if (!sessionStorage.getItem('seen'))
  Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });"""
KEEP_WHAT_IS_LEFT = """() => addEventListener('pagehide', () => {
  sessionStorage.setItem('left behind', document.body.textContent);
})"""
HAD_IT_ALL = "Du havde det hele i forvejen."


@pytest.fixture(scope="module")
def phone_to_lock(browser: Browser, server: RealServer) -> Iterator[BrowserContext]:
    """A phone with the whole app, whose pages' clocks a test moves."""
    with phone_with_app(browser, server.url) as context:
        context.clock.install()
        yield context


@pytest.fixture
def open_five(lockable: Page, server: RealServer) -> Page:
    """The five minutes of a phone that locks after a minute."""
    statement = seed(lockable, server.url)
    turn_on(lockable, server.url, minutes="Efter 1 minut")
    lockable.goto(address(server.url, "da", "five", statement))
    shows_words(lockable)
    return lockable


def is_covered(page: Page) -> bool:
    """Whether nothing of the page can be seen."""
    return str(page.evaluate("document.body.style.opacity")) == "0"


def test_the_app_locks_by_itself_when_the_chosen_time_has_passed(open_five: Page) -> None:
    page = open_five
    hide(page)
    assert is_covered(page)
    page.clock.fast_forward(50 * SECOND_MS)
    shows_words(page)
    page.clock.fast_forward(11 * SECOND_MS)
    expect(code_box(page)).to_be_visible()
    unlock(page)
    shows_words(page)


def test_each_leaving_counts_anew(open_five: Page) -> None:
    page = open_five
    for _ in range(3):
        hide(page)
        page.clock.fast_forward(50 * SECOND_MS)
        come_back(page)
        assert not is_covered(page)
        page.clock.fast_forward(50 * SECOND_MS)  # in the app: no leaving
        shows_words(page)


@pytest.mark.parametrize("shift", [61 * SECOND_MS, -HOUR_MS], ids=["it slept", "its clock went back"])
def test_a_phone_whose_timers_stood_still_locks_when_it_wakes(open_five: Page, shift: int) -> None:
    page = open_five
    hide(page)
    page.clock.set_system_time((int(page.evaluate("Date.now()")) + shift) / SECOND_MS)
    shows_words(page)
    come_back(page)
    expect(code_box(page)).to_be_visible()


def test_a_tab_that_nobody_has_seen_takes_no_key(open_five: Page) -> None:
    """Threat: two tabs hand each other the key, and the one that loaded while hidden is never left."""
    behind = open_five.context.new_page()
    behind.add_init_script(HIDDEN)
    behind.goto(open_five.url, wait_until="networkidle")
    behind.wait_for_timeout(1000)  # fixed wait: that it takes no key meanwhile is what is tested
    hide(open_five)
    open_five.clock.fast_forward(61 * SECOND_MS)
    expect(code_box(open_five)).to_be_visible()
    behind.evaluate("sessionStorage.setItem('seen', 'yes')")
    come_back(behind)
    expect(code_box(behind)).to_be_visible()
    behind.close()


def test_a_page_that_locks_leaves_no_word_behind(open_five: Page) -> None:
    """Threat: somebody stops the reload, and copies the words from the covered page."""
    page = open_five
    page.evaluate(KEEP_WHAT_IS_LEFT)
    hide(page)
    page.clock.fast_forward(61 * SECOND_MS)
    expect(code_box(page)).to_be_visible()
    assert page.evaluate("sessionStorage.getItem('left behind')") == ""


@pytest.fixture
def at_once(lockable: Page, server: RealServer) -> Page:
    """The screen that fetches a copy, on a phone that locks at once."""
    seed(lockable, server.url)
    turn_on(lockable, server.url, minutes="Straks")
    lockable.goto(address(server.url, "da", "copy"))
    expect(lockable.locator("#file")).to_be_visible()
    return lockable


@pytest.fixture
def copy(at_once: Page, server: RealServer) -> Path:
    """A copy of what is on the phone."""
    at_once.goto(address(server.url, "da", "more"))
    with at_once.expect_download() as download:
        press(at_once, "Gem en kopi")
    at_once.goto(address(server.url, "da", "copy"))
    return Path(download.value.path())


def test_a_chooser_that_the_app_opened_is_no_leaving(at_once: Page, copy: Path) -> None:
    page = at_once
    with page.expect_file_chooser() as chooser:
        page.locator("#file").click()
    hide(page)
    assert is_covered(page)
    page.clock.fast_forward(90 * SECOND_MS)
    come_back(page)
    assert not is_covered(page)
    chooser.value.set_files(copy)
    expect(page.get_by_text(HAD_IT_ALL)).to_be_visible()
    hide(page)
    expect(code_box(page)).to_be_visible()


def test_a_chooser_that_is_left_for_too_long_locks(at_once: Page) -> None:
    page = at_once
    with page.expect_file_chooser():
        page.locator("#file").click()
    hide(page)
    page.clock.fast_forward(121 * SECOND_MS)
    expect(code_box(page)).to_be_visible()


def test_after_a_chooser_was_left_the_next_touch_makes_leaving_lock_again(at_once: Page) -> None:
    page = at_once
    with page.expect_file_chooser():
        page.locator("#file").click()
    page.locator("h1").click()
    hide(page)
    expect(code_box(page)).to_be_visible()
