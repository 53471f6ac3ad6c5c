"""The head in large type, as people have it: the browser's own font size, and zoom."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, ViewportSize

from .chromium import set_font
from .filled_phone import FilledPhone
from .screens import LANGUAGES

SIZES: tuple[ViewportSize, ...] = ({"width": 320, "height": 640}, {"width": 360, "height": 740})
ZOOMED: tuple[ViewportSize, ...] = ({"width": 160, "height": 320}, {"width": 180, "height": 370})
"""The same phones at 200 % zoom, which halves the pixels."""
WITH_ROWS_OF_THEIR_OWN = {"handover", "say"}
"""Screens whose acts are pushed aside in a row where they do not fit; other tests measure them."""
HEAD = """() => {
  const boxes = [...document.querySelectorAll('.top a, .top button')]
    .filter((control) => control.checkVisibility())
    .map((control) => control.getBoundingClientRect());
  const tops = boxes.map(({ top }) => top);
  return { rows: boxes.filter(({ top, bottom }) => top >= Math.min(...boxes.map((b) => b.bottom))).length + 1,
    height: document.querySelector('.top').getBoundingClientRect().height,
    right: Math.max(...boxes.map(({ right }) => right)), top: Math.min(...tops) };
}"""


def resized(page: Page, size: ViewportSize, font: int) -> None:
    """The same page on another screen and with another font of the browser, drawn anew."""
    set_font(page, font)
    page.set_viewport_size(size)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", ["start", "five", "meetings"])
def test_the_head_is_one_row(filled_phone: FilledPhone, name: str, lang: str) -> None:
    with filled_phone.screen(lang, name) as page:
        for size in SIZES:
            for font in (16, 24, 32):
                resized(page, size, font)
                head = page.evaluate(HEAD)
                assert head["rows"] == 1 and head["height"] < 90, (size, font, head)
                assert head["right"] <= size["width"], (size, font, head)


def test_the_type_follows_the_browsers_own_font(filled_phone: FilledPhone) -> None:
    with filled_phone.screen("da", "help") as page:
        resized(page, SIZES[1], 16)
        usual = page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")
        resized(page, SIZES[1], 32)
        assert page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 2 * usual == 36
