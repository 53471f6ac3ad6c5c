"""A phone with words on it, on which tests look at one screen after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone
from .journey import WORDS, first_visit, write
from .real_server import RealServer
from .screens import address

LONG = " ".join(
    f"Det her er min sætning nummer {number}, og den er her, så noget bliver foldet."
    for number in range(1, 16)
)


@dataclass(frozen=True)
class FilledPhone:
    """A phone with one statement, some earlier versions of it, and another one in the bin."""

    context: BrowserContext
    origin: str
    statement: str

    @contextmanager
    def screen(self, lang: str, name: str) -> Iterator[Page]:
        """One screen in a tab of its own: a handed-over tab shows nothing else."""
        page = self.context.new_page()
        page.goto(address(self.origin, lang, name, self.statement))
        expect(page.locator("main")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        yield page
        page.close()


def fill_phone(browser: Browser, server: RealServer) -> FilledPhone:
    """A phone after some use: the worker is active, so screens come as they do on the second day."""
    context = open_phone(browser, reduced_motion="reduce")
    page = first_visit(context, server.url)
    write(page, server.url, {**WORDS, "Så jeg kan": "Gå en tur."}, title="Til lægen")
    page.goto(address(server.url, "da", "start"))
    page.get_by_role("button", name="Smid ud").first.click()
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()
    words = dict(WORDS)
    words["Så jeg kan"] += " " + LONG
    statement = write(page, server.url, words, title="Til jobcentret")
    page.close()
    return FilledPhone(context, server.url, statement)
