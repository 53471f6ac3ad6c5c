"""The app lock, interrupted at each step of being turned off, begun anew, or erased."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .journey import PARTS, WORDS, box, expect_saved, stored
from .lock_journey import (
    CODE,
    code_box,
    fill_turn_on,
    hide,
    lock_now,
    lockable,
    phone_to_lock,
    press,
    shows_words,
    turn_on,
    unlock,
    versions_of_databases,
)
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .waiting import wait_until

__all__ = ["lockable", "phone_to_lock"]

STOP_AT = """(last) => {
  const really = IDBFactory.prototype.deleteDatabase;
  const never = { then: () => new Promise(() => {}) };
  IDBFactory.prototype.deleteDatabase = function (name) {
    window.isStopped ||= name === last;
    return window.isStopped ? never : really.call(this, name);
  };
}"""
"""From this step on the page does nothing more, as if it had been killed: a delete that never answers."""
WAITS_TO_ERASE = """() => new Promise((done) => {
  const request = indexedDB.open('egne-ord-erasing', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('jobs', { keyPath: 'id' });
  request.onsuccess = () => {
    const writing = request.result.transaction('jobs', 'readwrite');
    writing.objectStore('jobs').put({ id: 'phone', kind: 'phone', token: '', state: 'waits' });
    writing.oncomplete = () => done(request.result.close());
  };
})"""
DATABASES = ("egne-ord", "egne-ord-drafts", "egne-ord-locked")


def interrupted(page: Page, last: str, act: Callable[[], None]) -> Page:
    """The phone's next tab, after the page was gone when it wanted to delete this database."""
    page.evaluate(STOP_AT, last)
    act()
    wait_until(page, "() => window.isStopped")
    later = page.context.new_page()
    page.close()
    return later


@pytest.mark.parametrize("last", DATABASES)
def test_turning_off_that_was_interrupted_leaves_the_words_to_be_read(
    lockable: Page, server: RealServer, last: str
) -> None:
    seed(lockable, server.url)
    turn_on(lockable, server.url)
    fill_turn_on(lockable, server.url)
    page = interrupted(lockable, last, lambda: press(lockable, "Slå låsen fra"))
    page.goto(address(server.url, "da", "five"))
    expect(code_box(page).or_(page.locator("[data-sentence]")).first).to_be_visible()
    if code_box(page).is_visible():
        unlock(page)
    shows_words(page)


@pytest.mark.parametrize("last", DATABASES)
def test_beginning_anew_that_was_interrupted_leaves_a_lock_that_opens(
    lockable: Page, server: RealServer, last: str
) -> None:
    seed(lockable, server.url)
    turn_on(lockable, server.url)
    lock_now(lockable, server.url)
    lockable.get_by_text("Har du glemt den?").click()
    begin = lockable.locator("[data-erase]")
    page = interrupted(lockable, last, lambda: begin.press("Enter", delay=2_000))
    page.goto(address(server.url, "da", "five"))
    unlock(page, CODE)
    shows_words(page)


DROP_DRAFTS = """() => new Promise((done, refused) => {
  const request = indexedDB.deleteDatabase('egne-ord-drafts');
  request.onsuccess = done;
  request.onerror = refused;
})"""
MAKE_PLAIN_DRAFTS = """() => new Promise((done) => {
  const request = indexedDB.open('egne-ord-drafts', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('drafts', { keyPath: 'key' });
  request.onsuccess = () => done(request.result.close());
})"""
MAKE_SEALED_DRAFTS = MAKE_PLAIN_DRAFTS.replace(", 1)", ", 1001)")


def test_drafts_that_are_missing_on_a_locked_phone_are_made_sealed(
    lockable: Page, server: RealServer
) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url, minutes="Straks")
    lock_now(page, server.url)
    page.goto(f"{server.url}/healthz")
    page.evaluate(DROP_DRAFTS)
    page.goto(address(server.url, "da", "write"))
    unlock(page)
    area = box(page, PARTS[3])
    expect(area).to_have_value(WORDS[PARTS[3]])
    area.press_sequentially(" Sidste ord")
    hide(page)
    expect(code_box(page)).to_be_visible()
    assert "Sidste ord" not in stored(page)
    assert versions_of_databases(page).get("egne-ord-drafts") == 1001
    unlock(page)
    expect(area).to_have_value(f"{WORDS[PARTS[3]]} Sidste ord")


def test_drafts_in_the_clear_that_an_older_app_left_beside_sealed_rows_are_swept(
    lockable: Page, server: RealServer
) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.goto(f"{server.url}/healthz")
    page.evaluate(DROP_DRAFTS)
    page.evaluate(MAKE_PLAIN_DRAFTS)
    page.goto(address(server.url, "da", "five"))
    unlock(page)
    shows_words(page)
    wait_until(
        page,
        """async () => (await indexedDB.databases())
            .some(({ name, version }) => name === 'egne-ord-drafts' && version === 1001)""",
    )


def test_sealed_drafts_beside_plain_rows_lead_to_no_lock(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    page.goto(f"{server.url}/healthz")
    page.evaluate(DROP_DRAFTS)
    page.evaluate(MAKE_SEALED_DRAFTS)
    page.goto(address(server.url, "da", "write"))
    box(page, PARTS[3]).press_sequentially(" Se havet.")
    expect_saved(page)
    wait_until(
        page,
        """async () => (await indexedDB.databases())
            .some(({ name, version }) => name === 'egne-ord-drafts' && version === 1)""",
    )
    assert page.url.startswith(address(server.url, "da", "write"))


def test_a_tab_that_knows_of_no_lock_sets_none_over_another_ones(lockable: Page, server: RealServer) -> None:
    seed(lockable, server.url)
    fill_turn_on(lockable, server.url)
    other = lockable.context.new_page()
    turn_on(other, server.url, code="en anden kode")
    press(lockable, "Slå låsen til")
    expect(lockable.get_by_text("Det gik ikke lige nu. Luk andre faner, og prøv igen.")).to_be_visible()
    lock_now(other, server.url)
    unlock(other, "en anden kode")
    other.goto(address(server.url, "da", "five"))
    shows_words(other)


def test_erasing_that_was_interrupted_needs_no_code(lockable: Page, server: RealServer) -> None:
    """The last test of the file: the browser may clear the phone only after it has ended."""
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.evaluate(WAITS_TO_ERASE)
    page.reload()
    expect(page.locator("[data-erased=phone]")).to_contain_text("Væk")
    wait_until(page, "async () => !(await indexedDB.databases()).length")
