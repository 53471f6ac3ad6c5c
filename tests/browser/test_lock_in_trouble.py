"""The app lock where the phone is full, or where the browser has lost what was locked."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .journey import stored
from .lock_journey import (
    CODE,
    ON,
    OWN,
    code_box,
    fill_turn_on,
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
from .screens import address
from .seeds import seed
from .test_app_lock_disk import MANY
from .waiting import wait_until

__all__ = ["lockable", "phone_to_lock"]

STATEMENTS = 60
FULL = "Telefonen er for fuld til det. Dine ord er her som før. Gør lidt plads, og prøv igen."
GONE = "Det, der var låst på den her telefon, er her ikke mere."
LINKS_STAY = "Links, du har delt, kan vi ikke lukke herfra."
DROP_SEALED = """() => new Promise((done, refused) => {
  const request = indexedDB.deleteDatabase('egne-ord-locked');
  request.onsuccess = done;
  request.onerror = refused;
})"""
HAS_PUSHES = """() => {
  PushManager.prototype.getSubscription = async () => ({
    unsubscribe: async () => localStorage.setItem('unsubscribed', 'yes'),
  });
}"""


FULL_AFTER = """([name, rows]) => {
  const own = IDBObjectStore.prototype.put;
  let count = 0;
  globalThis.isFull = true;
  IDBObjectStore.prototype.put = function (...given) {
    const { transaction } = this;
    if (globalThis.isFull && transaction.db.name === name && ++count > rows && !transaction.isFull) {
      transaction.isFull = true;
      const error = new DOMException('full', 'QuotaExceededError');
      Object.defineProperty(transaction, 'error', { get: () => error });
      queueMicrotask(() => transaction.abort());
    }
    return own.apply(this, given);
  };
}"""
"""From so many rows on, the browser takes back each transaction that writes there, and says why."""


@pytest.mark.parametrize("rows", [0, STATEMENTS // 2])
def test_a_full_phone_stays_without_the_lock_and_says_so(
    lockable: Page, server: RealServer, rows: int
) -> None:
    page = lockable
    seed(page, server.url)
    page.evaluate(MANY, STATEMENTS)
    before = stored(page)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    fill_turn_on(page, server.url)
    page.evaluate(FULL_AFTER, ["egne-ord-locked", rows])
    press(page, "Slå låsen til")
    expect(page.locator("#said")).to_have_text(FULL)
    assert "egne-ord-locked" not in versions_of_databases(page)
    assert stored(page) == before
    assert troubles == []
    page.evaluate("globalThis.isFull = false")
    press(page, "Slå låsen til")
    expect(page.get_by_role("status").filter(has_text=ON)).to_be_visible()
    page.goto(address(server.url, "da", "five"))
    shows_words(page)


@pytest.mark.parametrize("rows", [0, STATEMENTS // 2])
def test_a_phone_too_full_to_turn_the_lock_off_stays_locked_with_all_words(
    lockable: Page, server: RealServer, rows: int
) -> None:
    page = lockable
    seed(page, server.url)
    page.evaluate(MANY, STATEMENTS)
    turn_on(page, server.url)
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    fill_turn_on(page, server.url)
    page.evaluate(FULL_AFTER, ["egne-ord", rows])
    press(page, "Slå låsen fra")
    expect(page.locator("#said")).to_have_text(FULL)
    assert OWN not in stored(page)
    assert troubles == []
    lock_now(page, server.url)
    unlock(page)
    turn_off(page, server.url)
    page.goto(address(server.url, "da", "five"))
    shows_words(page)


def test_a_phone_that_lost_what_was_locked_says_so_and_begins_anew(
    lockable: Page, server: RealServer
) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.goto(f"{server.url}/healthz")
    page.evaluate(DROP_SEALED)
    page.goto(address(server.url, "da", "five"))
    expect(page.get_by_text(GONE)).to_be_visible()
    expect(page.get_by_text(LINKS_STAY).locator("visible=true")).to_have_count(1)
    expect(code_box(page)).to_be_hidden()
    press(page, "Begynd forfra")
    expect(page.get_by_role("heading", name="Hent dine ord")).to_be_visible()
    page.goto(address(server.url, "da", "start"))
    name = "Skriv nye ord"
    expect(page.get_by_role("link", name=name).or_(page.get_by_role("button", name=name))).to_be_visible()
    turn_on(page, server.url, CODE)


def test_beginning_anew_says_what_it_cannot_withdraw_and_ends_reminders(
    lockable: Page, server: RealServer
) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.evaluate(HAS_PUSHES)
    page.get_by_text("Har du glemt den?").click()
    expect(page.get_by_text(LINKS_STAY).locator("visible=true")).to_have_count(1)
    page.locator("[data-erase]").press("Enter", delay=2_000)
    expect(page.get_by_role("heading", name="Hent dine ord")).to_be_visible()
    assert wait_until(page, "() => localStorage.getItem('unsubscribed')") == "yes"
    page.evaluate("localStorage.removeItem('unsubscribed')")
    assert OWN not in stored(page)


DROPPED_ONCE = """
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (stores, ...rest) {
  const isFirst = !sessionStorage.getItem('dropped') && this.name === 'egne-ord-locked';
  if (!isFirst || [stores].flat().join() !== 'lock') return begin.call(this, stores, ...rest);
  sessionStorage.setItem('dropped', 'yes');
  throw new DOMException('dropped', 'InvalidStateError');
};
"""


def test_a_page_locks_though_the_browser_dropped_its_first_connection(
    lockable: Page, server: RealServer
) -> None:
    """Threat: it shows the words by its second connection, and never locks."""
    seed(lockable, server.url)
    turn_on(lockable, server.url)
    other = lockable.context.new_page()
    other.add_init_script(DROPPED_ONCE)
    other.goto(address(server.url, "da", "more"))
    wait_until(other, "sessionStorage.getItem('dropped')")
    press(other, "Lås nu")
    expect(code_box(other)).to_be_visible()
    other.close()


def test_the_lock_opens_though_the_browser_dropped_its_first_connection(
    lockable: Page, server: RealServer
) -> None:
    """Nobody could type their code before the page is opened again."""
    seed(lockable, server.url)
    turn_on(lockable, server.url)
    lock_now(lockable, server.url)
    other = lockable.context.new_page()
    other.add_init_script(DROPPED_ONCE)
    other.goto(address(server.url, "da", "write"))
    wait_until(other, "sessionStorage.getItem('dropped')")
    expect(code_box(other)).to_be_visible()
    other.close()
