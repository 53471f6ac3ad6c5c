"""Links without a net: what waits says so and is done by itself later; nothing is lost or made twice."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error, Page, Playwright, Route, expect

from .chromium import kill_browser, open_kept_phone
from .conftest import Phones
from .journey import PARTS, WORDS, first_visit, second_visit, wait_until_stored, write
from .real_server import RealServer
from .screens import address, called
from .share_journey import (
    CLIPBOARD,
    READY,
    TAKEN_BACK,
    WAITS,
    act,
    asked_of,
    code_in,
    copied,
    follow,
    give,
    my_links,
    read,
    refused,
    share_screen,
    shown,
    write_back,
)
from .test_storage_trouble import FULL
from .vault_journey import kept, press, said

NO_NET = "Der er ikke net lige nu. Prøv igen om lidt."
RETRY_MS = 45_000
"""A link is tried again after a while that grows."""
NEVER_OUT = "Bliver trukket tilbage, når der er net."
WITHDRAWS = "Bliver trukket tilbage, når der er net. Indtil da virker det stadig."
PLAIN = {PARTS[1]: "Vi taler roligt."}


@pytest.fixture
def writer(phone: Phones, own_server: RealServer) -> Page:
    """A phone that keeps all of the app, and may be left without its server."""
    page = first_visit(phone(permissions=CLIPBOARD), own_server.url)
    second_visit(page)
    return page


def make_offline(page: Page, origin: str, about: str, lang: str = "da") -> None:
    """Make a link that has to wait."""
    share_screen(page, origin, about, lang)
    press(page, "Lav linket", lang)
    expect(page.locator(".link-status")).to_have_text(called(lang, WAITS))


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_screens_work_in_a_new_tab_without_the_server(
    writer: Page, own_server: RealServer, tmp_path: Path, lang: str
) -> None:
    about = write(writer, own_server.url, WORDS)
    context = writer.context
    writer.close()
    own_server.stop()
    page = context.new_page()
    make_offline(page, own_server.url, about, lang)
    expect(page.locator("[data-view=link] h2")).to_have_text(called(lang, "Dit link"))
    expect(act(page, "Kopiér linket", lang)).to_have_count(0)
    press(page, "Vis det vigtigste som kode", lang)
    assert "Jeg vil sove om natten." in code_in(page.locator("[data-code]"), tmp_path / "code.png")
    page = context.new_page()
    (card,) = my_links(page, own_server.url, lang).all()
    expect(card.locator(".link-status")).to_have_text(called(lang, WAITS))
    act(card, "Træk tilbage", lang).click()
    act(card, "Ja, træk tilbage", lang).click()
    expect(card.locator(".link-status")).to_have_text(called(lang, NEVER_OUT))


def test_a_link_that_waits_is_made_by_itself_while_the_page_is_open(
    writer: Page, phone: Phones, own_server: RealServer
) -> None:
    about = write(writer, own_server.url, PLAIN)
    own_server.stop()
    make_offline(writer, own_server.url, about)
    own_server.start()
    expect(writer.locator("[data-view=link] h2")).to_have_text(READY, timeout=RETRY_MS)
    assert shown(read(phone(), copied(writer))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


@pytest.mark.parametrize("name", ["write", "start", "links"])
def test_a_link_that_waits_is_made_when_any_screen_is_opened_later(
    writer: Page, phone: Phones, own_server: RealServer, name: str
) -> None:
    about = write(writer, own_server.url, PLAIN)
    own_server.stop()
    make_offline(writer, own_server.url, about)
    context = writer.context
    writer.close()
    own_server.start()
    page = context.new_page()
    page.goto(address(own_server.url, "da", name, about))
    wait_until_stored(page, "live")
    (card,) = my_links(page, own_server.url).all()
    assert shown(read(phone(), copied(page, card))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


def test_a_withdrawal_waits_and_is_done_later(writer: Page, phone: Phones, own_server: RealServer) -> None:
    link = give(writer, own_server.url, write(writer, own_server.url, PLAIN))
    own_server.stop()
    (card,) = my_links(writer, own_server.url).all()
    act(card, "Træk tilbage").click()
    act(card, "Ja, træk tilbage").click()
    expect(card.locator(".link-status")).to_have_text(WITHDRAWS)
    own_server.start()
    expect(card.locator(".link-status")).to_have_text(TAKEN_BACK, timeout=RETRY_MS)
    refused(phone(), link)


def test_presses_while_the_server_does_not_answer_make_one_link(writer: Page, own_server: RealServer) -> None:
    about = write(writer, own_server.url, PLAIN)
    writer.add_init_script("globalThis.fetch = () => new Promise(() => {});")
    share_screen(writer, own_server.url, about)
    for _ in range(2):
        press(writer, "Lav linket")
        writer.wait_for_timeout(300)
    (waiting,) = kept(writer, "shares")
    assert waiting["state"] == "waiting"


def test_answers_come_by_themselves_when_the_net_is_back(
    writer: Page, phone: Phones, own_server: RealServer
) -> None:
    page = read(phone(), give(writer, own_server.url, write(writer, own_server.url, PLAIN)))
    write_back(page, "Vi ses.")
    own_server.stop()
    (card,) = my_links(writer, own_server.url).all()
    said(writer, "Der er ikke net lige nu. Nye svar kommer, når der er net.")
    own_server.start()
    expect(card.locator("summary")).to_have_text("1 svar", timeout=RETRY_MS)
    expect(writer.locator("[data-status]")).to_have_text("")


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_kill_between_making_and_sending_loses_no_link_and_makes_none_twice(
    playwright: Playwright, phone: Phones, own_server: RealServer, tmp_path: Path, moment: str
) -> None:
    origin, profile = own_server.url, tmp_path / "profile"
    context = open_kept_phone(playwright, profile)
    page = first_visit(context, origin)
    second_visit(page)
    share_screen(page, origin, write(page, origin, PLAIN))
    held: list[Route] = []

    def hold(route: Route) -> None:
        if moment == "after":
            assert route.fetch().status == 201
        held.append(route)

    page.route("**/api/v1/shares/*", hold)
    press(page, "Lav linket")
    while not held:
        page.wait_for_timeout(50)
    (before,) = kept(page, "shares")
    assert before["state"] == "waiting"
    kill_browser(profile)
    with suppress(Error):  # it is dead, as intended
        context.close()
    again = open_kept_phone(playwright, profile, permissions=CLIPBOARD)
    page = again.new_page()
    asked = asked_of(page)
    page.goto(address(origin, "da", "start"))
    wait_until_stored(page, "live")
    assert [(one["method"], one["sealed"]) for one in asked] == [("PUT", before["sealed"])]
    (card,) = my_links(page, origin).all()
    link = copied(page, card)
    assert f"#{before['id']}." in link
    assert shown(read(phone(), link)) == {PARTS[1]: [PLAIN[PARTS[1]]]}
    again.close()


def test_on_a_full_phone_no_half_link_is_made(phone: Phones, server: RealServer) -> None:
    context = phone(permissions=CLIPBOARD)
    context.add_init_script(FULL.replace("phoneIsFull = true", "phoneIsFull = false"))
    page = first_visit(context, server.url)
    asked = asked_of(page)
    share_screen(page, server.url, write(page, server.url, PLAIN))
    page.evaluate("globalThis.phoneIsFull = true")
    press(page, "Lav linket")
    expect(page.get_by_role("status").filter(has_text="Telefonen er fuld.")).to_be_visible()
    expect(page.locator("[data-view=link]")).to_be_empty()
    assert asked == [] and kept(page, "shares") == []
    page.evaluate("globalThis.phoneIsFull = false")
    press(page, "Lav linket")
    expect(page.locator("[data-view=link] h2")).to_have_text(READY)
    assert shown(read(phone(), copied(page))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


def test_a_phone_that_gets_full_while_it_sends_makes_the_link_later(
    phone: Phones, server: RealServer
) -> None:
    context = phone(permissions=CLIPBOARD)
    context.add_init_script(
        FULL.replace("['put', 'add']", "['put']").replace("IsFull = true", "IsFull = false")
    )
    page = first_visit(context, server.url)
    share_screen(page, server.url, write(page, server.url, PLAIN))
    page.evaluate("globalThis.phoneIsFull = true")
    press(page, "Lav linket")
    expect(page.get_by_role("status").filter(has_text="Telefonen er fuld.")).to_be_visible()
    expect(page.locator(".link-status")).to_have_text(WAITS)
    page.evaluate("globalThis.phoneIsFull = false")
    expect(page.locator("[data-view=link] h2")).to_have_text(READY, timeout=RETRY_MS)
    assert len(kept(page, "shares")) == 1
    assert shown(read(phone(), copied(page))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


def test_a_link_followed_without_a_net_opens_when_it_is_back(
    writer: Page, phone: Phones, own_server: RealServer
) -> None:
    link = give(writer, own_server.url, write(writer, own_server.url, PLAIN))
    other = phone()
    second_visit(first_visit(other, own_server.url))
    own_server.stop()
    page = follow(other, link)
    expect(page.locator("h1").first).to_have_text("Her er nogle ord til dig")
    assert page.url == f"{own_server.url}/d"
    press(page, "Åbn")
    said(page, NO_NET)
    own_server.start()
    press(page, "Åbn")
    expect(page.locator(".sheet-body")).to_be_visible()
    assert shown(page) == {PARTS[1]: [PLAIN[PARTS[1]]]}
