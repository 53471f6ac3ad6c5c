"""On paper: one A4 page for few words, then smaller type, then more pages; nothing is ever clipped."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .journey import PARTS, WORDS, choose
from .other_browsers import need
from .real_server import RealServer
from .screens import address
from .seeds import seed

STAFF = "Det her har jeg selv skrevet før mødet. Læs det, før vi taler om planen."
A4_POINTS = (595, 842)
POINTS_PER_PX = 0.75


@pytest.fixture(autouse=True)
def poppler() -> None:
    """Require the tools that read a PDF."""
    need(shutil.which("pdftotext"), "pdftotext", "pdftotext", "poppler-utils")


def many(count: int) -> str:
    """``count`` numbered words, so that a missing one is noticed."""
    return " ".join(f"ord{number:05d}" for number in range(count))


def on_paper(
    page: Page, server: RealServer, words: dict[str, str], tmp_path: Path, choice: str = "Det hele"
) -> Path:
    """The sheet of these words as a PDF, as the person would print it."""
    statement = seed(page, server.url, words, title="Til jobcentret")
    page.goto(address(server.url, "da", "print", statement))
    expect(page.locator("[data-view=sheet] h2").first).to_be_visible()
    choose(page, choice)
    paper = tmp_path / "paper.pdf"
    page.pdf(path=paper, prefer_css_page_size=True, print_background=True)
    return paper


def pages(paper: Path) -> int:
    """The number of pages; checks that they are A4."""
    info = subprocess.run(["pdfinfo", str(paper)], check=True, capture_output=True, text=True).stdout
    size = re.search(r"Page size:\s+([\d.]+) x ([\d.]+)", info)
    assert size and (round(float(size[1])), round(float(size[2]))) == A4_POINTS, info
    return int(re.findall(r"Pages:\s+(\d+)", info)[0])


def text_of(paper: Path) -> str:
    """The text on the paper, in order, with white space collapsed."""
    result = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True
    )
    return " ".join(result.stdout.split())


def point_size(page: Page) -> float:
    """The printed size of the person's words, in points."""
    page.emulate_media(media="print")
    px = page.locator("[data-view=sheet] section .words").first.evaluate(
        "(element) => parseFloat(getComputedStyle(element).fontSize)"
    )
    page.emulate_media(media="null")
    return round(float(px) * POINTS_PER_PX, 1)


def test_a_short_statement_is_one_page_with_everything_on_it(
    tab: Page, server: RealServer, tmp_path: Path
) -> None:
    paper = on_paper(tab, server, dict(WORDS), tmp_path)
    assert pages(paper) == 1
    text = text_of(paper)
    for wanted in (*PARTS, *WORDS.values(), "Til jobcentret", STAFF):
        assert wanted in text
    assert re.search(r"\b\d{1,2}\. \w+ 20\d\d\b", text), "no date"
    assert "Fem minutter" not in text and "Udskriv" not in text, "the app's own buttons are on the paper"
    assert point_size(tab) >= 12


def test_a_long_statement_gets_smaller_type_to_stay_on_one_page(
    tab: Page, server: RealServer, tmp_path: Path
) -> None:
    for count in range(45, 120, 10):  # how much fits at 14 points depends on the serif font of the machine
        paper = on_paper(tab, server, {part: many(count) for part in PARTS}, tmp_path)
        if point_size(tab) < 14:
            break
    assert 10 <= point_size(tab) < 14
    assert pages(paper) == 1
    assert re.findall(r"ord\d{5}", text_of(paper)) == many(count).split() * 4


def test_a_very_long_statement_continues_at_10_points_and_nothing_is_clipped(
    tab: Page, server: RealServer, tmp_path: Path
) -> None:
    paper = on_paper(tab, server, {part: many(400) for part in PARTS}, tmp_path)
    assert point_size(tab) == 10
    assert pages(paper) >= 2
    assert re.findall(r"ord\d{5}", text_of(paper)) == many(400).split() * 4


def test_one_endless_word_is_broken_rather_than_clipped(
    tab: Page, server: RealServer, tmp_path: Path
) -> None:
    paper = on_paper(tab, server, {PARTS[2]: "æ" * 3000}, tmp_path)
    assert text_of(paper).count("æ") >= 3000


def test_the_five_minutes_can_be_printed(tab: Page, server: RealServer, tmp_path: Path) -> None:
    words = {PARTS[2]: "Jeg vil ud. " + "Det her er der ikke plads til i dag. " * 30}
    paper = on_paper(tab, server, words, tmp_path, "Det fra Fem minutter")
    text = text_of(paper)
    assert pages(paper) == 1 and "Jeg vil ud." in text
    assert text.count("Det her er der ikke plads til i dag.") < 30


def test_the_paper_is_black_on_white_in_the_dark_too(tab: Page, server: RealServer, tmp_path: Path) -> None:
    tab.emulate_media(color_scheme="dark")
    paper = on_paper(tab, server, dict(WORDS), tmp_path)
    subprocess.run(["pdftoppm", "-gray", "-r", "40", str(paper), str(tmp_path / "page")], check=True)
    picture = next(tmp_path.glob("page*.pgm")).read_bytes()
    header = re.match(rb"P5\s+\d+\s+\d+\s+255\s", picture)
    assert header
    greys = picture[header.end() :]
    assert greys.count(b"\xff") > 0.7 * len(greys), "the paper is not white"
    assert min(greys) < 130, "nothing is black"
