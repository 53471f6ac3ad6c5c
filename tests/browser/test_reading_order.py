"""In every view and every engine, the person's words are laid out in reading order."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from sweeps import quarter

from . import other_browsers
from .chromium import PHONE
from .real_server import ROOT

MEASURE = Path(__file__).with_name("reading_order.js").read_text("utf-8").rstrip().removesuffix(";")
DRAW = str(ROOT / "tests/js/draw_views.js")
SEEDS = quarter(12)
WORDS_LEAST = 400
"""A page with fewer measured words means that the views were not drawn."""
OF_SELENIUM = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every view in each script, with different texts for each seed, as addresses of files."""
    folder = tmp_path_factory.mktemp("views")
    subprocess.run([other_browsers.node(), DRAW, str(folder), str(SEEDS)], check=True)
    return [file.as_uri() for file in sorted(folder.iterdir())]


def out_of_order(found: list[dict[str, Any]], pages: list[str]) -> dict[str, list[str]]:
    """What is laid out in the wrong order, by page; fails if the views are missing."""
    assert all(finding["checked"] > WORDS_LEAST for finding in found), found
    return {
        page.rpartition("/")[2]: finding["bad"]
        for page, finding in zip(pages, found, strict=True)
        if finding["bad"]
    }


def test_chromium_lays_out_the_words_in_reading_order(browser: Any, pages: list[str]) -> None:
    page = browser.new_page(viewport=PHONE)
    found = []
    for address in pages:
        page.goto(address)
        found.append(page.evaluate(f"{MEASURE}()"))
    page.close()
    assert out_of_order(found, pages) == {}


def test_firefox_lays_out_the_words_in_reading_order(tmp_path: Path, pages: list[str]) -> None:
    given = {"measure": MEASURE, "pages": pages}
    found = other_browsers.run_in_firefox("firefox_reading_order.mjs", "", tmp_path, given)
    assert out_of_order(found, pages) == {}


@OF_SELENIUM
def test_webkit_lays_out_the_words_in_reading_order(pages: list[str]) -> None:
    from . import webkit

    with webkit.webkit() as driver:
        found = []
        for address in pages:
            driver.get(address)
            found.append(driver.execute_script(f"return ({MEASURE})()"))
    assert out_of_order(found, pages) == {}
