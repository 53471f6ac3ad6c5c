"""The Danish recovery words: frozen, easy to tell apart, and suitable for a bad day."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import pytest

from webapp.config import ROOT

FROZEN = ROOT / "webapp/content/recovery_words_da.txt"
UNWANTED = ROOT / "bin/recovery-words.unwanted"
ENGLISH = ROOT / "node_modules/@scure/bip39/wordlists/english.js"

SHA256 = "81c8f64093331ae0d0cd67c1ee4558aafb1256549d38afdd0045c4196dece779"
WORDS = FROZEN.read_text("utf-8").splitlines()


def shortened(word: str) -> Iterator[str]:
    """The word, and each form with one letter left out. Words one edit apart have one of these in common."""
    yield word
    yield from (word[:i] + word[i + 1 :] for i in range(len(word)))


def edits(one: str, other: str) -> int:
    """Levenshtein distance in which swapping two neighbours is one edit too."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(above[j] + 1, row[-1] + 1, above[j - 1] + (a != b)))
            if i > 1 and j > 1 and (a, one[i - 2]) == (other[j - 2], b):
                row[-1] = min(row[-1], before[j - 2] + 1)
        before, above = above, row
    return above[-1]


def test_the_list_is_frozen_since_a_changed_word_would_lock_a_vault() -> None:
    assert hashlib.sha256(FROZEN.read_bytes()).hexdigest() == SHA256


def test_there_are_2048_words_in_alphabetical_order() -> None:
    assert len(WORDS) == 2048
    assert sorted(set(WORDS)) == WORDS


def test_a_word_is_four_to_eight_letters_from_a_to_z() -> None:
    assert [word for word in WORDS if not re.fullmatch(r"[a-z]{4,8}", word)] == []


def test_four_letters_identify_a_word() -> None:
    assert len({word[:4] for word in WORDS}) == len(WORDS)


def test_no_one_letter_mistake_makes_another_word() -> None:
    near = defaultdict(set)
    for word in WORDS:
        for key in shortened(word):
            near[key].add(word)
    pairs = {pair for words in near.values() for pair in combinations(sorted(words), 2)}
    assert len(pairs) > 100  # some are two edits apart, so the search does find neighbours
    assert [pair for pair in pairs if edits(*pair) < 2] == []


@pytest.mark.parametrize(
    ("one", "other", "many"), [("hus", "mus", 1), ("ordne", "orden", 1), ("is", "sol", 3)]
)
def test_edits_are_counted(one: str, other: str, many: int) -> None:
    assert edits(one, other) == many


def test_no_word_was_rejected() -> None:
    lines = [line for line in UNWANTED.read_text("utf-8").splitlines() if not line.startswith(("#", "["))]
    entries = " ".join(lines).split()
    assert len(entries) > 1000
    assert set(WORDS) & set(entries) == set()
    beginnings = tuple(entry[:-1] for entry in entries if entry.endswith("*"))
    assert [word for word in WORDS if word.startswith(beginnings)] == []


@pytest.mark.skipif(not ENGLISH.exists(), reason="the standard English list comes with the vault")
def test_no_word_is_in_the_english_list_so_a_phrase_shows_its_language() -> None:
    english = ENGLISH.read_text("utf-8").split("`")[1].split()
    assert len(english) == 2048
    assert set(english) & set(WORDS) == set()
