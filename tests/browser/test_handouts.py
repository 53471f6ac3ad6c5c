"""A link opens the guide it points to; each handout is one A4 page with a QR code of the app."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .test_print import pages, poppler, text_of
from .vault_journey import READ_CODE

__all__ = ["poppler"]
SHEETS = ("staff", "peers")


def on_paper(page: Page, origin: str, lang: str, sheet: str, file: Path) -> Path:
    """One of the sheets as a PDF, chosen on the screen."""
    page.goto(address(origin, lang, "sheets"))
    expect(page.locator("[data-sheet] [data-qr] svg")).to_have_count(len(SHEETS))
    page.locator(f"[data-sheets] input[value={sheet}]").check(force=True)
    expect(page.locator("[data-sheet]:visible")).to_have_attribute("data-sheet", sheet)
    page.pdf(path=file, prefer_css_page_size=True, print_background=True)
    return file


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_is_one_a4_page_with_all_of_its_text(
    tab: Page, server: RealServer, tmp_path: Path, lang: str, sheet: str
) -> None:
    paper = on_paper(tab, server.url, lang, sheet, tmp_path / "sheet.pdf")
    assert pages(paper) == 1
    printed = re.sub(r"\s|•|-", "", text_of(paper))
    for text in tab.locator(f"[data-sheet={sheet}] :is(h2, h3, p, li)").all_inner_texts():
        assert re.sub(r"\s|•|-", "", text) in printed
    assert called(lang, "Udskriv nu") not in text_of(paper), "the app's own buttons are on the paper"


def test_the_code_on_the_paper_holds_the_apps_address(tab: Page, server: RealServer, tmp_path: Path) -> None:
    paper = on_paper(tab, server.url, "da", "staff", tmp_path / "sheet.pdf")
    picture = tmp_path / "sheet"
    subprocess.run(["pdftoppm", "-png", "-singlefile", "-r", "150", str(paper), str(picture)], check=True)
    read = tab.evaluate(READ_CODE, list(picture.with_suffix(".png").read_bytes()))
    assert read == f"{server.url}/"
    assert server.url.partition("//")[2] in text_of(paper), (
        "the address is not printed for people without a camera"
    )


def test_a_longer_sheet_gets_smaller_type(tab: Page, server: RealServer, tmp_path: Path) -> None:
    on_paper(tab, server.url, "da", "staff", tmp_path / "sheet.pdf")
    before = tab.locator("[data-sheet=staff]").get_attribute("data-size")
    tab.locator("[data-sheet=staff] li").first.evaluate("(item) => { item.append(' Og mere.'.repeat(80)); }")
    for sheet in ("peers", "staff"):
        tab.locator(f"[data-sheets] input[value={sheet}]").check(force=True)
    after = tab.locator("[data-sheet=staff]").get_attribute("data-size")
    tab.pdf(path=tmp_path / "longer.pdf", prefer_css_page_size=True)
    assert int(after or 0) < int(before or 0)
    assert pages(tmp_path / "longer.pdf") == 1


def test_help_links_to_a_guide_that_is_unfolded_and_in_view(tab: Page, server: RealServer) -> None:
    tab.goto(address(server.url, "da", "help"))
    link = tab.locator("main a[href$='#records']")
    title = link.inner_text()
    link.click()
    guide = tab.locator("details#records")
    expect(guide.get_by_role("heading", name=title)).to_be_in_viewport()
    expect(guide.locator("li").first).to_be_visible()
    expect(tab.locator("details[open]")).to_have_count(1)


def test_all_guides_are_folded_when_the_address_names_none(tab: Page, server: RealServer) -> None:
    tab.goto(address(server.url, "da", "guides"))
    expect(tab.locator(".guides summary")).not_to_have_count(0)
    expect(tab.locator("details[open]")).to_have_count(0)
    tab.locator(".guides summary").first.press("Enter")
    expect(tab.locator("details[open]")).to_have_count(1)
