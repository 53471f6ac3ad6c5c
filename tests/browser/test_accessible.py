"""axe finds nothing on any screen, and the numbers of every screen hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .chromium import PHONE, SMALL_PHONE, open_phone
from .explore_journey import HELPS, unfold
from .filled_phone import FilledPhone
from .journey import PARTS
from .real_server import ROOT, RealServer
from .screens import EVERY_SCREEN, address

AXE = (ROOT / "node_modules/axe-core/axe.min.js").read_text("utf-8")
MEASURES = Path(__file__).with_name("measures.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEVEN_TO_ONE = """axe.configure({ rules: [{ id: 'color-contrast-enhanced', any: [{
  id: 'color-contrast-enhanced',
  options: { ignoreUnicode: true, boldValue: 700, boldTextPt: 1000, largeTextPt: 1000,
    contrastRatio: { normal: { expected: 7 }, large: { expected: 7 } }, pseudoSizeThreshold: 0.25,
    shadowOutlineEmMax: 0.1, textStrokeEmMin: 0.03 },
}] }] });0"""
RUN = """async (rules) => (await axe.run(document, {
  runOnly: { type: 'tag', values: rules },
  rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
  resultTypes: ['violations'],
})).violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) =>
  `${id} at ${target}: ${failureSummary.split('\\n').slice(1).join(' ').trim()}`))"""


def axe(page: Page) -> list[str]:
    """What axe finds: WCAG 2.2 AA, its good practices, and 7:1 for every text."""
    page.evaluate(AXE + ";0")
    page.evaluate(SEVEN_TO_ONE)
    found: list[str] = page.evaluate(RUN, RULES)
    return found


def measure(page: Page, what: str) -> list[str]:
    """One of measures.js, such as ``smallTargets(44)``."""
    found: list[str] = page.evaluate(f"{MEASURES}.{what}")
    return found


def look(page: Page, name: str) -> str:
    """What falls short: light at 390 px, dark at 320 px, text twice as large at 320 px; a line each."""
    found: dict[str, list[str]] = {}
    page.emulate_media(color_scheme="light")
    found["light, 390 px"] = axe(page) + measure(page, "overflows()")
    found["targets"] = measure(page, f"smallTargets({64 if name == 'handover' else 44})")
    found["text size"] = measure(page, f"smallText({28 if name == 'handover' else 18})")
    found["line height"] = measure(page, "tightLines()")
    page.set_viewport_size(SMALL_PHONE)
    page.emulate_media(color_scheme="dark")
    found["dark, 320 px"] = axe(page) + measure(page, "overflows()")
    page.emulate_media(color_scheme="light")
    # 200 %: a screen of half the width would be under the 320 px at which text must still flow.
    page.evaluate("document.documentElement.style.fontSize = '225%'")
    found["text at 200 %"] = axe(page) + measure(page, "overflows()")
    page.evaluate("document.documentElement.style.removeProperty('font-size')")
    page.set_viewport_size(PHONE)
    return "\n".join(f"{where}: {what}" for where, all_of_it in found.items() for what in all_of_it)


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_the_screen_is_accessible_in_both_themes_small_and_large(
    filled_phone: FilledPhone, lang: str, name: str
) -> None:
    with filled_phone.screen(lang, name) as page:
        assert look(page, name) == ""


@pytest.mark.parametrize(
    "name",
    [
        "start",
        "five",
        "print",
        "versions",
        "bin",
        "handover",
        "meetings",
        "rehearse",
        "explore",
        "together",
        "share",
        "links",
    ],
)
def test_the_empty_screen_is_accessible_too(browser: Browser, server: RealServer, name: str) -> None:
    context = open_phone(browser, reduced_motion="reduce")
    page = context.new_page()
    page.goto(address(server.url, "da", name))
    page.wait_for_load_state("networkidle")
    assert look(page, name) == ""
    context.close()


@pytest.mark.parametrize(
    "name",
    [
        "start",
        "write",
        "five",
        "print",
        "settings",
        "install",
        "help",
        "ready",
        "rehearse",
        "after",
        "explore",
        "share",
        "links",
        "together",
    ],
)
def test_no_line_is_longer_than_70_characters_on_a_wide_screen(filled_phone: FilledPhone, name: str) -> None:
    with filled_phone.screen("da", name) as page:
        page.set_viewport_size({"width": 1280, "height": 900})
        assert measure(page, "longLines(70)") == []


def test_everything_that_can_be_opened_is_accessible(filled_phone: FilledPhone) -> None:
    with filled_phone.screen("da", "five") as page:
        for summary in page.locator("summary").all():
            summary.click()
        page.get_by_role("button", name="Jeg blev afbrudt").click()
        page.get_by_role("button", name="Læs op nu").click()
        assert look(page, "five") == ""
    with filled_phone.screen("da", "after") as page:
        page.get_by_text("Vil du skrive mere?").click()
        page.get_by_text("Blev du ikke hørt, er det ikke din skyld.").wait_for()
        assert look(page, "after") == ""
    with filled_phone.screen("da", "rehearse") as page:
        page.get_by_role("button", name="Begynd").click()
        page.get_by_role("radio", name="Med en").click()
        assert look(page, "rehearse") == ""
    with filled_phone.screen("da", "write") as page:
        page.get_by_role("button", name="Vis et eksempel").click()
        page.get_by_role("button", name="Giv mig et spørgsmål").first.click()
        page.locator("[data-examples] section:not([hidden])").wait_for()
        assert look(page, "write") == ""
        page.get_by_role("button", name="Ét spørgsmål ad gangen").click()
        assert look(page, "write") == ""
    with filled_phone.screen("da", "explore") as page:
        unfold(page, HELPS).locator(".note-sentence").first.click()
        page.get_by_role("button", name=PARTS[0]).wait_for()
        assert look(page, "explore") == ""
    with filled_phone.screen("da", "guides") as page:
        for summary in page.locator("summary").all():
            summary.click()
        assert look(page, "guides") == ""
        page.set_viewport_size({"width": 1280, "height": 900})
        assert measure(page, "longLines(70)") == []
