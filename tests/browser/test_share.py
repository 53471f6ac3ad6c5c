"""*Del med én*: one writes and chooses, the other reads and answers, and the link is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .chromium import watch
from .conftest import Phones
from .journey import PARTS, WORDS, first_visit, second_visit, wait_until_stored, write
from .meeting_journey import ABOUT, WHERE, WHO, choose_lines, day, make_meeting, mark
from .outside_share import OutsideShare
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .share_journey import (
    choose,
    kept_shares,
    make_link,
    my_links,
    open_link,
    press,
    read_link,
    take_back,
    tick,
    told,
    write_back,
)
from .test_own_words import NASTY
from .test_vault_words import READ_CODE

GONE = "Linket virker ikke mere. Måske er tiden gået, eller det er trukket tilbage. Spørg den, du fik det af."
ANSWER = "Tak, fordi jeg måtte læse dem.\n<b>Jeg</b> går med & glæder mig 😊"


@pytest.fixture
def sender(phone: Phones, server: RealServer) -> Page:
    """A phone that has the whole app."""
    page = first_visit(phone(), server.url)
    second_visit(page)
    return page


@pytest.fixture
def reader(phone: Phones) -> Page:
    """A phone that has never seen the app."""
    return phone().new_page()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_one_shares_the_other_reads_and_answers_and_the_link_is_taken_back(
    phone: Phones, server: RealServer, lang: str
) -> None:
    page = first_visit(phone(lang), server.url, lang)
    second_visit(page)
    other = phone(lang).new_page()
    troubles = watch(page) + watch(other)
    statement = write(page, server.url, WORDS, title="Til jobcentret", lang=lang)
    choose(page, server.url, statement, lang)
    tick(page, "Bare nogle dage.").uncheck()
    link = make_link(page, lang, **{"from": "Åse"})
    wanted = [*WORDS.values()]
    wanted[2] = "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8."
    assert read_link(other, link, lang) == wanted
    expect(other.get_by_role("heading", name="Til jobcentret")).to_be_visible()
    expect(other.locator(".shared-from .words")).to_have_text("Åse")
    write_back(other, ANSWER, lang)
    cards = my_links(page, server.url, lang)
    cards.locator("summary").click()
    assert cards.locator("blockquote").evaluate("(one) => one.textContent") == ANSWER
    take_back(page, cards, lang)
    gone = called(lang, "Trukket tilbage. Linket virker ikke mere.")
    expect(cards.locator(".link-status")).to_have_text(gone)
    expect(cards.locator("blockquote")).to_have_count(1)
    other.get_by_role("textbox").fill("Er du der?")
    other.get_by_role("button", name=called(lang, "Send svaret")).click()
    taken = "Linket er trukket tilbage. Spørg den, du fik det af, hvis du vil vide mere."
    expect(other.locator("[data-note-status]")).to_contain_text(called(lang, taken))
    expect(other.get_by_role("textbox")).to_have_value("Er du der?")
    open_link(other, link, lang)
    told(other, GONE, lang)
    kept = kept_shares(page)[0]
    assert (kept["key"], kept["token"], kept["sealed"], kept["notes_key"]) == (None, "", "", None)
    press(page, "Fjern fra listen", lang)
    expect(cards).to_have_count(0)
    assert kept_shares(page) == []
    assert troubles == []


@pytest.mark.parametrize("nasty", NASTY)
def test_words_arrive_character_for_character(
    sender: Page, reader: Page, server: RealServer, nasty: str
) -> None:
    text = NASTY[nasty].replace("\r\n", "\n")
    choose(sender, server.url, write(sender, server.url, {PARTS[2]: text}))
    assert read_link(reader, make_link(sender)) == [text]


def test_what_is_private_is_not_offered_and_what_is_hidden_has_no_tick(
    sender: Page, reader: Page, server: RealServer
) -> None:
    statement = write(sender, server.url, {PARTS[2]: "Jeg drikker. Jeg vil sove. Jeg vil hjem."})
    choose_lines(sender, server.url, statement)
    mark(sender, "Jeg drikker.", "Altid privat")
    mark(sender, "Jeg vil hjem.")
    choose(sender, server.url, statement)
    expect(tick(sender, "Jeg drikker.")).to_have_count(0)
    expect(tick(sender, "Jeg vil hjem.")).not_to_be_checked()
    link = make_link(sender)
    assert read_link(reader, link) == ["Jeg vil sove."]
    assert "drikker" not in str(OutsideShare.of(link).read())
    tick(sender, "Jeg vil hjem.").check()
    assert read_link(reader, make_link(sender)) == ["Jeg vil sove. Jeg vil hjem."]


def test_of_a_meeting_only_what_is_ticked_goes_along(sender: Page, reader: Page, server: RealServer) -> None:
    statement = write(sender, server.url, {PARTS[2]: "Jeg vil sove. Jeg vil hjem."})
    texts = {WHERE: "Rådhuset", WHO: "Lone", ABOUT: "Planen"}
    meeting = make_meeting(sender, server.url, f"{day(1)}T10:00", texts, ("Hvor længe?",))
    choose_lines(sender, server.url, meeting)
    mark(sender, "Jeg vil hjem.")
    choose(sender, server.url, meeting)
    expect(tick(sender, "Jeg vil hjem.")).not_to_be_checked()
    sender.locator("[data-field=people]").uncheck()
    link = make_link(sender)
    assert read_link(reader, link) == ["Jeg vil sove."]
    for text in ("kl. 10.00", "Rådhuset", "Planen", "Hvor længe?"):
        expect(reader.locator(".sheet-body")).to_contain_text(text)
    assert "Lone" not in str(OutsideShare.of(link).read())
    for field in ("at", "place", "about", "questions"):
        sender.locator(f"[data-field={field}]").uncheck()
    assert OutsideShare.of(make_link(sender)).read()["meeting"] is None
    assert statement != meeting


def test_a_link_is_a_snapshot(sender: Page, reader: Page, server: RealServer) -> None:
    statement = write(sender, server.url, {PARTS[2]: "Jeg vil sove."})
    choose(sender, server.url, statement)
    link = make_link(sender)
    sender.goto(address(server.url, "da", "write", statement))
    sender.get_by_label(PARTS[2]).fill("Noget helt andet.")
    wait_until_stored(sender, "Noget helt andet.")
    assert read_link(reader, link) == ["Jeg vil sove."]


@pytest.mark.parametrize(("hours", "days"), [("1", 1 / 24), ("168", 7), ("2160", 90)])
def test_a_link_works_as_long_as_was_chosen_seven_days_by_default(
    sender: Page, server: RealServer, hours: str, days: float
) -> None:
    choose(sender, server.url, write(sender, server.url, {PARTS[2]: "Jeg vil sove."}))
    make_link(sender, **({} if days == 7 else {"hours": hours}))
    (kept,) = kept_shares(sender)
    left = sender.evaluate(
        "([end, made]) => (Date.parse(end) - Date.parse(made)) / 864e5", [kept["expires"], kept["made"]]
    )
    assert abs(left - days) < 60 / 86400


def test_a_link_goes_by_the_share_sheet_by_hand_and_as_a_code(
    phone: Phones, server: RealServer, tmp_path: Path
) -> None:
    context = phone()
    context.add_init_script("navigator.share = async (what) => { globalThis.sent = what; };")
    page = first_visit(context, server.url)
    second_visit(page)
    choose(page, server.url, write(page, server.url, WORDS))
    link = make_link(page)
    page.locator("[data-act=send-link]").click()
    assert page.evaluate("globalThis.sent") == {"url": link}
    press(page, "Vis som kode")
    page.locator("[data-code-of] svg").screenshot(path=tmp_path / "code.png")
    assert page.evaluate(READ_CODE, list((tmp_path / "code.png").read_bytes())) == link
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new DOMException('no'); }; }")
    press(page, "Kopiér linket")
    told(page, "Det kunne ikke kopieres. Marker linket, og kopiér det selv.")
    expect(page.locator(".link-text")).to_have_text(link)


def test_the_essence_is_a_code_that_holds_the_very_words(
    sender: Page, server: RealServer, tmp_path: Path
) -> None:
    choose(sender, server.url, write(sender, server.url, {PARTS[1]: "Ro på.", PARTS[2]: "at sove 😊"}))
    press(sender, "Vis det vigtigste som kode")
    sender.locator("[data-code] svg").screenshot(path=tmp_path / "code.png")
    read = sender.evaluate(READ_CODE, list((tmp_path / "code.png").read_bytes()))
    assert read == "Det er vigtigt for mig at… Ro på.\n\nJeg vil gerne have hjælp til at sove 😊"
    expect(sender.locator("[data-code-text] .words")).to_have_text(read)
    choose(sender, server.url, write(sender, server.url, {PARTS[2]: "Hjertesprog" * 100}))
    press(sender, "Vis det vigtigste som kode")
    expect(sender.get_by_text("Der er for meget til en kode. Giv i stedet telefonen videre.")).to_be_visible()


def test_twenty_links_are_out_at_most_and_one_taken_back_makes_room(sender: Page, server: RealServer) -> None:
    choose(sender, server.url, write(sender, server.url, {PARTS[2]: "Jeg vil sove."}))
    for _ in range(20):
        make_link(sender)
    press(sender, "Lav linket")
    told(sender, "Du har 20 links ude nu. Træk et tilbage, før du laver et nyt.")
    assert len(kept_shares(sender)) == 20
    expect(tick(sender, "Jeg vil sove.")).to_be_checked()
    take_back(sender, sender.locator(".made-link"))
    expect(sender.locator(".link-status")).to_have_text("Trukket tilbage. Linket virker ikke mere.")
    assert make_link(sender).startswith(f"{server.url}/d#")


def test_too_much_for_one_link_says_so_and_keeps_the_choice(sender: Page, server: RealServer) -> None:
    long = "😊" * 16_500
    choose(sender, server.url, write(sender, server.url, {PARTS[1]: "Ro.", PARTS[2]: long}))
    press(sender, "Lav linket")
    told(sender, "Det er for meget til ét link. Fjern fluebenet ved noget af det.")
    sender.locator("[data-part=help]").uncheck()
    sender.locator("[data-part=important]").uncheck()
    press(sender, "Lav linket")
    told(sender, "Sæt flueben ved mindst én linje først.")
    sender.locator("[data-part=important]").check()
    assert OutsideShare.of(make_link(sender)).read()["parts"] == [{"part": "important", "text": "Ro."}]


def test_two_tabs_of_my_links_keep_in_step(sender: Page, server: RealServer) -> None:
    choose(sender, server.url, write(sender, server.url, {PARTS[2]: "Jeg vil sove."}))
    make_link(sender)
    context: BrowserContext = sender.context
    tabs = [my_links(context.new_page(), server.url) for _ in range(2)]
    take_back(tabs[0].page, tabs[0])
    for cards in tabs:
        expect(cards.locator(".link-status")).to_have_text("Trukket tilbage. Linket virker ikke mere.")
