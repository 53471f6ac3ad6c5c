"""A new version of the app waits until the person wants it, and loses no words."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .chromium import TIMEOUT_MS
from .conftest import Phones
from .journey import PARTS, box, first_visit, wait_until_stored
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .waiting import wait_until

NEW = "Ny udgave er klar"
ON_SCREEN = "Dine ord står her på skærmen"
LOOK_FOR_NEW = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


def writing_when_a_new_version_comes(phone: Phones, server: RealServer) -> Page:
    """A page with stored words, open while the server restarts with another version."""
    context = phone()
    context.clock.install()
    page = first_visit(context, server.url)
    statement = seed(page, server.url, {PARTS[0]: "Jeg hedder Åse."})
    page.goto(address(server.url, "da", "write", statement))
    page.evaluate("globalThis.sameDocument = true")
    server.stop()
    server.start(EGNE_ORD_VERSION_SALT="another")
    page.evaluate(LOOK_FOR_NEW)
    expect(page.get_by_role("status").filter(has_text=NEW)).to_be_visible(timeout=TIMEOUT_MS)
    return page


def test_a_new_version_does_not_start_by_itself(phone: Phones, own_server: RealServer) -> None:
    page = writing_when_a_new_version_comes(phone, own_server)
    box(page, PARTS[3]).press_sequentially("Se min søster.")
    wait_until_stored(page, "Se min søster.")
    page.clock.fast_forward("10:00")
    assert page.evaluate("globalThis.sameDocument") is True
    expect(box(page, PARTS[3])).to_have_value("Se min søster.")


def test_the_words_are_there_when_the_new_version_has_started(phone: Phones, own_server: RealServer) -> None:
    page = writing_when_a_new_version_comes(phone, own_server)
    box(page, PARTS[3]).press_sequentially("Se min søster.")
    page.get_by_role("status").filter(has_text=NEW).get_by_role("button").click()
    wait_until(page, "() => !globalThis.sameDocument")
    expect(box(page, PARTS[0])).to_have_value("Jeg hedder Åse.")
    expect(box(page, PARTS[3])).to_have_value("Se min søster.")
    expect(page.get_by_text(NEW)).to_have_count(0)


def test_a_new_version_waits_while_words_cannot_be_saved(phone: Phones, own_server: RealServer) -> None:
    page = writing_when_a_new_version_comes(phone, own_server)
    page.evaluate(
        """() => {
          IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
        }"""
    )
    box(page, PARTS[3]).press_sequentially("Se min søster.")
    page.get_by_role("status").filter(has_text=NEW).get_by_role("button").click()
    trouble = page.get_by_role("status").or_(page.get_by_role("alert")).filter(has_text=ON_SCREEN)
    expect(trouble.first).to_be_visible()
    page.clock.fast_forward("10:00")
    assert page.evaluate("globalThis.sameDocument") is True
    expect(box(page, PARTS[3])).to_have_value("Se min søster.")


def test_words_of_another_tab_survive_the_new_version(phone: Phones, own_server: RealServer) -> None:
    page = writing_when_a_new_version_comes(phone, own_server)
    other = page.context.new_page()
    other.goto(page.url)
    box(other, PARTS[1]).press_sequentially("Ro omkring mig.")
    page.get_by_role("status").filter(has_text=NEW).get_by_role("button").click()
    wait_until(page, "() => !globalThis.sameDocument")
    expect(box(other, PARTS[1])).to_have_value("Ro omkring mig.")
    wait_until_stored(other, "Ro omkring mig.")
