"""The title of each page names its screen, as its heading does."""

import pytest

from browser.screens import EVERY_SCREEN, called
from server_fixtures import PATHS, fetch, page

HEADED_OTHERWISE = {"handover": "Giv telefonen videre"}
"""Screens whose heading is said to somebody else."""


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_the_title_names_the_screen(lang: str, name: str) -> None:
    root = page(fetch(PATHS[lang, name]).text)
    (title,) = root.every("title")
    (heading,) = root.every("h1")
    named = called(lang, HEADED_OTHERWISE[name]) if name in HEADED_OTHERWISE else heading.text()
    assert title.text() == f"{named} · Egne ord"


@pytest.mark.parametrize("lang", ["da", "en"])
def test_no_two_screens_have_the_same_title(lang: str) -> None:
    pages = [page(fetch(path).text) for (of, _), path in PATHS.items() if of == lang]
    titles = [element.text() for root in pages for element in root.every("title")]
    assert len(set(titles)) == len(titles)
