"""The whole journey by keyboard alone: Tab, Enter, Space, arrows and letters."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from .chromium import watch
from .conftest import Phones
from .explore_journey import FOLD, HELPS, boxes
from .journey import PARTS, box, saved, sentences, wait_until_stored
from .meeting_journey import HEARD, SAID, WHERE, day, make_meeting
from .real_server import RealServer
from .screens import address, called

TABS_MAX = 80
FOCUS_SEEN = """(element) =>
  [element, element.nextElementSibling].some((one) => one && getComputedStyle(one).outlineStyle !== 'none')"""
LONG_PRESS_MS = 2000


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until ``target`` has the focus, and check that one can see that it has."""
    for _ in range(TABS_MAX):
        page.keyboard.press("Tab")
        if target.evaluate("(element) => element === document.activeElement"):
            break
    expect(target).to_be_focused()
    assert target.evaluate(FOCUS_SEEN), f"the focus cannot be seen on {target}"
    area = target.bounding_box()
    assert area is not None
    height = page.evaluate("innerHeight")
    assert area["y"] + area["height"] > 0 and area["y"] < height, f"{target} has the focus outside the screen"


def press(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Reach a control by Tab and press it."""
    tab_to(page, page.get_by_role(role, name=name, exact=True).filter(visible=True).first)  # type: ignore[arg-type]
    page.keyboard.press(key)


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_whole_journey_works_by_keyboard_alone(phone: Phones, server: RealServer, lang: str) -> None:
    page = phone(lang).new_page()
    troubles = watch(page)
    page.goto(address(server.url, lang, "start"))
    press(page, "link", called(lang, "Skriv nye ord"))
    for label in PARTS:
        tab_to(page, page.get_by_role("textbox", name=called(lang, label), exact=True))
        page.keyboard.type("Her er ord, som jeg skriver med taster.")
    tab_to(page, page.get_by_role("textbox", name=called(lang, "Titel"), exact=True))
    page.keyboard.type("Til lægen")
    saved(page, lang)
    wait_until_stored(page, "Til lægen")

    press(page, "link", called(lang, "Fem minutter"))
    assert len(sentences(page)) == 4
    tab_to(page, page.get_by_role("radio", name=called(lang, "Det vigtigste"), exact=True))
    page.keyboard.press("ArrowLeft")
    expect(page.locator("main [data-sentence]")).to_have_count(1)
    press(page, "button", called(lang, "Jeg blev afbrudt"), "Space")
    expect(page.get_by_text(called(lang, "Jeg er ikke helt færdig. Må jeg læse resten?"))).to_be_visible()
    tab_to(page, page.locator("details.adjusting summary"))
    page.keyboard.press("Enter")
    press(page, "button", called(lang, "Sig altid"))
    expect(page.get_by_role("button", name=called(lang, "Sig altid")).first).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(page.get_by_role("button", name=called(lang, "Sig altid")).first).to_be_focused()

    press(page, "link", called(lang, "Giv telefonen videre"))
    press(page, "button", called(lang, "En anden dag"))
    expect(page.locator("[data-answer-shown]")).to_contain_text(called(lang, "En anden dag"))
    page.keyboard.press("Enter")
    expect(page.locator("[data-answer-shown]")).to_be_hidden()
    tab_to(page, page.locator("[data-way-back]"))
    page.keyboard.down("Enter")
    page.wait_for_timeout(LONG_PRESS_MS)
    page.keyboard.up("Enter")
    expect(page.locator("h1")).to_have_text(called(lang, "Fem minutter"))

    press(page, "link", called(lang, "Udskriv"))
    tab_to(page, page.get_by_role("radio", name=called(lang, "Det hele"), exact=True))
    tab_to(page, page.get_by_role("button", name=called(lang, "Udskriv nu")))
    press(page, "link", "Egne ord")
    with page.expect_download():
        press(page, "button", called(lang, "Gem en kopi"))
    press(page, "link", called(lang, "Hent dine ord"))
    tab_to(page, page.locator("input[type=file]"))
    assert troubles == []


def test_the_skip_link_leads_past_the_top(phone: Phones, server: RealServer) -> None:
    page = phone().new_page()
    page.goto(address(server.url, "da", "start"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Gå til indholdet")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skriv nye ord")).to_be_focused()


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_meeting_is_made_used_and_looked_back_on_by_keyboard_alone(
    phone: Phones, server: RealServer, lang: str
) -> None:
    page = phone(lang).new_page()
    troubles = watch(page)
    make_meeting(page, server.url, f"{day(-1)}T10:00", lang=lang)
    page.goto(address(server.url, lang, "start"))
    press(page, "link", called(lang, "Nyt møde"))
    tab_to(page, page.get_by_label(called(lang, "Hvad er det for et møde?")))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_role("textbox", name=called(lang, WHERE), exact=True))
    page.keyboard.type("Rådhuset")
    saved(page, lang)
    for text in ("Et?", "To?"):
        press(page, "button", called(lang, "Tilføj et spørgsmål"), "Space")
        page.keyboard.type(text)
    second = called(lang, "Spørgsmål {n}").format(n=2)
    press(page, "button", f"{called(lang, 'Flyt op')}: {second}")
    wait_until_stored(page, "Rådhuset", "To?")
    press(page, "link", called(lang, "Klar?"))
    expect(page.locator(".questions li")).to_have_text(["To?", "Et?"])
    press(page, "link", "Egne ord")
    press(page, "link", called(lang, "Ja, lidt"))
    for asked in (SAID, HEARD):
        tab_to(page, page.get_by_role("group", name=called(lang, asked)).get_by_role("radio").first)
        page.keyboard.press("ArrowRight")
    tab_to(page, page.get_by_role("textbox", name=called(lang, "Gør hvad?")))
    page.keyboard.type("Ringer.")
    press(page, "button", called(lang, "Færdig"))
    press(page, "button", f"{called(lang, 'Det er gjort')}: Ringer.")
    expect(page.get_by_role("region", name=called(lang, "Det har I aftalt"))).to_have_count(0)
    assert troubles == []


@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_note_is_written_used_and_thrown_out_by_keyboard_alone(
    phone: Phones, server: RealServer, lang: str
) -> None:
    page = phone(lang).new_page()
    troubles = watch(page)
    page.goto(address(server.url, lang, "start"))
    press(page, "link", called(lang, "Uden mål"))
    tab_to(page, boxes(page, HELPS, lang).first)
    page.keyboard.type("Min søster ringer. Og min hund.")
    wait_until_stored(page, "Min søster ringer. Og min hund.")
    tab_to(page, page.get_by_text(called(lang, FOLD)))
    page.keyboard.press("Enter")
    press(page, "button", "Min søster ringer.")
    press(page, "button", called(lang, PARTS[3]), "Space")
    link = page.get_by_role("link", name=called(lang, "Se den i Skriv"))
    expect(link).to_be_focused()
    press(page, "button", called(lang, "Smid noten ud"))
    expect(page.get_by_role("button", name=called(lang, "Fortryd"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(boxes(page, HELPS, lang).first).to_be_focused()
    press(page, "link", called(lang, "Skriv"))
    expect(box(page, PARTS[3], lang)).to_have_value("Min søster ringer.")
    assert troubles == []
