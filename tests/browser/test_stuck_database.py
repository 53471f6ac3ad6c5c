"""When the database does not answer, each screen still opens, says so, and shows what is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .explore_journey import HELPS
from .journey import PARTS, WORDS, box, expect_saved, sentences, wait_until_stored
from .meeting_journey import HEARD, WHERE, day
from .phone_again import first_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .test_storage_trouble import NO_WORKER
from .test_two_tabs import SHOWN_AGAIN

__all__ = ["first_phone", "writer"]
HELD = """async () => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite');
  const store = transaction.objectStore('settings');
  globalThis.isHeld = true;
  const again = () => { if (globalThis.isHeld) store.get('nothing').onsuccess = again; };
  await new Promise((done) => { store.get('nothing').onsuccess = () => { done(); again(); }; });
}"""
"""An upgrade that does not end, as in a tab that the system suspended: everybody else waits."""


@pytest.mark.parametrize(
    ("name", "shown"), [("start", "Til lægen"), ("five", "Jeg hedder Åse."), ("", "Til lægen")]
)
def test_a_screen_opens_while_the_database_is_blocked_and_gets_its_words_later(
    writer: Page, server: RealServer, name: str, shown: str
) -> None:
    statement = seed(writer, server.url, WORDS, "Til lægen")
    writer.goto(f"{server.url}/healthz")
    writer.evaluate(HELD)
    page = writer.context.new_page()
    page.goto(address(server.url, "da", name, statement) if name else f"{server.url}/", wait_until="load")
    expect(page.locator("main h1")).to_be_visible()
    expect(page.get_by_text(shown).first).to_be_hidden()
    writer.evaluate("globalThis.isHeld = false")
    expect(page.get_by_text(shown).first).to_be_visible()


PRINTED = """() => {
  const printed = () => document.querySelector('[data-view=sheet]').innerText;
  window.print = () => { document.querySelector('h1').append(printed()); };
}"""


@pytest.mark.parametrize(
    ("name", "act", "place", "answer"),
    [
        ("say", "card-on", "[data-view=say]", "Jeg vil gerne have hjælp til"),
        ("print", "print", "h1", "Jeg hedder Åse."),
    ],
)
def test_a_press_before_the_words_are_read_is_answered_when_they_are(
    writer: Page, server: RealServer, name: str, act: str, place: str, answer: str
) -> None:
    statement = seed(writer, server.url, WORDS, "Til lægen")
    writer.goto(f"{server.url}/healthz")
    writer.evaluate(HELD)
    page = writer.context.new_page()
    page.goto(address(server.url, "da", name, statement), wait_until="load")
    page.evaluate(PRINTED)
    page.locator(f"[data-act={act}]").click()
    writer.evaluate("globalThis.isHeld = false")
    expect(page.locator(place)).to_contain_text(answer)


NOT_SAVED = "Det blev ikke gemt lige nu. Dine ord står her på skærmen."
SILENT = "Telefonens hukommelse svarer ikke lige nu. Det, du har gemt, er der stadig."
PLEA = "Jeg kan ikke finde ordene lige nu."
SILENT_OPENS = """
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  const request = open.apply(this, given);
  const left = Number(sessionStorage.getItem('silent-opens') ?? 0);
  sessionStorage.setItem('silent-opens', Math.max(0, left - 1));
  if (left > 0) request.addEventListener = () => {};
  return request;
};
"""
"""WebKit's fault (bug 226547): an open is never answered. Session storage holds how many opens fail."""
ALWAYS = 1_000


def silent_phone(phone: Phones, server: RealServer) -> Page:
    """A phone whose fault is not yet active; without a worker, which would have its own connection."""
    context = phone()
    context.add_init_script(NO_WORKER + SILENT_OPENS)
    page = context.new_page()
    page.goto(address(server.url, "da", "start"), wait_until="load")
    return page


def strike(page: Page, opens: int) -> None:
    """Leave this many opens unanswered, from the next page on."""
    page.evaluate("(opens) => sessionStorage.setItem('silent-opens', opens)", opens)


def test_the_handed_over_screen_shows_its_plea_while_nothing_can_be_read(
    writer: Page, server: RealServer
) -> None:
    statement = seed(writer, server.url, WORDS)
    writer.goto(f"{server.url}/healthz")
    writer.evaluate(HELD)
    page = writer.context.new_page()
    page.goto(address(server.url, "da", "handover", statement), wait_until="load")
    expect(page.get_by_text(PLEA)).to_be_visible()
    expect(page.get_by_text("Jeg vil sove om natten.")).to_have_count(0)
    writer.evaluate("globalThis.isHeld = false")
    expect(page.get_by_text("Jeg vil sove om natten.")).to_be_visible()


def test_letters_typed_while_the_database_is_blocked_are_reported_and_kept(
    writer: Page, server: RealServer
) -> None:
    statement = seed(writer, server.url, {PARTS[0]: "Jeg hedder Åse.", PARTS[2]: "Ud ad døren."})
    page = writer.context.new_page()
    page.goto(address(server.url, "da", "write", statement), wait_until="load")
    expect(box(page, PARTS[0])).to_have_value("Jeg hedder Åse.")
    writer.goto(f"{server.url}/healthz")
    writer.evaluate(HELD)
    box(page, PARTS[3]).press_sequentially("Se min søster.")
    expect(page.locator("[data-trouble]")).to_contain_text(NOT_SAVED)
    box(page, PARTS[3]).press_sequentially(" Hver uge.")
    writer.evaluate("globalThis.isHeld = false")
    expect_saved(page)
    expect(page.locator("[data-trouble]")).to_be_empty()
    wait_until_stored(page, "Se min søster. Hver uge.", "Ud ad døren.")


@pytest.mark.parametrize("opens", [1, 2, 4])
def test_words_are_read_and_stored_when_a_later_open_answers(
    phone: Phones, server: RealServer, opens: int
) -> None:
    page = silent_phone(phone, server)
    statement = seed(page, server.url, {PARTS[0]: "Jeg hedder Åse.", PARTS[2]: "Ud ad døren."}, "Til lægen")
    strike(page, opens)
    page.goto(address(server.url, "da", "write", statement), wait_until="load")
    box(page, PARTS[2]).press_sequentially("Bare nogle dage.")
    expect(box(page, "Titel")).to_have_value("Til lægen")
    expect_saved(page)
    expect(page.locator("[data-trouble]")).to_be_empty()
    wait_until_stored(page, "Jeg hedder Åse.", "Bare nogle dage.")
    assert "Ud ad døren." in box(page, PARTS[2]).input_value()
    assert "Bare nogle dage." in box(page, PARTS[2]).input_value()
    strike(page, opens)
    page.goto(address(server.url, "da", "five", statement))
    assert "Jeg hedder Åse." in sentences(page)
    expect(page.locator("[data-status]")).to_have_text("")


@pytest.mark.parametrize("screen", ["write", "write#ny", "together", "explore"])
def test_unsaved_letters_are_never_accepted_silently(
    phone: Phones, server: RealServer, screen: str, tmp_path: Path
) -> None:
    page = silent_phone(phone, server)
    statement = seed(page, server.url, {PARTS[0]: "Jeg hedder Åse."})
    strike(page, ALWAYS)
    name, _, new = screen.partition("#")
    page.goto(address(server.url, "da", name) + f"#{new or statement}", wait_until="load")
    label = HELPS if name == "explore" else PARTS[2]
    field = page.get_by_role("textbox").nth(1) if name == "explore" else box(page, label)
    field.press_sequentially("Se min søster.")
    expect(page.locator("[data-trouble]")).to_contain_text(NOT_SAVED)
    expect(page.locator("[data-spoken]")).to_contain_text(NOT_SAVED)
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem en kopi").first.click()
    download.value.save_as(tmp_path / "copy.json")
    assert "Se min søster." in (tmp_path / "copy.json").read_text("utf-8")
    expect(field).to_have_value("Se min søster.")


CLOSED = "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))"


@pytest.mark.parametrize("name", ["meeting", "after"])
def test_unsaved_letters_of_a_meeting_are_never_accepted_silently(
    phone: Phones, server: RealServer, name: str
) -> None:
    page = silent_phone(phone, server)
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00")
    strike(page, ALWAYS)
    page.goto(address(server.url, "da", name, meeting), wait_until="load")
    if name == "meeting":
        box(page, WHERE).press_sequentially("Rådhuset")
    else:
        page.get_by_role("group", name=HEARD).get_by_role("radio", name="Lidt").click()
    expect(page.locator("[data-spoken]")).to_contain_text(NOT_SAVED)
    page.evaluate(SHOWN_AGAIN)
    assert not page.evaluate(CLOSED), "the browser did not ask before it closed the page"
    strike(page, 0)
    expect_saved(page)
    wait_until_stored(page, "Rådhuset" if name == "meeting" else "partly")


@pytest.mark.parametrize("name", ["start", "five", "meetings", "settings", "links"])
def test_a_screen_that_can_read_nothing_says_so(phone: Phones, server: RealServer, name: str) -> None:
    page = silent_phone(phone, server)
    seed(page, server.url, WORDS)
    strike(page, ALWAYS)
    page.goto(address(server.url, "da", name), wait_until="load")
    expect(page.get_by_text(SILENT).first).to_be_attached()


def test_a_link_still_navigates_while_nothing_can_be_stored_and_the_browser_asks_first(
    phone: Phones, server: RealServer
) -> None:
    page = silent_phone(phone, server)
    strike(page, ALWAYS)
    page.goto(address(server.url, "da", "write") + "#ny", wait_until="load")
    box(page, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Fem minutter").first.click()
    page.wait_for_url("**/da/fem-minutter**")
    assert asked == ["beforeunload"]
