"""The app lock: what a locked phone shows and keeps, and every way to open it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Phones
from .journey import PARTS, WORDS, box, expect_saved, first_visit, second_visit, sentences, stored, write
from .lock_journey import (
    CODE,
    FORGET,
    code_box,
    lock_now,
    lock_screen,
    press,
    turn_off,
    turn_on,
    unlock,
    versions_of_databases,
)
from .real_server import RealServer
from .screens import EVERY_SCREEN, address
from .seeds import seed
from .vault_journey import draw_words, kept

OWN = WORDS[PARTS[0]].split(".")[0]
"""What must never be seen on a locked phone."""


@pytest.fixture(scope="module")
def phone_with_all(browser: object, server: RealServer, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    """A phone with the whole app, for all tests of this file."""
    from .phone_again import phone_with_app

    with phone_with_app(browser, server.url) as context:  # type: ignore[arg-type]
        yield context


@pytest.fixture
def page(phone_with_all: BrowserContext, server: RealServer) -> Page:
    """The only tab of that phone, which has no words and no lock."""
    tab = phone_with_all.new_page()
    for other in phone_with_all.pages:
        if other != tab:
            other.close()
    tab.goto(f"{server.url}/healthz")
    tab.evaluate(FORGET)
    tab.goto(address(server.url, "da", "start"))
    return tab


def shows_words(page: Page) -> None:
    """Check that the person's words are on the screen."""
    expect(page.locator("main")).to_contain_text(OWN)


def test_every_address_of_a_locked_phone_shows_the_lock_alone(page: Page, server: RealServer) -> None:
    statement = seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    for lang, name in EVERY_SCREEN:
        answer = page.goto(address(server.url, lang, name, statement), wait_until="commit")
        assert answer is not None
        body = answer.text()
        assert '<body data-screen="lock">' in body, (lang, name)
        assert body.count("<h1") == 1, (lang, name)
        assert OWN not in body, (lang, name)
    page.goto(address(server.url, "da", "five", statement))
    expect(code_box(page)).to_be_visible()
    assert OWN not in page.content()
    page.goto(f"{server.url}/")
    expect(code_box(page)).to_be_visible()


def test_the_code_opens_the_screen_that_was_asked_for(page: Page, server: RealServer) -> None:
    statement = seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.goto(address(server.url, "da", "five", statement))
    code_box(page).fill("en anden kode")
    press(page, "Lås op")
    expect(page.locator("#said")).to_have_text("Den passer ikke. Prøv igen.")
    unlock(page)
    shows_words(page)
    assert page.url == address(server.url, "da", "five", statement)
    page.get_by_role("link", name="Skriv", exact=True).click()  # the next page needs no code
    expect(box(page, PARTS[0])).to_have_value(WORDS[PARTS[0]])


def test_what_is_written_under_the_lock_is_sealed_and_comes_back(page: Page, server: RealServer) -> None:
    seed(page, server.url)
    turn_on(page, server.url)
    page.goto(address(server.url, "da", "write"))
    box(page, PARTS[3]).press_sequentially(" Se havet.")
    expect_saved(page)
    assert "Se havet" not in stored(page)
    assert OWN not in stored(page)
    lock_now(page, server.url)
    page.goto(address(server.url, "da", "write"))
    unlock(page)
    expect(box(page, PARTS[3])).to_have_value(f"{WORDS[PARTS[3]]} Se havet.")


def test_unsaved_letters_survive_the_lock(page: Page, server: RealServer) -> None:
    """The page is hidden right after a key: the draft is sealed, and the key is gone at once."""
    seed(page, server.url)
    turn_on(page, server.url, minutes="Straks")
    page.goto(address(server.url, "da", "write"))
    area = box(page, PARTS[3])
    expect(area).to_have_value(WORDS[PARTS[3]])
    area.press_sequentially(" Sidste ord")
    hide(page)
    expect(code_box(page)).to_be_visible()
    assert "Sidste ord" not in stored(page)
    unlock(page)
    expect(area).to_have_value(f"{WORDS[PARTS[3]]} Sidste ord")


def hide(page: Page) -> None:
    """What happens when the person turns to another app; a headless page is never hidden by itself."""
    page.evaluate("""() => {
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }""")


def test_a_second_tab_opens_without_the_code_and_locks_with_the_first(page: Page, server: RealServer) -> None:
    seed(page, server.url)
    turn_on(page, server.url)
    other = page.context.new_page()
    other.goto(address(server.url, "da", "five"))
    shows_words(other)
    lock_now(page, server.url)
    expect(code_box(other)).to_be_visible()
    assert OWN not in other.content()


def test_turning_the_lock_off_gives_the_same_database_back(page: Page, server: RealServer) -> None:
    write(page, server.url, title="Til jobcentret")
    before, versions = json.loads(stored(page)), versions_of_databases(page)
    turn_on(page, server.url)
    assert versions_of_databases(page) == {"egne-ord": 1004, "egne-ord-drafts": 1001, "egne-ord-locked": 1}
    turn_off(page, server.url)
    page.goto(address(server.url, "da", "start"))
    expect(page.locator("main")).to_contain_text("Til jobcentret")
    after = versions_of_databases(page)
    assert after["egne-ord"] == versions["egne-ord"]
    assert "egne-ord-locked" not in after
    assert [rows for rows in json.loads(stored(page)) if rows] == [rows for rows in before if rows]


def test_a_phone_without_the_lock_loads_none_of_its_code(page: Page, server: RealServer) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    seed(page, server.url)
    page.goto(address(server.url, "da", "five"))
    shows_words(page)
    assert [url for url in asked if url.endswith("/app_lock.js")] == []
    assert kept(page)[0]["parts"]["introduce"] == WORDS[PARTS[0]]


def test_wrong_codes_slow_down_also_after_a_restart_and_wipe_nothing(page: Page, server: RealServer) -> None:
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
    button = page.get_by_role("button", name="Lås op", exact=True)
    expect(button).to_be_disabled()
    page.reload()
    expect(button).to_be_disabled()
    expect(button).to_be_enabled()  # after the wait
    unlock(page)
    page.goto(address(server.url, "da", "five"))
    shows_words(page)


def test_a_passkey_opens_the_lock_and_the_code_still_does_without_it(page: Page, server: RealServer) -> None:
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
    expect(page.get_by_role("button", name="Lås ikke op med finger eller ansigt")).to_be_visible()
    lock_now(page, server.url)
    press(page, "Brug finger eller ansigt")
    expect(page.get_by_role("heading", name="Mere")).to_be_visible()
    lock_now(page, server.url)
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": made["authenticatorId"]})
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})  # another one, without the passkey
    press(page, "Brug finger eller ansigt")
    expect(page.locator("#said")).to_have_text("Det gik ikke. Brug din kode.")
    page.goto(address(server.url, "da", "five"))
    unlock(page)
    shows_words(page)


def test_the_twelve_words_open_the_lock_without_a_network(page: Page, server: RealServer) -> None:
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


def test_the_hand_over_opens_alone_and_the_lock_leads_out_of_it(page: Page, server: RealServer) -> None:
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


def test_beginning_anew_leaves_an_empty_phone_that_fetches_a_copy(page: Page, server: RealServer) -> None:
    seed(page, server.url)
    turn_on(page, server.url)
    lock_now(page, server.url)
    page.get_by_text("Har du glemt den?").click()
    page.locator("[data-erase]").press("Enter", delay=2_000)
    expect(page.get_by_role("heading", name="Hent dine ord")).to_be_visible()
    page.goto(address(server.url, "da", "start"))
    expect(page.get_by_role("link", name="Skriv nye ord").or_(page.get_by_role("button", name="Skriv nye ord"))).to_be_visible()
    assert OWN not in page.content()


def test_an_older_app_neither_reads_nor_overwrites_a_locked_phone(page: Page, server: RealServer) -> None:
    """It opens its own schema, then whatever is there, as versions before the lock did."""
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
