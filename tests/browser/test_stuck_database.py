"""A database that does not answer holds no page up: the screen comes without words, and they follow."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .journey import WORDS
from .phone_again import first_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed

__all__ = ["first_phone", "writer"]
HELD = """async () => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
  const store = transaction.objectStore('settings');
  globalThis.isHeld = true;
  const again = () => { if (globalThis.isHeld) store.get('nothing').onsuccess = again; };
  await new Promise((done) => { store.get('nothing').onsuccess = () => { done(); again(); }; });
}"""
"""A change that does not end, as in a tab that the system put to sleep: everybody else waits."""


@pytest.mark.parametrize(
    ("name", "shown"), [("start", "Til lægen"), ("five", "Jeg hedder Åse."), ("", "Til lægen")]
)
def test_a_screen_opens_while_another_tab_holds_the_database_and_gets_its_words_later(
    writer: Page, server: RealServer, name: str, shown: str
) -> None:
    statement = seed(writer, server.url, WORDS, "Til lægen")
    writer.goto(f"{server.url}/healthz")
    writer.evaluate(HELD)
    page = writer.context.new_page()
    page.goto(address(server.url, "da", name, statement) if name else f"{server.url}/")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_text(shown).first).to_be_hidden()
    writer.evaluate("globalThis.isHeld = false")
    expect(page.get_by_text(shown).first).to_be_visible()
