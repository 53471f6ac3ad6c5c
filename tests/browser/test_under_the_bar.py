"""Nothing that one presses lies under the bar: each step of each flow, on small screens, with large type."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from .chromium import open_phone
from .journey import PARTS, WORDS, box
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .test_hand_over_places import set_font
from .together_journey import open_together

SIZES = {
    "320 × 640": (320, 640, 16),
    "360 × 740": (360, 740, 16),
    "320 × 640, a font of 32 px": (320, 640, 32),
    "360 × 740, a font of 32 px": (360, 740, 32),
}
"""The width and height in CSS pixels, and the browser's own font size."""
TROUBLE = """(button) => {
  const { left, top, right, bottom } = button.getBoundingClientRect();
  const hit = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
  return [
    !button.contains(hit) && `covered by ${hit?.outerHTML.slice(0, 80)}`,
    (top < 0 || left < 0 || bottom > innerHeight + 1 || right > innerWidth + 1) && 'not on the screen',
    bottom - top < 43.5 && 'too low for a finger',
  ].filter(Boolean).join(', ');
}"""
LINES = """() => [...document.querySelectorAll(':is(.acts, .top) :is(a, button)')].flatMap((act) => {
  const rows = new Set();
  for (const node of act.querySelectorAll('span:not(.unseen)')) {
    const range = new Range();
    range.selectNodeContents(node);
    for (const { top, width } of range.getClientRects()) if (width > 1) rows.add(Math.round(top));
  }
  return rows.size > 1 ? [act.textContent.trim()] : [];
})"""
ROWS = """() => new Set([...document.querySelectorAll('.top :is(a, button)')]
  .map((act) => act.getBoundingClientRect())
  .map(({ top, bottom }) => Math.round((top + bottom) / 20))).size"""
SMALL = ("320 × 640", "360 × 740")


def press(page: Page, button: Locator, lang: str, step: str) -> None:
    """Check that a button can be pressed where it stands, without scrolling, and press it."""
    button.wait_for()
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert button.evaluate(TROUBLE) == "", (lang, step)
    button.click()


@pytest.fixture(params=SIZES)
def phone_at(request: pytest.FixtureRequest, browser: Browser, server: RealServer) -> Iterator[Page]:
    """A page on an empty phone of each size."""
    width, height, font = SIZES[request.param]
    viewport = {"width": width, "height": height}
    with open_phone(browser, service_workers="block", reduced_motion="reduce", viewport=viewport) as context:
        page = context.new_page()
        set_font(page, font)
        yield page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_of_skriv_has_its_way_on_in_sight(
    phone_at: Page, server: RealServer, lang: str
) -> None:
    page = phone_at
    page.goto(address(server.url, lang, "write") + "#ny")
    page.locator("html[data-writing=one]").wait_for()
    for label in PARTS:
        box(page, label, lang).fill(WORDS[label])
        press(page, page.locator("[data-act=step-on]"), lang, label)
    expect(box(page, "Titel", lang)).to_be_focused()
    back = page.locator("[data-act=step-back]")
    assert back.evaluate(TROUBLE) == ""
    press(page, page.locator(".step-last"), lang, "Titel")
    expect(page.locator("[data-sentence]").first).to_be_visible()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_of_skriv_sammen_has_its_way_on_in_sight(
    phone_at: Page, server: RealServer, lang: str
) -> None:
    page = phone_at
    open_together(page, server.url, "ny", lang)
    steps = page.locator(".steps")
    press(page, steps.get_by_role("button", name=called(lang, "Begynd")), lang, "guide")
    for label in PARTS:
        box(page, label, lang).fill(WORDS[label])
        for name in ("Tilbage", "Pause"):
            found = steps.get_by_role("button", name=called(lang, name), exact=True)
            assert found.evaluate(TROUBLE) == "", (lang, label, name)
        press(page, steps.get_by_role("button", name=called(lang, "Videre")), lang, label)
    page.locator(".read-through").wait_for()
    reached(page, page.locator("main").get_by_role("link", name=called(lang, "Fem minutter")))
    press(page, steps.get_by_role("button", name=called(lang, "Pause")), lang, "read")
    reached(page, page.locator("[data-act=go-on]"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_act_of_a_rehearsal_is_in_sight(phone_at: Page, server: RealServer, lang: str) -> None:
    page = phone_at
    statement = seed(page, server.url, WORDS)
    page.goto(address(server.url, lang, "rehearse", statement))
    press(page, page.locator("[data-act=begin]"), lang, "begin")
    for act in ("rest", "rest", "line-on", "line-back", "stop"):
        press(page, page.locator(f"[data-act={act}]"), lang, act)
    press(page, page.locator("[data-act=begin]"), lang, "begin again")
    press(page, page.locator("[data-act=done]"), lang, "done")


def reached(page: Page, button: Locator) -> None:
    """Check that a keyboard brings a button out from under the bar."""
    button.wait_for()
    button.evaluate("(button) => { button.blur(); button.focus(); }")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    assert button.evaluate(TROUBLE) == "", (page.url, button.text_content())


@pytest.fixture(scope="module")
def worded(browser: Browser, server: RealServer) -> Iterator[tuple[BrowserContext, str]]:
    """A phone without a worker, with words."""
    with open_phone(browser, service_workers="block") as context:
        page = context.new_page()
        yield context, seed(page, server.url, WORDS)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_labels_of_the_bar_and_the_head_are_one_line(
    worded: tuple[BrowserContext, str], server: RealServer, lang: str
) -> None:
    context, statement = worded
    page = context.new_page()
    for name in ("start", "write", "five", "say", "together", "more"):
        page.goto("about:blank")
        page.goto(address(server.url, lang, name, statement))
        page.wait_for_load_state("networkidle")
        for size in SMALL:
            page.set_viewport_size({"width": SIZES[size][0], "height": SIZES[size][1]})
            page.evaluate("() => new Promise(requestAnimationFrame)")
            assert page.evaluate(LINES) == [], (name, size)
            assert page.evaluate(ROWS) == 1, f"{name} at {size}: the head has several rows"
    for part in ("Skriv", "Fem minutter", "Giv telefonen videre"):
        expect(page.get_by_role("navigation").get_by_role("link", name=called(lang, part))).to_be_visible()
    page.close()
