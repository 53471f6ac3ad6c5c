"""LIX, Björnsson's readability index, for the app's own texts. Never run on what a person writes.

LIX = words / sentences + 100 * long words / words, where a long word has more than six letters.
Under 25 is very easy, 25-34 easy, 35-44 medium (C. H. Björnsson, "Läsbarhet", 1968). A sentence ends at a
full stop, a question or exclamation mark, or a colon before a capital letter; and where its text ends.
"""

import re
from collections.abc import Sequence

LONG_WORD_LETTERS = 7

_ABBREVIATION = re.compile(
    r"bl\.a|ca|d|dvs|evt|f\.eks|fx|hhv|ift|inkl|jf|kl|mht|nr|pga|pr|tlf"  # Danish
    r"|approx|dr|e\.g|i\.e|mr|mrs|ms|vs",  # English
    re.IGNORECASE,
)
_CLOSING_ABBREVIATION = re.compile(r"m\.fl|m\.m|m\.v|mv|osv|etc", re.IGNORECASE)  # may also end a sentence
_INITIAL = re.compile(r"[A-HJ-ZÆØÅ]")  # not I, the English word

_WORD = re.compile(r"[^\W_]+(?:[.'’‑-][^\W_]+)*")
_STOP = re.compile(r"(?P<mark>[.!?…:]+)[\"'”’»)\]]*(?=\s+(?P<next>\S)|\s*$)")
_LAST_WORD = re.compile(r"(?:[^\W_]+\.)*[^\W_]+$")


def lix(text: str | Sequence[str]) -> float:
    """The LIX of a text, or of texts that stand apart, such as headings, buttons and list items.

    Each text of a list ends its last sentence, with or without a full stop. No words: 0.
    """
    count = words(text)
    if not count:
        return 0.0
    long_words = sum(1 for word in count if sum(map(str.isalpha, word)) >= LONG_WORD_LETTERS)
    return len(count) / len(sentences(text)) + 100 * long_words / len(count)


def mean_sentence_words(text: str | Sequence[str]) -> float:
    """The average number of words in a sentence. No words: 0."""
    count = words(text)
    return len(count) / len(sentences(text)) if count else 0.0


def words(text: str | Sequence[str]) -> list[str]:
    """The words in order: runs of letters and digits, with inner points, apostrophes and hyphens."""
    return [word for one in _texts(text) for word in _WORD.findall(one)]


def sentences(text: str | Sequence[str]) -> list[str]:
    """The sentences in order, each with at least one word."""
    return [sentence for one in _texts(text) for sentence in _split(one) if _WORD.search(sentence)]


def _texts(text: str | Sequence[str]) -> Sequence[str]:
    return [text] if isinstance(text, str) else text


def _split(text: str) -> list[str]:
    parts: list[str] = []
    start = 0
    for stop in _STOP.finditer(text):
        if _ends(text[start : stop.start()], stop["mark"], stop["next"] or ""):
            parts.append(text[start : stop.end()].strip())
            start = stop.end()
    return [*parts, text[start:].strip()]


def _ends(before: str, mark: str, following: str) -> bool:
    """Whether a mark ends a sentence, or belongs to an abbreviation, an initial or a date."""
    if mark == ":":
        return following.isupper() or not following
    last = _LAST_WORD.search(before)
    if mark != "." or not following or not last:
        return True
    word = last.group()
    if _ABBREVIATION.fullmatch(word) or _INITIAL.fullmatch(word):
        return False
    if word.isdecimal() or _CLOSING_ABBREVIATION.fullmatch(word):
        return not following.islower()
    return True
