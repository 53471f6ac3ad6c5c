"""Sacred: a meeting that two phones edit offline keeps both edits."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .journey import box, wait_until_stored
from .meeting_journey import (
    ABOUT,
    WHERE,
    WHO,
    add_question,
    agree,
    answer,
    day,
    make_meeting,
    open_about,
    question,
)
from .phone_again import first_phone, other_page, phones, second_phone, writer
from .real_server import RealServer
from .seeds import seed
from .vault_journey import TwoPhones, kept, sync, sync_all

__all__ = ["first_phone", "other_page", "phones", "second_phone", "writer"]
AT = f"{day(3)}T10:00"


def shared(phones: TwoPhones, origin: str, at: str = AT) -> str:
    """A meeting that both phones have, now both offline."""
    meeting = make_meeting(phones.first, origin, at, {WHERE: "Rådhuset"}, ["Hvem ringer til mig?"])
    sync(phones.first, origin)
    sync(phones.second, origin)
    offline(phones, is_offline=True)
    return meeting


def offline(phones: TwoPhones, is_offline: bool) -> None:
    """Put both phones offline, or online again."""
    for page in (phones.first, phones.second):
        page.context.set_offline(is_offline)


def fill(page: Page, origin: str, meeting: str, label: str, text: str) -> None:
    """Write in one text box of the meeting, and wait until it is stored."""
    open_about(page, origin, "meeting", meeting)
    expect(box(page, WHERE)).not_to_have_value("")
    box(page, label).fill(text)
    wait_until_stored(page, text)


def bring_together(phones: TwoPhones, origin: str) -> None:
    """Go online, sync, and check that both phones have the same meetings."""
    offline(phones, is_offline=False)
    sync_all(origin, phones.first, phones.second)
    first, other = kept(phones.first, "meetings"), kept(phones.second, "meetings")
    assert first == other


def test_edits_of_different_fields_are_both_kept(phones: TwoPhones, server: RealServer) -> None:
    meeting = shared(phones, server.url)
    fill(phones.first, server.url, meeting, WHO, "Lone og en læge")
    add_question(phones.first, "Må jeg få det på skrift?")
    wait_until_stored(phones.first, "Må jeg få det på skrift?")
    fill(phones.second, server.url, meeting, ABOUT, "Min plan")
    question(phones.second, 1).fill("Hvem ringer til mig, og hvornår?")
    add_question(phones.second, "Hvad nu hvis jeg bliver syg?")
    wait_until_stored(phones.second, "Hvad nu hvis jeg bliver syg?", "Hvem ringer til mig, og hvornår?")
    bring_together(phones, server.url)
    for page in (phones.first, phones.second):
        open_about(page, server.url, "meeting", meeting)
        expect(box(page, WHO)).to_have_value("Lone og en læge")
        expect(box(page, ABOUT)).to_have_value("Min plan")
        expect(question(page, 1)).to_have_value("Hvem ringer til mig, og hvornår?")
        rest = {question(page, number).input_value() for number in (2, 3)}
        assert rest == {"Må jeg få det på skrift?", "Hvad nu hvis jeg bliver syg?"}


def test_two_edits_of_one_field_both_stay_until_one_is_chosen(phones: TwoPhones, server: RealServer) -> None:
    meeting = shared(phones, server.url)
    fill(phones.first, server.url, meeting, WHERE, "Klinikken i Ry")
    fill(phones.second, server.url, meeting, WHERE, "Jobcentret i By")
    bring_together(phones, server.url)
    open_about(phones.first, server.url, "meeting", meeting)
    versions = phones.first.locator("section.two-versions")
    for text in ("Klinikken i Ry", "Jobcentret i By"):
        expect(versions.get_by_text(text, exact=True)).to_be_visible()
    shown = box(phones.first, WHERE).input_value()
    (other,) = {"Klinikken i Ry", "Jobcentret i By"} - {shown}
    versions.get_by_role("button", name="Brug den her").click()
    expect(box(phones.first, WHERE)).to_have_value(other)
    expect(versions).to_have_count(0)
    sync_all(server.url, phones.first, phones.second)
    open_about(phones.second, server.url, "meeting", meeting)
    expect(box(phones.second, WHERE)).to_have_value(other)
    expect(phones.second.locator("section.two-versions")).to_have_count(0)


def test_agreements_from_both_phones_are_kept(phones: TwoPhones, server: RealServer) -> None:
    seed(phones.first, server.url, {"Så jeg kan": "Gå en tur."})
    meeting = shared(phones, server.url, f"{day(-1)}T10:00")
    for page, agreed in (
        (phones.first, ("Lone", "ringer", day(4))),
        (phones.second, ("Jeg", "skriver", day(5))),
    ):
        open_about(page, server.url, "after", meeting)
        answer(page, "Følte du dig hørt?", "Ja")
        agree(page, 1, agreed)
        wait_until_stored(page, agreed[1])
    bring_together(phones, server.url)
    for page in (phones.first, phones.second):
        page.goto(f"{server.url}/da/moeder")
        for text in ("ringer", "skriver"):
            expect(page.locator(".agreed").filter(has_text=text)).to_be_visible()
