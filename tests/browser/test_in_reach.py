"""While somebody speaks, what they need is in sight: their words above, and the acts where the thumb is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from .chromium import open_phone, set_font
from .filled_phone import LONG
from .journey import PARTS, WORDS
from .real_server import RealServer
from .screens import LANGUAGES, address
from .seeds import seed

SIZES: tuple[ViewportSize, ...] = (
    {"width": 360, "height": 740},
    {"width": 320, "height": 640},
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
USUAL, LARGE_FONT, ZOOMED = "usual type", "a font of 32 px", "200 % zoom"
FIRST_WORD_PX = 220
"""Where the first own word begins at the latest, at 360 by 740."""
PLACES = """() => {
  const area = (selector) => {
    const { top, bottom, left, right } = document.querySelector(selector).getBoundingClientRect();
    return { top, bottom, left, right };
  };
  const range = new Range();
  range.selectNodeContents(document.querySelector('main [data-sentence], main .fitted'));
  const { top, bottom, left, right } = range.getClientRects()[0];
  const page = document.documentElement;
  return { word: { top, bottom, left, right }, interrupted: area('[data-act=interrupted]'),
    hand: area('nav.acts a[href*="giv-videre"], nav.acts a[href*="hand-over"]'), strip: area('.strip'),
    width: innerWidth, height: innerHeight, overflow: page.scrollWidth - page.clientWidth };
}"""
COVERED = """(selector) => {
  const { left, top, width, height } = document.querySelector(selector).getBoundingClientRect();
  const found = document.elementFromPoint(left + width / 2, top + height / 2);
  return !found?.closest(selector);
}"""
BROKEN_WORDS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const { data, parentElement } = walker.currentNode;
    if (!parentElement.checkVisibility({ visibilityProperty: true })) continue;
    if (parentElement.closest('script, .unseen, .skip, [data-cut]')) continue;
    for (const { 0: word, index } of data.matchAll(/\\S+/g)) {
      const range = new Range();
      range.setStart(walker.currentNode, index);
      range.setEnd(walker.currentNode, index + word.length);
      const tops = new Set([...range.getClientRects()].filter(({ width }) => width).map(({ top }) => top));
      if (tops.size > 1) found.push(word);
    }
  }
  return found;
}"""


@dataclass(frozen=True)
class Speaking:
    """A phone with words, in one kind of type."""

    page: Page
    origin: str
    statement: str
    kind: str

    def open(self, lang: str, name: str) -> None:
        """Open a screen and wait for the words."""
        self.page.goto("about:blank")
        self.page.goto(address(self.origin, lang, name, self.statement))
        expect(self.page.locator("main :is([data-sentence], .fitted)").first).to_be_visible()


@pytest.fixture(scope="module", params=(USUAL, LARGE_FONT, ZOOMED))
def speaking(request: pytest.FixtureRequest, browser: Browser, server: RealServer) -> Iterator[Speaking]:
    """A phone with usual type, with a larger browser font or with zoom."""
    kind = request.param
    scale = 2 if kind == ZOOMED else 1
    options = {"reduced_motion": "reduce", "device_scale_factor": scale}
    with open_phone(browser, service_workers="block", **options) as context:
        page = context.new_page()
        if kind == LARGE_FONT:
            set_font(page, 32)
        statement = seed(page, server.url, {**WORDS, PARTS[3]: f"{WORDS[PARTS[3]]} {LONG}"})
        yield Speaking(page, server.url, statement, kind)


def set_size(phone: Speaking, size: ViewportSize) -> None:
    """Make the screen so large; zoom shows half as many CSS pixels."""
    times = 2 if phone.kind == ZOOMED else 1
    phone.page.set_viewport_size({"width": size["width"] // times, "height": size["height"] // times})


def expect_in_sight(page: Page, lang: str) -> dict[str, dict[str, float]]:
    """Check that both acts are in sight and pressable, and the words not pushed out; returns the places."""
    found: dict[str, dict[str, float]] = page.evaluate(PLACES)
    height, width = float(found["height"]), float(found["width"])  # type: ignore[arg-type]
    for act in ("interrupted", "hand"):
        area = found[act]
        assert area["bottom"] <= height + 1 and area["top"] >= height / 2, (lang, act, found)
        assert area["bottom"] - area["top"] >= 43.5, (lang, act, found)
        assert area["left"] >= -1 and area["right"] <= width + 1, (lang, act, found)
    for selector in ("[data-act=interrupted]", "nav.acts a:last-of-type"):
        assert not page.evaluate(COVERED, selector), (lang, selector)
    assert float(found["overflow"]) <= 0, (lang, found)  # type: ignore[arg-type]
    assert page.evaluate(BROKEN_WORDS) == [], lang
    return found


def expect_the_words_above_the_acts(phone: Speaking, lang: str) -> None:
    """Check the five minutes as they open."""
    found = expect_in_sight(phone.page, lang)
    lowest = min(found["interrupted"]["top"], found["hand"]["top"])
    word = found["word"]
    assert word["bottom"] <= lowest, (lang, found)
    if phone.kind == USUAL:
        assert found["strip"]["bottom"] <= found["hand"]["top"] + 1, (lang, found)
        assert word["bottom"] <= found["strip"]["top"], (lang, found)
        assert word["top"] <= max(FIRST_WORD_PX, float(found["height"]) / 3), (lang, found)  # type: ignore[arg-type]


def expect_the_line_over_the_words(page: Page) -> None:
    """Press "Jeg blev afbrudt": its line opens between the top and the acts, and nothing moves."""
    before = page.evaluate(PLACES)
    page.locator("[data-act=interrupted]").click()
    line = page.locator("[data-say=interrupted]").bounding_box()
    after = page.evaluate(PLACES)
    assert line and line["y"] >= 0
    assert line["y"] + line["height"] <= min(after["interrupted"]["top"], after["hand"]["top"]) + 1
    assert {k: after[k] for k in ("word", "interrupted", "hand")} == {
        k: before[k] for k in ("word", "interrupted", "hand")
    }


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']} px")
def test_the_words_are_above_and_the_acts_below(speaking: Speaking, size: ViewportSize) -> None:
    """In both themes and languages, also after an interruption."""
    set_size(speaking, size)
    for lang, theme in product(LANGUAGES, THEMES):
        speaking.page.emulate_media(color_scheme=theme)
        if theme == THEMES[0]:
            speaking.open(lang, "five")
        expect_the_words_above_the_acts(speaking, lang)
        if theme == THEMES[-1]:
            expect_the_line_over_the_words(speaking.page)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']} px")
def test_one_sentence_a_screen_has_its_acts_in_sight(speaking: Speaking, size: ViewportSize) -> None:
    page = speaking.page
    set_size(speaking, size)
    for lang in LANGUAGES:
        speaking.open(lang, "say")
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            expect_in_sight(page, lang)
        page.keyboard.press("ArrowRight")
        expect(page.locator("main [data-sentence]")).to_be_visible()
        found = expect_in_sight(page, lang)
        assert found["word"]["bottom"] <= found["hand"]["top"]
        page.keyboard.press("ArrowLeft")
        expect(page.locator("main .fitted")).to_be_visible()
        expect_the_line_over_the_words(page)
