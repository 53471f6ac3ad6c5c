"""What two people at one phone do on *Skriv sammen*, by the names they see."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from .journey import box
from .screens import address, called
from .waiting import wait_until

YOU_ASK, YOU_ANSWER = "Spørg selv", "Lad den anden spørge"
OTHERS_PEN = "Den anden skriver for mig"
PEN = {
    "own": "Du skriver. Lad den anden spørge. Skriv det, du selv vil.",
    "other": "Du fortæller. Til den, der skriver: Spørg, og skriv kun det, der bliver sagt.",
}
KEPT_PLACE = """async (wanted) => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const asking = database.transaction('settings').objectStore('settings').getAll();
  const rows = await new Promise((done) => { asking.onsuccess = () => done(asking.result); });
  database.close();
  const places = rows.map((row) => row?.together ?? row).filter((row) => row?.step && row?.pen);
  return places.find((place) => Object.entries(wanted).every(([name, value]) => place[name] === value));
}"""
RIGHT = "Er det sådan, du ville sige det?"
ALL_KEPT = "Alt er gemt. I kan tage den tid, I vil."


def open_together(page: Page, origin: str, about: str = "", lang: str = "da") -> None:
    """Open the screen, even if this tab shows it already."""
    page.goto("about:blank")
    page.goto(address(origin, lang, "together", about))


def button(page: Page, danish: str, lang: str = "da") -> Locator:
    """The visible button of this name, ignoring what is added for screen readers."""
    return page.get_by_role("button", name=called(lang, danish)).filter(visible=True).first


def press(page: Page, danish: str, lang: str = "da") -> None:
    """Press the visible button of this name."""
    button(page, danish, lang).click()


def begin(page: Page, *, others_pen: bool = False, lang: str = "da") -> None:
    """From the guide to the first part."""
    if others_pen:
        page.get_by_text(called(lang, OTHERS_PEN)).click()
    press(page, "Begynd", lang)


def at_part(page: Page, label: str, lang: str = "da") -> Locator:
    """The text box of a part, which is the only visible one."""
    here = box(page, label, lang)
    expect(here).to_be_visible()
    expect(page.locator("textarea").filter(visible=True)).to_have_count(1)
    return here


def current_question(page: Page) -> Locator:
    """The visible question."""
    return page.locator("[data-asked]").filter(visible=True)


def expect_pen(page: Page, pen: str, lang: str = "da") -> None:
    """Check what the screen says about who holds the pen."""
    expect(page.locator(".pen [data-pen]").filter(visible=True)).to_have_text(called(lang, PEN[pen]))


def kept_place(page: Page, **wanted: Any) -> dict[str, Any]:
    """The stored place of the two writers, once it is as wanted."""
    place = wait_until(page, KEPT_PLACE, wanted)
    return dict(place)


def read_through(page: Page) -> list[str]:
    """Each part as the last step shows it, character for character."""
    page.locator(".read-through .words").first.wait_for()
    return [
        str(text)
        for text in page.locator(".read-through .words").evaluate_all(
            "(all) => all.map((p) => p.textContent)"
        )
    ]
