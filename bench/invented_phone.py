"""A phone with the invented words of the examples, for pictures that strangers see."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.chromium import TIMEOUT_MS, launch_options, open_phone
from tests.browser.journey import PARTS, first_visit, second_visit
from tests.browser.meeting_journey import WHERE, day
from tests.browser.real_server import RealServer
from tests.browser.screens import address
from tests.browser.seeds import NAMES, seed
from tests.browser.seeds_of_meetings import seed_meeting
from webapp.content import load_examples

KIND = "psychiatry"
TITLES = {"da": "Til psykiateren", "en": "For the psychiatrist"}
PLACES = {"da": "Stuen, lokale 2", "en": "Ground floor, room 2"}


@dataclass(frozen=True)
class InventedPhone:
    """A phone in one language, with a statement and a meeting tomorrow."""

    context: BrowserContext
    server: RealServer
    lang: str
    statement: str

    def open(self, page: Page, name: str) -> None:
        """Show a screen of the statement, drawn."""
        page.goto(address(self.server.url, self.lang, name, self.statement))
        expect(page.locator("main")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => document.fonts.ready.then(() => new Promise(requestAnimationFrame))")


def words_of(lang: str) -> dict[str, str]:
    """The parts of an invented statement, by their Danish heading."""
    example = load_examples()[lang][KIND]
    return {label: getattr(example, name) for label, name in zip(PARTS, NAMES, strict=True)}


@contextmanager
def browser_and_server() -> Iterator[tuple[Browser, RealServer]]:
    """A running server, and a browser to visit it."""
    expect.set_options(timeout=TIMEOUT_MS)
    with (
        tempfile.TemporaryDirectory() as folder,
        RealServer(Path(folder)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options(whole=True))
        yield browser, server
        browser.close()


def invented_phone(
    browser: Browser, server: RealServer, lang: str, without: str = "", **more: object
) -> InventedPhone:
    """A phone after its second visit. `without`: the heading of a part that is still blank."""
    context = open_phone(browser, lang, reduced_motion="reduce", **more)
    page = first_visit(context, server.url, lang)
    second_visit(page)
    words = {label: text for label, text in words_of(lang).items() if label != without}
    statement = seed(page, server.url, words, title=TITLES[lang], lang=lang, kind=KIND)
    seed_meeting(page, server.url, f"{day(1)}T10:00", {WHERE: PLACES[lang]}, kind=KIND, statement=statement)
    page.close()
    return InventedPhone(context, server, lang, statement)
