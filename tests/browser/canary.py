"""The canary journey: a marker typed into every text box, and a witness that records where it shows up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Request, expect

from .canary_meeting import write_meeting
from .explore_journey import HAPPENED, HELPS, MATTERS, unfold, use_sentence, write_notes
from .journey import (
    PARTS,
    box,
    choose,
    expect_saved,
    hold,
    sentences,
    start_writing,
    statement_act,
    wait_until_stored,
)
from .recording_proxy import RecordingProxy
from .screens import EVERY_SCREEN, OF_A_STATEMENT, address
from .together_journey import ALL_KEPT, YOU_ASK, at_part, begin, open_together, press, read_through

MARKER = "Kanariefugl7431"
KEPT_BY_THE_PAGE = """() => [
  JSON.stringify(localStorage), JSON.stringify(sessionStorage), document.cookie, document.title, name,
]"""
NEW_IN_CACHES = """async (known) => {
  const hex = (bytes) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16)).join('');
  const found = {};
  for (const cache of await caches.keys()) {
    const opened = await caches.open(cache);
    for (const request of await opened.keys()) {
      const answer = await opened.match(request);
      const headers = JSON.stringify([...request.headers, ...answer.headers]);
      const text = `${request.url} ${headers} ${await answer.text()}`;
      const digest = hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
      if (!known.includes(digest)) found[digest] = text;
    }
  }
  return found;
}"""
"""Every cached response by its hash, without those that were recorded before."""


@dataclass
class Witness:
    """Everything observed while the marker was typed, by kind of place."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    titles: set[str] = field(default_factory=set)
    kept: list[str] = field(default_factory=list)
    downloads: list[str] = field(default_factory=list)
    cached: dict[str, str] = field(default_factory=dict)

    def listen(self, context: BrowserContext) -> None:
        """Record every request, the service worker's included, and every console line of every page."""
        context.on("request", self._request)
        context.on("console", lambda message: self.console.append(message.text))
        context.on("weberror", lambda error: self.console.append(str(error.error)))

    def record(self, page: Page, caches: bool = True) -> None:
        """Record the page's title and whatever it stores outside the database.

        Caches only grow: after a series of screens, one look at the last is enough.
        """
        self.titles.add(page.title())
        self.kept += page.evaluate(KEPT_BY_THE_PAGE)
        if caches:
            new: dict[str, str] = page.evaluate(NEW_IN_CACHES, list(self.cached))
            self.cached |= new
            self.kept += new.values()

    def _request(self, request: Request) -> None:
        body = request.post_data_buffer or b""
        self.requests.append(f"{request.url} {request.headers} {body.decode('latin-1')}")


def places_of(witness: Witness, proxy: RecordingProxy) -> dict[str, list[bytes]]:
    """Everything observed for one phone, by kind of place."""
    return {
        "sent": [proxy.sent],
        "answers": [proxy.received],
        "requests": [text.encode() for text in witness.requests],
        "titles": [text.encode() for text in witness.titles],
        "console": [text.encode() for text in witness.console],
        "storage of the page": [text.encode() for text in witness.kept],
    }


def journey(page: Page, origin: str, witness: Witness) -> None:
    """The whole journey, with the marker in every text box."""
    start_writing(page, origin)
    for number, label in enumerate(PARTS):
        box(page, label).press_sequentially(f"{MARKER} {number} står her. Og {MARKER} igen.")
    page.get_by_role("button", name="Giv mig et spørgsmål").first.click()
    box(page, "Titel").press_sequentially(f"{MARKER} titel")
    page.get_by_role("combobox").first.select_option(index=1)
    page.get_by_role("button", name="Vis et eksempel").click()
    expect(page.locator("[data-examples]")).not_to_be_empty()
    expect_saved(page)
    wait_until_stored(page, f"{MARKER} titel")
    witness.record(page)
    page.get_by_role("link", name="Fem minutter").first.click()
    assert len(sentences(page)) == 8
    statement = page.url.partition("#")[2]
    choose(page, "Første sætning")
    choose(page, "Lidt mere")
    page.locator(".adjusting summary").click()
    page.get_by_role("button", name="Sig altid").first.click()
    witness.record(page)
    page.get_by_role("link", name="Giv telefonen videre").click()
    assert MARKER in sentences(page)[0]
    page.get_by_role("button", name="Skriv en linje").click()
    page.get_by_role("textbox").fill(f"{MARKER} en linje")
    page.get_by_role("button", name="Tilbage").click()
    page.get_by_role("button", name="Ved ikke").click()
    witness.record(page)
    page.reload()
    hold(page)
    expect(page.locator("h1")).to_have_text("Fem minutter")
    page.goto(address(origin, "da", "settings"))
    page.locator("#handover-text").fill(f"{MARKER} læs det her")
    page.get_by_label("Svar 1").fill(f"{MARKER} svar")
    wait_until_stored(page, f"{MARKER} svar")
    wait_until_stored(page, f"{MARKER} læs det her", f"{MARKER} svar")
    for lang, name in [screen for screen in EVERY_SCREEN if screen[1] != "handover"]:
        if lang == "da" or name in OF_A_STATEMENT:  # in other languages the other screens show nothing of it
            page.goto(address(origin, lang, name, statement))
            expect(page.locator("h1")).to_be_visible()
            witness.record(page, caches=False)
    witness.record(page)
    together(page, origin, witness, statement)
    write_meeting(page, origin, MARKER, witness.record)
    explore(page, origin, witness)
    page.goto(address(origin, "da", "take", statement))
    expect(page.locator("[data-view=text]")).to_contain_text(MARKER)
    with page.expect_download():
        page.get_by_role("button", name="Gem billedet").click()
    witness.record(page)
    page.goto(address(origin, "da", "more"))
    for button in ("Gem en kopi", "Gem som almindelig tekst"):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        witness.downloads.append(Path(download.value.path()).read_text("utf-8"))
    page.goto(address(origin, "da", "start"))
    statement_act(page, "button", "Lav en kopi, og ret i den").click()
    expect(box(page, PARTS[0])).to_have_value(re.compile(MARKER))
    page.goto(address(origin, "da", "start"))
    statement_act(page, "button", "Smid ud").click()
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()
    page.goto(address(origin, "da", "bin"))
    expect(page.get_by_text(f"{MARKER} titel").first).to_be_visible()
    witness.record(page)


def together(page: Page, origin: str, witness: Witness, statement: str) -> None:
    """Two people write the marker in each part, pause, and read it through."""
    open_together(page, origin, statement)
    begin(page, others_pen=True)
    for number, label in enumerate(PARTS):
        at_part(page, label).press_sequentially(f" {MARKER} {number} sagt højt.")
        press(page, YOU_ASK)
        press(page, "Videre")
    assert all(MARKER in part for part in read_through(page))
    witness.record(page)
    press(page, "Pause")
    expect(page.get_by_text(ALL_KEPT)).to_be_visible()
    wait_until_stored(page, f"{MARKER} 3 sagt højt.")
    witness.record(page)


def explore(page: Page, origin: str, witness: Witness) -> None:
    """A note with the marker under each chance; one sentence is used, and one note is thrown out."""
    write_notes(page, origin, dict.fromkeys((HAPPENED, HELPS, MATTERS), f"{MARKER} her. Og {MARKER}."))
    use_sentence(unfold(page, HELPS), 0, PARTS[3], f"{MARKER} titel")
    witness.record(page)
    unfold(page, MATTERS).get_by_role("button", name="Smid noten ud").click()
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()
    witness.record(page)
