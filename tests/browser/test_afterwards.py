"""After a meeting: asked once, answered in three taps, with the agreements and one small picture."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Phones
from .journey import expect_saved, wait_until_stored
from .meeting_journey import (
    ABOUT,
    HEARD,
    SAID,
    WHERE,
    WITH_ME,
    answer,
    day,
    look_back,
    open_about,
    unfolded,
)
from .real_server import RealServer
from .screens import address
from .seeds_of_meetings import seed_meeting
from .vault_journey import expect_status, kept, press

YESTERDAY = f"{day(-1)}T10:00"
NOT_YOUR_FAULT = "Blev du ikke hørt, er det ikke din skyld."
WORDS = {WHERE: "Rådhuset", ABOUT: "Min sygdom.", WITH_ME: "Min søster Anna"}


@pytest.fixture
def page(phone: Phones) -> Page:
    """A new phone."""
    return phone(service_workers="block").new_page()


def invitation(page: Page, origin: str) -> Locator:
    """The start screen's question about a past meeting, once the start screen is ready."""
    page.goto(address(origin, "da", "start"))
    expect(page.locator("[data-view=list][data-painted]")).to_be_attached()
    return page.get_by_role("region", name="Efter mødet")


def test_a_declined_question_is_never_asked_again(page: Page, server: RealServer) -> None:
    seed_meeting(page, server.url, f"{day(2)}T10:00")
    seed_meeting(page, server.url, YESTERDAY, WORDS)
    asked = invitation(page, server.url)
    asked.get_by_role("button", name="Nej tak").click()
    expect_status(page, "Helt i orden. Du finder mødet under Mine møder.")
    expect(asked).to_have_count(0)
    expect(invitation(page, server.url)).to_have_count(0)
    expect(page.get_by_role("region", name="Næste møde")).to_be_visible()
    page.get_by_role("link", name="Mine møder").click()
    past = page.get_by_role("region", name="Tidligere møder")
    past.get_by_text("Tidligere møder").click()
    expect(past.get_by_role("link", name="Bagefter: Jobcenter")).to_be_visible()


def test_three_taps_answer_everything_and_end_the_asking(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, YESTERDAY, WORDS)
    invitation(page, server.url).get_by_role("link", name="Ja, lidt").tap()
    for question, choice in ((SAID, "Ja"), (HEARD, "Lidt")):
        group = page.get_by_role("group", name=question)
        group.get_by_role("radio", name=choice).tap()
    expect_saved(page)
    wait_until_stored(page, "partly")
    (row,) = kept(page, "meetings")
    assert (row["id"], row["said"], row["heard"]) == (meeting, "yes", "partly")
    assert row["asked"]
    expect(invitation(page, server.url)).to_have_count(0)


def test_opening_the_questions_without_answering_ends_the_asking(page: Page, server: RealServer) -> None:
    seed_meeting(page, server.url, YESTERDAY, WORDS)
    invitation(page, server.url).get_by_role("link", name="Ja, lidt").click()
    expect(page.locator("[data-view=which]")).to_contain_text("Rådhuset")
    page.get_by_role("button", name="Færdig").click()
    expect(page.locator("h1")).to_have_text("Mine møder")
    expect(invitation(page, server.url)).to_have_count(0)


def test_answering_no_shows_that_it_is_not_your_fault(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, YESTERDAY, WORDS)
    open_about(page, server.url, "after", meeting)
    answer(page, SAID, "Ja")
    answer(page, HEARD, "Lidt")
    expect_saved(page)
    expect(page.get_by_text(NOT_YOUR_FAULT)).to_be_hidden()
    answer(page, HEARD, "Nej")
    expect(page.get_by_text(NOT_YOUR_FAULT)).to_be_visible()
    answer(page, HEARD, "Ja")
    expect(page.get_by_text(NOT_YOUR_FAULT)).to_be_hidden()
    answer(page, SAID, "Nej")
    expect(page.get_by_text(NOT_YOUR_FAULT)).to_be_visible()


def test_the_picture_comes_with_the_second_answer(page: Page, server: RealServer) -> None:
    meetings = [seed_meeting(page, server.url, f"{day(-ago)}T10:00") for ago in (40, 3, 1)]
    picture = page.get_by_role("figure", name=HEARD)
    for dots, meeting in ((0, meetings[0]), (2, meetings[1])):
        look_back(page, server.url, meeting, heard="Nej" if dots else "Ja")
        expect(page.get_by_role("region", name="Tidligere møder")).to_contain_text(HEARD)
        expect(picture).to_have_count(1 if dots else 0)
        expect(picture.locator("circle")).to_have_count(dots)
    assert "%" not in page.locator("main").inner_text()


def test_open_agreements_come_first_and_done_ones_under_their_meeting(page: Page, server: RealServer) -> None:
    old = seed_meeting(page, server.url, f"{day(-20)}T10:00", WORDS)
    look_back(page, server.url, old, agreed=[("Lone", "Skriver planen.", ""), ("Jeg", "Ringer.", day(9))])
    new = seed_meeting(page, server.url, YESTERDAY, kind="doctor")
    look_back(page, server.url, new, agreed=[("Lægen", "Sender et brev.", day(2))])
    expect(page.locator("[data-view=meetings] h2").first).to_have_text("Det har I aftalt")
    agreed = page.get_by_role("region", name="Det har I aftalt").locator("li")
    expect(agreed).to_contain_text(["Lægen · Sender et brev.", "Jeg · Ringer.", "Lone · Skriver planen."])
    expect(agreed.nth(0)).to_contain_text("Egen læge")
    expect(agreed.nth(2)).to_contain_text("Uden dato")
    press(page, "Det er gjort: Jeg · Ringer.")
    expect_status(page, "Godt. Den ligger nu under mødet.")
    expect(agreed).to_have_count(2)
    page.reload()
    expect(agreed).to_contain_text(["Sender et brev.", "Skriver planen."])
    past = page.get_by_role("region", name="Tidligere møder").locator("li").filter(has_text="Rådhuset")
    expect(past).to_contain_text("Aftalt og klaret")
    expect(past).to_contain_text("Ringer.")


def test_the_calendar_file_of_an_agreement_holds_none_of_its_words(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, YESTERDAY, WORDS)
    look_back(page, server.url, meeting, agreed=[("Lone", "Ringer til lægen.", day(9))])
    with page.expect_download() as download:
        press(page, "Gem i kalender: Lone · Ringer til lægen.")
    assert download.value.suggested_filename == f"egne-ord-{day(9)}.ics"
    entry = unfolded(Path(download.value.path()))
    assert "SUMMARY:En hilsen fra dig selv\r\n" in entry
    assert f"DTSTART;VALUE=DATE:{day(9).replace('-', '')}\r\n" in entry
    assert entry.count("BEGIN:VALARM") == 1
    for word in ("Lone", "lægen", "Jobcenter", "job_centre", "Møde", *WORDS.values(), meeting):
        assert word not in entry


def test_text_written_afterwards_is_stored_and_shown_under_the_meeting(
    page: Page, server: RealServer
) -> None:
    meeting = seed_meeting(page, server.url, YESTERDAY, WORDS)
    open_about(page, server.url, "after", meeting)
    page.get_by_text("Vil du skrive mere?").click()
    written = {
        "Mit mål, med mine ord": "Jeg vil sove.",
        "Deres mål, med deres ord": "I arbejde til jul.",
        "Hvad vil du huske til næste gang?": "Tag Anna med.",
    }
    for label, text in written.items():
        page.get_by_role("textbox", name=label).fill(text)
    page.get_by_role("button", name="Færdig").click()
    expect(page.locator("h1")).to_have_text("Mine møder")
    for text in (*written.values(), "Rådhuset"):
        expect(page.get_by_role("region", name="Tidligere møder")).to_contain_text(text)
