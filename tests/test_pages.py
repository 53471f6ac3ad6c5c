"""The screens: in the right language, with the right names, every field labelled, and nothing third-party."""

import base64
import hashlib
import json
import re
from typing import Any

import pytest
from flask import render_template
from hypothesis import given
from hypothesis import strategies as st

from browser.real_server import ROOT
from browser.screens import EVERY_SCREEN, LANGUAGES, called
from server_fixtures import FRAGMENTS, PATHS, SHELLS, Element, fetch, fields_of, names, page, the_app
from sweeps import search
from webapp.content.languages import languages
from webapp.pages import SCREENS, shell_facts

PARTS = ["Sådan vil jeg introducere mig selv", "Det er vigtigt for mig at…"]
PARTS += ["Jeg vil gerne have hjælp til", "Så jeg kan"]
RELIED_ON = [
    ("start", "heading", ["Dine ord"]),
    ("start", "link", ["Skriv nye ord", "Skriv sammen", "Hent dine ord", "Mere"]),
    ("more", "link", ["Hent dine ord", "Boksen", "Mine links", "Papirkurv", "Indstillinger"]),
    ("more", "button", ["Gem en kopi", "Gem som almindelig tekst"]),
    ("write", "field", [*PARTS, "Titel"]),
    ("write", "link", ["Fem minutter", "Udskriv"]),
    ("five", "heading", ["Fem minutter"]),
    ("five", "radio", ["Første sætning", "Det vigtigste", "Lidt mere"]),
    ("five", "button", ["Jeg blev afbrudt"]),
    ("five", "link", ["Giv telefonen videre"]),
    ("handover", "button", ["Ja", "Nej", "Ved ikke", "Pause", "En anden dag"]),
]
FIVE = [PATHS[language, "five"] for language in LANGUAGES]
ADDRESSES = {"href", "src", "action", "hx-get", "hx-post", "poster", "data", "formaction", "srcset"}


def shown(path: str) -> Element:
    answer = fetch(path)
    assert answer.status_code == 200
    assert answer.content_type == "text/html; charset=utf-8"
    return page(answer.text)


def facts_of(root: Element) -> dict[str, Any]:
    (script,) = [e for e in root.every("script") if "src" not in e.attrs]
    return json.loads(script.source())


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_a_screen_is_in_its_language_and_has_one_main_heading(lang: str, name: str) -> None:
    root = shown(PATHS[lang, name])
    assert [e.attrs["lang"] for e in root.every("html")] == [lang]
    assert len(root.every("h1")) == len(root.every("main")) == len(root.every("title")) == 1
    assert root.every("h1")[0].text()


@pytest.mark.parametrize("path", SHELLS)
def test_no_form_puts_typed_text_into_an_address(path: str) -> None:
    """Threat: Enter in a field submits the form if the scripts have not loaded; without a method, by GET."""
    assert {form.attrs.get("method", "get") for form in shown(path).every("form")} <= {"dialog", "post"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_examples_are_a_fragment_with_one_section_per_kind_of_meeting(lang: str) -> None:
    root = shown(FRAGMENTS[lang])
    assert not root.every("html", "h1")
    assert len(root.every("section")) == 6


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "role", "danish"), RELIED_ON)
def test_the_names_that_people_rely_on_exist(lang: str, name: str, role: str, danish: list[str]) -> None:
    found = names(shown(PATHS[lang, name]))[role]
    assert [found.count(called(lang, word)) for word in danish] == [1] * len(danish)


@pytest.mark.parametrize("path", PATHS.values())
def test_every_control_has_a_name_and_ids_are_unique(path: str) -> None:
    root = shown(path)
    said = names(root)
    assert all(name for found in said.values() for name in found)
    assert len(said["field"]) + len(said["radio"]) == len(fields_of(root))
    labelled = {e.attrs["for"] for e in root.every("label") if "for" in e.attrs}
    wrapped = {id(i) for e in root.every("label") for i in e.every("input")}
    for field in fields_of(root):
        assert field.attrs.get("id") in labelled or id(field) in wrapped
    ids = [e.attrs["id"] for e in root.every() if "id" in e.attrs]
    assert len(set(ids)) == len(ids)
    for e in root.every():
        named = " ".join(e.attrs.get(a, "") for a in ("aria-labelledby", "aria-describedby", "for"))
        assert set(named.split()) <= set(ids)


@pytest.mark.parametrize("path", [*SHELLS, "/nope"])
def test_a_page_has_no_inline_script_and_no_third_party_request(path: str) -> None:
    for element in page(fetch(path).text).every():
        assert not [a for a in element.attrs if a == "style" or a.startswith(("on", "hx-on"))]
        if element.tag == "script" and element.attrs.get("type") != "application/json":
            assert element.attrs["src"]
            assert not element.source()
        for name in ADDRESSES & element.attrs.keys():
            assert re.match(r"/(?!/)|#|tel:\+?\d+$", element.attrs[name]), element.attrs
            assert "?" not in element.attrs[name]


@pytest.mark.parametrize("path", [*SHELLS, "/nope"])
def test_only_the_five_minutes_hold_a_style_and_it_is_the_one_that_their_policy_allows(path: str) -> None:
    answer = fetch(path)
    styles = [element.source() for element in page(answer.text).every() if element.tag == "style"]
    hashes = [base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in styles]
    assert re.findall(r"'sha256-([^']+)'", answer.headers["Content-Security-Policy"]) == hashes
    assert len(styles) == (path in FIVE)
    for each in styles:
        assert "url(" not in each and "@import" not in each  # another file would be waited for


@pytest.mark.parametrize("path", FIVE)
def test_no_file_of_styles_comes_before_the_words_of_the_five_minutes(path: str) -> None:
    before, words, after = fetch(path).text.partition('data-view="five"')
    assert words and "stylesheet" not in before
    assert after.index('rel="stylesheet"') < after.index("<button")


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_the_facts_of_a_page_are_json_with_every_path(lang: str, name: str) -> None:
    facts = facts_of(shown(PATHS[lang, name]))
    assert facts["lang"] == lang
    assert facts["paths"] == {screen: PATHS[lang, screen] for screen in facts["paths"]}
    assert {language: f"/{language}/{slug}" for language, slug in facts["switch"].items()} == {
        language: PATHS[language, name] for language in LANGUAGES
    }


@given(st.sampled_from(["</script>", "<!--<script>", "]]>", "</SCRIPT >", "'\"&\\"]), st.text(max_size=20))
@search(30)
def test_no_text_breaks_out_of_the_facts(nasty: str, more: str) -> None:
    words = {nasty + more: more + nasty}
    with the_app().test_request_context("/da/papirkurv"):
        screen = next(s for s in SCREENS if s.name == "bin")
        facts = shell_facts("da", screen) | {"words": words}
        markup = render_template("bin.html", screen=screen, language=languages()["da"], facts=facts)
    assert facts_of(page(markup))["words"] == words
    assert not re.search(r"<!--|]]>", markup)


def test_an_address_of_before_shows_the_same_screen() -> None:
    assert fetch("/da/meetings").data == fetch("/da/moeder").data
    assert fetch("/da/moeder").status_code == 200
    assert fetch("/en/moeder").status_code == 404
    assert shell_paths(fetch("/da/").text)["meetings"] == "/da/moeder"


def shell_paths(text: str) -> dict[str, str]:
    """The paths in the facts of a shell."""
    (facts,) = (e for e in page(text).every("script") if "data-facts" in e.attrs)
    paths: dict[str, str] = json.loads(facts.text())["paths"]
    return paths


def test_no_way_on_can_be_disabled() -> None:
    """A disabled button is too faint to read (its contrast was 1.04), and says nothing about why."""
    files = [*ROOT.glob("webapp/templates/*.html"), *ROOT.glob("webapp/static/js/**/*.js")]
    assert len(files) > 100
    assert [path.name for path in files if re.search(r"\bdisabled\b", path.read_text())] == []


def test_the_rows_about_the_lock_have_an_icon_of_their_own() -> None:
    rows = shown(PATHS["da", "more"]).every("li")
    icons = {row.text().strip(): use.attrs["href"] for row in rows for use in row.every("use")}
    locks = [name for name, icon in icons.items() if icon == "#icon-lock-keyhole"]
    assert locks == ["Lås appen", "Lås nu"]
