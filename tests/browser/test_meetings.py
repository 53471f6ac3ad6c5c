"""Meetings on the phone: written, found again, changed, looked back on, thrown out."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from .chromium import kill_browser, open_kept_phone
from .conftest import Phones
from .journey import PARTS, box, expect_saved, sentences, stop_the_clock, wait_until_stored
from .meeting_journey import (
    ABOUT,
    NAMED,
    WHERE,
    WHO,
    WITH_ME,
    add_question,
    day,
    make_meeting,
    open_about,
    question,
)
from .real_server import RealServer
from .screens import address, called
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .vault_journey import expect_status, kept, press


@pytest.fixture
def page(phone: Phones) -> Page:
    """A page on a new phone."""
    return phone(service_workers="block").new_page()


def expect_texts(page: Page, texts: dict[str, str]) -> None:
    """Check the text boxes' values."""
    for label, text in texts.items():
        expect(box(page, label)).to_have_value(text)


def test_a_meeting_is_saved_within_a_second_and_is_there_after_a_reload(
    page: Page, server: RealServer
) -> None:
    page.clock.install()
    page.goto(address(server.url, "da", "meeting", "ny"))
    # The first save proves that the page listens. With the clock stopped before that, nothing is ever saved.
    box(page, WHERE).press_sequentially("Råd")
    expect(page.locator("[data-status]")).to_have_text("Gemt på din telefon")
    stop_the_clock(page)
    box(page, WHERE).press_sequentially("huset")
    page.clock.run_for(1000)
    wait_until_stored(page, "Rådhuset")
    page.clock.resume()
    expect(page).to_have_url(NAMED)
    wait_until_stored(page, "Rådhuset")
    for label in (WHO, ABOUT, WITH_ME):
        box(page, label).fill(f"{label} Det er skrevet.")
    wait_until_stored(page, f"{WITH_ME} Det er skrevet.")
    page.reload()
    expect(page.locator("h1")).to_have_text("Dit møde")
    expect_texts(
        page, {WHERE: "Rådhuset"} | {label: f"{label} Det er skrevet." for label in (WHO, ABOUT, WITH_ME)}
    )
    assert len(kept(page, "meetings")) == 1


@pytest.mark.parametrize("way", ["reload", "to the list", "to the five minutes"])
def test_no_letter_is_lost_when_leaving_immediately(page: Page, server: RealServer, way: str) -> None:
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00", {WHERE: "Rådhuset"})
    open_about(page, server.url, "meeting", meeting)
    expect_texts(page, {WHERE: "Rådhuset"})
    box(page, WHO).press_sequentially("Lone og hendes chef", delay=5)
    if way == "reload":
        page.reload()
    else:
        page.get_by_role("link", name={"to the list": "Mine møder"}.get(way, "Fem minutter")).first.click()
        expect(page.locator("h1")).not_to_have_text("Dit møde")
    open_about(page, server.url, "meeting", meeting)
    expect_texts(page, {WHERE: "Rådhuset", WHO: "Lone og hendes chef"})


def test_a_meeting_is_there_after_the_browser_was_killed(
    server: RealServer, playwright: Playwright, tmp_path: Path
) -> None:
    context = open_kept_phone(playwright, tmp_path / "profile")
    meeting = make_meeting(
        context.new_page(), server.url, f"{day(3)}T10:00", {WHERE: "Rådhuset"}, ["Må jeg få en pause?"]
    )
    kill_browser(tmp_path / "profile")
    with open_kept_phone(playwright, tmp_path / "profile") as again:
        page = again.new_page()
        open_about(page, server.url, "meeting", meeting)
        expect_texts(page, {WHERE: "Rådhuset"})
        expect(question(page, 1)).to_have_value("Må jeg få en pause?")


@pytest.mark.parametrize(("lang", "clock"), [("da", "13.30"), ("en", "13:30")])
def test_the_nearest_meeting_is_one_tap_from_its_five_minutes(
    page: Page, server: RealServer, lang: str, clock: str
) -> None:
    seed(page, server.url, {PARTS[2]: "Jeg vil gerne ud."}, lang=lang)
    seed_meeting(page, server.url, f"{day(9)}T10:00", {WHERE: "Klinikken"}, lang=lang)
    nearest = seed_meeting(page, server.url, f"{day(3)}T13:30", {WHERE: "Rådhuset"}, lang=lang)
    seed_meeting(page, server.url, "", {WHERE: "Et sted"}, lang=lang)
    page.goto(address(server.url, lang, "start"))
    card = page.get_by_role("region", name=called(lang, "Næste møde"))
    expect(card).to_contain_text("Rådhuset")
    expect(card).to_contain_text(clock)
    card.get_by_role("link", name=called(lang, "Fem minutter")).click()
    expect(page.locator("h1")).to_have_text(called(lang, "Fem minutter"))
    assert page.url.endswith(f"#{nearest}")
    assert sentences(page) == ["Jeg vil gerne ud."]
    expect(page.locator("[data-view=five] .hint")).to_contain_text(clock)


def test_questions_keep_the_order_the_person_gives_them(page: Page, server: RealServer) -> None:
    meeting = make_meeting(page, server.url, day(3), questions=["Et?", "To?", "Tre?"])
    page.get_by_role("button", name="Flyt op: Spørgsmål 3").click()
    expect(question(page, 2)).to_have_value("Tre?")
    page.get_by_role("button", name="Fjern: Spørgsmål 1").click()
    add_question(page, "Fire?")
    page.get_by_role("button", name="Flyt ned: Spørgsmål 1").click()
    expect(question(page, 1)).to_have_value("To?")
    wait_until_stored(page, "Fire?")
    page.get_by_role("link", name="Gør dig klar").click()
    expect(page.locator(".questions li")).to_have_text(["To?", "Tre?", "Fire?"])
    open_about(page, server.url, "meeting", meeting)
    for number, text in enumerate(("To?", "Tre?", "Fire?"), 1):
        expect(question(page, number)).to_have_value(text)


def test_a_meeting_can_be_thrown_out_and_restored_twice(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00", {WHERE: "Rådhuset"}, ["Må jeg få en pause?"])
    open_about(page, server.url, "meeting", meeting)
    press(page, "Smid mødet ud")
    expect(box(page, WHERE)).to_be_hidden()
    press(page, "Fortryd")
    expect_status(page, "Nu er mødet her igen.")
    expect_texts(page, {WHERE: "Rådhuset"})
    press(page, "Smid mødet ud")
    expect(page.get_by_role("button", name="Fortryd")).to_be_focused()
    page.goto(address(server.url, "da", "meetings"))
    expect(page.get_by_text("Her kan du samle dine møder.")).to_be_visible()
    page.goto(address(server.url, "da", "start"))
    expect(page.locator("h1")).to_have_text("Dine ord")
    expect(page.get_by_role("region", name="Næste møde")).to_have_count(0)
    page.goto(address(server.url, "da", "bin"))
    page.get_by_role("button", name="Hent tilbage: Jobcenter").click()
    expect_status(page, "Nu er mødet her igen.")
    open_about(page, server.url, "meeting", meeting)
    expect_texts(page, {WHERE: "Rådhuset"})
    expect(question(page, 1)).to_have_value("Må jeg få en pause?")


def test_both_tabs_edits_of_one_meeting_are_kept(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00", {ABOUT: "Planen."}, ["Et?"])
    open_about(page, server.url, "meeting", meeting)
    other = page.context.new_page()
    open_about(other, server.url, "meeting", meeting)
    expect_texts(other, {ABOUT: "Planen."})
    box(page, WHERE).press_sequentially("Rådhuset")
    box(other, WHO).press_sequentially("Lone")
    box(page, ABOUT).press("Control+Home")
    box(other, ABOUT).press("Control+End")
    for letters in zip("Det er svært. ", " Og pengene.  ", strict=True):
        page.keyboard.type(letters[0])
        other.keyboard.type(letters[1])
    add_question(page, "To?")
    wait_until_stored(page, "Det er svært. Planen. Og pengene.", "To?")
    add_question(other, "Tre?")
    wait_until_stored(other, "Rådhuset", "Lone", "To?", "Tre?")
    fresh = page.context.new_page()
    open_about(fresh, server.url, "meeting", meeting)
    expect_texts(fresh, {WHERE: "Rådhuset", WHO: "Lone"})
    expect(box(fresh, ABOUT)).to_have_value("Det er svært. Planen. Og pengene.  ")
    for number, text in enumerate(("Et?", "To?", "Tre?"), 1):
        expect(question(fresh, number)).to_have_value(text)


def test_words_that_two_tabs_changed_are_shown_in_both_versions(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, day(3), {WHERE: "Rådhuset, stuen."})
    open_about(page, server.url, "meeting", meeting)
    other = page.context.new_page()
    open_about(other, server.url, "meeting", meeting)
    expect_texts(other, {WHERE: "Rådhuset, stuen."})
    box(page, WHERE).fill("Rådhuset, første sal.")
    box(other, WHERE).fill("Rådhuset, kælderen.")
    wait_until_stored(page, "Rådhuset, første sal.", "Rådhuset, kælderen.")
    expect_saved(other)
    expect(page.get_by_role("region", name="Her er to udgaver af det samme.")).to_contain_text("Rådhuset")
