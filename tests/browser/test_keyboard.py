"""The whole journey by keyboard alone: Tab, Enter, Space, arrows and letters."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from .chromium import watch
from .conftest import Phones
from .explore_journey import FOLD, HELPS, boxes
from .journey import PARTS, box, expect_saved, sentences, wait_until_stored
from .meeting_journey import HEARD, SAID, WHERE, day
from .real_server import RealServer
from .screens import address
from .seeds_of_meetings import seed_meeting

TABS_MAX = 80
FOCUS_SEEN = """(element) =>
  [element, element.nextElementSibling].some((box) => box && getComputedStyle(box).outlineStyle !== 'none')"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, and check that the focus is visible."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate(FOCUS_SEEN), f"the focus is not visible on {target}"
    area = target.bounding_box()
    assert area is not None
    height = page.evaluate("innerHeight")
    assert area["y"] + area["height"] > 0 and area["y"] < height, f"{target} has the focus but is off screen"


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Tab to a control and press it."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).filter(visible=True).first)  # type: ignore[arg-type]
    page.keyboard.press(key)


def test_the_whole_journey_works_by_keyboard_alone(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    troubles = watch(page)
    page.goto(address(server.url, "da", "start"))
    press(page, "link", "Skriv nye ord")
    for label in PARTS:
        tab_to(page, page.get_by_role("textbox", name=label, exact=True))
        page.keyboard.type("Her er ord, som jeg skriver med taster.")
    tab_to(page, page.get_by_role("textbox", name="Titel", exact=True))
    page.keyboard.type("Til lægen")
    expect_saved(page)
    wait_until_stored(page, "Til lægen")

    press(page, "link", "Fem minutter")
    assert len(sentences(page)) == 4
    tab_to(page, page.get_by_role("radio", name="Det vigtigste", exact=True))
    page.keyboard.press("ArrowLeft")
    expect(page.locator("main [data-sentence]")).to_have_count(1)
    press(page, "button", "Jeg blev afbrudt", "Space")
    expect(page.get_by_text("Jeg er ikke helt færdig. Må jeg læse resten?")).to_be_visible()
    tab_to(page, page.locator("details.adjusting summary"))
    page.keyboard.press("Enter")
    press(page, "button", "Sig altid")
    expect(page.get_by_role("button", name="Sig altid").first).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name="Sig altid").first).to_be_focused()

    press(page, "link", "Giv telefonen videre")
    press(page, "button", "En anden dag")
    expect(page.locator("[data-answer-shown]")).to_contain_text("En anden dag")
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer-shown]")).to_be_hidden()
    tab_to(page, page.locator("[data-way-back]"))
    page.keyboard.down("Enter")
    expect(page.locator("h1")).to_have_text("Fem minutter")
    page.keyboard.up("Enter")

    press(page, "link", "Udskriv")
    tab_to(page, page.get_by_role("radio", name="Det hele", exact=True))
    tab_to(page, page.get_by_role("button", name="Udskriv nu"))
    press(page, "link", "Mere")
    with page.expect_download():
        press(page, "button", "Gem en kopi")
    press(page, "link", "Hent dine ord")
    tab_to(page, page.locator("input[type=file]"))
    assert troubles == []


def test_the_skip_link_skips_the_header(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    page.goto(address(server.url, "da", "start"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skriv nye ord")).to_be_focused()


def test_a_meeting_is_made_used_and_answered_by_keyboard_alone(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    troubles = watch(page)
    seed_meeting(page, server.url, f"{day(-1)}T10:00")
    page.goto(address(server.url, "da", "start"))
    press(page, "link", "Nyt møde")
    tab_to(page, page.get_by_label("Hvad er det for et møde?"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("textbox", name=WHERE, exact=True))
    page.keyboard.type("Rådhuset")
    expect_saved(page)
    for text in ("Et?", "To?"):
        press(page, "button", "Tilføj et spørgsmål", "Space")
        page.keyboard.type(text)
    press(page, "button", "Flyt op: Spørgsmål 2")
    wait_until_stored(page, "Rådhuset", "To?")
    press(page, "link", "Gør dig klar")
    expect(page.locator(".questions li")).to_have_text(["To?", "Et?"])
    press(page, "link", "Egne ord")
    press(page, "link", "Ja, lidt")
    for asked in (SAID, HEARD):
        tab_to(page, page.get_by_role("group", name=asked).get_by_role("radio").first)
        page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_role("textbox", name="Gør hvad?"))
    page.keyboard.type("Ringer.")
    press(page, "button", "Færdig")
    press(page, "button", "Det er gjort: Ringer.")
    expect(page.get_by_role("region", name="Det har I aftalt")).to_have_count(0)
    assert troubles == []


def test_a_note_is_written_used_and_thrown_out_by_keyboard_alone(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    troubles = watch(page)
    page.goto(address(server.url, "da", "start"))
    press(page, "link", "Mere")
    press(page, "link", "Uden mål")
    tab_to(page, boxes(page, HELPS).first)
    page.keyboard.type("Min søster ringer. Og min hund.")
    wait_until_stored(page, "Min søster ringer. Og min hund.")
    tab_to(page, page.get_by_text(FOLD))
    page.keyboard.press("Enter")
    press(page, "button", "Min søster ringer.")
    press(page, "button", PARTS[3], "Space")
    link = page.get_by_role("link", name="Se den i Skriv")
    expect(link).to_be_focused()
    press(page, "button", "Smid noten ud")
    expect(page.get_by_role("button", name="Fortryd")).to_be_focused()
    page.keyboard.press("Enter")
    expect(boxes(page, HELPS).first).to_be_focused()
    press(page, "link", "Skriv")
    expect(box(page, PARTS[3])).to_have_value("Min søster ringer.")
    assert troubles == []
