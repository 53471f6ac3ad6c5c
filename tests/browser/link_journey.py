"""What two people do with a link, by the names they see."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from .meeting_journey import open_about
from .screens import address, called

READY = "Linket er klar"
KEPT_SHARES = """async () => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const all = database.transaction('shares').objectStore('shares').getAll();
  const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
  database.close();
  return found.map((one) => ({ ...one, key: one.key && [...one.key] }));
}"""


def kept_shares(page: Page) -> list[dict[str, Any]]:
    """What the phone keeps of its links, oldest first."""
    found: list[dict[str, Any]] = page.evaluate(KEPT_SHARES)
    return sorted(found, key=lambda one: str(one["made"]))


def choose(page: Page, origin: str, about: str = "", lang: str = "da") -> None:
    """Open *Del med én*."""
    open_about(page, origin, "share", lang=lang)
    if about:
        page.goto("about:blank")
        page.goto(f"{address(origin, lang, 'share')}#{about}")
    expect(page.locator(".tick").first).to_be_visible()


def tick(page: Page, text: str) -> Locator:
    """The tick of one line."""
    return page.get_by_role("checkbox", name=text, exact=True)


def press(page: Page, danish: str, lang: str = "da") -> None:
    """Press the first button of this name that is in sight."""
    page.locator("main button", has_text=called(lang, danish)).filter(visible=True).first.click()


def make_link(page: Page, lang: str = "da", **fields: str) -> str:
    """Press *Lav linket*, and give the link away by copying it."""
    for name, value in fields.items():
        box = page.locator(f"[name={name}]")
        box.select_option(value) if name == "hours" else box.fill(value)
    press(page, "Lav linket", lang)
    expect(page.get_by_role("heading", name=called(lang, READY))).to_be_visible()
    return copied(page, lang)


def copied(page: Page, lang: str = "da") -> str:
    """Press *Kopiér linket*, and read what a message would get."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    press(page, "Kopiér linket", lang)
    expect(page.locator("[data-status]")).to_contain_text(
        called(lang, "Linket er kopieret. Sæt det ind i en besked til den, du stoler på.")
    )
    return str(page.evaluate("navigator.clipboard.readText()"))


def open_link(page: Page, link: str, lang: str = "da") -> None:
    """Open a link as from a message, and press *Åbn*."""
    page.goto("about:blank")
    page.goto(link)
    page.get_by_role("button", name=called(lang, "Åbn")).click()


def read_link(page: Page, link: str, lang: str = "da") -> list[str]:
    """The words of a link, by part, exactly as they stand there."""
    open_link(page, link, lang)
    page.locator(".sheet-body").wait_for()
    return shown(page)


def shown(page: Page) -> list[str]:
    """The parts of an open link, as they stand in the page."""
    found: list[str] = page.locator(".sheet-part > p.words").evaluate_all(
        "(all) => all.map((p) => p.textContent)"
    )
    return found


def told(page: Page, danish: str, lang: str = "da") -> None:
    """Check what the page of a link says."""
    expect(page.locator("[data-status]")).to_have_text(called(lang, danish))


def write_back(page: Page, text: str, lang: str = "da") -> None:
    """Answer through the link, and see that it is sent."""
    page.get_by_role("textbox", name=called(lang, "Skriv tilbage")).fill(text)
    page.get_by_role("button", name=called(lang, "Send svaret")).click()
    sent = called(lang, "Dit svar er sendt. Kun den, der delte ordene, kan læse det.")
    expect(page.locator("[data-note-status]")).to_have_text(sent)


def my_links(page: Page, origin: str, lang: str = "da") -> Locator:
    """Open *Mine links*; gives its cards."""
    open_about(page, origin, "links", lang=lang)
    cards = page.locator("[data-view=links] .card")
    expect(cards.or_(page.locator("[data-view=links] .empty")).first).to_be_visible()
    return cards


def take_back(page: Page, card: Locator, lang: str = "da") -> None:
    """Withdraw a link, and say yes when asked."""
    card.get_by_role("button", name=called(lang, "Træk tilbage")).click()
    card.get_by_role("button", name=called(lang, "Ja, træk tilbage")).click()
