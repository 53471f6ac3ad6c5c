"""What a person does on the screen for notes without a goal, by the names they see."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

from .journey import wait_until_stored
from .meeting_journey import open_about
from .screens import called
from .waiting import wait_until

HAPPENED = "Hvad tror du selv, der er sket?"
HELPS = "Hvad hjælper dig, og hvem hjælper?"
MATTERS = "Hvad er blevet vigtigt for dig nu?"
FOLD = "Brug eller smid ud"
IN_VAULT = "Gem også i boksen"
TICKED = """([id, isTicked]) => new Promise((done) => {
  const request = indexedDB.open('egne-ord');
  request.onsuccess = () => {
    const note = request.result.transaction('explorations').objectStore('explorations').get(id);
    note.onsuccess = () => {
      request.result.close();
      done(note.result?.in_vault === isTicked);
    };
  };
})"""


def explore(page: Page, origin: str, lang: str = "da") -> None:
    """Open the screen anew."""
    open_about(page, origin, "explore", lang=lang)
    page.locator("[data-form][data-painted]").wait_for()  # until then, notes may still appear above a new one


def chance(page: Page, name: str, lang: str = "da") -> Locator:
    """One of the three chances."""
    return page.get_by_role("region", name=called(lang, name), exact=True)


def boxes(page: Page, name: str = HAPPENED, lang: str = "da") -> Locator:
    """The text boxes of the notes under one chance."""
    return chance(page, name, lang).get_by_role("textbox")


def note(page: Page, name: str, text: str, lang: str = "da") -> None:
    """Write one more note, and wait until it is stored."""
    more = chance(page, name, lang).get_by_role("button", name=called(lang, "Skriv en note til"))
    if boxes(page, name, lang).last.input_value():
        more.click()
    boxes(page, name, lang).last.fill(text)
    wait_until_stored(page, text)


def write_notes(page: Page, origin: str, texts: Mapping[str, str], lang: str = "da") -> None:
    """Write one note under each of the given chances."""
    explore(page, origin, lang)
    for name, text in texts.items():
        note(page, name, text, lang)


def unfold(page: Page, name: str = HAPPENED, number: int = 0, lang: str = "da") -> Locator:
    """Unfold the actions of a note; returns the note."""
    row = chance(page, name, lang).locator("[data-note]").nth(number)
    if row.locator("details").get_attribute("open") is None:
        row.get_by_text(called(lang, FOLD)).click()
    expect(row.get_by_role("button", name=called(lang, "Smid noten ud"))).to_be_visible()
    return row


def use_sentence(row: Locator, sentence: int, part: str, into: str = "", lang: str = "da") -> None:
    """Copy one of a note's sentences into a part of a statement, or of a new one."""
    row.locator(".note-sentence").nth(sentence).click()
    if into:
        row.get_by_role("combobox").select_option(label=into)
    row.get_by_role("button", name=called(lang, part), exact=True).click()
    expect(row.get_by_role("link", name=called(lang, "Se den i Skriv"))).to_be_focused()


def tick(row: Locator, is_ticked: bool = True) -> None:
    """Choose whether a note may be in the vault too."""
    row.get_by_role("checkbox", name=IN_VAULT).set_checked(is_ticked)
    wait_until(row.page, TICKED, [row.get_attribute("data-note"), is_ticked])
