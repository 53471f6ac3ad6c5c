"""Guides, sheets, help and the install page: alike in all languages, readable, linked, strictly parsed."""

import re
import shutil
from pathlib import Path
from statistics import mean

import pytest

from browser.screens import LANGUAGES, called
from server_fixtures import PATHS, Element, fetch, page
from webapp.content import readability
from webapp.content.prose import GUIDES, HELP, INSTALL, SHEETS, Page, load_pages
from webapp.content.strict import ImpossibleContent
from webapp.pages import SCREENS, prose

LIX_MEAN, LIX_MOST, SENTENCE_WORDS = 25, 30, 12
NAMES = frozenset(screen.name for screen in SCREENS)
FOLDERS = {folder.name: (folder, prose(folder)) for folder in (GUIDES, SHEETS, HELP, INSTALL)}
EVERY_PAGE = [
    (language, screen, one)
    for screen, (_, pages) in FOLDERS.items()
    for language in LANGUAGES
    for one in pages[language]
]
PARTS = ["Sådan vil jeg introducere mig selv", "Det er vigtigt for mig at…"]
PARTS += ["Jeg vil gerne have hjælp til", "Så jeg kan"]
LINES = ["Jeg er ikke helt færdig. Må jeg læse resten?"]
LINES += ["Kan vi lige sige højt, hvad vi har aftalt? Hvem gør hvad?"]
PICTURE = re.compile(r"\{[a-z-]+\}")
SAID_ON_SCREEN = {
    "statement": PARTS,
    "five": ["Fem minutter", "Giv telefonen videre", *LINES],
    "goal": ["Bagefter", "Det kan jeg ikke svare på i dag."],
    "server": ["Boksen"],
    "what": ["Skriv", "Fem minutter", "Giv telefonen videre", "Skriv sammen"],
    "gone": ["Gem en kopi", "Hent dine ord"],
    "quickly": ["Hurtig ud"],
    "steps": ["Gem en kopi", "Hent dine ord"],
    "peers": ["Skriv", "Fem minutter", "Giv telefonen videre", "Gem en kopi", "Hurtig ud", "Del med én"],
}
every_page = pytest.mark.parametrize(
    ("language", "screen", "one"), EVERY_PAGE, ids=[f"{lang}-{one.name}" for lang, _, one in EVERY_PAGE]
)


def texts(one: Page) -> list[str]:
    """The title, headings, paragraphs, points and links of a page, each as a separate text."""
    return [one.title, *(text for block in one.blocks for text in block.texts)]


def test_the_required_pages_exist_in_this_order() -> None:
    names = {screen: [one.name for one in pages["da"]] for screen, (_, pages) in FOLDERS.items()}
    assert names == {
        "guides": ["statement", "five", "companion", "goal", "records", "helper", "server"],
        "sheets": ["staff", "peers"],
        "help": ["what", "private", "gone", "quickly", "method"],
        "install": ["first", "inside", "steps"],
    }


@pytest.mark.parametrize("screen", FOLDERS)
def test_a_page_has_the_same_parts_and_links_in_every_language(screen: str) -> None:
    shapes = [
        [(one.name, [(b.kind, len(b.texts), b.screen) for b in one.blocks]) for one in pages]
        for pages in FOLDERS[screen][1].values()
    ]
    assert shapes == [shapes[0]] * len(LANGUAGES)


@every_page
def test_a_page_is_easy_to_read_and_calm(language: str, screen: str, one: Page) -> None:
    lix = readability.lix(texts(one))
    words = readability.mean_sentence_words(
        [text for text in texts(one) if text.endswith((".", "?", "“", "«"))]
    )
    print(f"\n{language} {one.name:9} LIX {lix:4.1f} with {words:4.1f} words a sentence", end="")
    assert lix <= LIX_MOST
    assert words <= SENTENCE_WORDS
    assert not re.search(r"!|—|\.\.\.|//|www\.", " ".join(texts(one)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_together_are_very_easy_to_read(language: str) -> None:
    figures = [readability.lix(texts(one)) for lang, _, one in EVERY_PAGE if lang == language]
    print(f"\n{language} mean LIX {mean(figures):.1f}", end="")
    assert mean(figures) <= LIX_MEAN


@every_page
def test_a_page_uses_the_names_that_the_screens_use(language: str, screen: str, one: Page) -> None:
    for danish in SAID_ON_SCREEN.get(one.name, []):
        assert called(language, danish) in " ".join(texts(one))


def shown(language: str, screen: str) -> Element:
    return page(fetch(PATHS[language, screen]).text)


@every_page
def test_all_text_of_a_page_is_on_its_screen(language: str, screen: str, one: Page) -> None:
    root = shown(language, screen)
    named = root.every("details", "article")
    of_one = [e for e in named if one.name in (e.attrs.get("id"), e.attrs.get("data-sheet"))]
    sections = [e for e in root.every("section") if e.every("h2")[0].text() == one.title]
    (found,) = of_one or sections
    said = [" ".join(e.text().split()) for e in found.every("h2", "h3", "p", "li", "summary")]
    written = [" ".join(PICTURE.sub("", text).split()) for text in texts(one)]
    assert [text for text in written if text not in said] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_links_to_every_guide_and_to_the_sheets(language: str) -> None:
    leads = [e.attrs["href"] for e in shown(language, "help").every("a")]
    guides = [f"{PATHS[language, 'guides']}#{one.name}" for one in prose(GUIDES)[language]]
    assert [link for link in leads if link.startswith(PATHS[language, "guides"])] == guides
    assert PATHS[language, "sheets"] in leads


@pytest.mark.parametrize("language", LANGUAGES)
def test_links_into_the_guides_name_existing_ones(language: str) -> None:
    anchors = {one.name for one in prose(GUIDES)[language]}
    found = {
        e.attrs["href"].partition("#")[2]
        for (lang, _), path in PATHS.items()
        if lang == language
        for e in page(fetch(path).text).every("a")
        if e.attrs["href"].startswith(f"{PATHS[language, 'guides']}#")
    }
    assert {"helper", "goal", "server"} <= found <= anchors


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(GUIDES, tmp_path / "guides")
    return tmp_path / "guides"


@pytest.mark.parametrize("file", ["20-five.da.md", "70-server.en.md"])
def test_a_missing_translation_is_refused_with_its_file(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(ImpossibleContent, match=f"guides: missing or unknown: {file}"):
        load_pages(folder, NAMES)


@pytest.mark.parametrize("file", ["20-five.sv.md", "five.da.md", "20-Five.da.md", "5-five.da.md"])
def test_a_file_in_no_language_or_without_its_number_is_refused(folder: Path, file: str) -> None:
    (folder / file).write_text("# En\n\nTo.\n", encoding="utf-8")
    with pytest.raises(ImpossibleContent, match=file):
        load_pages(folder, NAMES)


def test_two_pages_of_the_same_name_and_an_empty_folder_are_refused(folder: Path, tmp_path: Path) -> None:
    for language in LANGUAGES:
        shutil.copy(folder / f"20-five.{language}.md", folder / f"80-five.{language}.md")
    with pytest.raises(ImpossibleContent, match="two pages have the same name"):
        load_pages(folder, NAMES)
    (tmp_path / "none").mkdir()
    with pytest.raises(ImpossibleContent, match="none: missing"):
        load_pages(tmp_path / "none", NAMES)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "must begin with"),
        ("# En titel\n", "must begin with"),
        ("En titel\n\nTekst.\n", "must begin with"),
        ("# En titel\nTekst.\n\nMere.\n", "must begin with"),
        ("# En titel\n\n## En overskrift\n\nTekst.\n", "line 3: after the title comes a paragraph"),
        ("# En titel\n\nTekst.\n\n# En til\n", "line 5: only plain words"),
        ("# En titel\n\nTekst.\n\n- Et punkt.\nTekst.\n", "line 5: only plain words"),
        ("# En titel\n\nTekst.\n- Et punkt.\n", "line 3: only plain words"),
        ("# En titel\n\nTekst.\n\n## Et\n## To\n", "line 5: only plain words"),
        ("# En titel\n\nTekst.\n\n[Se her](nowhere)\n", "line 5: there is no screen called nowhere"),
        ("# En titel\n\nTekst med [et link](write).\n", "line 3: only plain words"),
        ("# En titel\n\nTekst.\n\n[Se](https://a.dk)\n", "line 5: only plain words"),
        ("# En titel\n\nTekst <b>her</b>.\n", "line 3: only plain words"),
        ("# En *titel*\n\nTekst.\n", "line 1: only plain words"),
        ("# En titel\n\nTekst.\n\n- Et **punkt**.\n", "line 5: only plain words"),
        ("# En titel\n\nTekst. \n", "line 3: only plain words"),
        ("# En titel\n\n1. Et.\n2. To.\n", "line 3: after the title comes a paragraph"),
        ("# En titel\n\nTekst.\n\n### En fold\n", "line 5: below '### ' come steps"),
        ("# En titel\n\nTekst.\n\n### En fold\n- Et punkt.\n", "line 5: below '### ' come steps"),
        ("# En titel\n\nTekst.\n\n1. Et **skridt** er nok.\n", "line 5: only plain words"),
        ("# En titel\n\nTekst.\n\n1. Tryk her {shares}.\n", "line 5: there is no picture called shares"),
    ],
)
def test_an_invalid_page_is_refused_with_its_file_and_line(folder: Path, text: str, complaint: str) -> None:
    (folder / "20-five.da.md").write_text(text, encoding="utf-8")
    with pytest.raises(ImpossibleContent, match=rf"guides/20-five\.da\.md.*{re.escape(complaint)}"):
        load_pages(folder, NAMES)


def test_a_paragraph_may_span_several_lines(folder: Path) -> None:
    (folder / "20-five.da.md").write_text("# En titel\n\nEn tekst\npå to linjer.\n\n\n1. Et.\n2. To.\n")
    one = load_pages(folder, NAMES)["da"][1]
    assert [(b.kind, b.texts) for b in one.blocks] == [
        *(("paragraph", ("En tekst på to linjer.",)), ("steps", ("Et.", "To."))),
    ]


def test_a_step_may_begin_with_bold_text_and_steps_may_be_folded(folder: Path) -> None:
    text = "# En titel\n\nTekst.\n\n1. **Skriv.** En sætning er nok.\n2. Læs op.\n\n"
    text += "### En fold\n1. Et.\n2. To.\n"
    (folder / "20-five.da.md").write_text(text, encoding="utf-8")
    steps, folded = load_pages(folder, NAMES)["da"][1].blocks[1:]
    assert (steps.kind, steps.texts) == ("steps", ("Skriv. En sætning er nok.", "Læs op."))
    assert steps.leads == ("Skriv.", "")
    assert (folded.kind, folded.texts) == ("folded", ("En fold", "Et.", "To."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_and_the_install_page_show_folds_and_bold_text(language: str) -> None:
    bold = [e.text() for e in shown(language, "help").every("strong")]
    wanted = ("Skriv", "Fem minutter", "Giv telefonen videre")
    assert bold == [f"{called(language, danish)}." for danish in wanted]
    *folds, others = shown(language, "install").every("details")
    assert [len(fold.every("summary")) for fold in folds] == [1] * 5
    assert "hidden" in others.attrs  # until a script knows which browser this is
    assert all(fold.every("li") for fold in folds)
