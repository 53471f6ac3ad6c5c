"""While a keyboard composes, nothing else writes into the field; what arrived meanwhile appears after it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from .conftest import Phones
from .explore_journey import HELPS, boxes, explore, write_notes
from .journey import PARTS, box, first_visit, wait_until_stored, write
from .keyboards import Composing
from .meeting_journey import WHERE, day, make_meeting, open_about, question
from .real_server import RealServer
from .screens import address
from .together_journey import at_part, begin, open_together
from .vault_journey import rewrite, sync, sync_all, texts_of, vault_of_two

FIRST = "Der var en gang en plan."
CAME = "Det her kom imens."
HEARD_MS = 1_500


def compose_while(field: Locator, arrive: Callable[[], None]) -> None:
    """Compose "savner" at the end of a box; after "savne", a change arrives from elsewhere."""
    field.press("Control+End")
    keyboard = Composing(field)
    keyboard.type("savne")
    wait_until_stored(field.page, "savne")
    arrive()
    # fixed wait: the page hears of it, and has nothing to show for it until the word is composed
    field.page.wait_for_timeout(HEARD_MS)
    assert field.input_value().endswith("savne"), "something wrote into the field while composing"
    keyboard.show("savner")
    keyboard.end("savner")


@pytest.mark.parametrize("where", ["Control+Home", "Control+End"])
def test_a_word_is_composed_once_while_another_tab_writes(
    phone: Phones, server: RealServer, where: str
) -> None:
    page = first_visit(phone(), server.url)
    statement = write(page, server.url, {PARTS[1]: f"{FIRST} Jeg "})
    open_about(page, server.url, "write", statement)
    other = page.context.new_page()
    other.goto(address(server.url, "da", "write", statement))
    expect(box(other, PARTS[1])).to_have_value(f"{FIRST} Jeg ")

    def arrive() -> None:
        expect(box(other, PARTS[1])).to_have_value(f"{FIRST} Jeg savne")
        box(other, PARTS[1]).press(where)
        other.keyboard.type(f"{CAME} " if where == "Control+Home" else f"\n{CAME}")
        wait_until_stored(other, CAME)

    compose_while(box(page, PARTS[1]), arrive)
    both = f"{CAME} {FIRST} Jeg savner" if where == "Control+Home" else f"{FIRST} Jeg savner\n{CAME}"
    expect(box(page, PARTS[1])).to_have_value(both)
    wait_until_stored(page, both)
    expect(box(other, PARTS[1])).to_have_value(both)


def test_a_word_is_composed_once_while_the_vault_brings_a_change(phone: Phones, server: RealServer) -> None:
    phones = vault_of_two(*[first_visit(phone(), server.url) for _ in range(2)], server.url)
    statement = write(phones.first, server.url, {PARTS[1]: f"{FIRST} Jeg "})
    sync_all(server.url, phones.first, phones.second)
    open_about(phones.first, server.url, "write", statement)
    field = box(phones.first, PARTS[1])
    expect(field).to_have_value(f"{FIRST} Jeg ")

    def arrive() -> None:
        rewrite(phones.second, server.url, statement, {PARTS[1]: f"{CAME} {FIRST} Jeg "})
        sync(phones.second, server.url)
        phones.first.evaluate("dispatchEvent(new Event('online'))")
        wait_until_stored(phones.first, CAME)

    compose_while(field, arrive)
    expect(field).to_have_value(f"{CAME} {FIRST} Jeg savner")
    wait_until_stored(phones.first, f"{CAME} {FIRST} Jeg savner")
    assert texts_of(phones.first, statement)[PARTS[1]] == f"{CAME} {FIRST} Jeg savner"


def test_a_word_is_composed_once_on_the_screen_for_two(phone: Phones, server: RealServer) -> None:
    page = first_visit(phone(), server.url)
    statement = write(page, server.url, {PARTS[0]: f"{FIRST} Jeg "})
    other = page.context.new_page()
    other.goto(address(server.url, "da", "write", statement))
    open_together(page, server.url, statement)
    begin(page)

    def arrive() -> None:
        box(other, PARTS[0]).press("Control+Home")
        other.keyboard.type(f"{CAME} ")
        wait_until_stored(other, CAME)

    field = at_part(page, PARTS[0])
    compose_while(field, arrive)
    expect(field).to_have_value(f"{CAME} {FIRST} Jeg savner")


def test_a_word_is_composed_once_in_a_note(phone: Phones, server: RealServer) -> None:
    page = first_visit(phone(), server.url)
    write_notes(page, server.url, {HELPS: f"{FIRST} Jeg "})
    other = page.context.new_page()
    explore(other, server.url)

    def arrive() -> None:
        expect(boxes(other, HELPS).first).to_have_value(f"{FIRST} Jeg savne")
        boxes(other, HELPS).first.press("Control+Home")
        other.keyboard.type(f"{CAME} ")
        wait_until_stored(other, CAME)

    compose_while(boxes(page, HELPS).first, arrive)
    expect(boxes(page, HELPS).first).to_have_value(f"{CAME} {FIRST} Jeg savner")


def two_meetings(phone: Phones, server: RealServer) -> tuple[Page, Page]:
    """A meeting with a question, open in two tabs."""
    page = first_visit(phone(), server.url)
    meeting = make_meeting(page, server.url, day(3), {WHERE: "Jeg "}, ["Hvem ringer jeg til? Jeg "])
    open_about(page, server.url, "meeting", meeting)
    other = page.context.new_page()
    other.goto(address(server.url, "da", "meeting", meeting))
    for tab in (page, other):
        expect(question(tab, 1)).to_have_value("Hvem ringer jeg til? Jeg ")
    return page, other


def test_a_word_is_composed_once_while_another_question_arrives(phone: Phones, server: RealServer) -> None:
    page, other = two_meetings(phone, server)

    def arrive() -> None:
        other.get_by_role("button", name="Tilføj et spørgsmål").click()
        question(other, 2).fill(CAME)
        wait_until_stored(other, CAME)
        assert page.locator("[data-questions] li").count() == 1, "the row being edited was replaced"

    compose_while(question(page, 1), arrive)
    expect(question(page, 2)).to_have_value(CAME)
    expect(question(page, 1)).to_have_value("Hvem ringer jeg til? Jeg savner")
    wait_until_stored(page, "Hvem ringer jeg til? Jeg savner", CAME)
    expect(question(other, 1)).to_have_value("Hvem ringer jeg til? Jeg savner")
    expect(question(other, 2)).to_have_value(CAME)


def test_a_word_is_composed_once_in_a_field_of_a_meeting(phone: Phones, server: RealServer) -> None:
    page, other = two_meetings(phone, server)

    def arrive() -> None:
        box(other, WHERE).press("Control+Home")
        other.keyboard.type(f"{CAME} ")
        wait_until_stored(other, CAME)

    compose_while(box(page, WHERE), arrive)
    expect(box(page, WHERE)).to_have_value(f"{CAME} Jeg savner")


def test_a_composed_word_is_saved_while_it_is_composed(phone: Phones, server: RealServer) -> None:
    page = first_visit(phone(), server.url)
    statement = write(page, server.url, {PARTS[1]: "Jeg "})
    open_about(page, server.url, "write", statement)
    box(page, PARTS[1]).press("Control+End")
    keyboard = Composing(box(page, PARTS[1]))
    for word in ("savner", "savner min", "savner min søster"):
        keyboard.show(word)
        wait_until_stored(page, f"Jeg {word}")
    keyboard.end("savner min søster")
    expect(box(page, PARTS[1])).to_have_value("Jeg savner min søster")
