"""What the sender and the reader of a link do, by the names they see."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from .journey import first_visit, write
from .meeting_journey import open_about
from .screens import called
from .vault_journey import READ_CODE, expect_status, press

READY = "Linket er klar"
COPIED = "Linket er kopieret. Sæt det ind i en besked til den, du stoler på."
GONE = "Linket virker ikke mere. Måske er tiden gået, eller det er trukket tilbage. Spørg den, du fik det af."
SENT = "Dit svar er sendt. Kun den, der delte ordene, kan læse det."
TAKEN_BACK = "Trukket tilbage. Linket virker ikke mere."
WAITS = "Venter på net. Linket bliver lavet, når der er net."
CLIPBOARD = ["clipboard-read", "clipboard-write"]
TICKS = """(boxes) => boxes.map(({ dataset, checked, parentElement }) =>
  [dataset.text ?? parentElement.querySelector('.hint').textContent, checked])"""
SHOWN = """(sections) => Object.fromEntries(sections.map((section) => [
  section.querySelector('h2').textContent,
  [...section.querySelectorAll('.words')].map((words) => words.textContent)]))"""


def share_screen(page: Page, origin: str, about: str, lang: str = "da") -> None:
    """Open *Del med én* anew, and wait until it lists what can be shared."""
    open_about(page, origin, "share", about, lang)
    page.locator(".tick").first.wait_for()


def line(page: Page, text: str) -> Locator:
    """The checkbox of a line or of a detail of the meeting, by its exact text."""
    wanted = "".join(f"\\{ord(letter):x} " for letter in text)
    return page.locator(f'[data-text="{wanted}"], .tick:has(.hint:text-is("{wanted}")) input')


def ticks(page: Page) -> dict[str, bool]:
    """What can be shared, and whether it is ticked."""
    return dict(page.locator("[data-view=choices] input").evaluate_all(TICKS))


def make_link(page: Page, hours: str = "", sender: str = "", lang: str = "da") -> None:
    """Make a link of what is ticked, and wait until it is ready."""
    if hours:
        page.get_by_label(called(lang, "Hvor længe skal linket virke?")).select_option(called(lang, hours))
    if sender:
        page.get_by_role("textbox", name=called(lang, "Hvem er det fra?")).fill(sender)
    press(page, "Lav linket", lang)
    expect(page.locator("[data-view=link] h2")).to_have_text(called(lang, READY))


def act(where: Page | Locator, name: str, lang: str = "da") -> Locator:
    """A button of one link; its accessible name ends with the link's name."""
    return where.locator("button.button").filter(has_text=called(lang, name))


def copied(page: Page, where: Page | Locator | None = None, lang: str = "da") -> str:
    """Press *Kopiér linket*; returns the clipboard's text."""
    page.evaluate("navigator.clipboard.writeText('')")
    act(where or page, "Kopiér linket", lang).click()
    expect_status(page, COPIED, lang)
    return str(page.evaluate("navigator.clipboard.readText()"))


def give(page: Page, origin: str, about: str, without: Iterable[str] = (), **more: str) -> str:
    """Make a link of everything except some lines, and copy it."""
    share_screen(page, origin, about)
    for text in without:
        line(page, text).uncheck()
    make_link(page, **more)
    return copied(page)


def follow(context: BrowserContext, link: str) -> Page:
    """Follow a link on a phone, without opening the words."""
    page = context.new_page()
    page.goto(link)
    return page


def read(context: BrowserContext, link: str) -> Page:
    """Follow a link and open the words."""
    page = follow(context, link)
    press(page, "Åbn")
    expect(page.locator(".sheet-body")).to_be_visible()
    return page


def shown(page: Page) -> dict[str, list[str]]:
    """The text under each heading of the opened words, character for character."""
    found: dict[str, list[str]] = page.locator("[data-view=shared] .sheet-part").evaluate_all(SHOWN)
    return found


def expect_refused(context: BrowserContext, link: str) -> None:
    """Check that a link says that it does not work, and shows nothing."""
    page = follow(context, link)
    press(page, "Åbn")
    expect_status(page, GONE)
    expect(page.locator("[data-view=shared]")).to_be_empty()
    page.close()


def write_back(page: Page, text: str, lang: str = "da") -> None:
    """Send a note back."""
    page.get_by_role("textbox", name=called(lang, "Skriv tilbage")).fill(text)
    press(page, "Send svaret", lang)
    expect_status(page, SENT, lang)


def sharer(
    context: BrowserContext, origin: str, words: Mapping[str, str], title: str = "", lang: str = "da"
) -> tuple[Page, str]:
    """Somebody with the app and one statement: the screen that shares it, and the statement's id."""
    page = first_visit(context, origin, lang)
    about = write(page, origin, words, title, lang)
    share_screen(page, origin, about, lang)
    return page, about


def my_links(page: Page, origin: str, lang: str = "da") -> Locator:
    """Open *Mine links* anew; returns its cards, newest first."""
    open_about(page, origin, "links", lang=lang)
    expect(page.locator("[data-view=links]")).not_to_be_empty()
    return page.locator("[data-view=links] .card")


def take_back(card: Locator) -> None:
    """Withdraw a link, and wait until that is done."""
    act(card, "Træk tilbage").click()
    act(card, "Ja, træk tilbage").click()
    expect(card.locator(".link-status")).to_have_text(TAKEN_BACK)


def code_in(picture: Locator, file: Path) -> str:
    """The content of a code on the screen, read from a picture of it as a camera would."""
    picture.locator("svg").screenshot(path=file)
    return str(picture.page.evaluate(READ_CODE, list(file.read_bytes())))


def record_share_calls(page: Page) -> list[dict[str, Any]]:
    """A list that fills with the phone's calls to the share API."""
    asked: list[dict[str, Any]] = []
    page.context.on(
        "request",
        lambda request: (
            asked.append({"method": request.method, **json.loads(request.post_data or "{}")})
            if "/api/v1/shares/" in request.url
            else None
        ),
    )
    return asked
