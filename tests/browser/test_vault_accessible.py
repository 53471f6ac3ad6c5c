"""The vault's screens in use are accessible: with words, a code, errors and two versions."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from .conftest import Phones
from .journey import PARTS, first_visit
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .test_accessible import audit
from .vault_journey import draw_words, expect_status, press, turn_on

CHANGE = """async ([store, key, fields]) => {
  const database = await new Promise((done) => {
    const request = indexedDB.open('egne-ord');
    request.onsuccess = () => done(request.result);
  });
  const transaction = database.transaction(store, 'readwrite');
  const rows = transaction.objectStore(store);
  const row = await new Promise((done) => {
    const request = rows.get(key);
    request.onsuccess = () => done(request.result);
  });
  rows.put({ ...row, ...fields }, ...(rows.keyPath ? [] : [key]));
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
}"""
STOPS = ("went-back", "mass-delete", "moved", "full", "refused")


def change(page: Page, store: str, key: str, **fields: Any) -> None:
    """Put the phone's database into a rare state."""
    page.evaluate(CHANGE, [store, key, fields])


@pytest.fixture
def page(phone: Phones, server: RealServer) -> Page:
    """A new phone without a service worker, where the pages draw everything themselves."""
    return phone(reduced_motion="reduce", service_workers="block").new_page()


def test_the_twelve_words_and_the_code_are_accessible(page: Page, server: RealServer) -> None:
    draw_words(page, server.url)
    press(page, "Vis som kode")
    page.locator("[data-qr] svg").wait_for()
    assert audit(page, "vault") == ""


def test_the_reasons_why_the_vault_stopped_are_accessible(phone: Phones, server: RealServer) -> None:
    page = first_visit(phone(reduced_motion="reduce"), server.url)
    turn_on(page, server.url)
    for stop in STOPS:
        page.goto(f"{server.url}/ud")  # ends a sync that is under way
        page.context.set_offline(True)  # and none begins
        change(page, "vault", "vault", stop=stop, unreadable=["x"], too_long=["y"])
        page.goto(address(server.url, "da", "vault"))
        page.locator(".notice").first.wait_for()
        press(page, "Slet boksen")
        page.get_by_role("button", name="Ja, slet boksen").wait_for()
        assert audit(page, "vault") == "", stop


def test_two_versions_are_accessible(page: Page, server: RealServer) -> None:
    others = [{"part": "help", "text": "Jeg vil hjem."}, {"part": "title", "text": "Til hverdag"}]
    words = {PARTS[2]: "Jeg vil sove."}
    statement = seed(page, server.url, words, title="Til natten", alternatives=others)
    page.goto(address(server.url, "da", "two", statement))
    page.get_by_role("button", name="Skriv en ny").first.click()
    assert audit(page, "two") == ""
    page.goto(address(server.url, "da", "write", statement))
    page.get_by_role("link", name="Se dem, og vælg").wait_for()
    assert audit(page, "write") == ""


def test_errors_about_wrong_words_are_accessible(page: Page, server: RealServer) -> None:
    page.goto(address(server.url, "da", "copy"))
    page.get_by_role("textbox", name="Dine 12 ord").fill("hustag xyzxyz bus")
    press(page, "Hent")
    expect_status(page, "Ord nummer 2 er ikke på listen.")
    assert audit(page, "copy") == ""
