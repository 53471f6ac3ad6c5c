"""The app lock of an app that is open: what another tab and a stranger's hand can do with it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from .journey import PARTS, WORDS, box
from .lock_journey import (
    CODE,
    OFF,
    code_box,
    come_back,
    hide,
    lock_now,
    lockable,
    phone_to_lock,
    press,
    shows_words,
    turn_on,
    unlock,
)
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .waiting import wait_until

__all__ = ["lockable", "phone_to_lock"]
LOCKED_MEANWHILE = """
const post = ServiceWorker.prototype.postMessage;
ServiceWorker.prototype.postMessage = function (message, ...rest) {
  if (message.key === null && !sessionStorage.getItem('locked meanwhile')) {
    sessionStorage.setItem('locked meanwhile', 'yes');
    localStorage.setItem('locks', '1');
  }
  return post.call(this, message, ...rest);
};
"""
"""Another tab locks the app by hand at the moment when this one asks for its key."""
NOTE_RELOAD = """
const [{ type }] = performance.getEntriesByType('navigation');
if (type === 'reload') sessionStorage.setItem('reloaded', 'yes');
"""
RELOADED = "sessionStorage.getItem('locked meanwhile') && sessionStorage.getItem('reloaded')"
UNHEARD = """
const post = ServiceWorker.prototype.postMessage;
ServiceWorker.prototype.postMessage = function (message, ...rest) {
  if (message.key !== null || sessionStorage.getItem('unheard')) return post.call(this, message, ...rest);
  sessionStorage.setItem('unheard', 'yes');
};
"""
"""The first request for the key gets no answer, as beside a page that is busy."""
FINGER, CODE_NOW = "Lås op med finger eller ansigt", "Din kode eller sætning nu"


def shows_words_in_boxes(page: Page) -> None:
    """Check that the words can be edited."""
    expect(box(page, PARTS[0])).to_have_value(WORDS[PARTS[0]])


def test_an_open_app_takes_no_finger_or_face_without_the_code(lockable: Page, server: RealServer) -> None:
    """Threat: whoever holds the open phone for a moment adds a key of their own, or tries many codes."""
    page = lockable
    turn_on(page, server.url)
    press(page, FINGER)
    expect(page.get_by_label(CODE_NOW)).to_be_focused()
    expect(page.get_by_text("Skriv først din kode nedenfor.")).to_be_visible()
    for _ in range(5):
        page.get_by_label(CODE_NOW).fill("1234")
        press(page, FINGER)
        expect(page.get_by_label(CODE_NOW)).to_have_value("")
    page.get_by_label(CODE_NOW).fill(CODE)
    press(page, "Slå låsen fra")  # the right code waits, too
    expect(page.locator("#said")).to_have_text("Vent lidt. Så kan du prøve igen.")
    expect(page.locator("[data-status]")).to_have_text("Nu kan du prøve igen.")
    press(page, "Slå låsen fra")
    expect(page.get_by_role("status").filter(has_text=OFF)).to_be_visible()


@pytest.mark.parametrize("is_hidden", [True, False], ids=["hidden", "seen"])
def test_a_tab_that_was_open_before_the_lock_was_turned_on_locks_too(
    lockable: Page, server: RealServer, *, is_hidden: bool
) -> None:
    other = lockable.context.new_page()
    other.goto(address(server.url, "da", "five", seed(lockable, server.url)))
    shows_words(other)
    if is_hidden:
        hide(other)
    turn_on(lockable, server.url, minutes="Efter 1 minut")
    if is_hidden:
        wait_until(other, "document.body.style.opacity === '0'")  # no frame of it is seen
    lock_now(lockable, server.url)
    come_back(other)
    expect(code_box(other)).to_be_visible()
    other.close()


def test_a_page_that_was_opening_when_the_app_was_locked_locks_too(
    lockable: Page, server: RealServer
) -> None:
    """Threat: it hears no message yet. Here the other tab says that it locked, and keeps its key."""
    seed(lockable, server.url)
    turn_on(lockable, server.url)
    other = lockable.context.new_page()
    other.add_init_script(LOCKED_MEANWHILE + NOTE_RELOAD)
    other.goto(address(server.url, "da", "more"))
    wait_until(other, RELOADED)
    other.close()


def test_a_page_that_gets_its_key_too_late_is_open_or_locked_at_its_own_address(
    lockable: Page, server: RealServer
) -> None:
    """On a busy phone, whoever opened their words would find the start screen behind the lock instead."""
    where = address(server.url, "da", "write", seed(lockable, server.url))
    turn_on(lockable, server.url)
    other = lockable.context.new_page()
    other.add_init_script(UNHEARD)
    other.goto(where)
    shows_words_in_boxes(other)
    assert other.url == where
    lock_now(lockable, server.url)
    expect(code_box(other)).to_be_visible()
    unlock(other)
    shows_words_in_boxes(other)
    assert other.url == where
    other.close()


# fixed wait: the moment of the press is what is chosen
LOCK_SOON = "(ms) => void setTimeout(() => document.querySelector('[data-lock-now]').click(), ms)"


def test_a_page_that_opens_as_the_app_is_locked_opens_neither_itself_nor_the_other(
    lockable: Page, server: RealServer
) -> None:
    """Threat: it has the key from the worker after the press, and gives it to the page that locked."""
    where = address(server.url, "da", "write", seed(lockable, server.url))
    turn_on(lockable, server.url)
    for moment_ms in (20, 50, 90, 130):
        other = lockable.context.new_page()
        lockable.goto(address(server.url, "da", "more"))
        expect(lockable.get_by_role("button", name="Lås nu", exact=True)).to_be_visible()
        lockable.evaluate(LOCK_SOON, moment_ms)
        other.goto(where)
        expect(code_box(other)).to_be_visible()
        expect(code_box(lockable)).to_be_visible()
        other.close()
        unlock(lockable)
        expect(code_box(lockable)).to_be_hidden()


# fixed wait: busy for longer than the worker waits for a key
BUSY_WHILE_LEFT = """(where) => void setTimeout(() => {
  location.assign(where);
  // fixed wait: as above
  for (const end = performance.now() + 900; performance.now() < end;);
})"""


@pytest.mark.parametrize("name", ["five", "write"])
def test_a_page_that_is_too_busy_to_give_its_key_at_once_leads_on_without_the_code(
    lockable: Page, server: RealServer, name: str
) -> None:
    where = address(server.url, "da", name, seed(lockable, server.url))
    turn_on(lockable, server.url)
    lockable.evaluate(BUSY_WHILE_LEFT, where)
    if name == "five":
        expect(lockable.locator("main [data-sentence]").first).to_be_visible()
    else:
        expect(lockable.locator("textarea").first).to_have_value(re.compile("Åse"))
    assert lockable.url == where
