"""What comes back through a link, and what hostile words do to either side: they stand there as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Page, expect

from .chromium import PHONE, SMALL_PHONE, watch
from .conftest import Phones
from .filled_phone import FilledPhone
from .hostile_proxy import Answer, HostileProxy
from .journey import PARTS, first_visit, second_visit, write
from .link_journey import choose, make_link, my_links, open_link, read_link, shown, write_back
from .outside_share import OutsideShare, new_share
from .real_server import RealServer
from .screens import LANGUAGES, called
from .test_accessible import look, measure
from .test_share_page import CUT, GONE, end_now

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


@pytest.fixture
def page(phone: Phones) -> Page:
    """A phone that has never seen the app."""
    return phone().new_page()


@pytest.fixture
def proxy(server: RealServer) -> Iterator[HostileProxy]:
    """Somebody between the phone and the server."""
    with HostileProxy(server.port) as running:
        yield running


def send(page: Page, text: str, danish: str) -> None:
    """Press *Send svaret*, and see what the page says."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Send svaret").click()
    expect(page.locator("[data-note-status]")).to_have_text(danish)


def test_an_answer_opens_with_the_senders_key_alone(page: Page, server: RealServer) -> None:
    share = OutsideShare(server.url).make()
    read_link(page, share.link)
    write_back(page, "Tak 😊\n<b>hej</b>")
    assert share.notes() == ["Tak 😊\n<b>hej</b>"]
    assert b"Tak" not in share.file(server.data).read_bytes()
    expect(page.get_by_role("textbox")).to_have_value("")


def test_without_a_wish_for_answers_there_is_no_box(page: Page, server: RealServer) -> None:
    read_link(page, OutsideShare(server.url).make(notes=False).link)
    expect(page.get_by_role("textbox")).to_have_count(0)


def test_a_lost_answer_is_sent_again_and_kept_once(
    page: Page, proxy: HostileProxy, server: RealServer
) -> None:
    share = OutsideShare(server.url).make()
    read_link(page, f"{proxy.url}/d#{share.fragment}")

    def lose(method: str, ask: Callable[[], Answer]) -> Answer:
        return replace(ask(), lost=True) if method == "POST" else ask()

    with proxy.doing(lose):
        send(page, "Tak.", "Der er ikke net lige nu. Dit svar står her stadig. Prøv igen om lidt.")
    expect(page.get_by_role("textbox")).to_have_value("Tak.")
    send(page, "Tak.", SENT)
    assert share.notes() == ["Tak."]
    assert proxy.count("POST", 201) == 2


def test_pressed_twice_it_opens_once_and_sends_once(
    page: Page, proxy: HostileProxy, server: RealServer
) -> None:
    share = OutsideShare(server.url).make()
    page.goto(f"{proxy.url}/d#{share.fragment}")
    page.get_by_role("button", name="Åbn").evaluate("(button) => { button.click(); button.click(); }")
    page.locator(".sheet-body").wait_for()
    page.get_by_role("textbox").fill("Tak.")
    page.get_by_role("button", name="Send svaret").dblclick()
    expect(page.locator("[data-note-status]")).to_have_text(SENT)
    page.wait_for_timeout(300)
    assert proxy.count("POST", 201) == 1
    assert share.notes() == ["Tak."]


def test_what_cannot_be_sent_says_so_and_stays(page: Page, server: RealServer) -> None:
    share = OutsideShare(server.url).make()
    read_link(page, share.link)
    send(page, "  ", "Skriv noget først.")
    send(page, "a" * 4001, "Svaret er for langt. Gør det lidt kortere.")
    send(page, "\x01" * 3999, "Svaret er for langt. Gør det lidt kortere.")
    for number in range(5):
        send(page, f"Svar {number}.", SENT)
    send(page, "Det sjette.", "Der er ikke plads til flere svar. Dit svar er ikke sendt.")
    expect(page.get_by_role("textbox")).to_have_value("Det sjette.")
    assert share.notes() == [f"Svar {number}." for number in range(5)]


def test_whoever_has_it_open_is_told_whether_it_ended_or_was_withdrawn(
    page: Page, own_server: RealServer
) -> None:
    share = OutsideShare(own_server.url).make()
    read_link(page, share.link)
    assert share.call("DELETE")[0] == 204
    taken = "Linket er trukket tilbage. Spørg den, du fik det af, hvis du vil vide mere."
    send(page, "Tak.", f"{taken} Dit svar er ikke sendt.")
    share = OutsideShare(own_server.url).make()
    read_link(page, share.link)
    end_now(share, own_server.data)
    page.clock.set_fixed_time("2099-01-01T00:00:00Z")
    send(page, "Tak.", "Tiden er gået. Linket virker ikke mere. Dit svar er ikke sendt.")
    expect(page.get_by_role("textbox")).to_have_value("Tak.")


def in_place(page: Page) -> None:
    """Check at both sizes that nothing runs out of its place, and that the app's own words read as before.

    A heap of signs that no browser can break is cut off at the edge of its own box.
    """
    for size in (PHONE, SMALL_PHONE):
        page.set_viewport_size(size)
        assert [where for where in measure(page, "overflows()") if ".words" not in where] == []
        app = "getComputedStyle(document.querySelector('main h1, main h2')).direction"
        assert page.evaluate(app) == "ltr"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_words_in_a_link_are_text_and_stay_in_their_place(
    page: Page, server: RealServer, name: str
) -> None:
    troubles, text = watch(page), HOSTILE[name]
    meeting = {"kind": "other", "at": "", "place": text, "people": "", "about": text, "questions": [text]}
    document = new_share(text[:3000], title=text[:200], meeting=meeting, **{"from": text[:200]})
    share = OutsideShare(server.url).make(document)
    assert read_link(page, share.link) == [text[:3000]]
    in_place(page)
    assert page.locator("main :is(img, script, h1 h1)").count() == 0
    assert page.title() == "Egne ord"
    assert troubles == []


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_answers_are_text_and_stay_in_their_place(filled_phone: FilledPhone, name: str) -> None:
    with filled_phone.screen("da", "share") as page:
        troubles = watch(page)
        choose(page, filled_phone.origin, filled_phone.statement)
        share = OutsideShare.of(make_link(page))
        assert share.answer(HOSTILE[name]) == 201
        cards = my_links(page, filled_phone.origin)
        cards.first.locator("summary").click()
        note = cards.first.locator("blockquote")
        assert note.evaluate("(one) => one.textContent") == HOSTILE[name]
        in_place(page)
        assert cards.locator(":is(img, script)").count() == 0
        assert troubles == []
        page.set_viewport_size(PHONE)
        take_back = cards.first.get_by_role("button", name="Træk tilbage")
        take_back.click()
        cards.first.get_by_role("button", name="Ja, træk tilbage").click()
        expect(cards.first.locator(".link-status")).to_have_text("Trukket tilbage. Linket virker ikke mere.")
        cards.first.get_by_role("button", name="Fjern fra listen").click()


def test_an_answer_that_was_changed_is_counted_and_the_others_are_read(
    phone: Phones, server: RealServer, own_server: RealServer
) -> None:
    page = first_visit(phone(), own_server.url)
    second_visit(page)
    choose(page, own_server.url, write(page, own_server.url, {PARTS[2]: "Jeg vil sove."}))
    share = OutsideShare.of(make_link(page))
    assert share.answer("Tak.") == 201
    assert share.call("POST", "/notes", {"sealed": "AQ" + "A" * 5585})[0] == 201
    cards = my_links(page, own_server.url)
    expect(cards.get_by_text("1 svar kan ikke åbnes. Det er ændret på vejen.")).to_be_visible()
    cards.locator("summary").click()
    expect(cards.locator("blockquote")).to_have_text(["Tak."])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_state_of_the_page_is_accessible(phone: Phones, server: RealServer, lang: str) -> None:
    page = phone(lang, reduced_motion="reduce").new_page()
    share = OutsideShare(server.url).make(new_share("Jeg hedder Åse.", title="Til jobcentret"))
    page.goto(share.link)
    page.wait_for_load_state("networkidle")
    assert look(page, "shared") == ""
    read_link(page, share.link, lang)
    page.get_by_role("textbox").fill("Tak.")
    assert look(page, "shared") == ""
    for fragment, sentence in ((share.fragment[:-3], CUT), (OutsideShare(server.url).fragment, GONE)):
        page.goto("about:blank")
        page.goto(f"{server.url}/d#{fragment}")
        if sentence == GONE:
            open_link(page, f"{server.url}/d#{fragment}", lang)
        expect(page.locator("[data-status]")).to_have_text(called(lang, sentence))
        assert look(page, "shared") == ""


def test_a_link_is_opened_and_answered_by_keyboard_alone(page: Page, server: RealServer) -> None:
    share = OutsideShare(server.url).make()
    page.goto(share.link)
    page.get_by_role("button", name="Åbn").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".sheet-body").wait_for()
    assert shown(page) == ["Jeg hedder Åse."]
    for name in ("Udskriv", "Skriv tilbage", "Send svaret"):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        expect(focused).to_have_accessible_name(name)
        if name == "Skriv tilbage":
            page.keyboard.type("Tak.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-note-status]")).to_have_text(SENT)
    assert share.notes() == ["Tak."]
