"""The content: complete in every language, short, easy to read, and refused if invalid."""

import datetime
import re
import shutil
from dataclasses import replace
from pathlib import Path
from statistics import mean

import pytest
from flask import Flask, render_template
from flask_babel import Babel

from blocks import Blocks
from webapp import content
from webapp.content import KINDS, Example, Guide, readability
from webapp.content.crisis import Country, Crisis, load_crisis
from webapp.content.languages import PARTS, languages
from webapp.content.strict import ImpossibleContent

WEBAPP = Path(content.__file__).parent.parent
PARTS_JS = (WEBAPP / "static/js/core/statement/fields.js").read_text(encoding="utf-8")
LANGUAGES = tuple(languages())

EXAMPLES = content.load_examples()
GUIDES = content.load_guides()
CRISIS = load_crisis()

LIX_MEAN, LIX_MOST, SENTENCE_WORDS = 25, 30, 12


def spoken(language: str, example: Example) -> list[str]:
    """The parts of an example, each after its stem, as they are read aloud."""
    return [f"{languages()[language].stems[part]} {getattr(example, part)}".strip() for part in PARTS]


def texts(guide: Guide) -> list[str]:
    return [guide.hint, *guide.nudges]


def crisis_texts(crisis: Crisis) -> list[str]:
    return [text for line in crisis.lines for text in (line.name, line.text, line.hours)]


@pytest.fixture(scope="module")
def app() -> Flask:
    app = Flask("content", template_folder=WEBAPP / "templates")
    Babel(app, default_locale="da")
    return app


def rendered(app: Flask, name: str, **facts: object) -> str:
    with app.test_request_context():
        return render_template(name, **facts)


EVERY_EXAMPLE = [(language, kind) for language in LANGUAGES for kind in KINDS]
EVERY_GUIDE = [(language, part) for language in LANGUAGES for part in PARTS]


def test_every_language_has_every_example_guide_and_line() -> None:
    for loaded in (EXAMPLES, GUIDES, CRISIS):
        assert tuple(loaded) == LANGUAGES
    for language in LANGUAGES:
        assert tuple(EXAMPLES[language]) == KINDS
        assert tuple(GUIDES[language]) == PARTS


def test_parts_and_kinds_are_those_of_the_scripts() -> None:
    def names(constant: str) -> tuple[str, ...]:
        found = re.search(rf"export const {constant} = \[(.*?)\]", PARTS_JS, re.DOTALL)
        assert found
        return tuple(re.findall(r"'(\w+)'", found[1]))

    assert (names("PARTS"), names("KINDS")) == (PARTS, KINDS)


@pytest.mark.parametrize(("language", "kind"), EVERY_EXAMPLE)
def test_an_example_with_its_stems_has_between_50_and_75_words(language: str, kind: str) -> None:
    assert 50 <= sum(len(part.split()) for part in spoken(language, EXAMPLES[language][kind])) <= 75


@pytest.mark.parametrize(("language", "kind"), EVERY_EXAMPLE)
def test_an_example_does_not_repeat_the_stems(language: str, kind: str) -> None:
    for part in PARTS[1:]:
        text = getattr(EXAMPLES[language][kind], part)
        assert not text.lower().startswith(languages()[language].stems[part].lower())
        assert text[0].islower(), "it goes on from its stem"


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_are_easy_to_read(language: str) -> None:
    every = [spoken(language, example) for example in EXAMPLES[language].values()]
    assert mean(map(readability.lix, every)) <= LIX_MEAN
    assert max(map(readability.lix, every)) <= LIX_MOST
    assert max(map(readability.mean_sentence_words, every)) <= SENTENCE_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_guides_are_easy_to_read(language: str) -> None:
    every = [texts(guide) for guide in GUIDES[language].values()]
    hints = [guide.hint for guide in GUIDES[language].values()]
    assert max(map(readability.lix, every)) <= LIX_MEAN
    assert max(map(readability.lix, hints)) <= LIX_MOST
    assert max(map(readability.mean_sentence_words, hints)) <= SENTENCE_WORDS


@pytest.mark.parametrize("language", LANGUAGES)
def test_crisis_lines_are_easy_to_read(language: str) -> None:
    assert readability.lix(crisis_texts(CRISIS[language])) <= LIX_MEAN
    assert readability.mean_sentence_words(crisis_texts(CRISIS[language])) <= SENTENCE_WORDS


def test_no_text_has_exclamation_marks_em_dashes_or_three_dots() -> None:
    for path in (WEBAPP / "content").glob("*.toml"):
        written = "".join(re.findall(r'"[^"]*"', path.read_text(encoding="utf-8")))
        assert not re.search(r"!|—|\.\.\.", written), path.name


def test_112_comes_first_and_numbers_can_be_dialled() -> None:
    for crisis in CRISIS.values():
        assert [phone.link for phone in crisis.lines[0].phones] == ["tel:112"]
        links = [phone.link for line in crisis.lines for phone in line.phones]
        assert all(re.fullmatch(r"tel:(\d{3,4}|\+45\d{8})", link) for link in links)
        assert len(set(links)) == len(links)


def test_the_lines_are_the_same_in_every_language() -> None:
    numbers = {
        tuple(phone.number for line in crisis.lines for phone in line.phones) for crisis in CRISIS.values()
    }
    assert len(numbers) == 1


def denmark(confirmed: datetime.date | None) -> Country:
    return replace(CRISIS["da"].country, confirmed=confirmed)


def links(page: str) -> list[str]:
    return re.findall(r'href="(tel:[^"]+)"', page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_until_a_host_confirms_the_numbers_only_112_is_shown_and_the_page_says_why(
    app: Flask, language: str
) -> None:
    page = rendered(app, "_crisis.html", crisis=Crisis(denmark(None), CRISIS[language].lines))
    assert links(page) == ["tel:112"]
    for line in CRISIS[language].lines[1:]:
        assert line.name not in page
        assert not [phone.number for phone in line.phones if phone.number in page.replace("\u00a0", " ")]
    assert "Den, der driver siden, har ikke tjekket de andre numre. Derfor står de her ikke." in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_confirmed_numbers_are_all_shown_with_the_day_of_confirmation(app: Flask, language: str) -> None:
    lines = CRISIS[language].lines
    page = rendered(app, "_crisis.html", crisis=Crisis(denmark(datetime.date(2026, 12, 1)), lines))
    assert links(page) == [phone.link for line in lines for phone in line.phones]
    for phone in (phone for line in lines for phone in line.phones):
        assert phone.number.replace(" ", "\u00a0") in page, "a number stays on one line"
    assert '<time datetime="2026-12-01">1. december 2026</time>' in page
    assert "ikke tjekket" not in page


def test_the_example_fragment_shows_each_part_after_its_stem_and_says_that_it_is_invented(
    app: Flask,
) -> None:
    example = EXAMPLES["da"]["doctor"]
    page = rendered(app, "_example.html", example=example, stems=languages()["da"].stems)
    blocks = Blocks(page).texts
    assert all(part in blocks for part in spoken("da", example))
    assert page.count('class="words"') == len(PARTS)
    assert "opfundet" in page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in (WEBAPP / "content").glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


LOADERS = {
    "examples.toml": content.load_examples,
    "guides.toml": content.load_guides,
    "crisis.dk.toml": load_crisis,
}


@pytest.mark.parametrize(
    ("name", "before", "after", "complaint"),
    [
        ("examples.toml", "[da.doctor]", "[da.docter]", "missing or unknown: docter, doctor"),
        ("examples.toml", "[en.doctor]", "[sv.doctor]", "missing or unknown: sv"),
        ("examples.toml", 'so_that = "føle', 'title = "føle', "da.other: missing or unknown: so_that, title"),
        ("examples.toml", 'help = "at sove', 'help = " at sove', "da.admission.help: not a text"),
        ("examples.toml", "[da.doctor]", "[da.doctor", "examples.toml: "),
        ("guides.toml", 'hint = "What ma', 'tip = "What ma', "en.important: missing or unknown: hint, tip"),
        ("guides.toml", '"Hvad savner du?"', '""', r"da.so_that.nudges\[1\]: not a text"),
        ("crisis.dk.toml", 'number = "112"', 'number = "113"', "the first line must be 112"),
        ("crisis.dk.toml", '"70 201 201"', '"70 201 20"', "is not a telephone number of dk"),
        (
            "crisis.dk.toml",
            'en.name = "SIND',
            'en.nam = "SIND',
            r"line\[2\].en: missing or unknown: nam, name",
        ),
        ("crisis.dk.toml", 'da = "Hovedstaden", ', "", r"phones\[0\]: missing or unknown: da"),
        ("crisis.dk.toml", 'confirmed = ""', 'confirmed = "i går"', "is not an ISO date"),
        ("crisis.dk.toml", 'confirmed = ""', "confirmed = 2026", "confirmed: not a text"),
        ("crisis.dk.toml", "[[line]]", "[[lines]]", "missing or unknown: line, lines"),
        ("crisis.dk.toml", 'emergency = "112"', 'emergency = "11"', "'11' is not a short number"),
        ("crisis.dk.toml", 'calling_code = "45"', 'calling_code = "+45"', "calling_code: '\\+45' is not one"),
        ("crisis.dk.toml", "digits = 8", 'digits = "8"', "digits: must be a number from 7 to 12"),
        ("crisis.dk.toml", "digits = 8", "digits = 9", "is not a telephone number of dk"),
    ],
)
def test_invalid_content_is_refused_with_the_name_of_its_file(
    folder: Path, name: str, before: str, after: str, complaint: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after), encoding="utf-8")
    with pytest.raises(ImpossibleContent, match=complaint):
        LOADERS[name](folder)


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    for name, load in LOADERS.items():
        with pytest.raises(ImpossibleContent, match=name):
            load(tmp_path)


def test_the_day_of_confirmation_is_read(folder: Path) -> None:
    text = (folder / "crisis.dk.toml").read_text(encoding="utf-8")
    (folder / "crisis.dk.toml").write_text(
        text.replace('confirmed = ""', 'confirmed = "2026-12-01"'), encoding="utf-8"
    )
    for crisis in load_crisis(folder).values():
        assert crisis.confirmed == datetime.date(2026, 12, 1)
