"""The person's words are shown and written in one way only, and no box for them has another's words in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from browser.screens import LANGUAGES
from server_fixtures import LINK_PAGES, PATHS, Element, fetch, fields_of, page
from webapp.config import ROOT

SCRIPTS = ROOT / "webapp/static/js"
TEMPLATES = ROOT / "webapp/templates"
ONE_WAY = {"words": "core/markup/own_words.js", "value": "ui/editing/form_fields.js"}
TYPED = {"text", "search", ""}


def sources(besides: str) -> list[Path]:
    return [path for path in SCRIPTS.rglob("*.js") if str(path.relative_to(SCRIPTS)) != besides]


def found(pattern: str, paths: list[Path]) -> list[str]:
    """Where a pattern stands, as a file and a line."""
    return [
        f"{path.name}: {line.strip()}"
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if re.search(pattern, line)
    ]


def test_scripts_show_the_persons_words_through_one_helper() -> None:
    assert found(r"class: [^,}]*['\" ]words\b", sources(ONE_WAY["words"])) == []
    assert found(r"\bdir: ", sources(ONE_WAY["words"])) == []


def test_scripts_write_to_fields_through_one_helper() -> None:
    assert found(r"\.value = |setRangeText|insertText", sources(ONE_WAY["value"])) == []


def test_templates_have_boxes_for_words_through_one_helper() -> None:
    paths = [path for path in TEMPLATES.glob("*.html") if path.name not in {"_own.html", "_example.html"}]
    assert found(r'class="[^"]*\bwords\b', paths) == []


@pytest.mark.parametrize("path", [*PATHS.values(), *LINK_PAGES.values()])
def test_in_a_box_for_words_nothing_is_suggested_marked_translated_or_turned_around(path: str) -> None:
    def carries(field: Element) -> list[str]:
        return [
            field.attrs.get(name, "") for name in ("translate", "dir", "spellcheck", "writingsuggestions")
        ]

    root = page(fetch(path).text)
    boxes = [
        e
        for e in fields_of(root)
        if e.tag == "textarea" or (e.tag == "input" and e.attrs.get("type", "") in TYPED)
    ]
    assert [field.attrs for field in boxes if carries(field) != ["no", "auto", "false", "false"]] == []


def test_every_screen_that_one_writes_on_has_such_boxes() -> None:
    for lang in LANGUAGES:
        for name in ("write", "together", "explore", "meeting", "after", "settings", "share", "copy"):
            assert "writingsuggestions" in fetch(PATHS[lang, name]).text, name
