"""The choices of a link: when it ends, with replies or not, which lines, and how many links there are."""

from __future__ import annotations

import json
import urllib.request
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import Phones
from .journey import PARTS
from .outside_share import OutsideShare
from .phone_again import first_phone, writer
from .real_server import RealServer
from .seeds import seed
from .share_journey import (
    CLIPBOARD,
    copied,
    follow,
    give,
    line,
    make_link,
    my_links,
    read,
    record_share_calls,
    share_screen,
    sharer,
    shown,
    take_back,
    ticks,
)
from .vault_journey import expect_status, press

__all__ = ["first_phone", "writer"]
PLAIN = {PARTS[0]: "Jeg hedder Åse. Jeg er mor til to.", PARTS[1]: "Vi taler roligt."}
ENDS = {"": timedelta(days=7), "1 time": timedelta(hours=1), "90 dage": timedelta(days=90)}
MOST = 20
LINES = [f"Det her er linje {number}." for number in range(1, 411)]
LINES_MAX = 400


@pytest.fixture
def reader(phone: Phones) -> BrowserContext:
    """The reader: another phone, without the app."""
    return phone()


def test_the_link_ends_at_the_chosen_time(writer: Page, server: RealServer) -> None:
    asked = record_share_calls(writer)
    about = seed(writer, server.url, PLAIN)
    for hours, chosen in ENDS.items():
        link = give(writer, server.url, about, hours=hours)
        assert [call["expires_in"] for call in asked if call["method"] == "PUT"] == [chosen.total_seconds()]
        asked.clear()
        share = link.partition("#")[2].partition(".")[0]
        # hang guard: an answer takes milliseconds
        with urllib.request.urlopen(f"{server.url}/api/v1/shares/{share}", timeout=30) as answer:
            now = parsedate_to_datetime(answer.headers["Date"])
            end = datetime.fromisoformat(json.load(answer)["expires_at"])
        assert abs(end - now - chosen) < timedelta(minutes=1)


def test_two_presses_in_a_row_make_one_link(writer: Page, server: RealServer) -> None:
    share_screen(writer, server.url, seed(writer, server.url, PLAIN))
    writer.get_by_role("button", name="Lav linket").dblclick()
    copied(writer)
    expect(my_links(writer, server.url)).to_have_count(1)


def test_without_a_ticked_line_no_link_is_made(writer: Page, server: RealServer) -> None:
    asked = record_share_calls(writer)
    share_screen(writer, server.url, seed(writer, server.url, {PARTS[0]: "Jeg hedder Åse."}))
    line(writer, "Jeg hedder Åse.").uncheck()
    press(writer, "Lav linket")
    expect_status(writer, "Sæt flueben ved mindst én linje først.")
    assert asked == []
    expect(my_links(writer, server.url)).to_have_count(0)


def test_a_reply_box_is_only_shown_where_replies_are_wanted(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    share_screen(writer, server.url, seed(writer, server.url, PLAIN))
    writer.get_by_role("checkbox", name="Den anden må gerne skrive tilbage til mig").uncheck()
    make_link(writer)
    expect(read(reader, copied(writer)).get_by_role("textbox")).to_have_count(0)


def test_a_link_that_is_too_large_is_refused_and_a_smaller_one_is_made(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    asked = record_share_calls(writer)
    long = "æ" * 20_000
    words = {PARTS[0]: f"{long}.", PARTS[1]: f"Jeg {long}.", PARTS[2]: "Bare lidt."}
    share_screen(writer, server.url, seed(writer, server.url, words))
    press(writer, "Lav linket")
    expect_status(writer, "Det er for meget til ét link. Fjern fluebenet ved noget af det.")
    assert asked == []
    expect(writer.locator("[data-view=link]")).to_be_empty()
    line(writer, words[PARTS[0]]).uncheck()
    make_link(writer)
    assert shown(read(reader, copied(writer))) == {part: [words[part]] for part in PARTS[1:3]}


def test_lines_beyond_the_last_checkbox_are_not_shared(
    writer: Page, reader: BrowserContext, server: RealServer
) -> None:
    link = give(writer, server.url, seed(writer, server.url, {PARTS[1]: " ".join(LINES)}))
    assert list(ticks(writer)) == LINES[:LINES_MAX]
    expect(writer.locator("[data-view=choices]")).to_contain_text("Der er plads til 400 sætninger i et link.")
    assert shown(read(reader, link)) == {PARTS[1]: [" ".join(LINES[:LINES_MAX])]}


def test_the_limit_of_twenty_links_is_reported_and_a_withdrawal_makes_room(
    phone: Phones, own_server: RealServer
) -> None:
    origin, other = own_server.url, phone()
    page, about = sharer(phone(permissions=CLIPBOARD), origin, PLAIN, "Til lægen")
    links = []
    for _ in range(MOST):
        before = page.locator("[data-act=copy-link]").get_attribute("data-id") if links else ""
        press(page, "Lav linket")
        expect(page.locator("[data-act=copy-link]")).not_to_have_attribute("data-id", before or "-")
        links.append(copied(page))
    assert len(set(links)) == MOST
    line(page, "Vi taler roligt.").uncheck()
    page.get_by_role("textbox", name="Hvem er det fra?").fill("Åse")
    press(page, "Lav linket")
    expect_status(page, "Du har 20 links, der virker. Træk et tilbage, før du laver et nyt.")
    expect(line(page, "Vi taler roligt.")).not_to_be_checked()
    expect(page.get_by_role("textbox", name="Hvem er det fra?")).to_have_value("Åse")
    for link in links:
        assert len(OutsideShare.of(link).read()["parts"]) == len(PLAIN)
    assert set(shown(read(other, links[0]))) == set(PLAIN)
    cards = my_links(page, origin)
    expect(cards).to_have_count(MOST)
    take_back(cards.last)
    assert copied(page, cards.first) == links[-1]
    links.append(give(page, origin, about))
    assert set(shown(read(other, links[-1]))) == set(PLAIN)
    gone = follow(other, links[0])
    press(gone, "Åbn")
    expect_status(gone, "Linket virker ikke mere.")
    expect(my_links(page, origin)).to_have_count(MOST + 1)
