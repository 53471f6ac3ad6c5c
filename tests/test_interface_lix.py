"""The app's own words on every screen are easy to read; `pytest -s` shows the figures."""

from functools import cache
from pathlib import Path
from statistics import mean

import pytest
from babel.messages.pofile import read_po

from browser.screens import EVERY_SCREEN, LANGUAGES, called
from server_fixtures import FRAGMENTS, LINK_PAGES, PATHS, Element, fetch, module_graph, page
from webapp.bundling import STATIC
from webapp.content import readability
from webapp.language import TRANSLATIONS

LIX_MEAN, LIX_MOST, SENTENCE_WORDS = 25, 30, 12
VAULT_SCREENS = {"vault", "two", "copy"}
"""Screens whose words come with the vault's own code."""
INLINE = {"span", "strong", "em", "time"}
UNSEEN = {"head", "script", "svg"}
ENDS = (".", "?", "!", "…", ":")


def texts(element: Element) -> list[str]:
    """The texts a reader meets, one for each block, button, link and label; also those shown later."""
    found = [""]
    for child in element.inside:
        if isinstance(child, str):
            found[-1] += child
        elif child.tag in INLINE:
            found[-1] += child.text()
        elif child.tag not in UNSEEN and child.attrs.get("aria-hidden") != "true":
            found += [*texts(child), ""]
    return [" ".join(text.split()) for text in found if text.split()]


@cache
def script_texts(language: str) -> dict[str, list[str]]:
    """The texts of each module in a language, with a number for each placeholder."""
    said: dict[str, list[str]] = {}
    with (TRANSLATIONS / "en" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        for message in read_po(file, locale="en"):
            forms = message.id if language == "da" else message.string
            for place, _ in message.locations if message.id else ():
                texts = [forms] if isinstance(forms, str) else list(forms)
                said.setdefault(place.partition("static/")[2], []).extend(
                    t.replace("{n}", "3") for t in texts
                )
    return said


def screen_texts(language: str, name: str) -> list[str]:
    """All texts of one screen: those of its shell, and all that its modules may show. Each counts once."""
    graph = module_graph(STATIC / f"js/ui/screens/{name}.js", without="lazy.js")
    if name in VAULT_SCREENS:
        graph |= module_graph(STATIC / "js/vault.js", without="lazy.js")
    return shown_texts(PATHS[language, name], language, graph)


def shown_texts(path: str, language: str, graph: set[Path]) -> list[str]:
    """The texts of a shell, and those of its modules."""
    modules = sorted(str(module.relative_to(STATIC)) for module in graph)
    said = [text for module in modules for text in script_texts(language).get(module, [])]
    return list(dict.fromkeys([*texts(page(fetch(path).text)), *said]))


def hardest(found: list[str]) -> list[str]:
    return sorted(found, key=readability.lix)[-8:]


@pytest.mark.parametrize(("language", "name"), EVERY_SCREEN)
def test_a_screen_is_easy_to_read(language: str, name: str) -> None:
    found = screen_texts(language, name)
    prose = [text for text in found if text.endswith(ENDS)]  # buttons alone would make it look too mild
    lix, words = readability.lix(found), readability.mean_sentence_words(prose)
    print(
        f"\n{language} {name:9} LIX {lix:4.1f}, whole sentences alone {readability.lix(prose):4.1f}", end=""
    )
    print(f" with {words:4.1f} words each", end="")
    assert lix <= LIX_MOST, hardest(found)
    assert readability.lix(prose) <= LIX_MOST, hardest(prose)
    assert words <= SENTENCE_WORDS, sorted(prose, key=readability.mean_sentence_words)[-8:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_of_a_link_is_easy_to_read(language: str) -> None:
    found = shown_texts(LINK_PAGES[language], language, module_graph(STATIC / "js/read_share.js"))
    prose = [text for text in found if text.endswith(ENDS)]
    print(f"\n{language} LIX {readability.lix(found):4.1f}", end="")
    cut = "Der mangler noget af linket. Måske er det klippet over på vejen. Bed om at få det igen."
    assert called(language, cut) in found
    assert max(readability.lix(found), readability.lix(prose)) <= LIX_MOST, hardest(found)
    assert readability.mean_sentence_words(prose) <= SENTENCE_WORDS


@pytest.mark.parametrize(("language", "name"), EVERY_SCREEN)
def test_a_shell_is_easy_to_read_before_its_scripts_run(language: str, name: str) -> None:
    found = texts(page(fetch(PATHS[language, name]).text))
    assert readability.lix(found) <= LIX_MOST, hardest(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_screens_together_are_very_easy_to_read(language: str) -> None:
    figures = [
        readability.lix(screen_texts(language, name)) for lang, name in EVERY_SCREEN if lang == language
    ]
    print(f"\n{language} mean LIX {mean(figures):.1f}", end="")
    assert mean(figures) <= LIX_MEAN


@pytest.mark.parametrize("language", LANGUAGES)
def test_examples_error_pages_and_the_root_page_are_easy_to_read(language: str) -> None:
    for path in (FRAGMENTS[language], f"/{language}/nope"):
        found = texts(page(fetch(path).text))
        assert readability.lix(found) <= LIX_MOST, hardest(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_other_person_reads_at_a_meeting_is_easy_to_read(language: str) -> None:
    plea = next(t for t in screen_texts("da", "handover") if t.startswith("Det sker, når jeg"))
    opening = next(t for t in screen_texts("da", "five") if t.startswith("Må jeg bruge"))
    both = [called(language, plea), called(language, opening)]
    assert both[0] in screen_texts(language, "handover")
    assert both[1] in screen_texts(language, "five")
    print(*(f"\n{language} LIX {readability.lix(text):4.1f}: {text[:40]}…" for text in both), end="")
    assert max(map(readability.lix, both)) <= LIX_MOST
    assert readability.mean_sentence_words(both) <= SENTENCE_WORDS


def test_hard_texts_fail() -> None:
    heavy = "Kommunalbestyrelsen iværksætter beskæftigelsesrettede foranstaltninger efter bestemmelserne."
    assert readability.lix([*screen_texts("da", "bin"), *[heavy] * 60]) > LIX_MOST
    assert texts(page("<p>Et <span>to</span></p><p><a href='/'>Tre</a> <svg>x</svg><b>fire</b></p>")) == [
        *("Et to", "Tre", "fire"),
    ]
