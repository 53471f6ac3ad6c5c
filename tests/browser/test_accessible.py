"""Empty and unfolded screens pass axe and our own measures; test_every_screen.py looks at all others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize

from .chromium import PHONE, SMALL_PHONE, open_phone, set_font
from .explore_journey import HELPS, unfold
from .filled_phone import FilledPhone
from .journey import PARTS
from .real_server import ROOT, RealServer
from .screens import address, called

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
MEASURES = Path(__file__).with_name("measures.js").read_text("utf-8").rstrip().removesuffix(";")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EMPTY = (
    *("start", "five", "print", "versions", "bin", "handover"),
    *("meetings", "rehearse", "explore", "together", "share", "links"),
)
"""Screens that show something else while there are no words."""
WIDE: ViewportSize = {"width": 1280, "height": 900}
# Stricter than axe's own rule on contrast, which is switched off: it would look at every text once more.
SEVEN_TO_ONE = """axe.configure({ rules: [{ id: 'color-contrast-enhanced', any: [{
  id: 'color-contrast-enhanced',
  options: { ignoreUnicode: true, boldValue: 700, boldTextPt: 1000, largeTextPt: 1000,
    contrastRatio: { normal: { expected: 7 }, large: { expected: 7 } }, pseudoSizeThreshold: 0.25,
    shadowOutlineEmMax: 0.1, textStrokeEmMin: 0.03 },
}] }] });0"""
CONTRAST = ["color-contrast-enhanced"]
OF_SIZE = ["target-size", "scrollable-region-focusable"]
"""Rules that the size of the screen or of the text can change; the rest of the structure stays the same."""
RUN = """async ([only, switched]) => (await axe.run(document, {
  runOnly: only,
  rules: Object.fromEntries(Object.entries(switched).map(([id, enabled]) => [id, { enabled }])),
  resultTypes: ['violations'],
})).violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
  `${id} at ${target}: ${failureSummary.split('\\n').slice(1).join(' ').trim()}`))"""


def axe(page: Page, rules: list[str] | None = None, contrast: bool = True) -> list[str]:
    """What axe finds: WCAG 2.2 AA, best practices and 7:1 contrast for all text, or only the given rules."""
    if not page.evaluate("'axe' in globalThis"):
        page.evaluate(AXE + ";0")
        page.evaluate(SEVEN_TO_ONE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    switched = {"target-size": True, "color-contrast": False, "color-contrast-enhanced": contrast}
    found: list[str] = page.evaluate(RUN, [only, {} if rules else switched])
    return found


def measure(page: Page, what: str) -> list[str]:
    """Evaluate one of measures.js, such as ``smallTargets(44)``."""
    found: list[str] = page.evaluate(f"{MEASURES}.{what}")
    return found


def audit(page: Page, name: str, contrast: bool = True) -> str:
    """What falls short, a line each: light at 390 px, dark at 320 px, there also with a doubled font.

    Without `contrast` it checks only what the length of the words can change: colours know no language.
    """
    found: dict[str, list[str]] = {}
    page.emulate_media(color_scheme="light", reduced_motion="reduce")  # else colours are on their way
    found["light, 390 px"] = axe(page, contrast=contrast) + measure(page, "overflows()")
    found["targets"] = measure(page, f"smallTargets({64 if name == 'handover' else 44})")
    found["text size"] = measure(page, f"smallText({28 if name == 'handover' else 18})")
    found["line height"] = measure(page, "tightLines()")
    page.set_viewport_size(SMALL_PHONE)
    page.emulate_media(color_scheme="dark")
    found["dark, 320 px"] = measure(page, "overflows()") + measure(page, "smallTargets(44)")
    found["dark, 320 px"] += axe(page, OF_SIZE + CONTRAST) if contrast else []
    page.emulate_media(color_scheme="light")
    set_font(page, 32)
    found["a font of 32 px"] = measure(page, "overflows()") + measure(page, "smallTargets(44)")
    found["a font of 32 px"] += measure(page, "brokenWords()")
    set_font(page, 16)
    page.set_viewport_size(PHONE)
    return "\n".join(f"{where}: {what}" for where, faults in found.items() for what in faults)


def hand_over_button(page: Page, lang: str) -> Locator:
    """The button that hands the phone over, which every screen shows without scrolling."""
    button = page.locator("nav.acts").get_by_role("link", name=called(lang, "Giv telefonen videre"))
    area, height = button.bounding_box(), page.evaluate("innerHeight")
    assert area and area["y"] + area["height"] <= height + 1, "not in sight without scrolling"
    return button


@pytest.fixture(scope="module")
def empty_phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone without words."""
    with open_phone(browser, reduced_motion="reduce", service_workers="block") as context:
        yield context


@pytest.mark.parametrize("name", EMPTY)
def test_the_empty_screen_is_accessible_too(
    empty_phone: BrowserContext, server: RealServer, name: str
) -> None:
    page = empty_phone.new_page()
    page.goto(address(server.url, "da", name))
    page.wait_for_load_state("networkidle")
    assert audit(page, name) == ""
    page.close()


def test_everything_that_can_be_opened_is_accessible(filled_phone: FilledPhone) -> None:
    with filled_phone.screen("da", "five") as page:
        for summary in page.locator("summary").all():
            summary.click()
        page.get_by_role("button", name="Jeg blev afbrudt").click()
        page.get_by_role("button", name="Læs op nu").click()
        assert audit(page, "five") == ""
    with filled_phone.screen("da", "after") as page:
        page.get_by_text("Vil du skrive mere?").click()
        page.get_by_text("Blev du ikke hørt, er det ikke din skyld.").wait_for()
        assert audit(page, "after") == ""
    with filled_phone.screen("da", "rehearse") as page:
        page.get_by_role("button", name="Begynd").click()
        page.get_by_role("radio", name="Sammen med en").click()
        assert audit(page, "rehearse") == ""
    with filled_phone.screen("da", "write") as page:
        page.get_by_role("button", name="Vis et eksempel").click()
        page.get_by_role("button", name="Giv mig et spørgsmål").first.click()
        page.locator("[data-examples] section:not([hidden])").wait_for()
        assert audit(page, "write") == ""
        page.get_by_role("button", name="Alt på én side").click()
        assert audit(page, "write") == ""
    with filled_phone.screen("da", "explore") as page:
        unfold(page, HELPS).locator(".note-sentence").first.click()
        page.get_by_role("button", name=PARTS[0]).wait_for()
        assert audit(page, "explore") == ""
    with filled_phone.screen("da", "guides") as page:
        for summary in page.locator("summary").all():
            summary.click()
        assert audit(page, "guides") == ""
        page.set_viewport_size(WIDE)
        assert measure(page, "longLines(70)") == []
