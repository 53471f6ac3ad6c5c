"""Every file and test that SECURITY.md names exists, and every attacker and attack has one."""

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
ATTACKERS = (
    *("opens the phone for a minute", "has the phone for an hour", "has a copy of its disk"),
    *("runs the network", "runs the server", "was sent the link", "shares the household"),
    *("photographs a QR code", "has a hostile"),
)


def rows_of(heading: str) -> list[list[str]]:
    """The cells of each row of the table whose first heading this is."""
    table = TEXT.partition(f"| {heading} |")[2].partition("\n\n")[0]
    return [line.split(" | ") for line in table.splitlines()[2:]]


ROWS = rows_of("Attack")


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


def test_every_attacker_has_a_row_that_names_a_test_or_says_that_nothing_holds() -> None:
    rows = rows_of("Attacker")
    assert len(rows) == len(ATTACKERS)
    for attacker, (first, holds, lost, shown) in zip(ATTACKERS, rows, strict=True):
        assert first.removeprefix("| ").startswith(attacker)
        assert lost, "says what does not hold"
        named = any(tests for _, tests in named_in(shown))
        assert named or (holds == "nothing" and lost.startswith("Does not hold")), attacker


def test_every_claimed_item_of_the_asvs_names_a_file_or_a_document() -> None:
    rows = rows_of("Item of v5.0.0")
    items = [item for first, *_ in rows for item in re.findall(r"v5\.0\.0-(\d+\.\d+\.\d+)", first)]
    assert len(items) == len(set(items)) > 60
    for first, claim, shown in rows:
        assert claim.startswith(("claimed", "deviation")), first
        documents = re.findall(r"\b(docs/[\w/.-]+\.md)", shown)
        assert all((ROOT / path).is_file() for path in documents)
        assert "claimed" not in claim or documents or "`" in shown, first
