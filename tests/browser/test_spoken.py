"""While somebody writes, a screen reader says once that the words are saved, and not after every word."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, box, expect_saved, wait_until_stored
from .meeting_journey import WHERE
from .real_server import RealServer
from .screens import address
from .test_storage_trouble import FULL

WORDS = 29
STEP_MS = 1000
ANSWERED = """async () => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
  transaction.objectStore('settings').get('nothing');
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
}"""
"""A transaction over all stores, which begins when all earlier ones have ended."""
KEPT = "Gemt på din telefon"
LISTEN = """() => {
  globalThis.spoken = [];
  const live = '[role=status], [role=alert], [aria-live]';
  new MutationObserver((changes) => {
    for (const { target } of changes) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(live);
      if (region?.textContent.trim()) globalThis.spoken.push(region.textContent.trim());
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
}"""
"""Like a screen reader: records every change of a live region to a non-empty text."""


def spoken(page: Page) -> list[str]:
    """Everything read aloud since the recording began."""
    texts: list[str] = page.evaluate("globalThis.spoken")
    return texts


def pass_time(page: Page, ms: int) -> None:
    """Advance the page's clock; after each second the database answers, which runs on real time.

    Otherwise the app would see a database that has been silent for as long as the clock was advanced.
    """
    while ms > 0:
        page.clock.run_for(min(ms, STEP_MS))
        page.evaluate(ANSWERED)
        ms -= STEP_MS


def write_words(page: Page, label: str, count: int) -> None:
    """Write at the pace of a phone: a word, then a pause in which it is saved."""
    for number in range(count):
        box(page, label).press_sequentially(f"ord{number} ")
        pass_time(page, 900)
        expect_saved(page)


@pytest.mark.parametrize(("name", "label"), [("write", PARTS[0]), ("together", PARTS[0]), ("meeting", WHERE)])
def test_saving_is_announced_once_and_again_after_a_pause(
    phone: Phones, server: RealServer, name: str, label: str
) -> None:
    context = phone(service_workers="block")
    context.clock.install()
    page = context.new_page()
    page.goto(address(server.url, "da", name) + "#ny")
    if name == "together":
        page.get_by_role("button", name="Begynd").click()
    box(page, label).wait_for()
    page.evaluate(LISTEN)
    write_words(page, label, WORDS)
    assert spoken(page) == [KEPT]
    pass_time(page, 20_000)
    assert spoken(page) == [KEPT, KEPT]
    write_words(page, label, 3)
    pass_time(page, 20_000)
    assert spoken(page) == [KEPT, KEPT, KEPT]


def test_a_save_error_is_announced_once_and_so_is_its_end(phone: Phones, server: RealServer) -> None:
    context = phone(service_workers="block")
    context.clock.install()
    context.add_init_script(FULL)
    page = context.new_page()
    page.goto(address(server.url, "da", "write") + "#ny")
    box(page, PARTS[0]).wait_for()
    page.evaluate(LISTEN)
    for number in range(5):
        box(page, PARTS[0]).press_sequentially(f"ord{number} ")
        pass_time(page, 900)
        expect(page.locator("[data-status]")).to_contain_text("Telefonen er fuld.")
    (full,) = spoken(page)
    assert full.startswith("Telefonen er fuld.")
    page.evaluate("globalThis.phoneIsFull = false")
    write_words(page, PARTS[0], 5)
    assert spoken(page) == [full, KEPT]
    wait_until_stored(page, "ord0 ord1")
