"""What a person does with the app lock, by the names they see."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .journey import PARTS, WORDS
from .phone_again import phone_with_app
from .real_server import RealServer
from .screens import address, called
from .waiting import wait_until

OWN = WORDS[PARTS[0]].split(".")[0]
"""What must never be seen on a locked phone."""
CODE = "blå cykel under broen"
LOCKED = "Lås op"
ON = "Nu er appen låst med din kode."
OFF = "Låsen er slået fra."
FORGET = """async () => {
  sessionStorage.clear();
  const names = (await indexedDB.databases()).map(({ name }) => name);
  // the sealed one first: while it exists, a page says again that the rows are sealed
  for (const name of names.sort((a, b) => b.length - a.length)) await new Promise((done) => {
    indexedDB.deleteDatabase(name).onsuccess = done;
  });
}"""


def press(page: Page, name: str, lang: str = "da") -> None:
    """Press the button that has exactly this name."""
    page.get_by_role("button", name=called(lang, name), exact=True).click()


def lock_screen(page: Page, origin: str, lang: str = "da") -> None:
    """The screen of the lock, once it shows how the lock is set."""
    page.goto(address(origin, lang, "lock"))
    expect(page.locator("[data-when]:visible")).to_have_count(1)


def fill_turn_on(page: Page, origin: str) -> None:
    """Type what turns the lock on, or off if it is on."""
    lock_screen(page, origin)
    if page.locator("[data-when=on]").is_visible():
        page.get_by_text("Skift kode, eller slå låsen fra").click()
        page.get_by_label("Din kode eller sætning nu").fill(CODE)
        return
    page.get_by_label("Vælg en kode eller en sætning").fill(CODE)
    page.get_by_label("Skriv den igen").fill(CODE)


def turn_on(page: Page, origin: str, code: str = CODE, minutes: str = "Efter 1 minut") -> None:
    """Turn the lock on; the app stays open."""
    lock_screen(page, origin)
    page.get_by_label("Vælg en kode eller en sætning").fill(code)
    page.get_by_label("Skriv den igen").fill(code)
    page.locator("[data-turn-on]").get_by_text(minutes, exact=True).click()
    press(page, "Slå låsen til")
    expect(page.get_by_role("status").filter(has_text=ON)).to_be_visible()


def turn_off(page: Page, origin: str, code: str = CODE) -> None:
    """Turn the lock off, with the app open."""
    lock_screen(page, origin)
    page.get_by_text("Skift kode, eller slå låsen fra").click()
    page.get_by_label("Din kode eller sætning nu").fill(code)
    press(page, "Slå låsen fra")
    expect(page.get_by_role("status").filter(has_text=OFF)).to_be_visible()


def lock_now(page: Page, origin: str) -> None:
    """Lock the app by its button."""
    page.goto(address(origin, "da", "more"))
    press(page, "Lås nu")
    expect(code_box(page)).to_be_visible()


def code_box(page: Page) -> Locator:
    """Where the code is typed on the lock."""
    return page.locator("#code")


def hide(page: Page) -> None:
    """What happens when the person turns to another app; a headless page is never hidden by itself."""
    page.evaluate("""() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")


def come_back(page: Page) -> None:
    """The person turns to the app again."""
    page.evaluate("""() => {
      delete document.visibilityState;
      document.dispatchEvent(new Event('visibilitychange'));
    }""")


def unlock(page: Page, code: str = CODE) -> None:
    """Type the code, and wait for the screen that the lock stands for."""
    code_box(page).fill(code)
    press(page, LOCKED)
    wait_until(page, "() => document.body?.dataset.screen !== 'lock' || 'open' in document.body.dataset")


def versions_of_databases(page: Page) -> dict[str, int]:
    """The phone's databases, with their versions."""
    found = page.evaluate("async () => (await indexedDB.databases()).map((d) => [d.name, d.version])")
    return dict(found)


def shows_words(page: Page) -> None:
    """Check that the person's words are on the screen."""
    expect(page.locator("main")).to_contain_text(OWN)


@pytest.fixture(scope="module")
def phone_to_lock(browser: Browser, server: RealServer) -> Iterator[BrowserContext]:
    """A phone with the whole app, for all tests of a file."""
    with phone_with_app(browser, server.url) as context:
        yield context


@pytest.fixture
def lockable(phone_to_lock: BrowserContext, server: RealServer) -> Page:
    """The only tab of that phone, which has no words and no lock."""
    tab = phone_to_lock.new_page()
    for other in phone_to_lock.pages:
        if other != tab:
            other.close()
    tab.goto(f"{server.url}/healthz")
    tab.evaluate(FORGET)
    tab.goto(address(server.url, "da", "start"))
    return tab
