"""No hole, no flash and no stretched line: what makes a screen look finished."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, expect

from .chromium import SMALL_PHONE, open_phone
from .filled_phone import FilledPhone
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .vault_journey import turn_on

HOLE_PX = 64
"""More than the largest space between two parts of a page."""
HOLES = """(most) => {
  const parts = 'h1, h2, h3, p, li, a, button, input, select, textarea, svg, canvas, label, summary, legend';
  const boxes = [...document.querySelectorAll(`main :is(${parts})`)]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest('.unseen, .sheet'))
    .filter((e) => e.matches('input, select, textarea, button, svg, canvas') || e.textContent.trim())
    .map((e) => e.getBoundingClientRect()).filter(({ width, height }) => width > 1 && height > 1)
    .sort((a, b) => a.top - b.top);
  const found = [];
  let end = boxes[0]?.bottom ?? 0;
  for (const { top, bottom } of boxes) {
    if (top - end > most) found.push([Math.round(end), Math.round(top)]);
    end = Math.max(end, bottom);
  }
  return found;
}"""
CANVAS = """() => {
  document.documentElement.style.color = 'Canvas';
  return getComputedStyle(document.documentElement).color;
}"""
WIDTHS: tuple[ViewportSize, ...] = ({"width": 768, "height": 1024}, {"width": 1280, "height": 900})
LEFTS = """(selector) => new Set([...document.querySelectorAll(selector)]
  .filter((e) => e.checkVisibility()).map((e) => Math.round(e.getBoundingClientRect().left))).size"""


def test_a_message_below_the_headline_moves_nothing(filled_phone: FilledPhone) -> None:
    with filled_phone.screen("da", "settings") as page:
        page.set_viewport_size({"width": 360, "height": 740})
        before = page.locator("main fieldset").first.bounding_box()
        page.get_by_role("radio", name="Større").check(force=True)
        expect(page.locator("[data-status]")).to_have_text("Gemt på din telefon")
        assert page.locator("main fieldset").first.bounding_box() == before
        page.get_by_role("radio", name="Stor", exact=True).check(force=True)


@contextmanager
def withheld_styles(page: Page) -> Iterator[None]:
    """The page's stylesheet is on its way for as long as this lasts."""
    waiting: list[Route] = []
    page.route("**/*.css", lambda route: waiting.append(route))
    yield
    for route in waiting:
        route.continue_()


@pytest.mark.parametrize("path", ["/da/", "/d", "/ud", "/da/ingen-side"])
def test_the_dark_theme_is_dark_before_the_styles_are_here(
    browser: Browser, server: RealServer, path: str
) -> None:
    with open_phone(browser, service_workers="block", color_scheme="dark") as context:
        page = context.new_page()
        with withheld_styles(page):
            page.goto(server.url + path, wait_until="commit")
            page.locator("meta[name=color-scheme]").wait_for(state="attached")
            assert page.evaluate(CANVAS) == "rgb(18, 18, 18)", "what a browser paints where no style does"


def test_meetings_that_are_over_are_folded_and_days_have_their_year(filled_phone: FilledPhone) -> None:
    with filled_phone.screen("da", "meetings") as page:
        past = page.locator("[data-past]")
        expect(past).to_have_js_property("open", False)
        for note in page.locator(".card-note").all():
            text = note.text_content() or ""
            assert "Uden dato" in text or " 20" in text, text
        past.locator("summary").click()
        expect(past.get_by_role("link", name="Bagefter").first).to_be_visible()
        page.evaluate("new BroadcastChannel('egne-ord').postMessage({})")
        page.get_by_role("button", name="Det er gjort").first.click()
        expect(page.locator(".said")).not_to_be_empty()
        expect(past).to_have_js_property("open", True)


@pytest.mark.parametrize(
    ("lang", "day", "time"),
    [
        ("da", r"Fredag den 26\. november 2027", r"Kl\.\s09[.:]05"),
        ("en", "Friday,? 26 November 2027", "09:05"),
    ],
)
def test_a_day_is_said_in_the_language_of_the_app(
    browser: Browser, server: RealServer, lang: str, day: str, time: str
) -> None:
    with open_phone(browser, service_workers="block", locale="ja-JP") as context:
        page = context.new_page()
        page.goto(f"{address(server.url, lang, 'meeting')}#ny")
        expect(page.locator("#day-said")).to_be_empty()
        page.get_by_label(called(lang, "Hvilken dag?")).fill("2027-11-26")
        page.get_by_label(called(lang, "Hvad er klokken?")).fill("09:05")
        expect(page.locator("#day-said")).to_have_text(re.compile(f"^{day}$"))
        expect(page.locator("#time-said")).to_have_text(re.compile(f"^{time}$"))
        expect(page.get_by_label(called(lang, "Hvilken dag?"))).to_have_accessible_description(
            re.compile(day)
        )
        page.get_by_label(called(lang, "Hvilken dag?")).fill("")
        expect(page.locator("#day-said")).to_be_empty()


def test_every_field_of_a_day_says_it(filled_phone: FilledPhone) -> None:
    for name in ("meeting", "remind", "after"):
        with filled_phone.screen("da", name) as page:
            for field in page.locator("main input:is([type=date], [type=datetime-local])").all():
                said = page.locator(f"#{field.get_attribute('id')}-said")
                assert bool(said.text_content()) == bool(field.input_value()), name


@pytest.mark.parametrize(
    ("browser_name", "steps", "icon"),
    [
        ("iPhone", "iPhone og iPad", "share"),
        ("Android 14; SamsungBrowser", "Samsung med Samsung Internet", "menu"),
        ("Android 14; Mobile; Firefox", "Android med Firefox", "ellipsis-vertical"),
        ("Android 14; Chrome", "Android med Chrome", "ellipsis-vertical"),
        ("Windows NT 10.0; Chrome", "Computer med Chrome eller Edge", "monitor-down"),
    ],
)
def test_the_steps_of_this_browser_alone_are_shown(
    browser: Browser, server: RealServer, browser_name: str, steps: str, icon: str
) -> None:
    with open_phone(browser, service_workers="block", user_agent=f"Mozilla/5.0 ({browser_name})") as context:
        page = context.new_page()
        page.goto(address(server.url, "da", "install"))
        others = page.locator("[data-others] > summary")
        expect(others).to_be_visible()
        expect(page.locator(".install summary:visible")).to_have_text([steps, others.inner_text()])
        picture = page.locator(f".install li:visible svg:has(use[href='#icon-{icon}'])")
        assert page.locator(".install ol:visible").count() == picture.count() == 1
        box = picture.bounding_box()
        assert box and box["width"] > 12, "the picture is drawn"
        others.click()
        expect(page.locator(".install summary:visible")).to_have_count(6)


@pytest.mark.parametrize(
    ("browser_name", "inside", "of_apple"),
    [
        ("iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1", False, True),
        ("iPhone; CPU iPhone OS 18_5 like Mac OS X) Mobile/15E148 [FBAN/FBIOS;FBAV/500.0]", True, True),
        ("Linux; Android 14; wv) Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/490.0]", True, False),
        ("Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", False, False),
        ("X11; Linux x86_64) Chrome/130.0 Safari/537.36", False, False),
    ],
)
def test_only_what_concerns_this_browser_is_read(
    browser: Browser, server: RealServer, browser_name: str, inside: bool, of_apple: bool
) -> None:
    with open_phone(browser, service_workers="block", user_agent=f"Mozilla/5.0 ({browser_name}") as context:
        page = context.new_page()
        page.goto(address(server.url, "da", "install"))
        expect(page.locator("[data-others] > summary")).to_be_visible()
        shown = page.locator("main").inner_text()
        assert ("Facebook" in shown) is inside
        assert ("Safari" in shown) is of_apple


def test_completions_of_a_word_stand_apart(browser: Browser, server: RealServer) -> None:
    with open_phone(browser, service_workers="block", viewport=SMALL_PHONE) as context:
        page = context.new_page()
        page.goto(address(server.url, "da", "copy"))
        page.wait_for_load_state("networkidle")
        page.get_by_label("Dine 12 ord").press_sequentially("sol")
        buttons = page.locator("[data-act=complete]")
        expect(buttons).to_have_count(4)
        boxes = [box for button in buttons.all() if (box := button.bounding_box())]
        assert all(
            after["y"] > before["y"] or after["x"] - before["x"] - before["width"] >= 12
            for before, after in pairwise(boxes)
        )


@pytest.mark.parametrize("size", WIDTHS, ids=lambda size: size["width"])
def test_a_wide_screen_is_laid_out(filled_phone: FilledPhone, size: ViewportSize) -> None:
    for name, selector in (
        ("more", "main section"),
        ("meetings", "main .card"),
        ("start", ".rows.when-filled li"),
    ):
        with filled_phone.screen("da", name) as page:
            page.set_viewport_size(size)
            assert page.evaluate(LEFTS, selector) >= 2, (name, "one column on a wide screen")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_of_a_link_says_what_it_is_and_that_it_is_safe(
    browser: Browser, server: RealServer, lang: str
) -> None:
    with open_phone(
        browser, lang, service_workers="block", viewport={"width": 320, "height": 640}
    ) as context:
        page = context.new_page()
        page.goto(f"{server.url}/{lang}/d#{'A' * 22}.{'A' * 43}")
        safe = page.locator("[data-safe] li")
        expect(safe).to_have_count(3)
        expect(safe.first).to_contain_text(
            called(lang, "Det er trygt at åbne. Du skal ikke logge ind eller hente noget.")
        )
        assert page.evaluate(HOLES, HOLE_PX) == []


def test_once_everything_is_in_the_vault_the_main_button_leads_on(
    browser: Browser, server: RealServer
) -> None:
    with open_phone(browser, service_workers="block") as context:
        page = context.new_page()
        turn_on(page, server.url)
        main = page.locator("[data-view=vault] .button.main")
        expect(main).to_have_text(["Til dine ord"])
        expect(page.get_by_role("button", name="Hent og send nu")).to_be_visible()
        main.click()
        expect(page).to_have_url(f"{server.url}/da/")
