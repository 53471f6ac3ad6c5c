"""Leaving a screen right after the last key, before autosave runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Phones
from .explore_journey import HELPS, boxes, explore
from .journey import PARTS, WORDS, box, second_visit, sentences, stored
from .meeting_journey import day, open_about
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .vault_journey import kept

WAYS: dict[str, Callable[[Page], object]] = {
    "to the five minutes": lambda page: page.get_by_role("link", name="Fem minutter").first.click(),
    "to the list": lambda page: page.get_by_role("link", name="Egne ord").click(),
    "back": lambda page: page.go_back(),
    "quickly": lambda page: page.get_by_role("link", name="Hurtig ud").click(),
}


def typing(tab: Page, server: RealServer) -> str:
    """A stored statement, open, with words typed a moment ago; returns its address."""
    where = address(server.url, "da", "write", seed(tab, server.url, {PARTS[0]: "Jeg hedder Åse."}))
    tab.goto(address(server.url, "da", "start"))
    tab.goto(where)
    expect(box(tab, PARTS[0])).to_have_value("Jeg hedder Åse.")
    box(tab, PARTS[3]).press_sequentially("Se min søster")
    return where


@pytest.mark.parametrize("way", WAYS)
def test_no_letter_is_lost(tab: Page, server: RealServer, way: str) -> None:
    where = typing(tab, server)
    WAYS[way](tab)
    expect(box(tab, PARTS[3])).to_have_count(0)
    later = tab.context.new_page()
    later.goto(where)
    expect(box(later, PARTS[3])).to_have_value("Se min søster")
    later.close()


TYPE_AND_LEAVE = """([name, text]) => {
  const field = document.querySelector(`[name=${name}]`);
  for (let end = 1; end <= text.length; end += 1) {
    field.value = text.slice(0, end);
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }
  document.querySelector('nav.acts a').click();
}"""


@pytest.mark.parametrize("name", ["handover", "answer1"])
def test_no_letter_of_a_choice_is_lost(tab: Page, server: RealServer, name: str) -> None:
    where = address(server.url, "da", "settings")
    tab.goto(where)
    expect(tab.locator("[data-version]")).not_to_be_empty()
    tab.evaluate(TYPE_AND_LEAVE, [name, "Skriv det ned"])
    expect(box(tab, PARTS[0])).to_be_visible()
    later = tab.context.new_page()
    later.goto(where)
    expect(later.locator(f"[name={name}]")).to_have_value("Skriv det ned")
    later.close()


SLOW_ANSWERS = """
const add = IDBRequest.prototype.addEventListener;
IDBRequest.prototype.addEventListener = function (kind, hear, ...rest) {
  // fixed wait: longer than it takes to leave the page
  const late = (event) => setTimeout(() => hear.call(this, event), globalThis.isSlow ? 2000 : 0);
  add.call(this, kind, kind === 'success' && this.source instanceof IDBObjectStore ? late : hear, ...rest);
};
"""
CHOOSE_AND_LEAVE = """([selector, value]) => {
  globalThis.isSlow = true;
  const field = document.querySelector(selector);
  if (field.type === 'radio') field.click();
  else {
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }
  location.assign('/healthz');
}"""
CHOICES = {
    "five": "input[name=layer][value=first_line]",
    "settings": "#handover-text",
}


@pytest.mark.parametrize("screen", CHOICES)
def test_a_choice_is_kept_though_the_page_is_left_before_the_phone_answers(
    tab: Page, server: RealServer, screen: str
) -> None:
    where = address(server.url, "da", screen, seed(tab, server.url, WORDS))
    page = tab.context.new_page()
    page.add_init_script(SLOW_ANSWERS)
    page.goto(where)
    page.wait_for_load_state("networkidle")
    page.evaluate(CHOOSE_AND_LEAVE, [CHOICES[screen], "Jeg går i stå."])
    page.wait_for_url("**/healthz")
    page.close()
    tab.goto(where)
    field = tab.locator(CHOICES[screen])
    if screen == "five":
        expect(field).to_be_checked()
    else:
        expect(field).to_have_value("Jeg går i stå.")


def test_the_five_minutes_show_the_last_letter_immediately(tab: Page, server: RealServer) -> None:
    typing(tab, server)
    WAYS["to the five minutes"](tab)
    expect(tab.locator("h1")).to_have_text("Fem minutter")
    assert sentences(tab) == ["Jeg hedder Åse.", "Se min søster"]


def test_without_a_worker_a_link_waits_for_the_last_letter(phone: Phones, server: RealServer) -> None:
    """Without the worker, the next page loads with nothing in between."""
    page = phone(service_workers="block").new_page()
    typing(page, server)
    box(page, PARTS[3]).press_sequentially(" igen")
    WAYS["to the five minutes"](page)
    expect(page.locator("h1")).to_have_text("Fem minutter")
    assert sentences(page) == ["Jeg hedder Åse.", "Se min søster igen"]


HELD = """() => new Promise((done) => {
  const request = indexedDB.open('egne-ord');
  request.onsuccess = () => {
    const stores = [...request.result.objectStoreNames];
    const store = request.result.transaction(stores, 'readwrite').objectStore('settings');
    const hold = () => { store.get('none').onsuccess = hold; };
    store.get('none').onsuccess = () => { done(); hold(); };
  };
})"""
"""Another tab holds the database, so nothing can be saved until it closes."""


def words(tab: Page, server: RealServer) -> tuple[str, Locator]:
    """A stored statement, open."""
    where = address(server.url, "da", "write", seed(tab, server.url, {PARTS[0]: "Jeg hedder Åse."}))
    tab.goto(address(server.url, "da", "start"))
    tab.goto(where)
    expect(box(tab, PARTS[0])).to_have_value("Jeg hedder Åse.")
    return "statements", box(tab, PARTS[3])


def meeting(tab: Page, server: RealServer) -> tuple[str, Locator]:
    """A stored meeting, open."""
    about = seed_meeting(tab, server.url, f"{day(3)}T10:00", {"Hvor?": "Rådhuset"})
    open_about(tab, server.url, "meeting", about)
    expect(box(tab, "Hvor?")).to_have_value("Rådhuset")
    return "meetings", box(tab, "Hvem er med?")


def note(tab: Page, server: RealServer) -> tuple[str, Locator]:
    """The screen for notes without a goal, with an empty note."""
    explore(tab, server.url)
    return "explorations", boxes(tab, HELPS).last


@pytest.mark.parametrize("screen", [words, meeting, note])
def test_text_not_yet_saved_when_the_page_closed_is_on_the_next_page(
    tab: Page, server: RealServer, screen: Callable[[Page, RealServer], tuple[str, Locator]]
) -> None:
    tab.goto(address(server.url, "da", "start"))
    second_visit(tab)
    busy = tab.context.new_page()
    busy.goto(f"{server.url}/ud")
    store, area = screen(tab, server)
    busy.evaluate(HELD)
    letters = f"Se min søster i {store}"
    area.press_sequentially(letters)
    tab.reload()
    busy.close()
    expect(area).to_have_value(letters)
    assert [letters in str(row) for row in kept(tab, store)].count(True) == 1
    assert stored(tab).count(letters) == 1, "the stash was not removed"
