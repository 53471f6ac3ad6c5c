"""A canary on every screen: no browser may translate the person's words or suggest others in their boxes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone
from .journey import first_visit, own_again, second_visit, wait_until_stored
from .meeting_journey import day, open_about
from .real_server import RealServer
from .screens import OF_A_MEETING, SCREENS
from .seeds import NAMES, blank, new_id, put
from .share_journey import CLIPBOARD, give, my_links, read, write_back
from .together_journey import begin, press, read_through
from .vault_journey import draw_words
from .waiting import wait_until

MARK = "Kanariefugl"
FAULTS = """(mark) => {
  const bad = [];
  let marked = 0;
  const isBox = (element) => element.matches('textarea, input:not([type]), input[type=text]');
  const exempt = '[data-recovery-words], [data-completions], .link-text';
  for (const element of document.querySelectorAll('body *:not(script)')) {
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
    const text = own.map(({ data }) => data).join('') + (isBox(element) ? element.value : '');
    const holds = text.includes(mark);
    const name = `<${element.localName} class="${element.className}"> ${text.trim().slice(0, 60)}`;
    if (holds) marked += 1;
    if (holds && element.translate !== false) bad.push(`translated: ${name}`);
    const isTheApps = !holds && !isBox(element) && /\\p{L}/u.test(text) && !element.closest(exempt);
    if (isTheApps && element.translate === false)
      bad.push(`the app's, not translated: ${name}`);
    for (const attribute of ['aria-label', 'title', 'alt', 'placeholder'])
      if (element.translate && element.getAttribute(attribute)?.includes(mark))
        bad.push(`${attribute} of ${name}`);
    const suggests = element.getAttribute('writingsuggestions') !== 'false';
    if (isBox(element) && (suggests || element.dir !== 'auto' || element.spellcheck))
      bad.push(`a box: ${name}`);
  }
  return { bad, marked };
}"""
HOLDS = """(mark) => [...document.querySelectorAll('main, textarea')].some(
  ({ textContent, value }) => (value ?? textContent).includes(mark))"""
OPEN_ALL = "for (const details of document.querySelectorAll('details')) details.open = true"
WORDLESS = {"lock", "copy", "erase", "install", "vault", "role", "help", "guides", "sheets", "more"}
"""Screens that show none of the person's words."""


def fill(page: Page) -> dict[str, str]:
    """Store the mark in everything that can hold words; returns the id that each screen shows."""
    text = f"{MARK} siger det her. Og {MARK} igen."
    parts = dict.fromkeys(NAMES, text)
    other = [{"part": "title", "text": f"{MARK} b"}, {"part": "help", "text": f"{MARK} c."}]
    ids = {name: new_id() for name in ("statement", "untitled", "binned", "meeting", "past", "note")}
    full = {"parts": parts, "title": f"{MARK} titel"}
    put(page, "statements", {**blank(ids["untitled"]), "parts": parts})
    put(page, "statements", {**blank(ids["binned"]), **full, "deleted": f"{day(-1)}T10:00:00.000Z"})
    put(page, "statements", {**blank(ids["statement"]), **full, "alternatives": other})
    put(page, "snapshots", {"statement": ids["statement"], "at": f"{day(-1)}T10:00:00.000Z",
                            "document": {**blank(ids["statement"]), **full}})  # fmt: skip
    for name, ahead in (("meeting", 1), ("past", -1)):
        put(page, "meetings", meeting(ids[name], day(ahead), ids["statement"]))
    for note, deleted in ((ids["note"], None), (new_id(), f"{day(-1)}T10:00:00.000Z")):
        put(page, "explorations",
            {"id": note, "chance": "helps", "text": text, "in_vault": False, "deleted": deleted})  # fmt: skip
    return ids


def meeting(name: str, on: str, statement: str) -> dict[str, Any]:
    """A meeting with the mark in every text."""
    texts = ("place", "people", "about", "companion", "my_goal", "their_goal", "next_time")
    agreed = {"who": f"{MARK} a", "what": f"{MARK} b", "when": day(3)}
    return {
        "id": name, "kind": "doctor", "statement": statement, "at": f"{on}T10:00",
        "zone": "Europe/Copenhagen",
        **{field: f"{MARK} {field}" for field in texts},
        "questions": [{"id": new_id(), "text": f"{MARK} spørger?"}],
        "agreements": [{"id": new_id(), **agreed, "done": done} for done in (False, True)],
        "left_out": [], "left_from": None, "asked": None, "said": "yes", "heard": "no",
        "alternatives": [{"field": "place", "text": f"{MARK} et andet sted"}], "deleted": None,
    }  # fmt: skip


@pytest.fixture(scope="module")
def canary(browser: Browser, server: RealServer) -> Iterator[tuple[BrowserContext, dict[str, str]]]:
    """A phone with the mark in every text it can hold, a link, and a reply to it."""
    with open_phone(browser) as context, open_phone(browser) as reader:
        page = first_visit(context, server.url)
        second_visit(page)
        ids = fill(page)
        context.grant_permissions(CLIPBOARD)
        opened = read(reader, give(page, server.url, ids["statement"], sender=f"{MARK} selv"))
        assert find_faults(opened) == [], "on the reader's page"
        write_back(opened, f"{MARK} svarer.")
        open_about(page, server.url, "settings")
        page.locator("#handover-text").fill(f"{MARK} læs det her.")
        page.get_by_label("Svar 1").fill(f"{MARK} svar")
        wait_until_stored(page, f"{MARK} svar")
        expect(my_links(page, server.url).locator("summary")).to_have_count(1)
        page.close()
        yield context, ids


def find_faults(page: Page) -> list[str]:
    """What is wrong on a page with everything unfolded; fails if it shows none of the person's words."""
    page.evaluate(OPEN_ALL)
    page.evaluate("() => new Promise(requestAnimationFrame)")
    found = page.evaluate(FAULTS, MARK)
    assert found["marked"], f"none of the person's words are on {page.url}"
    return list(found["bad"])


def reveal_words(page: Page, name: str) -> Callable[[], object] | None:
    """What to press before a screen shows all its words."""

    def button(danish: str) -> None:
        page.get_by_role("button", name=danish).first.click()

    def use_note() -> None:
        page.locator(".note-sentence").first.click()
        page.locator("[data-act=take-sentence]").first.click()
        expect(page.locator("[data-key=taken]")).to_be_visible()

    presses: dict[str, Callable[[], object]] = {
        "explore": use_note,
        "share": lambda: button("Vis det vigtigste som kode"),
        "rehearse": lambda: button("Begynd"),
        "handover": lambda: button(f"{MARK} svar"),
    }
    return presses.get(name)


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in WORDLESS])
def test_nobody_translates_or_suggests_words(
    canary: tuple[BrowserContext, dict[str, str]], server: RealServer, name: str
) -> None:
    context, ids = canary
    page = context.new_page()
    about = {**dict.fromkeys(OF_A_MEETING, ids["meeting"]), "after": ids["past"]}
    open_about(page, server.url, name, about.get(name, ids["statement"]))
    if name == "say":
        press(page, "Videre")  # the opening line is the app's
    wait_until(page, HOLDS, MARK)
    page.wait_for_load_state("networkidle")
    assert find_faults(page) == []
    if more := reveal_words(page, name):
        more()
        assert find_faults(page) == []
    own_again(page)
    page.close()


def test_nobody_translates_what_two_read_through_together(
    canary: tuple[BrowserContext, dict[str, str]], server: RealServer
) -> None:
    context, ids = canary
    page = context.new_page()
    open_about(page, server.url, "together", ids["statement"])
    begin(page)
    for _ in NAMES:
        press(page, "Videre")
    assert all(MARK in part for part in read_through(page))
    assert find_faults(page) == []
    page.close()


def test_the_twelve_words_are_not_translated(phone: Any, server: RealServer) -> None:
    page = first_visit(phone(), server.url)
    draw_words(page, server.url)
    assert page.locator("[data-recovery-words] li").first.evaluate("(word) => word.translate") is False
