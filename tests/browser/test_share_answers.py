"""Replies through a link; hostile text in a link or in a reply stays plain text on either side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from fresh_client import encode

from .chromium import PHONE, SMALL_PHONE, watch
from .conftest import Phones
from .hostile_proxy import Answer, HostileProxy
from .journey import PARTS, WORDS
from .link_journey import link_of, open_link, read_link, words_of
from .outside_share import OutsideShare, new_share
from .phone_again import first_phone, writer
from .real_server import RealServer
from .screens import LANGUAGES, called
from .seeds import seed
from .share_journey import my_links, share_screen, write_back
from .test_accessible import audit, measure
from .test_share_page import CUT, GONE, end_now

__all__ = ["first_phone", "writer"]
HOSTILE = {
    "markup": '<img src=x onerror="document.title=1"><script>document.title=2</script></p></main><h1>Ny',
    "emoji": "😊" * 3900,
    "overrides": "\u202eSKJULT\u202d \u2066\u2067\u202e uden ende",
    "right to left": "שלום עליכם\u200f مرحبا",
    "zalgo": "Ord" + "\u0301\u0323\u0489" * 600,
    "no spaces": "a" * 4000,
    "lines": "\n" * 500 + "efter",
}
SENT = "Dit svar er sendt. Kun den, der delte ordene, kan læse det."
NO_ROOM = "Der er ikke plads på serveren lige nu. Dit svar står her stadig. Prøv igen senere."


def send(page: Page, text: str, danish: str) -> None:
    """Press *Send svaret*, and check the page's status.

    The status of the answer before may still stand when the press returns, so an answer counts as
    sent when its text has also left the box.
    """
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Send svaret").click()
    if danish == SENT:
        expect(page.get_by_role("textbox")).to_have_value("")
    expect(page.locator(".said")).to_have_text(danish)


def test_only_the_senders_key_opens_an_answer(stranger: Page, server: RealServer) -> None:
    share = OutsideShare(server.url).make()
    read_link(stranger, share.link)
    write_back(stranger, "Tusind tak 😊\n<b>hej</b>")
    assert share.notes() == ["Tusind tak 😊\n<b>hej</b>"]
    assert b"Tusind" not in share.file(server.data).read_bytes()
    expect(stranger.get_by_role("textbox")).to_have_value("")


def test_a_link_without_replies_has_no_text_box(stranger: Page, server: RealServer) -> None:
    read_link(stranger, OutsideShare(server.url).make(notes=False).link)
    expect(stranger.get_by_role("textbox")).to_have_count(0)


def test_a_lost_answer_is_sent_again_and_stored_once(
    stranger: Page, proxy: HostileProxy, server: RealServer
) -> None:
    share = OutsideShare(server.url).make()
    read_link(stranger, f"{proxy.url}/d#{share.fragment}")

    def lose(method: str, ask: Callable[[], Answer]) -> Answer:
        return replace(ask(), lost=True) if method == "POST" else ask()

    with proxy.playing(lose):
        send(stranger, "Tak.", "Der er ikke net lige nu. Dit svar står her stadig. Prøv igen om lidt.")
    with proxy.playing(lambda _method, _ask: Answer(503)):
        send(stranger, "Tak.", "Serveren svarer ikke lige nu. Dit svar står her stadig. Prøv igen om lidt.")
    with proxy.playing(lambda _method, _ask: Answer(503, body=b'{"type": "urn:egne-ord:no-room"}')):
        send(stranger, "Tak.", NO_ROOM)
    expect(stranger.get_by_role("textbox")).to_have_value("Tak.")
    send(stranger, "Tak.", SENT)
    assert share.notes() == ["Tak."]
    assert proxy.count("POST", 201) == 2


def test_double_presses_open_once_and_send_once(
    stranger: Page, proxy: HostileProxy, server: RealServer
) -> None:
    share = OutsideShare(server.url).make()
    stranger.goto(f"{proxy.url}/d#{share.fragment}")
    stranger.get_by_role("button", name="Åbn").evaluate("(button) => { button.click(); button.click(); }")
    stranger.locator(".sheet-body").wait_for()
    stranger.get_by_role("textbox").fill("Tak.")
    stranger.get_by_role("button", name="Send svaret").dblclick()
    expect(stranger.locator(".said")).to_have_text(SENT)
    stranger.wait_for_timeout(300)  # fixed wait: nothing shows that a second answer is not on its way
    assert proxy.count("POST", 201) == 1
    assert share.notes() == ["Tak."]


def test_an_answer_that_cannot_be_sent_stays_with_an_error(stranger: Page, server: RealServer) -> None:
    share = OutsideShare(server.url).make()
    read_link(stranger, share.link)
    send(stranger, "  ", "Skriv noget først.")
    send(stranger, "a" * 4001, "Svaret er for langt. Gør det lidt kortere.")
    send(stranger, "\x01" * 3999, "Svaret er for langt. Gør det lidt kortere.")
    for number in range(5):
        send(stranger, f"Svar {number}.", SENT)
    send(stranger, "Det sjette.", "Der er ikke plads til flere svar. Dit svar er ikke sendt.")
    expect(stranger.get_by_role("textbox")).to_have_value("Det sjette.")
    assert share.notes() == [f"Svar {number}." for number in range(5)]


def test_an_answer_that_cannot_be_sealed_stays_with_an_error(stranger: Page, server: RealServer) -> None:
    no_point = encode(bytes([4]) + bytes(64))
    share = OutsideShare(server.url).make(new_share(notes_to=no_point), notes=False)
    read_link(stranger, share.link)
    damaged = "Linket kan ikke tage imod et svar. Måske er det ændret på vejen. Dit svar er ikke sendt."
    send(stranger, "Tak.", damaged)
    stranger.evaluate("() => { crypto.subtle.generateKey = async () => { throw new Error('no key'); }; }")
    send(stranger, "Tak.", "Det gik ikke lige nu. Dit svar står her stadig.")
    expect(stranger.get_by_role("textbox")).to_have_value("Tak.")
    assert share.call("GET", "/notes")[1]["notes"] == []


def test_an_open_page_says_whether_the_link_ended_or_was_withdrawn(
    stranger: Page, own_server: RealServer
) -> None:
    share = OutsideShare(own_server.url).make()
    read_link(stranger, share.link)
    assert share.call("DELETE")[0] == 204
    withdrawn = "Linket er trukket tilbage. Spørg den, du fik det af, hvis du vil vide mere."
    send(stranger, "Tak.", f"{withdrawn} Dit svar er ikke sendt.")
    share = OutsideShare(own_server.url).make()
    read_link(stranger, share.link)
    end_now(share, own_server.data)
    stranger.clock.set_fixed_time("2099-01-01T00:00:00Z")
    send(stranger, "Tak.", "Tiden er gået. Linket virker ikke mere. Dit svar er ikke sendt.")
    expect(stranger.get_by_role("textbox")).to_have_value("Tak.")


def expect_in_place(page: Page) -> None:
    """Check at both sizes that nothing overflows, and that the app's own words keep their direction.

    A run of characters that no browser can break is cut off at the edge of its own box.
    """
    for size in (PHONE, SMALL_PHONE):
        page.set_viewport_size(size)
        assert [where for where in measure(page, "overflows()") if ".words" not in where] == []
        app = "getComputedStyle(document.querySelector('main h1, main h2')).direction"
        assert page.evaluate(app) == "ltr"


def test_hostile_text_in_a_link_stays_text_and_inside_its_box(stranger: Page, server: RealServer) -> None:
    troubles = watch(stranger)
    for text in HOSTILE.values():
        meeting = {"kind": "other", "at": "", "place": text, "people": "", "about": text, "questions": [text]}
        document = new_share(text[:3000], title=text[:200], meeting=meeting, **{"from": text[:200]})
        share = OutsideShare(server.url).make(document)
        assert read_link(stranger, share.link) == [text[:3000]]
        expect_in_place(stranger)
        assert stranger.locator("main :is(img, script, h1 h1)").count() == 0
        assert stranger.title() == "Egne ord"
    assert troubles == []


def test_hostile_text_in_an_answer_stays_text_and_inside_its_box(writer: Page, server: RealServer) -> None:
    page, troubles = writer, watch(writer)
    share_screen(page, server.url, seed(page, server.url, WORDS, "Til lægen"))
    for texts in (list(HOSTILE.values())[:4], list(HOSTILE.values())[4:]):  # a link takes five
        share = OutsideShare.of(link_of(page))
        assert [share.answer(text) for text in texts] == [201] * len(texts)
        cards = my_links(page, server.url)
        cards.first.locator("summary").click()
        notes = cards.first.locator("blockquote")
        assert sorted(notes.evaluate_all("(all) => all.map((quote) => quote.textContent)")) == sorted(texts)
        expect_in_place(page)
        assert cards.locator(":is(img, script)").count() == 0
        page.set_viewport_size(PHONE)
        take_back = cards.first.get_by_role("button", name="Træk tilbage")
        take_back.click()
        cards.first.get_by_role("button", name="Ja, træk tilbage").click()
        expect(cards.first.locator(".link-status")).to_have_text("Trukket tilbage. Linket virker ikke mere.")
        cards.first.get_by_role("button", name="Fjern fra listen").click()
        expect(cards).to_have_count(0)
        share_screen(page, server.url, "")
    assert troubles == []


def test_a_tampered_answer_is_counted_and_the_others_are_shown(writer: Page, server: RealServer) -> None:
    page = writer
    share_screen(page, server.url, seed(page, server.url, {PARTS[2]: "Jeg vil sove."}))
    share = OutsideShare.of(link_of(page))
    assert share.answer("Tak.") == 201
    assert share.call("POST", "/notes", {"sealed": "AQ" + "A" * 5585})[0] == 201
    cards = my_links(page, server.url)
    expect(cards.get_by_text("1 svar kan ikke åbnes. Det er ændret på vejen.")).to_be_visible()
    cards.locator("summary").click()
    expect(cards.locator("blockquote")).to_have_text(["Tak."])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_state_of_the_page_is_accessible(phone: Phones, server: RealServer, lang: str) -> None:
    page = phone(lang, reduced_motion="reduce").new_page()
    share = OutsideShare(server.url).make(new_share("Jeg hedder Åse.", title="Til jobcentret"))
    page.goto(share.link)
    page.wait_for_load_state("networkidle")
    assert audit(page, "shared") == ""
    read_link(page, share.link, lang)
    page.get_by_role("textbox").fill("Tak.")
    assert audit(page, "shared") == ""
    for fragment, sentence in ((share.fragment[:-3], CUT), (OutsideShare(server.url).fragment, GONE)):
        page.goto("about:blank")
        page.goto(f"{server.url}/d#{fragment}")
        if sentence == GONE:
            open_link(page, f"{server.url}/d#{fragment}", lang)
        expect(page.locator(".status:not(:empty)")).to_have_text(called(lang, sentence))
        assert audit(page, "shared") == ""


def test_a_link_is_opened_and_answered_by_keyboard_alone(stranger: Page, server: RealServer) -> None:
    share = OutsideShare(server.url).make()
    stranger.goto(share.link)
    stranger.get_by_role("button", name="Åbn").wait_for()
    stranger.keyboard.press("Tab")
    stranger.keyboard.press("Enter")
    stranger.locator(".sheet-body").wait_for()
    assert words_of(stranger) == ["Jeg hedder Åse."]
    for name in ("Udskriv", "Skriv tilbage", "Send svaret"):
        stranger.keyboard.press("Tab")
        focused = stranger.locator(":focus")
        expect(focused).to_have_accessible_name(name)
        if name == "Skriv tilbage":
            stranger.keyboard.type("Tak.")
    stranger.keyboard.press("Enter")
    expect(stranger.locator(".said")).to_have_text(SENT)
    assert share.notes() == ["Tak."]
