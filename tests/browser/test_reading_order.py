"""In every view and every engine, the person's words stand in the order in which they are read."""

from __future__ import annotations

import json
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
"""A page with fewer measured words would be one on which the views were not drawn."""
OF_SELENIUM = pytest.mark.filterwarnings("ignore:setting remote_server_addr:DeprecationWarning")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Every view in each script, with other texts for each seed: addresses of files."""
    folder = tmp_path_factory.mktemp("views")
    subprocess.run([other_browsers.node(), DRAW, str(folder), str(SEEDS)], check=True)
    return [file.as_uri() for file in sorted(folder.iterdir())]


def look(found: list[dict[str, Any]], pages: list[str]) -> dict[str, list[str]]:
    """What stands in the wrong order, by page; fails where the views are missing."""
    assert all(one["checked"] > WORDS_LEAST for one in found), found
    return {page.rpartition("/")[2]: one["bad"] for page, one in zip(pages, found, strict=True) if one["bad"]}


def test_in_chromium_the_words_stand_as_they_are_read(browser: Any, pages: list[str]) -> None:
    page = browser.new_page(viewport=PHONE)
    found = []
    for address in pages:
        page.goto(address)
        found.append(page.evaluate(f"{MEASURE}()"))
    page.close()
    assert look(found, pages) == {}


def test_in_firefox_the_words_stand_as_they_are_read(tmp_path: Path, pages: list[str]) -> None:
    script = str(Path(__file__).with_name("firefox_reading_order.mjs"))
    ended = subprocess.run(
        [other_browsers.node(), script, "", other_browsers.firefox(), str(tmp_path)],
        cwd=ROOT, input=f"{json.dumps({'measure': MEASURE, 'pages': pages})}\n",
        stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    assert look(json.loads(ended.stdout), pages) == {}


@OF_SELENIUM
def test_in_webkit_the_words_stand_as_they_are_read(pages: list[str]) -> None:
    from . import webkit

    with webkit.webkit() as driver:
        found = []
        for address in pages:
            driver.get(address)
            found.append(driver.execute_script(f"return ({MEASURE})()"))
    assert look(found, pages) == {}
