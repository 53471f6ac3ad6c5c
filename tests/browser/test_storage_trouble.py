"""When the phone cannot store words, they stay on screen, with a plain sentence and a way to save them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .chromium import TIMEOUT_MS
from .conftest import Phones
from .journey import PARTS, box, expect_saved, start_writing, wait_until_stored
from .real_server import RealServer
from .screens import address

FULL = """
for (const name of ['put', 'add']) {
  const own = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...given) {
    if (globalThis.phoneIsFull) throw new DOMException('full', 'QuotaExceededError');
    return own.apply(this, given);
  };
}
globalThis.phoneIsFull = true;
"""
NO_DATABASE = "delete globalThis.indexedDB; delete Window.prototype.indexedDB;"
CLOSED_DATABASE = """
IDBFactory.prototype.open = function () { throw new DOMException('not here', 'SecurityError'); };
"""
NO_WORKER = "delete Navigator.prototype.serviceWorker;"
KEEP_CONNECTIONS = """
globalThis.connections = [];
const open = IDBFactory.prototype.open;
IDBFactory.prototype.open = function (...given) {
  const request = open.apply(this, given);
  request.addEventListener('success', () => globalThis.connections.push(request.result));
  return request;
};
"""


def open_with(phone: Phones, server: RealServer, script: str, **more: str) -> Page:
    """A new statement on a phone whose browser is modified by ``script``."""
    context = phone(**{"service_workers": "block", **more})
    context.clock.install()
    context.add_init_script(script)
    page = context.new_page()
    start_writing(page, server.url)
    return page


def copy_of(page: Page, tmp_path: Path) -> str:
    """The text of the file that *Gem en kopi* on this screen offers."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem en kopi").first.click()
    target = tmp_path / "copy.json"
    download.value.save_as(target)
    statements = json.loads(target.read_text("utf-8"))["statements"]
    return "\n".join(text for statement in statements for text in statement["parts"].values())


@pytest.mark.parametrize("script", [FULL, NO_DATABASE, CLOSED_DATABASE], ids=["full", "missing", "refused"])
def test_words_that_cannot_be_stored_stay_on_screen_and_can_be_saved(
    phone: Phones, server: RealServer, tmp_path: Path, script: str
) -> None:
    page = open_with(phone, server, script)
    box(page, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    notice = (
        page.get_by_role("status")
        .or_(page.get_by_role("alert"))
        .filter(has_text="Dine ord står her på skærmen")
    )
    expect(notice.first).to_be_visible(timeout=TIMEOUT_MS)
    expect(page.get_by_role("status").filter(has_text="Gemt på din telefon")).to_have_count(0)
    expect(box(page, PARTS[0])).to_have_value("Jeg hedder Åse.")
    box(page, PARTS[3]).press_sequentially("Se min søster.")
    page.clock.fast_forward(10_000)  # past every delay after which the app retries
    copy = copy_of(page, tmp_path)
    assert "Jeg hedder Åse." in copy and "Se min søster." in copy
    expect(box(page, PARTS[0])).to_have_value("Jeg hedder Åse.")
    expect(box(page, PARTS[3])).to_have_value("Se min søster.")


def test_words_are_stored_by_themselves_when_the_phone_has_room_again(
    phone: Phones, server: RealServer
) -> None:
    page = open_with(phone, server, FULL)
    box(page, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect(page.get_by_role("button", name="Gem en kopi").first).to_be_visible(timeout=TIMEOUT_MS)
    page.evaluate("globalThis.phoneIsFull = false")
    box(page, PARTS[0]).press_sequentially(" Hej.")
    expect_saved(page)
    wait_until_stored(page, "Jeg hedder Åse. Hej.")


def test_a_closed_database_connection_is_reopened(phone: Phones, server: RealServer) -> None:
    page = open_with(phone, server, KEEP_CONNECTIONS)
    box(page, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    wait_until_stored(page, "Jeg hedder Åse.")
    page.evaluate("globalThis.connections.forEach((connection) => connection.close())")
    box(page, PARTS[0]).press_sequentially(" Hej.")
    wait_until_stored(page, "Jeg hedder Åse. Hej.")
    expect_saved(page)


def test_without_a_service_worker_the_app_writes_stores_and_shows(phone: Phones, server: RealServer) -> None:
    page = open_with(phone, server, NO_WORKER, service_workers="allow")
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    box(page, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect_saved(page)
    page.get_by_role("link", name="Fem minutter").first.click()
    expect(page.locator("[data-sentence]")).to_have_text(["Jeg hedder Åse."])
    assert troubles == []


def test_every_screen_opens_calmly_where_nothing_can_be_stored(phone: Phones, server: RealServer) -> None:
    context = phone(service_workers="block")
    context.add_init_script(NO_DATABASE)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
    for name in ("start", "five", "print", "versions", "bin", "settings", "copy", "explore", "handover"):
        page.goto(address(server.url, "da", name), wait_until="networkidle")
        expect(page.locator("h1")).to_be_attached()
    assert troubles == []
