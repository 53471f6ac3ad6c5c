"""What the start screen shows over time: many sheets, an answer that came back, and a day that passes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, first_visit, second_visit
from .meeting_journey import WHERE, day
from .phone_again import first_phone, other_page, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .share_journey import CLIPBOARD, give, my_links, read, write_back
from .test_start import LINE, open_start
from .vault_journey import kept

__all__ = ["first_phone", "other_page", "writer"]
CAME = "Der er kommet svar på det, du har delt"


def test_a_hundred_statements_are_all_there_newest_first(phone: Phones, server: RealServer) -> None:
    page = first_visit(phone(), server.url)
    for number in range(100):
        seed(page, server.url, {PARTS[2]: f"Nummer {number}."})
    updated = {row["id"]: row["updated"] for row in kept(page)}
    for _ in range(2):  # the worker draws the first of them, the page the others
        page.goto(address(server.url, "da", "start"))
        expect(page.locator(".card")).to_have_count(100)
        expect(page.locator("[data-more]")).to_have_count(0)
        found = page.locator(".card-title").evaluate_all("(all) => all.map(({ hash }) => hash.slice(1))")
        assert set(found) == set(updated)
        times = [updated[statement] for statement in found]
        assert times == sorted(times, reverse=True)


def test_an_answer_that_came_back_stands_on_start_until_it_is_read(
    writer: Page, phone: Phones, server: RealServer
) -> None:
    writer.context.grant_permissions(CLIPBOARD)
    about = seed(writer, server.url, {PARTS[2]: LINE})
    link = give(writer, server.url, about)
    second_visit(writer)
    open_start(writer, server.url)
    expect(writer.get_by_role("link", name=CAME)).to_have_count(0)
    write_back(read(phone(), link), "Tak for dine 3 linjer.")
    open_start(writer, server.url)
    said = writer.get_by_role("status").get_by_role("link", name=CAME)
    expect(said).to_be_visible()
    open_start(writer, server.url)
    came = writer.locator(".answer-came").get_by_role("link", name=CAME)
    expect(came).to_be_visible()
    assert not any(letter.isdigit() for letter in came.inner_text())
    came.click()
    expect(writer.locator("[data-view=links] summary")).to_have_text("1 svar")
    open_start(writer, server.url)
    expect(writer.locator(".card")).to_be_visible()
    expect(writer.locator(".answer-came")).to_have_count(0)
    (card,) = my_links(writer, server.url).all()
    expect(card.locator("summary")).to_have_text("1 svar")


def test_today_becomes_another_day_while_the_screen_is_open(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    seed_meeting(page, server.url, f"{day(1)}T10:00", {WHERE: "Rådhuset"})
    open_start(page, server.url)
    expect(page.locator(".next-when")).to_have_text("I morgen kl. 10.00")
    page.clock.install()
    page.clock.set_fixed_time(f"{day(1)}T08:00:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator(".next-when")).to_have_text("I dag kl. 10.00")


def test_a_meeting_without_words_still_invites_to_write(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    seed_meeting(page, server.url, "", {WHERE: "Et sted"})
    open_start(page, server.url)
    expect(page.locator(".next-when")).to_have_text("Dagen er ikke valgt endnu")
    expect(page.get_by_text("Så har du ordene klar på en svær.")).to_be_visible()
    expect(page.get_by_role("link", name="Skriv nye ord")).to_be_visible()
