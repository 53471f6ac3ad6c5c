"""Links without a network: pending work is shown and done later by itself; nothing is lost or made twice."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Playwright, Route, expect

from .chromium import kill_browser, open_kept_phone
from .conftest import Phones
from .journey import PARTS, WORDS, first_visit, second_visit, wait_until_stored
from .phone_again import first_phone, stoppable_phone, stoppable_server, stoppable_writer, writer
from .real_server import RealServer
from .screens import address, called
from .seeds import seed
from .share_journey import (
    CLIPBOARD,
    READY,
    TAKEN_BACK,
    WAITS,
    act,
    code_in,
    copied,
    expect_refused,
    follow,
    give,
    my_links,
    read,
    record_share_calls,
    share_screen,
    shown,
    take_back,
    write_back,
)
from .test_storage_trouble import FULL
from .vault_journey import expect_status, kept, press

__all__ = ["first_phone", "stoppable_phone", "stoppable_server", "stoppable_writer", "writer"]
NO_NET = "Der er ikke net lige nu. Prøv igen om lidt."
RETRY_MS = 150_000  # hang guard: the next tries come after 5 s and after 10 s
NEVER_OUT = "Linket bliver trukket tilbage, når der er net."
WITHDRAWS = "Linket bliver trukket tilbage, når der er net. Indtil da virker det stadig."
PLAIN = {PARTS[1]: "Vi taler roligt."}


def make_offline(page: Page, origin: str, about: str, lang: str = "da") -> None:
    """Make a link that has to wait."""
    share_screen(page, origin, about, lang)
    press(page, "Lav linket", lang)
    expect(page.locator(".link-status")).to_have_text(called(lang, WAITS))


def test_the_screens_work_in_a_new_tab_without_the_server(
    stoppable_writer: Page, stoppable_server: RealServer, tmp_path: Path
) -> None:
    about = seed(stoppable_writer, stoppable_server.url, WORDS)
    context = stoppable_writer.context
    stoppable_writer.close()
    stoppable_server.stop()
    page = context.new_page()
    make_offline(page, stoppable_server.url, about)
    expect(page.locator("[data-view=link] h2")).to_have_text("Dit link")
    expect(act(page, "Kopiér linket")).to_have_count(0)
    press(page, "Vis det vigtigste som kode")
    assert "Jeg vil sove om natten." in code_in(page.locator("[data-code]"), tmp_path / "code.png")
    page = context.new_page()
    (card,) = my_links(page, stoppable_server.url, "en").all()
    expect(card.locator(".link-status")).to_have_text(called("en", WAITS))
    act(card, "Træk tilbage", "en").click()
    act(card, "Ja, træk tilbage", "en").click()
    expect(card.locator(".link-status")).to_have_text(called("en", NEVER_OUT))


def test_a_pending_link_is_made_by_itself_while_the_page_is_open(
    stoppable_writer: Page, phone: Phones, stoppable_server: RealServer
) -> None:
    about = seed(stoppable_writer, stoppable_server.url, PLAIN)
    stoppable_server.stop()
    make_offline(stoppable_writer, stoppable_server.url, about)
    stoppable_server.start()
    expect(stoppable_writer.locator("[data-view=link] h2")).to_have_text(READY, timeout=RETRY_MS)
    assert shown(read(phone(), copied(stoppable_writer))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


@pytest.mark.parametrize("name", ["write", "start", "links"])
def test_a_pending_link_is_made_when_any_screen_is_opened_later(
    writer: Page, phone: Phones, server: RealServer, name: str
) -> None:
    about = seed(writer, server.url, PLAIN)
    writer.route("**/api/v1/shares/*", lambda route: route.abort("internetdisconnected"))
    make_offline(writer, server.url, about)
    page = writer.context.new_page()
    writer.close()
    page.goto(address(server.url, "da", name, about))
    wait_until_stored(page, "live")
    (card,) = my_links(page, server.url).all()
    assert shown(read(phone(), copied(page, card))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


def test_a_withdrawal_waits_and_is_done_later(
    stoppable_writer: Page, phone: Phones, stoppable_server: RealServer
) -> None:
    link = give(stoppable_writer, stoppable_server.url, seed(stoppable_writer, stoppable_server.url, PLAIN))
    stoppable_server.stop()
    (card,) = my_links(stoppable_writer, stoppable_server.url).all()
    act(card, "Træk tilbage").click()
    act(card, "Ja, træk tilbage").click()
    expect(card.locator(".link-status")).to_have_text(WITHDRAWS)
    stoppable_server.start()
    expect(card.locator(".link-status")).to_have_text(TAKEN_BACK, timeout=RETRY_MS)
    expect_refused(phone(), link)


def test_presses_while_the_server_does_not_answer_make_one_link(writer: Page, server: RealServer) -> None:
    about = seed(writer, server.url, PLAIN)
    writer.add_init_script("globalThis.fetch = () => new Promise(() => {});")
    share_screen(writer, server.url, about)
    button = writer.get_by_role("button", name="Lav linket", exact=True)
    button.evaluate("(button) => { button.click(); button.click(); }")
    wait_until_stored(writer, "waiting")
    button.click()
    writer.wait_for_timeout(300)  # fixed wait: nothing shows that a press makes no second link
    (waiting,) = kept(writer, "shares")
    assert waiting["state"] == "waiting"


def test_answers_arrive_by_themselves_when_the_network_is_back(
    stoppable_writer: Page, phone: Phones, stoppable_server: RealServer
) -> None:
    page = read(
        phone(),
        give(stoppable_writer, stoppable_server.url, seed(stoppable_writer, stoppable_server.url, PLAIN)),
    )
    write_back(page, "Vi ses.")
    stoppable_server.stop()
    (card,) = my_links(stoppable_writer, stoppable_server.url).all()
    expect_status(stoppable_writer, "Der er ikke net lige nu. Nye svar kommer, når der er net.")
    stoppable_server.start()
    expect(card.locator("summary")).to_have_text("1 svar", timeout=RETRY_MS)
    expect(stoppable_writer.locator("[data-status]")).to_have_text("")


def test_a_kill_around_sending_loses_no_link_and_makes_none_twice(
    playwright: Playwright, phone: Phones, stoppable_server: RealServer, tmp_path: Path
) -> None:
    origin, profile = stoppable_server.url, tmp_path / "profile"
    context = open_kept_phone(playwright, profile)
    page = first_visit(context, origin)
    second_visit(page)
    about = seed(page, origin, PLAIN)
    for moment in ("before", "after"):
        before = make_and_be_killed(page, origin, about, moment, profile)
        with suppress(Error):  # it is dead, as intended
            context.close()
        context = open_kept_phone(playwright, profile, permissions=CLIPBOARD)
        page = context.new_page()
        asked = record_share_calls(page)
        page.goto(address(origin, "da", "start"))
        wait_until_stored(page, "live")
        assert [(call["method"], call["sealed"]) for call in asked] == [("PUT", before["sealed"])]
        (card,) = my_links(page, origin).all()
        link = copied(page, card)
        assert f"#{before['id']}." in link
        assert shown(read(phone(), link)) == {PARTS[1]: [PLAIN[PARTS[1]]]}
        take_back(card)
        act(card, "Fjern fra listen").click()
        expect(card).to_have_count(0)
    context.close()


def make_and_be_killed(page: Page, origin: str, about: str, moment: str, profile: Path) -> dict[str, Any]:
    """Make a link and kill the browser before or after the server stores it; returns the phone's share."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if moment == "after":
            assert route.fetch().status == 201
        held.append(route)

    share_screen(page, origin, about)
    page.route("**/api/v1/shares/*", hold)
    press(page, "Lav linket")
    while not held:
        page.wait_for_timeout(50)  # fixed wait: between two looks at whether the request is held
    (stored_share,) = kept(page, "shares")
    assert stored_share["state"] == "waiting"
    kill_browser(profile)
    return stored_share


def test_on_a_full_phone_no_half_made_link_is_left(writer: Page, phone: Phones, server: RealServer) -> None:
    page = writer
    page.add_init_script(FULL.replace("phoneIsFull = true", "phoneIsFull = false"))
    asked = record_share_calls(page)
    share_screen(page, server.url, seed(page, server.url, PLAIN))
    page.evaluate("globalThis.phoneIsFull = true")
    press(page, "Lav linket")
    expect(page.get_by_role("status").filter(has_text="Telefonen er fuld.")).to_be_visible()
    expect(page.locator("[data-view=link]")).to_be_empty()
    assert asked == [] and kept(page, "shares") == []
    page.evaluate("globalThis.phoneIsFull = false")
    press(page, "Lav linket")
    expect(page.locator("[data-view=link] h2")).to_have_text(READY)
    assert shown(read(phone(), copied(page))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


def test_a_phone_that_fills_up_while_sending_makes_the_link_later(
    writer: Page, phone: Phones, server: RealServer
) -> None:
    page = writer
    page.add_init_script(FULL.replace("['put', 'add']", "['put']").replace("IsFull = true", "IsFull = false"))
    share_screen(page, server.url, seed(page, server.url, PLAIN))
    page.evaluate("globalThis.phoneIsFull = true")
    press(page, "Lav linket")
    expect(page.get_by_role("status").filter(has_text="Telefonen er fuld.")).to_be_visible()
    expect(page.locator(".link-status")).to_have_text(WAITS)
    page.evaluate("globalThis.phoneIsFull = false")
    expect(page.locator("[data-view=link] h2")).to_have_text(READY, timeout=RETRY_MS)
    assert len(kept(page, "shares")) == 1
    assert shown(read(phone(), copied(page))) == {PARTS[1]: [PLAIN[PARTS[1]]]}


def test_a_link_followed_offline_opens_when_the_network_is_back(
    stoppable_writer: Page, stoppable_server: RealServer
) -> None:
    link = give(stoppable_writer, stoppable_server.url, seed(stoppable_writer, stoppable_server.url, PLAIN))
    stoppable_server.stop()
    page = follow(stoppable_writer.context, link)
    expect(page.locator("h1").first).to_have_text("Her er nogle ord til dig")
    assert page.url == f"{stoppable_server.url}/d"
    press(page, "Åbn")
    expect_status(page, NO_NET)
    stoppable_server.start()
    press(page, "Åbn")
    expect(page.locator(".sheet-body")).to_be_visible()
    assert shown(page) == {PARTS[1]: [PLAIN[PARTS[1]]]}
