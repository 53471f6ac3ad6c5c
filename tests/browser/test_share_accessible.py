"""Links that are new, pending, being withdrawn or impossible to copy: accessible in every language."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .filled_phone import FilledPhone
from .journey import PARTS, first_visit, second_visit
from .link_journey import expect_message, link_of
from .meeting_journey import ABOUT, WHERE, WHO, day
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .share_journey import act, my_links, share_screen
from .test_accessible import audit
from .vault_journey import press

WORDS = {PARTS[0]: "Jeg hedder Åse.", PARTS[2]: "Jeg vil sove. Bare nogle dage."}
LONG_NAME = "Til mødet på rådhuset og til alle andre, som har tid og lyst til at læse det hele " * 2
NO_CLIPBOARD = "() => { navigator.clipboard.writeText = async () => { throw new DOMException('no'); }; }"


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    """Each language in turn."""
    return str(request.param)


@pytest.fixture
def page(phone: Phones, server: RealServer, lang: str) -> Page:
    """A new phone without a service worker, where the pages draw everything themselves."""
    page = phone(lang, reduced_motion="reduce", service_workers="block").new_page()
    page.goto(address(server.url, lang, "start"))
    return page


def test_a_meetings_new_link_with_codes_and_withdrawal_is_accessible(
    page: Page, server: RealServer, lang: str
) -> None:
    seed(page, server.url, WORDS, title=LONG_NAME, lang=lang)
    texts = {WHERE: "Rådhuset, lokale 4", WHO: "Lone", ABOUT: "Planen"}
    meeting = seed_meeting(page, server.url, f"{day(1)}T10:00", texts, ("Hvor længe?", "Hvem?"), lang=lang)
    share_screen(page, server.url, meeting, lang)
    page.locator("[data-field=people]").uncheck()
    link_of(page, lang)
    act(page, "Vis som kode", lang).click()
    press(page, "Vis det vigtigste som kode", lang)
    page.locator("[data-code-of] svg").wait_for()
    page.locator("[data-code] svg").wait_for()
    assert audit(page, "share", contrast=lang == "da") == ""
    act(page, "Træk tilbage", lang).click()
    page.get_by_role("button", name=called(lang, "Ja, træk tilbage")).wait_for()
    assert audit(page, "share", contrast=lang == "da") == ""


def test_my_links_with_an_open_reply_and_withdrawal_is_accessible(
    filled_phone: FilledPhone, lang: str
) -> None:
    with filled_phone.screen(lang, "links") as page:
        page.locator("details.replies summary").click()
        card = page.locator(".card").filter(has=page.locator("summary"))
        card.get_by_role("button", name=called(lang, "Vis som kode")).click()
        card.locator("[data-code-of] svg").wait_for()
        card.get_by_role("button", name=called(lang, "Træk tilbage")).click()
        expect(card.locator(".notice")).to_be_visible()
        expect(card.locator("blockquote")).to_be_visible()
        assert audit(page, "links", contrast=lang == "da") == ""


def test_pending_links_are_accessible(phone: Phones, server: RealServer, lang: str) -> None:
    page = first_visit(phone(lang, reduced_motion="reduce"), server.url, lang)
    second_visit(page)
    share_screen(page, server.url, seed(page, server.url, WORDS, title="Til jobcentret", lang=lang), lang)
    link_of(page, lang)
    page.context.set_offline(True)
    press(page, "Lav linket", lang)
    waits = called(lang, "Venter på net. Linket bliver lavet, når der er net.")
    expect(page.locator(".link-status")).to_have_text(waits)
    assert audit(page, "share", contrast=lang == "da") == ""
    cards = my_links(page, server.url, lang)
    act(cards.last, "Træk tilbage", lang).click()
    act(cards.last, "Ja, træk tilbage", lang).click()
    ends = called(lang, "Linket bliver trukket tilbage, når der er net. Indtil da virker det stadig.")
    expect(cards.locator(".link-status")).to_have_text([waits, ends])
    assert audit(page, "links", contrast=lang == "da") == ""


def test_errors_are_accessible(page: Page, server: RealServer, lang: str) -> None:
    statement = seed(page, server.url, WORDS, title="Til jobcentret", lang=lang)
    share_screen(page, server.url, statement, lang)
    for box in page.locator("[data-view=choices] input").all():
        box.uncheck()
    press(page, "Lav linket", lang)
    expect_message(page, "Sæt flueben ved mindst én linje først.", lang)
    assert audit(page, "share", contrast=lang == "da") == ""
    share_screen(page, server.url, statement, lang)
    link = link_of(page, lang)
    page.evaluate(NO_CLIPBOARD)
    act(page, "Kopiér linket", lang).click()
    expect(page.locator(".link-text")).to_have_text(link)
    assert audit(page, "share", contrast=lang == "da") == ""
    page.locator(".link-text").click()
    assert page.evaluate("String(getSelection())").strip() == link, "one tap does not select the whole link"
    share_screen(page, server.url, seed(page, server.url, {PARTS[2]: "Hjertesprog" * 100}, lang=lang), lang)
    press(page, "Vis det vigtigste som kode", lang)
    too_much = called(lang, "Det er for meget til en kode. Giv telefonen videre i stedet.")
    expect(page.get_by_text(too_much)).to_be_visible()
    assert audit(page, "share", contrast=lang == "da") == ""
