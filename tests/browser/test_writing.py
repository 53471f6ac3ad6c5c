"""*Skriv*: one question at a time on a phone, all on one page where there is room or one chose it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from webapp.content import PARTS as PART_NAMES

from .chromium import PHONE, SMALL_PHONE, open_phone, watch
from .journey import PARTS, WORDS, box, expect_saved, sentences, wait_until_stored
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .waiting import wait_until

WIDE: ViewportSize = {"width": 1280, "height": 900}
WITH_KEYBOARD: ViewportSize = {"width": 360, "height": 400}
SHOWN = """() => [...document.querySelectorAll('[data-step] :is(textarea, #title)')]
  .filter((box) => getComputedStyle(box.closest('[data-step]')).clipPath === 'none').map(({ id }) => id)"""
"""The boxes that are drawn; the others are there for a keyboard and a screen reader only."""
KEYBOARD_OVER_THE_PAGE = """() => {
  const view = Object.assign(new EventTarget(), { scale: 1, offsetTop: 0, height: innerHeight });
  Object.defineProperty(globalThis, 'visualViewport', { value: view });
}"""
OPEN_KEYBOARD = """(px) => {
  visualViewport.height = innerHeight - px;
  visualViewport.dispatchEvent(new Event('resize'));
}"""


def open_writing(page: Page, origin: str, about: str = "ny", lang: str = "da") -> None:
    """Open the screen, even if this tab shows it, and wait until it knows how to show the questions."""
    page.goto("about:blank")
    page.goto(address(origin, lang, "write") + f"#{about}")
    page.locator("html[data-writing]").wait_for()


def shown(page: Page) -> list[str]:
    """The boxes that are drawn."""
    return list(page.evaluate(SHOWN))


def way_on(page: Page, lang: str = "da") -> None:
    """Press the way on."""
    page.get_by_role("button", name=called(lang, "Videre"), exact=True).click()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_phone_begins_with_one_question_and_the_way_on_leads_to_the_five_minutes(
    stranger: Page, server: RealServer, lang: str
) -> None:
    page = stranger
    troubles = watch(page)
    open_writing(page, server.url, lang=lang)
    expect(page.locator("[data-act=step-back]")).to_be_hidden()
    for number, label in enumerate(PARTS):
        assert shown(page) == [PART_NAMES[number]]
        expect(page.get_by_text(called(lang, "{at} af {all}").format(at=number + 1, all=5))).to_be_visible()
        box(page, label, lang).press_sequentially(WORDS[label])
        way_on(page, lang)
        expect(page.locator("textarea, #title").nth(number + 1)).to_be_focused()
    assert shown(page) == ["title"]
    assert page.locator(":disabled").count() == 0
    expect_saved(page, lang)
    page.get_by_role("button", name=called(lang, "Tilbage")).click()
    assert shown(page) == ["so_that"]
    way_on(page, lang)
    wait_until_stored(page, *WORDS.values())
    page.get_by_role("link", name=called(lang, "Se dine fem minutter")).click()
    assert sentences(page)[0] == "Jeg hedder Åse."
    assert troubles == []


def test_whoever_goes_to_a_box_opens_its_question(stranger: Page, server: RealServer) -> None:
    open_writing(stranger, server.url)
    for part in reversed(PART_NAMES):
        stranger.fill(f"#{part}", f"Ord til {part}.")
        assert shown(stranger) == [part]
    for part in PART_NAMES[1:]:
        while shown(stranger) != [part]:
            stranger.keyboard.press("Tab")
            assert stranger.evaluate("document.activeElement !== document.body"), "no way there by keyboard"
        expect(stranger.locator(f"#{part}")).to_be_focused()
    wait_until_stored(stranger, *[f"Ord til {part}." for part in PART_NAMES])


def test_all_on_one_page_is_one_press_away_and_remembered(stranger: Page, server: RealServer) -> None:
    open_writing(stranger, server.url)
    stranger.get_by_role("button", name="Alt på én side").click()
    assert shown(stranger) == [*PART_NAMES, "title"]
    expect(stranger.get_by_role("button", name="Videre")).to_have_count(0)
    wait_until_stored(stranger, "all")
    open_writing(stranger, server.url)
    assert shown(stranger) == [*PART_NAMES, "title"]
    stranger.get_by_role("button", name="Ét spørgsmål ad gangen").click()
    assert len(shown(stranger)) == 1
    wait_until_stored(stranger, "one")
    stranger.set_viewport_size(WIDE)
    open_writing(stranger, server.url)
    assert shown(stranger) == ["introduce"]


def test_a_wide_screen_shows_all_questions(browser: Browser, server: RealServer) -> None:
    with open_phone(browser, viewport=WIDE) as context:
        page = context.new_page()
        open_writing(page, server.url)
        assert shown(page) == [*PART_NAMES, "title"]


@pytest.mark.parametrize("viewport", [PHONE, WIDE], ids=["one question", "all on one page"])
def test_help_stands_at_the_question(browser: Browser, server: RealServer, viewport: ViewportSize) -> None:
    with open_phone(browser, viewport=viewport) as context:
        page = context.new_page()
        open_writing(page, server.url)
        lines = set()
        for part in PART_NAMES:
            page.locator(f"#{part}").focus()
            step = page.locator(f"[data-part={part}]")
            for act in ("Giv mig et spørgsmål", "Vis et eksempel"):
                step.get_by_role("button", name=act).click()
            expect(step.locator("[data-nudge]")).not_to_be_empty()
            line = step.locator("[data-example]").filter(visible=True)
            expect(line).to_have_attribute("data-example", part)
            lines.add(str(line.text_content()))
        assert len(lines) == 4
        page.locator("#title").focus()
        last = page.locator("[data-step=last]")
        last.get_by_role("button", name="Vis et eksempel").click()
        expect(last.locator("[data-example]").filter(visible=True)).to_have_count(4)


def test_an_example_follows_the_kind_of_meeting(stranger: Page, server: RealServer) -> None:
    statement = seed(stranger, server.url, {PARTS[0]: "Jeg er her."})
    open_writing(stranger, server.url, statement)
    stranger.get_by_role("button", name="Vis et eksempel").click()
    line = stranger.locator("[data-part=introduce] [data-example=introduce]").filter(visible=True)
    first = str(line.text_content())
    stranger.locator("#kind").select_option("job_centre")
    expect(line).not_to_have_text(first)


@pytest.mark.parametrize("viewport", [WITH_KEYBOARD, {"width": 320, "height": 360}], ids=str)
def test_the_box_and_the_way_on_are_in_sight_above_a_keyboard(
    browser: Browser, server: RealServer, viewport: ViewportSize
) -> None:
    with open_phone(browser, viewport=viewport) as context:
        page = context.new_page()
        open_writing(page, server.url)
        for part in PART_NAMES:
            page.locator(f"#{part}").press_sequentially("Jeg er her.")
            expect_saved(page)
            at = page.locator(f"#{part}").bounding_box()
            on = page.locator("[data-act=step-on]").bounding_box()
            status = page.locator("[data-status]").bounding_box()
            assert at and on and status
            assert 0 <= at["y"] <= on["y"] - 40, "the line that one writes on is not in sight"
            for area in (on, status):
                assert area["y"] >= 0 and area["y"] + area["height"] <= viewport["height"]
            way_on(page)


def test_the_steps_rise_above_a_keyboard_that_lies_over_the_page(
    browser: Browser, server: RealServer
) -> None:
    with open_phone(browser, viewport=SMALL_PHONE) as context:
        page = context.new_page()
        page.add_init_script(f"({KEYBOARD_OVER_THE_PAGE})()")
        for name in ("write", "together"):
            page.goto(address(server.url, "da", name))
            page.wait_for_load_state("networkidle")
            before = page.locator(".steps").bounding_box()
            page.evaluate(OPEN_KEYBOARD, 260)
            wait_until(page, "() => document.querySelector('.steps').style.getPropertyValue('--lift')")
            after = page.locator(".steps").bounding_box()
            assert before and after
            assert after["y"] + after["height"] == pytest.approx(640 - 260, abs=1)
            page.evaluate(OPEN_KEYBOARD, 0)
            assert page.locator(".steps").bounding_box() == before
