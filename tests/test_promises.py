"""Every file and test that SECURITY.md names exists, and every attack on a vault has a test."""

from __future__ import annotations

import re

import pytest

from webapp.config import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
NAMED = re.compile(r"`((?:tests|bench)/[\w./-]+)(?:::(\w+))?(?: \w+)?`((?:,? _[^_|]+_)*)")
ATTACKS = (
    *("change", "swap", "replay", "roll back", "roll back, and", "show two phones", "the same, one"),
    *(
        "freeze",
        "leave a record out once",
        "leave a record out for good",
        "give a new phone",
        "answer with huge",
    ),
    "empty many",
)
ROWS = [
    line.split(" | ") for line in TEXT.partition("| Attack |")[2].splitlines()[2:] if line.startswith("| ")
]


def named_in(text: str) -> list[tuple[str, list[str]]]:
    """Each file that a text names, with the names of tests in it: all of a function, or a part of a title."""
    return [
        (file, [*([f"def {function}("] if function else []), *re.findall(r"_([^_]+)_", titles)])
        for file, function, titles in NAMED.findall(text)
    ]


@pytest.mark.parametrize(("file", "tests"), named_in(TEXT), ids=lambda value: str(value)[:60])
def test_a_named_file_exists_and_has_the_named_tests(file: str, tests: list[str]) -> None:
    found = " ".join((ROOT / file).read_text("utf-8").replace("\\'", "'").split())
    assert [test for test in tests if test not in found] == []


def test_every_attack_has_a_row_and_every_row_names_a_test() -> None:
    assert len(ROWS) == len(ATTACKS)
    for attack, (first, *_, tested) in zip(ATTACKS, ROWS, strict=True):
        assert first.removeprefix("| ").startswith(attack)
        assert any(tests for _, tests in named_in(tested)), first
