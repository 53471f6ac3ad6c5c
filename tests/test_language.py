"""The catalogue: up to date and complete, with all placeholders, and every message of a script sent to it."""

import re
import subprocess
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from browser.screens import called
from webapp.bundling import STATIC
from webapp.config import ROOT
from webapp.content.languages import languages
from webapp.language import TRANSLATIONS, script_words
from webapp.language import catalogue as kept_catalogue

OTHER_LANGUAGES = list(languages())[1:]
PLACEHOLDER = re.compile(r"\{\w+\}|%\(\w+\)[a-z]|%[a-z]")
STRING = r"""(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`([^`$]*)`)"""
COMMENT = re.compile(r"/\*.*?\*/|(?<![:'\"])//[^\n]*", re.DOTALL)
SAID = re.compile(rf"(?<![\w$])(tn?)\(\s*{STRING}(?:\s*,\s*{STRING})?")
CALLED = re.compile(r"(?<![\w$])tn?\(")
DEFINED = {"js/core/language/catalogue.js"}


def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(found: Catalog) -> list[Message]:
    return [message for message in found if message.id]


def forms(value: str | tuple[str, ...] | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def said_by_scripts() -> dict[str, list[str]]:
    """Every message in t() and tn(), with its plural if it has one. Fails if one is not a plain string."""
    said = {}
    for path in sorted((STATIC / "js").rglob("*.js")):
        name, source = str(path.relative_to(STATIC)), COMMENT.sub("", path.read_text())
        if name in DEFINED:
            continue
        found = list(SAID.finditer(source))
        assert len(found) == len(CALLED.findall(source)), f"{name}: a word that is not written out"
        for kind, *quoted in (match.groups() for match in found):
            plain = [text for text in quoted if text]
            said[plain[0]] = plain if kind == "tn" else plain[:1]
    return said


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """The messages of the current sources, extracted by the command of bin/words itself."""
    template = tmp_path_factory.mktemp("words") / "messages.pot"
    script = (ROOT / "bin/words").read_text().replace("\\\n", " ")
    (command,) = [line for line in script.splitlines() if " extract " in line]
    command = command.replace('"$pot"', str(template)).split()
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    with template.open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_the_catalogue_has_exactly_the_messages_of_the_sources(language: str, extracted: Catalog) -> None:
    def words(found: Catalog) -> dict[str, tuple[list[str], set[str]]]:
        """Each message with its plural and the files it comes from."""
        return {
            forms(m.id)[0]: (forms(m.id), {file.removeprefix("webapp/") for file, _ in m.locations})
            for m in messages(found)
        }

    assert words(catalogue(language)) == words(extracted)
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_every_message_is_translated_in_all_plural_forms(language: str) -> None:
    found = catalogue(language)
    for message in messages(found):
        assert not message.fuzzy, message.id
        wanted = 1 if isinstance(message.id, str) else found.num_plurals
        assert len(forms(message.string)) == wanted, message.id
        assert all(form and form == form.strip() for form in forms(message.string)), message.id


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_translations_have_the_same_placeholders(language: str) -> None:
    for message in messages(catalogue(language)):
        wanted = {frozenset(PLACEHOLDER.findall(form)) for form in forms(message.id)}
        found = {frozenset(PLACEHOLDER.findall(form)) for form in forms(message.string)}
        assert len(wanted) == 1, message.id
        assert found == wanted, message.id


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_scripts_get_exactly_the_messages_that_they_show(language: str) -> None:
    said, words = said_by_scripts(), script_words(language)
    assert set(words) == set(said)
    plural = catalogue(language).num_plurals
    for word, danish in said.items():
        assert len(forms(words[word])) == (plural if len(danish) > 1 else 1), word


def test_danish_scripts_need_no_table_since_danish_is_the_source() -> None:
    assert script_words("da") == {}
    assert not Path(TRANSLATIONS / "da").exists()


def test_the_handover_plea_and_the_opening_line_are_said_in_both_languages() -> None:
    headline = "Jeg kan ikke finde ordene lige nu."
    plea = next(str(m.id) for m in messages(catalogue("en")) if str(m.id).startswith("Det sker, når jeg"))
    opening = "Må jeg bruge de første fem minutter på at sige, hvad der er vigtigt for mig?"
    opening += " Jeg har skrevet det ned, så jeg husker det."
    assert plea.endswith("Vent med at beslutte noget, til jeg er med igen.")
    assert called("en", headline) == "I can't find the words right now."
    assert called("en", plea).startswith("It happens when I am under pressure.")
    assert called("en", opening).startswith("May I use the first five minutes")


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_catalogue_names_files_without_line_numbers(language: str) -> None:
    """Otherwise a new line in a file would change the places of all messages below it."""
    places = [place for message in messages(catalogue(language)) for place in message.locations]
    assert len(places) > 100
    assert [place for place in places if place[1]] == []


@pytest.mark.parametrize("language", OTHER_LANGUAGES)
def test_a_compiled_catalogue_does_not_say_when_it_was_compiled(language: str) -> None:
    """Threat: a release that is built again a minute later has another sum."""
    before = datetime.now().astimezone()
    write_mo(written := BytesIO(), kept_catalogue(language))
    for moment in (before, datetime.now().astimezone()):
        assert f"{moment:%Y-%m-%d}".encode() not in written.getvalue()
