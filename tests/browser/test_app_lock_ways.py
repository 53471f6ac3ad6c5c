"""Every way to open the app lock, and what slows down whoever does not know one."""

from __future__ import annotations

import random
from contextlib import suppress

from playwright.sync_api import Browser, Error, Page, expect

from .chromium import context_options
from .journey import PARTS, WORDS, first_visit, second_visit, sentences, stored
from .lock_journey import (
    CODE,
    OWN,
    code_box,
    lock_now,
    lockable,
    phone_to_lock,
    press,
    shows_words,
    turn_on,
    unlock,
)
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .test_hand_over_phone import with_page_cache
from .vault_journey import draw_words

__all__ = ["lockable", "phone_to_lock", "with_page_cache"]


def test_wrong_codes_slow_down_also_after_a_restart(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.evaluate("""async () => {
      const database = await new Promise((done) => {
        indexedDB.open('egne-ord-locked').onsuccess = ({ target }) => done(target.result);
      });
      const transaction = database.transaction('lock', 'readwrite');
      transaction.objectStore('lock').put(4, 'tries');
      await new Promise((done) => (transaction.oncomplete = done));
      database.close();
    }""")
    page.reload()
    code_box(page).fill("forkert")
    press(page, "Lås op")
    page.reload()
    code_box(page).fill(CODE)
    press(page, "Lås op")
    expect(page.locator("#said")).to_have_text("Vent lidt. Så kan du prøve igen.")
    expect(page.locator("[data-status]")).to_have_text("Nu kan du prøve igen.")  # after the wait
    unlock(page)
    page.goto(address(server.url, "da", "five"))
    shows_words(page)


def test_a_passkey_opens_the_lock_and_without_it_the_code_does(lockable: Page, server: RealServer) -> None:
    page = lockable
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "ctap2Version": "ctap2_1",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "hasPrf": True,
    }
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    seed(page, server.url)
    turn_on(page, server.url)
    press(page, "Lås op med finger eller ansigt")
    page.get_by_label("Din kode eller sætning nu").fill(CODE)
    press(page, "Lås op med finger eller ansigt")
    expect(page.get_by_role("button", name="Lås ikke op med finger eller ansigt")).to_be_visible()
    lock_now(page, server.url)
    press(page, "Brug finger eller ansigt")
    expect(page.get_by_role("heading", name="Mere")).to_be_visible()
    lock_now(page, server.url)
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})
    devtools.send(
        "WebAuthn.addVirtualAuthenticator", {"options": options}
    )  # another one, without the passkey
    press(page, "Brug finger eller ansigt")
    expect(page.locator("#said")).to_have_text("Det gik ikke. Brug din kode.")
    page.goto(address(server.url, "da", "five"))
    unlock(page)
    shows_words(page)


def test_the_twelve_words_open_the_lock_without_a_network(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    words = draw_words(page, server.url)
    lock_now(page, server.url)
    page.context.set_offline(True)
    page.get_by_text("Har du glemt den?").click()
    page.get_by_label("Dine 12 ord").fill(" ".join(reversed(words.split())))
    press(page, "Lås op med ordene")
    expect(page.locator("#said")).to_contain_text("De ord passer ikke her.")
    page.get_by_label("Dine 12 ord").fill(words)
    press(page, "Lås op med ordene")
    expect(page.get_by_role("heading", name="Mere")).to_be_visible()
    page.context.set_offline(False)
    page.goto(address(server.url, "da", "five"))
    shows_words(page)


def test_the_hand_over_opens_alone_and_the_lock_leads_out_of_it(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url, {**WORDS, PARTS[1]: " ".join(f"Ord {n} og mere." for n in range(40))})
    turn_on(page, server.url)
    page.get_by_label("Den må åbne uden koden").check()
    expect(page.get_by_text("Gemt på din telefon")).to_be_visible()
    page.goto(address(server.url, "da", "five"))
    essence = sentences(page)
    lock_now(page, server.url)
    page.get_by_role("link", name="Giv telefonen videre").click()
    expect(page.locator("[data-view=handover] [data-sentence]").first).to_be_visible()
    assert sentences(page) == essence
    assert "Ord 39" not in stored(page)
    for _ in range(3):  # by keyboard, three presses stand for holding it down
        page.locator("[data-way-back]").press("Enter", delay=10)
    page.locator("[data-way-back]").press("Enter", delay=2_000)
    expect(code_box(page)).to_be_visible()
    page.goto(address(server.url, "da", "write"))
    expect(code_box(page)).to_be_visible()


def test_beginning_anew_leaves_an_empty_phone_that_fetches_a_copy(lockable: Page, server: RealServer) -> None:
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.get_by_text("Har du glemt den?").click()
    page.locator("[data-erase]").press("Enter", delay=2_000)
    expect(page.get_by_role("heading", name="Hent dine ord")).to_be_visible()
    page.goto(address(server.url, "da", "start"))
    expect(
        page.get_by_role("link", name="Skriv nye ord").or_(page.get_by_role("button", name="Skriv nye ord"))
    ).to_be_visible()
    assert OWN not in page.content()


def test_an_older_app_neither_reads_nor_overwrites_a_locked_phone(lockable: Page, server: RealServer) -> None:
    """It opens its own schema, then whatever is there, as versions before the lock did."""
    page = lockable
    seed(page, server.url)
    turn_on(page, server.url)
    page.goto(f"{server.url}/healthz")
    found = page.evaluate("""async () => {
      const open = (...of) => new Promise((done) => {
        const request = indexedDB.open(...of);
        request.onsuccess = () => done(request.result);
        request.onerror = () => done(request.error.name);
      });
      const database = await open('egne-ord');
      const told = [await open('egne-ord', 4), await open('egne-ord-drafts', 1),
        database.version > 4, database.objectStoreNames.length];
      database.close();
      return told;
    }""")
    assert found == ["VersionError", "VersionError", True, 0]


AWAY_FOR_A_MINUTE = """() => {
  let [state, ahead] = ['hidden', 0];
  const steady = performance.now.bind(performance);
  performance.now = () => steady() + ahead;
  Object.defineProperty(document, 'visibilityState', { get: () => state });
  document.dispatchEvent(new Event('visibilitychange'));
  [state, ahead] = ['visible', 61_000];
  document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_back_from_the_lock_to_a_page_that_the_browser_kept_shows_the_lock(
    with_page_cache: Browser, server: RealServer
) -> None:
    with with_page_cache.new_context(**context_options()) as context:
        page = first_visit(context, server.url)
        second_visit(page)
        statement = seed(page, server.url)
        turn_on(page, server.url)
        page.goto(address(server.url, "da", "five", statement))
        shows_words(page)
        page.goto(address(server.url, "da", "more"))
        expect(page.get_by_role("button", name="Lås nu")).to_be_visible()
        page.evaluate(AWAY_FOR_A_MINUTE)
        expect(code_box(page)).to_be_visible()
        page.go_back(wait_until="commit")
        expect(page.locator("body")).to_have_attribute("data-screen", "lock")
        expect(code_box(page)).to_be_visible()
        assert OWN not in page.content()


ROUNDS = 6
# fixed wait: the page is left once it has answered
GO = "(where) => void setTimeout(() => location.assign(where))"


def go(page: Page, where: str, wait: int) -> None:
    """Begin to leave a page, and look away for some milliseconds."""
    for _ in range(20):
        with suppress(Error):  # the page is between two documents
            page.evaluate(GO, where)
            break
    page.wait_for_timeout(wait)  # fixed wait: the moment of leaving is what is searched


def test_a_hasty_way_through_an_open_app_never_meets_the_lock(lockable: Page, server: RealServer) -> None:
    """A page is left at any moment of its start: before it asks for the key, while it waits, and after."""
    page, chance = lockable, random.Random(20261128)
    statement = seed(page, server.url)
    turn_on(page, server.url)
    locked: list[list[int]] = []
    for _ in range(ROUNDS):
        waits = [chance.choice((0, 20, 60, 120, 200, 300, 450)) for _ in range(3)]
        for name, wait in zip(("more", "write", "start"), waits, strict=True):
            go(page, address(server.url, "da", name), wait)
        five = address(server.url, "da", "five", statement)
        for _ in range(20):  # a document that another one replaces takes its timer along
            go(page, five, 700)
            if page.url == five:
                break
        expect(code_box(page).or_(page.locator("main [data-sentence]").first)).to_be_visible()
        if code_box(page).is_visible():
            locked.append(waits)
            unlock(page)
    assert locked == []
