"""The questions of *Skriv sammen*: in every language, short, easy to say, and refused if invalid."""

import re
import shutil
from pathlib import Path
from statistics import mean

import pytest

from webapp.content import Questions, load_questions, readability
from webapp.content.languages import PARTS, languages
from webapp.content.strict import FOLDER, ImpossibleContent

LANGUAGES = tuple(languages())
QUESTIONS = load_questions()
EVERY_PART = [(language, part) for language in LANGUAGES for part in PARTS]
LIX_MEAN, WORDS_MOST = 25, 15
ASKS_FOR = (
    r"diagnos|medicin|medication|behandl|treatment|støtte|tilbud|service|løs|solution|\bplan|\bmål|goal"
)


def both_ways(questions: Questions) -> list[str]:
    return [*questions.ask, *questions.ask_back]


def test_every_language_has_questions_both_ways_for_every_part() -> None:
    assert tuple(QUESTIONS) == LANGUAGES
    for parts in QUESTIONS.values():
        assert tuple(parts) == PARTS
    for part in PARTS:
        shapes = {(len(parts[part].ask), len(parts[part].ask_back)) for parts in QUESTIONS.values()}
        assert len(shapes) == 1, f"{part} has as many in each language"


@pytest.mark.parametrize(("language", "part"), EVERY_PART)
def test_each_way_has_three_or_four_questions_and_each_asks_one_thing(language: str, part: str) -> None:
    questions = QUESTIONS[language][part]
    for way in (questions.ask, questions.ask_back):
        assert 3 <= len(way) <= 4
        assert len(set(way)) == len(way)
        assert all(text.count("?") == 1 for text in way)


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_easy_to_say(language: str) -> None:
    every = [both_ways(questions) for questions in QUESTIONS[language].values()]
    assert mean(map(readability.lix, every)) <= LIX_MEAN
    assert max(len(text.split()) for texts in every for text in texts) <= WORDS_MOST


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_question_asks_for_a_diagnosis_a_service_or_a_solution(language: str) -> None:
    every = " ".join(text for parts in QUESTIONS[language].values() for text in both_ways(parts))
    assert not re.search(ASKS_FOR, every, re.IGNORECASE)
    assert not re.search(r"!|—|\.\.\.", every)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ("[en.help]", "[en.halp]", "missing or unknown: halp, help"),
        ("[en.help]", "[sv.help]", "missing or unknown: sv"),
        ("ask_back = [", "back = [", "da.introduce: missing or unknown: ask_back, back"),
        ('"Hvad savner du?"', '" "', r"da.so_that.ask\[2\]: not a text"),
        ('"Hvad savner du?"', "3", r"da.so_that.ask\[2\]: not a text"),
        ("[da.help]", "[da.help", "together.toml: "),
    ],
)
def test_invalid_questions_are_refused_with_their_name(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    text = (FOLDER / "together.toml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "together.toml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(ImpossibleContent, match=complaint):
        load_questions(tmp_path)


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    shutil.copy(FOLDER / "guides.toml", tmp_path)
    with pytest.raises(ImpossibleContent, match=r"together\.toml"):
        load_questions(tmp_path)
