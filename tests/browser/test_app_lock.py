"""The app lock: what a locked phone shows and keeps, and every way to open it."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from .journey import PARTS, WORDS, box, expect_saved, stored, write
from .lock_journey import (
    OWN,
    code_box,
    hide,
    lock_now,
    lockable,
    phone_to_lock,
    press,
    shows_words,
    turn_off,
    turn_on,
    unlock,
    versions_of_databases,
)
from .real_server import RealServer
from .screens import EVERY_SCREEN, address
from .seeds import seed
from .vault_journey import kept
from .waiting import wait_until

__all__ = ["lockable", "phone_to_lock"]


def test_every_address_of_a_locked_phone_shows_the_lock_alone(lockable: Page, server: RealServer) -> None:
    page = lockable
    statement = seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    for lang, name in EVERY_SCREEN:
        answer = page.goto(address(server.url, lang, name, statement), wait_until="commit")
        assert answer is not None
        body = answer.text()
        assert '<body data-screen="lock">' in body, (lang, name)
        assert body.count("<h1") == 1, (lang, name)
        assert OWN not in body, (lang, name)
    page.goto(address(server.url, "da", "five", statement))
    expect(code_box(page)).to_be_visible()
    assert OWN not in page.content()
    page.goto(f"{server.url}/")
    expect(code_box(page)).to_be_visible()


def test_the_code_opens_the_screen_that_was_asked_for(lockable: Page, server: RealServer) -> None:
    page = lockable
    statement = seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.goto(address(server.url, "da", "five", statement))
    code_box(page).fill("en anden kode")
    press(page, "Lås op")
    expect(page.locator("#said")).to_have_text("Den passer ikke. Prøv igen.")
    unlock(page)
    shows_words(page)
    assert page.url == address(server.url, "da", "five", statement)
    page.get_by_role("link", name="Skriv", exact=True).click()  # the next page needs no code
    expect(box(page, PARTS[0])).to_have_value(WORDS[PARTS[0]])


LOCK_CODE_IS_FIRST = """() => {
  const begun = (name) =>
    performance.getEntriesByType('resource').find(({ name: url }) => url.endsWith(name)).startTime;
  return ['common.js', 'app_lock.js'].map((name) => begun(`/js/${name}`) <= begun('/js/app.js'));
}"""


def test_the_code_of_the_lock_loads_before_the_page_runs(lockable: Page, server: RealServer) -> None:
    """An import would begin only when the page has looked at its databases."""
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    for name in ("five", "start", "write"):
        page.goto(address(server.url, "da", name))
        assert page.evaluate(LOCK_CODE_IS_FIRST) == [True, True], name
    lock_now(page, server.url)
    page.goto(address(server.url, "da", "five"))
    expect(code_box(page)).to_be_visible()
    assert page.evaluate(LOCK_CODE_IS_FIRST) == [True, True]


NOTE_WHAT_COMES_FIRST = """(() => {
  const seen = (globalThis.seen = []);
  const read = IDBObjectStore.prototype.getAllKeys;
  IDBObjectStore.prototype.getAllKeys = function (range) {
    seen.push(range.lower[0]);
    return read.apply(this, arguments);
  };
  new MutationObserver(() => document.querySelector('[data-sentence]') && seen.push('words')).observe(
    document, { subtree: true, childList: true });
})()"""


def test_nothing_is_read_in_the_background_before_the_words_are_there(
    lockable: Page, server: RealServer
) -> None:
    """The page opens every row itself, and each that it need not open yet delays the first word."""
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    page.add_init_script(NOTE_WHAT_COMES_FIRST)
    page.goto(address(server.url, "da", "five"))
    shows_words(page)
    wait_until(page, "() => seen.includes('shares')")
    seen = page.evaluate("seen")
    assert {"meetings", "statements", "settings"} == set(seen[: seen.index("words")]), seen


def test_what_is_written_under_the_lock_is_sealed_and_comes_back(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    page.goto(address(server.url, "da", "write"))
    expect(box(page, PARTS[3])).to_have_value(WORDS[PARTS[3]])
    box(page, PARTS[3]).press_sequentially(" Se havet.")
    expect_saved(page)
    assert "Se havet" not in stored(page)
    assert OWN not in stored(page)
    lock_now(page, server.url)
    page.goto(address(server.url, "da", "write"))
    unlock(page)
    expect(box(page, PARTS[3])).to_have_value(f"{WORDS[PARTS[3]]} Se havet.")


def test_unsaved_letters_survive_the_lock(lockable: Page, server: RealServer) -> None:
    """The page is hidden right after a key: the draft is sealed, and the key is gone at once."""
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url, minutes="Straks")
    page.goto(address(server.url, "da", "write"))
    area = box(page, PARTS[3])
    expect(area).to_have_value(WORDS[PARTS[3]])
    area.press_sequentially(" Sidste ord")
    hide(page)
    expect(code_box(page)).to_be_visible()
    assert "Sidste ord" not in stored(page)
    unlock(page)
    expect(area).to_have_value(f"{WORDS[PARTS[3]]} Sidste ord")


HOLD_ROWS = """() => new Promise((begun) => {
  indexedDB.open('egne-ord-locked').onsuccess = ({ target: { result: database } }) => {
    const rows = database.transaction('rows', 'readwrite').objectStore('rows');
    globalThis.isHeld = true;
    const again = () => {
      if (globalThis.isHeld) rows.get(['', '']).onsuccess = again;
    };
    again();
    begun();
  };
})"""
"""No other page saves anything meanwhile."""


def test_letters_that_cannot_be_saved_survive_the_lock(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url, minutes="Straks")
    page.goto(address(server.url, "da", "write"))
    area = box(page, PARTS[3])
    expect(area).to_have_value(WORDS[PARTS[3]])
    holder = page.context.new_page()
    holder.goto(f"{server.url}/healthz")
    holder.evaluate(HOLD_ROWS)
    area.press_sequentially(" Sidste ord")
    hide(page)
    expect(code_box(page)).to_be_visible()
    holder.evaluate("globalThis.isHeld = false")
    unlock(page)
    expect(area).to_have_value(f"{WORDS[PARTS[3]]} Sidste ord")
    holder.close()


def test_a_second_tab_needs_no_code_and_locks_with_the_first(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    other = page.context.new_page()
    other.goto(address(server.url, "da", "five"))
    shows_words(other)
    lock_now(page, server.url)
    expect(code_box(other)).to_be_visible()
    assert OWN not in other.content()


def test_turning_the_lock_off_gives_the_same_database_back(lockable: Page, server: RealServer) -> None:
    page = lockable
    turn_on(page, server.url)
    turn_off(page, server.url)  # it is not offered from now on
    write(page, server.url, title="Til jobcentret")
    before, versions = json.loads(stored(page)), versions_of_databases(page)
    turn_on(page, server.url)
    assert versions_of_databases(page) == {"egne-ord": 1004, "egne-ord-drafts": 1001, "egne-ord-locked": 1}
    turn_off(page, server.url)
    page.goto(address(server.url, "da", "start"))
    expect(page.locator("main")).to_contain_text("Til jobcentret")
    after = versions_of_databases(page)
    assert after["egne-ord"] == versions["egne-ord"]
    assert "egne-ord-locked" not in after
    assert json.loads(stored(page)) == before


def test_a_phone_without_the_lock_loads_none_of_its_code(lockable: Page, server: RealServer) -> None:
    page = lockable
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seed(page, server.url)
    page.goto(address(server.url, "da", "five"))
    shows_words(page)
    assert [url for url in asked if url.endswith("/app_lock.js")] == []
    assert "modulepreload" not in page.content()
    assert kept(page)[0]["parts"]["introduce"] == WORDS[PARTS[0]]
