"""While a private sentence is rewritten, nobody else sees a letter of it, however fast the keys come."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from sweeps import WHOLE

from .conftest import Phones
from .journey import PARTS, box, first_visit, second_visit, wait_until_stored, write
from .meeting_journey import choose_lines, mark
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .together_journey import open_together

BEFORE, SECRET, BEHIND = "Jeg bor i Vejle.", "Min bror slår mig.", "Børnene er hos min mor."
TYPED = " når han drikker"
LIVE = {"five": "[data-view=five]", "ready": "main", "share": "[data-view=choices]", "start": "main"}
"""Screens that follow another tab's typing, and what of them somebody else may see."""
OPENED = {"print": "main", "rehearse": "main", "role": "main"}
"""Screens that show the words as they were when the screen was opened."""
LAST = {"handover": "main"}
"""It hands the phone over, so that no other screen is shown any more."""
WORDLESS = ("start", "role")
"""They show the title at most, and nothing of the text."""

WATCH = """(where) => {
  const view = document.querySelector(where);
  globalThis.everSeen = [];
  const record = () => globalThis.everSeen.push(view.textContent);
  new MutationObserver(record).observe(view, { childList: true, subtree: true, characterData: true });
  record();
}"""


def write_private_words(page: Page, server: RealServer) -> str:
    """A statement with a private sentence between others; returns its id."""
    second_visit(page)
    statement = write(
        page, server.url, {PARTS[0]: "Jeg hedder Åse.", PARTS[2]: " ".join((BEFORE, SECRET, BEHIND))}
    )
    choose_lines(page, server.url, statement)
    mark(page, SECRET, "Altid privat")
    return statement


def put_caret_before_stop(page: Page, sentence: str) -> None:
    """Put the caret right before a sentence's full stop."""
    box(page, PARTS[2]).evaluate(
        """(area, text) => {
          const at = area.value.indexOf(text) + text.length - 1;
          area.focus();
          area.setSelectionRange(at, at);
        }""",
        sentence,
    )


def open_screen(page: Page, server: RealServer, name: str, statement: str) -> Page:
    """A screen in its own tab, showing as much of the text as it can."""
    other = page.context.new_page()
    other.goto(address(server.url, "da", name, statement))
    view = other.locator((LIVE | OPENED | LAST)[name])
    if name == "rehearse":
        other.get_by_text("Lidt mere", exact=True).click()
    if name not in WORDLESS:
        expect(view).to_contain_text("Jeg hedder Åse.")
    return other


def text_shown(page: Page, server: RealServer, name: str, statement: str) -> str:
    """Everything that a screen shows when it is opened now."""
    other = open_screen(page, server, name, statement)
    text = str(other.locator((LIVE | OPENED | LAST)[name]).text_content())
    other.close()
    return text


def watch_screens(page: Page, server: RealServer, statement: str) -> dict[str, Page]:
    """The screens that follow the typing, each recording everything it ever shows."""
    tabs = {name: open_screen(page, server, name, statement) for name in LIVE}
    for name, tab in tabs.items():
        tab.evaluate(WATCH, LIVE[name])
    page.bring_to_front()
    return tabs


@pytest.mark.parametrize("pace_ms", [100, 220, 450] if WHOLE else [100, 450])
def test_a_private_sentence_is_never_shown_while_typed_and_its_neighbours_are(
    phone: Phones, server: RealServer, pace_ms: int
) -> None:
    page = first_visit(phone(), server.url)
    statement = write_private_words(page, server)
    tabs = watch_screens(page, server, statement)
    page.goto(address(server.url, "da", "write", statement))
    expect(box(page, PARTS[2])).to_have_value(" ".join((BEFORE, SECRET, BEHIND)))
    put_caret_before_stop(page, SECRET)
    seen = []
    for key, letter in enumerate(TYPED):
        page.keyboard.type(letter)
        page.wait_for_timeout(pace_ms)  # fixed wait: the pace of the keys is what is tested
        if pace_ms == 450 and key % 4 == 2:
            seen += [text_shown(page, server, name, statement) for name in OPENED]
    wait_until_stored(page, f"{SECRET[:-1]}{TYPED}.")
    for name in ("five", "share"):
        expect(tabs[name].locator(LIVE[name])).to_contain_text(BEHIND)
    for tab in tabs.values():
        seen += tab.evaluate("() => globalThis.everSeen")
    last = {name: text_shown(page, server, name, statement) for name in LIVE | OPENED | LAST}
    for text in [*seen, *last.values()]:
        assert "bror" not in text and "drikker" not in text, text
    for name, text in last.items():
        assert name in WORDLESS or (BEFORE in text and BEHIND in text), f"{name}: {text}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_writing_together_warns_that_both_see_private_words(
    phone: Phones, server: RealServer, lang: str
) -> None:
    page = phone(lang).new_page()
    warning = called(lang, "Noget af teksten har du gjort privat. Her kan I begge se det.")
    words = {PARTS[2]: " ".join((BEFORE, SECRET, BEHIND))}
    for marks in ([{"part": "help", "text": SECRET, "mark": "private"}], []):
        statement = seed(page, server.url, words, lang=lang, marks=marks)
        open_together(page, server.url, statement, lang)
        expect(page.locator("[data-which] a")).to_be_visible()
        expect(page.get_by_text(warning)).to_have_count(len(marks))
