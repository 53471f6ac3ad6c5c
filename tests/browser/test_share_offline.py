"""Without the server: links wait and say so, and are made or taken back by themselves when it is back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .chromium import watch
from .conftest import Phones
from .journey import PARTS, WORDS, first_visit, second_visit, write
from .outside_share import OutsideShare, new_share
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .share_journey import (
    choose,
    copied,
    kept_shares,
    make_link,
    my_links,
    open_link,
    press,
    read_link,
    take_back,
    told,
    write_back,
)
from .test_vault_words import READ_CODE

WAITS = "Venter på net. Linket bliver lavet, når der er net."
WAITS_TO_END = "Bliver trukket tilbage, når der er net. Indtil da virker det stadig."
TAKEN_BACK = "Trukket tilbage. Linket virker ikke mere."
NO_NOTES = "Der er ikke net lige nu. Nye svar kommer, når der er net."
NO_NETWORK = "Der er ikke net lige nu. Prøv igen om lidt."
AGAIN_WITHIN_MS = 30_000


def a_phone(phone: Phones, server: RealServer, lang: str = "da") -> tuple[Page, str]:
    """A phone that keeps the whole app, and its one statement."""
    page = first_visit(phone(lang), server.url, lang)
    second_visit(page)
    return page, write(page, server.url, WORDS, title="Til jobcentret", lang=lang)


def state_of(page: Page) -> list[tuple[str, str | None]]:
    """The state of each link, and why it ended."""
    return [(str(one["state"]), one["over"]) for one in kept_shares(page)]


def wait_for_state(page: Page, *states: str) -> None:
    """Return when the links have these states, oldest first."""
    page.wait_for_function(
        """async (wanted) => {
          const opening = indexedDB.open('egne-ord');
          const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
          const all = database.transaction('shares').objectStore('shares').getAll();
          const found = await new Promise((done) => { all.onsuccess = () => done(all.result); });
          database.close();
          found.sort((a, b) => (a.made < b.made ? -1 : 1));
          return JSON.stringify(found.map(({ state }) => state)) === wanted;
        }""",
        arg=str(list(states)).replace("'", '"').replace(", ", ","),
        timeout=AGAIN_WITHIN_MS,
        polling=200,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_the_server_one_chooses_shows_the_essence_as_a_code_and_the_link_waits(
    phone: Phones, own_server: RealServer, tmp_path: Path, lang: str
) -> None:
    page, statement = a_phone(phone, own_server, lang)
    own_server.stop()
    fresh = page.context.new_page()
    troubles = watch(fresh)
    choose(fresh, own_server.url, statement, lang)
    expect(fresh.get_by_role("checkbox", name="Jeg hedder Åse.", exact=True)).to_be_checked()
    press(fresh, "Vis det vigtigste som kode", lang)
    fresh.locator("[data-code] svg").screenshot(path=tmp_path / "code.png")
    read = fresh.evaluate(READ_CODE, list((tmp_path / "code.png").read_bytes()))
    assert "Jeg hedder Åse." in read
    expect(fresh.locator("[data-code-text] .words")).to_have_text(read)
    assert [one for one in troubles if "ERR_CONNECTION_REFUSED" not in one] == []
    press(fresh, "Lav linket", lang)
    expect(fresh.locator(".link-status")).to_have_text(called(lang, WAITS))
    expect(fresh.get_by_role("heading", name=called(lang, "Dit link"))).to_be_visible()
    for name in ("Kopiér linket", "Vis som kode", "Send"):
        expect(fresh.get_by_role("button", name=called(lang, name), exact=True)).to_have_count(0)
    cards = my_links(page, own_server.url, lang)
    expect(cards.locator(".link-status")).to_have_text(called(lang, WAITS))
    assert state_of(page) == [("waiting", None)]


def test_a_link_that_waits_is_made_by_itself_on_any_screen_and_has_the_words_of_then(
    phone: Phones, own_server: RealServer
) -> None:
    page, statement = a_phone(phone, own_server)
    own_server.stop()
    choose(page, own_server.url, statement)
    press(page, "Lav linket")
    expect(page.locator(".link-status")).to_have_text(WAITS)
    page.goto(address(own_server.url, "da", "write", statement))
    page.get_by_label(PARTS[0]).fill("Noget helt andet, som er skrevet siden.")
    page.close()
    own_server.start()
    fresh = page.context.new_page()
    fresh.goto(address(own_server.url, "da", "help"))
    wait_for_state(fresh, "live")
    my_links(fresh, own_server.url)
    assert read_link(phone().new_page(), copied(fresh)) == [*WORDS.values()]


def test_a_link_that_was_made_on_an_open_screen_gets_ready_there(
    phone: Phones, own_server: RealServer
) -> None:
    page, statement = a_phone(phone, own_server)
    own_server.stop()
    choose(page, own_server.url, statement)
    press(page, "Lav linket")
    expect(page.locator(".link-status")).to_have_text(WAITS)
    own_server.start()
    other = page.context.new_page()
    other.goto(address(own_server.url, "da", "settings"))
    expect(page.get_by_role("heading", name="Linket er klar")).to_be_visible(timeout=AGAIN_WITHIN_MS)
    assert read_link(phone().new_page(), copied(page)) == [*WORDS.values()]


def test_a_link_that_waits_can_be_taken_back_and_is_never_seen_on_the_server(
    phone: Phones, own_server: RealServer
) -> None:
    page, statement = a_phone(phone, own_server)
    page.context.set_offline(True)
    choose(page, own_server.url, statement)
    press(page, "Lav linket")
    expect(page.locator(".link-status")).to_have_text(WAITS)
    cards = my_links(page, own_server.url)
    take_back(page, cards)
    # The request may have got through although no answer came: only the server can say.
    expect(cards.locator(".link-status")).to_have_text(WAITS_TO_END)
    page.context.set_offline(False)
    wait_for_state(page, "over")
    expect(cards.locator(".link-status")).to_have_text(TAKEN_BACK)
    assert list((own_server.data / "shares").rglob("*.json")) == []


def test_a_withdrawal_waits_says_so_and_is_done_by_itself(phone: Phones, own_server: RealServer) -> None:
    page, statement = a_phone(phone, own_server)
    choose(page, own_server.url, statement)
    link = make_link(page)
    reader = phone().new_page()
    read_link(reader, link)
    write_back(reader, "Tak for dine ord.")
    cards = my_links(page, own_server.url)
    cards.locator("summary").click()
    expect(cards.locator("blockquote")).to_have_text(["Tak for dine ord."])
    own_server.stop()
    take_back(page, cards)
    expect(cards.locator(".link-status")).to_have_text(WAITS_TO_END)
    cards = my_links(page, own_server.url)
    expect(cards.locator(".link-status")).to_have_text(WAITS_TO_END)
    expect(cards.get_by_role("button", name="Kopiér linket")).to_have_count(0)
    cards.locator("summary").click()
    expect(cards.locator("blockquote")).to_have_text(["Tak for dine ord."])
    page.close()
    own_server.start()
    fresh = page.context.new_page()
    fresh.goto(address(own_server.url, "da", "start"))
    wait_for_state(fresh, "over")
    assert state_of(fresh) == [("over", "withdrawn")]
    assert not OutsideShare.of(link).file(own_server.data).exists()
    cards = my_links(fresh, own_server.url)
    expect(cards.locator(".link-status")).to_have_text(TAKEN_BACK)
    expect(cards.locator("summary")).to_have_count(1)


def test_my_links_says_that_answers_come_when_there_is_a_network(
    phone: Phones, own_server: RealServer
) -> None:
    page, statement = a_phone(phone, own_server)
    choose(page, own_server.url, statement)
    link = make_link(page)
    own_server.stop()
    cards = my_links(page, own_server.url)
    told(page, NO_NOTES)
    expect(cards.locator(".link-status")).to_contain_text("Virker til")
    assert copied(page) == link, "a link that is out can be given away without a network"
    own_server.start()
    assert OutsideShare.of(link).answer("Tak.") == 201
    cards = my_links(page, own_server.url)
    expect(cards.locator("summary")).to_have_text(["1 svar"])
    expect(page.locator("[data-status]")).to_be_empty()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_link_opens_without_the_server_on_a_phone_that_keeps_the_app_and_says_so(
    phone: Phones, own_server: RealServer, lang: str
) -> None:
    share = OutsideShare(own_server.url).make(new_share())
    context = phone(lang)
    page = first_visit(context, own_server.url, lang)
    second_visit(page)
    own_server.stop()
    fresh = context.new_page()
    visited: list[str] = []
    fresh.on("framenavigated", lambda frame: visited.append(frame.url))
    open_link(fresh, share.link, lang)
    told(fresh, NO_NETWORK, lang)
    expect(fresh.get_by_role("button", name=called(lang, "Åbn"))).to_be_visible()
    assert [
        url for url in visited if share.fragment in url and not url.startswith(f"{own_server.url}/d#")
    ] == []
    assert fresh.evaluate("[location.href, history.state]") == [f"{own_server.url}/d", None]
    own_server.start()
    fresh.get_by_role("button", name=called(lang, "Åbn")).click()
    expect(fresh.locator(".sheet-body")).to_contain_text("Jeg hedder Åse.")


def test_a_key_behind_an_address_that_is_not_known_goes_nowhere(
    phone: Phones, own_server: RealServer
) -> None:
    share, page = OutsideShare(own_server.url), first_visit(phone(), own_server.url)
    own_server.stop()
    for path in ("/dd", "/d/", "/da/d/x", "/en/nowhere"):
        page.goto("about:blank")
        page.goto(f"{own_server.url}{path}#{share.fragment}")
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("location.hash") == ""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_after_one_visit_only_the_page_of_a_link_says_that_it_needs_a_network(
    phone: Phones, own_server: RealServer, lang: str
) -> None:
    share = OutsideShare(own_server.url).make(new_share())
    page = first_visit(phone(lang), own_server.url, lang)
    own_server.stop()
    page.goto("about:blank")
    page.goto(share.link)
    needs = "Siden skal bruge net første gang. Åbn linket igen, når der er net."
    expect(page.get_by_text(called(lang, needs))).to_be_visible()
    expect(page.get_by_role("button")).to_have_count(0)
    assert page.evaluate("[location.href, history.state]") == [f"{own_server.url}/d", None]
    own_server.start()
    assert read_link(page, share.link, lang) == ["Jeg hedder Åse."]
