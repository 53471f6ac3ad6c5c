"""Opening a link in a page that is already open, and what the sender's phone stores about links."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .screens import called
from .share_journey import CLIPBOARD, copied, make_link
from .vault_journey import press

KEPT_SHARES = """async () => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const all = database.transaction('shares').objectStore('shares').getAll();
  const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  database.close();
  return found.map((share) => ({ ...share, key: share.key && [...share.key] }));
}"""


def kept_shares(page: Page) -> list[dict[str, Any]]:
    """The shares that the phone stores, oldest first."""
    found: list[dict[str, Any]] = page.evaluate(KEPT_SHARES)
    return sorted(found, key=lambda share: str(share["made"]))


def link_of(page: Page, lang: str = "da", sender: str = "") -> str:
    """Make a link of what is ticked, and copy it."""
    page.context.grant_permissions(CLIPBOARD)
    make_link(page, sender=sender, lang=lang)
    return copied(page, lang=lang)


def open_link(page: Page, link: str, lang: str = "da") -> None:
    """Open a link as from a message, and press *Åbn*."""
    page.goto("about:blank")
    page.goto(link)
    press(page, "Åbn", lang)


def read_link(page: Page, link: str, lang: str = "da") -> list[str]:
    """Open a link; returns its words by part, exactly as shown."""
    open_link(page, link, lang)
    page.locator(".sheet-body").wait_for()
    return words_of(page)


def words_of(page: Page) -> list[str]:
    """The parts of an opened link, exactly as in the page."""
    parts = page.locator(".sheet-part > p.words")
    found: list[str] = parts.evaluate_all("(all) => all.map((p) => p.textContent)")
    return found


def expect_message(page: Page, danish: str, lang: str = "da") -> None:
    """Check the page's status word for word, because only the wording tells the errors apart."""
    expect(page.locator(".status:not(:empty)")).to_have_text(called(lang, danish))
