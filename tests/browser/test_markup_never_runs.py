"""Markup in a statement, file, share, note, title, word list or fragment is text on every screen."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Phones
from .journey import first_visit
from .link_journey import link_of
from .outside_share import OutsideShare, new_share
from .real_server import RealServer
from .screens import OF_A_MEETING, OF_A_STATEMENT, SCREENS, address
from .seeds import NAMES, blank, new_id
from .seeds_of_meetings import blank_meeting
from .share_journey import my_links, share_screen
from .test_copy import fetch
from .violations import expect_heard, violations

NOW = "2026-02-01T10:00:00.000Z"
RUNS = "globalThis.ran=1;document.title='ran'"
MARKUP = (
    "\"'></textarea></template></title></style></script><b data-ran>x</b>"
    f'<img data-ran src=x onerror="{RUNS}"><svg data-ran onload={RUNS}></svg><script data-ran>{RUNS}</script>'
    f"<iframe data-ran srcdoc='<script>{RUNS}'></iframe>"
    f'<a data-ran href="javascript:{RUNS}">y</a>{{{{7*7}}}}${{{RUNS}}}.'
)
"""One sentence that would leave any place in a page, and run there."""
FOUND = (
    "() => [globalThis.ran ?? 0, document.querySelectorAll('[data-ran]').length, document.title === 'ran']"
)
SHOWING = {"start", "five", "print", "two", "meetings", "ready", "rehearse", "share", "handover"}
"""Screens that show it as text, and not in a box or behind a press."""
BREAK_IN = """() => {
  const image = document.createElement('img');
  image.setAttribute('data-ran', '');
  image.src = 'http://127.0.0.1:9/x.png';
  document.body.append(image);
  try {
    document.body.innerHTML = '<b>';
  } catch {
    // refused
  }
}"""
OPEN_ALL = "() => { for (const fold of document.querySelectorAll('details')) fold.open = true; }"


def expect_text_only(page: Page) -> None:
    """Check that nothing ran, and that no element came from the markup."""
    page.evaluate(OPEN_ALL)
    assert page.evaluate(FOUND) == [0, 0, False], page.url


def copy_file(statement: str, meeting: str) -> dict[str, Any]:
    """A copy in which every text is the markup."""
    parts, times = dict.fromkeys(NAMES, MARKUP), {"created": NOW, "updated": NOW}
    document = {**blank(statement), "title": MARKUP, "parts": parts, "kind": "job_centre", **times}
    item = {"id": new_id(), "text": MARKUP}
    agreed = {"id": new_id(), "who": MARKUP, "what": MARKUP, "when": "", "done": False}
    texts = ("place", "people", "about", "companion", "my_goal", "their_goal", "next_time")
    met = {**blank_meeting(meeting, "Europe/Copenhagen"), **dict.fromkeys(texts, MARKUP), **times}
    met |= {"statement": statement, "questions": [item], "agreements": [agreed], "at": "2026-02-01T10:00"}
    note = {"id": new_id(), "chance": "helps", "text": MARKUP, "in_vault": False, "deleted": None, **times}
    older = {**document, "parts": {**parts, "help": f"Før. {MARKUP}"}}
    return {
        "format": "egne-ord",
        "version": 3,
        "saved": NOW,
        "statements": [
            {**document, "alternatives": [{"part": "help", "text": f"Andet {MARKUP}"}]},
        ],
        "versions": [{"statement": statement, "at": NOW, "document": older}],
        "meetings": [met],
        "explorations": [note],
        "settings": {"handover": MARKUP},
    }


@pytest.fixture(scope="module")
def hostile(used_phone: BrowserContext, server: RealServer) -> tuple[str, str]:
    """A phone that has fetched such a copy; the ids of its statement and its meeting."""
    page, statement, meeting = used_phone.new_page(), new_id(), new_id()
    file = {"name": f"{MARKUP[:40]}.json", "mimeType": "application/json"}
    content = json.dumps(copy_file(statement, meeting)).encode()
    assert "Hentet: 3." in fetch(page, server, {**file, "buffer": content})
    expect_text_only(page)
    page.close()
    return statement, meeting


def test_markup_is_text_on_every_screen(tab: Page, server: RealServer, hostile: tuple[str, str]) -> None:
    statement, meeting = hostile
    for name in sorted(SCREENS, key="handover".__eq__):  # the last one: it is not left
        about = statement if name in OF_A_STATEMENT else meeting if name in OF_A_MEETING else ""
        tab.goto("about:blank")
        tab.goto(address(server.url, "da", name, about))
        tab.locator("main").wait_for()
        if name in SHOWING:
            expect(tab.locator("main")).to_contain_text("7*7")
        expect_text_only(tab)


def test_markup_in_a_fragment_is_nothing(tab: Page, server: RealServer) -> None:
    for name in ("start", "write", "five", "guides", "share", "meeting"):
        for fragment in (MARKUP, quote(MARKUP, safe=""), "__proto__"):
            tab.goto("about:blank")
            tab.goto(f"{address(server.url, 'da', name)}#{fragment}")
            expect_text_only(tab)


def test_markup_in_a_word_list_is_text(tab: Page, server: RealServer) -> None:
    tab.goto(address(server.url, "da", "copy"))
    tab.get_by_label("Dine 12 ord").fill(" ".join([MARKUP] * 12))
    tab.locator("form").filter(has=tab.locator("#recovery")).get_by_role("button").first.click()
    expect(tab.get_by_role("status").filter(has_text=".").first).to_be_visible()
    expect_text_only(tab)


def test_markup_in_a_share_and_in_its_note_is_text(
    tab: Page, stranger: Page, server: RealServer, hostile: tuple[str, str]
) -> None:
    made = OutsideShare(server.url).make(new_share(MARKUP, **{"from": MARKUP, "title": MARKUP}))
    stranger.goto(made.link)
    stranger.get_by_role("button", name="Åbn").click()
    expect(stranger.locator(".sheet-body")).to_contain_text("7*7")
    expect_text_only(stranger)
    share_screen(tab, server.url, hostile[0])
    link = link_of(tab, sender=MARKUP[:30])
    assert OutsideShare.of(link).answer(MARKUP) == 201
    card = my_links(tab, server.url).first
    card.locator("summary").click()
    expect(card.locator("blockquote")).to_contain_text("7*7")
    expect_text_only(tab)


def test_markup_that_gets_into_a_page_is_heard(phone: Phones, server: RealServer) -> None:
    """What the tests above rely on can fail."""
    page = first_visit(phone(), server.url)
    heard = violations.expect()
    page.evaluate(BREAK_IN)
    expect_heard(page, heard, "require-trusted-types-for")
    expect_heard(page, heard, "img-src")
    with pytest.raises(AssertionError):
        expect_text_only(page)
