"""LIX as Björnsson defined it, on texts whose values were calculated by hand."""

import pytest

from webapp.content.readability import lix, mean_sentence_words, sentences, words


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("Jeg er her.", 3.0),  # 3 / 1
        ("Kommunen sender planen. Jeg læser den.", 3 + 100 / 6),  # "Kommunen"
        ("Jeg vil gerne have ro. Det hjælper.", 3.5 + 100 / 7),  # "hjælper"; "gerne" is short
        ("Beskæftigelsesindsatsen evalueres.", 2 + 100.0),  # nothing but long words
    ],
)
def test_known_texts_have_the_lix_calculated_by_hand(text: str, figure: float) -> None:
    assert lix(text) == pytest.approx(figure)


def test_a_word_of_seven_letters_is_long_and_one_of_six_is_not() -> None:
    assert lix("telefon") == 101.0
    assert lix("aftale") == 1.0


@pytest.mark.parametrize("text", ["", "  \n", "⋮", "… !"])
def test_a_text_without_words_has_a_lix_of_zero(text: str) -> None:
    assert lix(text) == 0.0
    assert lix([text]) == 0.0
    assert mean_sentence_words(text) == 0.0


def test_headings_and_list_items_end_their_own_sentence() -> None:
    assert sentences(["Om metoden", "Skriv her. Læs højt", "Luk"]) == [
        "Om metoden",
        "Skriv her.",
        "Læs højt",
        "Luk",
    ]
    assert lix(["Jeg er", "her nu"]) < lix("Jeg er her nu")


@pytest.mark.parametrize(
    "text",
    [
        "Vi ses fx. på tirsdag kl. 10.",
        "Tag f.eks. din søster med.",
        "Det varer ca. 40 minutter.",
        "Mødet er d. 3. maj.",
        "Ring til Dr. Hansen.",
        "Jeg hedder J. Hansen.",
        "Bring e.g. Your own cup.",
        "Tag kaffe, te osv. med til mødet.",
        "Det koster 3.50 kr og varer til 16.30.",
        "Se livslinien.dk for mere.",
        "Spørg dem: hvad gør vi nu?",
    ],
)
def test_an_abbreviation_a_date_or_a_number_ends_no_sentence(text: str) -> None:
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Tag kaffe, te osv. Vi ses.", 2),
        ("Det var i 2024. Nu er det bedre.", 2),
        ("Er du der? Ja. Godt…", 3),
        ("”Jeg er her.” Det sagde hun.", 2),
        ("Husk det her: Du bestemmer.", 2),
        ("It was not I. It was him.", 2),
        ("Første linje\nhører sammen med den næste.", 1),
    ],
)
def test_sentences_end_where_a_reader_stops(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_words_keep_inner_points_hyphens_and_apostrophes() -> None:
    assert words("Don't skriv e-mail, f.eks. kl. 16.30 – vel?") == [
        *("Don't", "skriv", "e-mail", "f.eks", "kl", "16.30", "vel"),
    ]


def test_digits_and_signs_do_not_make_a_word_long() -> None:
    assert lix("20252026") == 1.0
    assert lix("al-le-så") == 1.0


def test_the_mean_sentence_is_words_over_sentences() -> None:
    assert mean_sentence_words("En to tre. Fire fem.") == 2.5
