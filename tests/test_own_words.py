"""The person's words are shown and edited in one way only, and the browser adds nothing to their boxes."""

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


def matches(pattern: str, paths: list[Path]) -> list[str]:
    """The lines that match a pattern, each with its file."""
    return [
        f"{path.name}: {line.strip()}"
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if re.search(pattern, line)
    ]


def test_scripts_show_the_persons_words_with_one_helper() -> None:
    assert matches(r"class: [^,}]*['\" ]words\b", sources(ONE_WAY["words"])) == []
    assert matches(r"\bdir: ", sources(ONE_WAY["words"])) == []


def test_scripts_write_to_fields_with_one_helper() -> None:
    assert matches(r"\.value = |setRangeText|insertText", sources(ONE_WAY["value"])) == []


def test_templates_make_boxes_for_words_with_one_macro() -> None:
    paths = [path for path in TEMPLATES.glob("*.html") if path.name not in {"_own.html", "_example.html"}]
    assert matches(r'class="[^"]*\bwords\b', paths) == []


@pytest.mark.parametrize("path", [*PATHS.values(), *LINK_PAGES.values()])
def test_boxes_for_words_have_no_suggestions_spellcheck_translation_or_fixed_direction(path: str) -> None:
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


def test_every_screen_for_writing_has_such_boxes() -> None:
    for lang in LANGUAGES:
        for name in ("write", "together", "explore", "meeting", "after", "settings", "share", "copy"):
            assert "writingsuggestions" in fetch(PATHS[lang, name]).text, name
