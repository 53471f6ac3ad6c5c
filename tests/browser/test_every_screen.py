"""Every screen, opened once in each language: no holes, large type, what is in reach, accessibility."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from .chromium import PHONE, set_font
from .filled_phone import FilledPhone
from .journey import sentences
from .screens import EVERY_SCREEN
from .test_accessible import WIDE, audit, hand_over_button, measure
from .test_large_type import SIZES as LARGE_TYPE_SIZES
from .test_large_type import WITH_ROWS_OF_THEIR_OWN, ZOOMED, resized
from .test_looks_finished import HOLE_PX, HOLES
from .test_under_the_bar import SIZES, reached

WITHOUT_HEADLINE = {"five", "say", "handover", "print"}
SAID_AT_EACH_SAVE = {"write"}
"""Holes are not looked for on these screens."""
SMALL: ViewportSize = {"width": 360, "height": 740}
AS_OPENED = """() => {
  document.activeElement?.blur();
  scrollTo(0, 0);
  return new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


@dataclass(frozen=True)
class Opened:
    """A screen in a tab of its own, which its looks share."""

    page: Page
    lang: str
    name: str


@pytest.fixture(scope="module", params=EVERY_SCREEN, ids="-".join)
def opened(request: pytest.FixtureRequest, filled_phone: FilledPhone) -> Iterator[Opened]:
    """Each screen in turn, in each language. pytest runs all looks at one before it opens the next."""
    lang, name = request.param
    with filled_phone.screen(lang, name) as page:
        yield Opened(page, lang, name)


@pytest.fixture
def screen(opened: Opened) -> Opened:
    """The screen as it was opened, whatever the look before changed about the phone."""
    page = opened.page
    set_font(page, 16)
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="light")
    page.evaluate(AS_OPENED)
    return opened


def in_languages(*languages: str, but: Collection[str] = ()) -> pytest.MarkDecorator:
    """Only these languages, and not these screens."""
    chosen = [(lang, name) for lang, name in EVERY_SCREEN if lang in languages and name not in but]
    return pytest.mark.parametrize("opened", chosen, indirect=True, ids="-".join)


@in_languages("da", but=WITHOUT_HEADLINE | SAID_AT_EACH_SAVE)
def test_no_screen_has_a_hole(screen: Opened) -> None:
    screen.page.set_viewport_size(SMALL)
    assert screen.page.evaluate(HOLES, HOLE_PX) == []


def test_no_word_is_broken_and_nothing_is_wider_than_the_screen(screen: Opened) -> None:
    """In large type, as people have it: the browser's own font size, and zoom."""
    page, faults = screen.page, {}
    for size in LARGE_TYPE_SIZES:
        resized(page, size, 32)
        faults[size["width"]] = measure(page, "brokenWords()") + measure(page, "overflows()")
    for size in () if screen.name in WITH_ROWS_OF_THEIR_OWN else ZOOMED:
        resized(page, size, 16)
        faults[size["width"]] = measure(page, "overflows()") + measure(page, "smallTargets(44)")
    assert not any(faults.values()), faults


@in_languages("da")
def test_the_main_act_of_every_screen_comes_out_from_under_the_bar(screen: Opened) -> None:
    page = screen.page
    for width, height, font in SIZES.values():
        set_font(page, font)
        page.set_viewport_size({"width": width, "height": height})
        for button in page.locator("main .button.main").filter(visible=True).all():
            reached(page, button)


def test_the_screen_is_accessible_and_one_tap_from_being_handed_over(screen: Opened) -> None:
    """Both themes, small, large and wide; in English only what longer or shorter words can change.

    It is the last look, because the tap leads to another screen.
    """
    page, lang, name = screen.page, screen.lang, screen.name
    assert audit(page, name, contrast=lang == "da") == ""
    if lang == "da":
        page.set_viewport_size(WIDE)
        assert measure(page, "longLines(70)") == []
        page.set_viewport_size(PHONE)
    if name == "handover":
        return
    button = hand_over_button(page, lang)
    if lang == "da":
        button.tap()
        expect(page.get_by_role("button", name="Ved ikke")).to_be_visible()
        assert "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8." in sentences(page)
