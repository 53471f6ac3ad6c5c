"""Who runs the site stands in the help and on the page of a link, escaped, and changes the version."""

from __future__ import annotations

from pathlib import Path

import pytest

from server_fixtures import LINK_PAGES, PATHS, fetch, page, the_app
from webapp.assets import stamp_of, version_of
from webapp.config import ImpossibleSetting, Settings, settings_from
from webapp.shells import screens_app, use_build

NAME, CONTACT = "Fonden Ord & <Mod>", "mailto:hjaelp@egneord.example"
SAID = {
    "da": ("Siden drives af", "have noget slettet", "Skal linket fjernes, så skriv her:"),
    "en": ("This site is run by", "have something deleted", "If the link should be removed, write here:"),
}


def built() -> Path:
    """The folder of the files that are built already."""
    return Settings().build / "static" / str(the_app().config["VERSION"])


@pytest.mark.parametrize("language", SAID)
def test_the_help_and_the_page_of_a_link_say_who_runs_the_site(language: str) -> None:
    app = screens_app(Settings(host_name=NAME, contact=CONTACT))
    use_build(app, built(), "unversioned")
    run_by, deleted, removed = SAID[language]
    for path, ask in ((PATHS[language, "help"], deleted), (LINK_PAGES[language], removed)):
        answer = fetch(path, app=app)
        assert "<Mod>" not in answer.text
        root = page(answer.text.replace("&lt;", "‹").replace("&gt;", "›").replace("&amp;", "&"))
        assert f"{run_by} Fonden Ord & ‹Mod›." in root.text()
        assert ask in root.text()
        (link,) = [e for e in root.every("a") if e.attrs.get("href") == CONTACT]
        assert link.text() == "hjaelp@egneord.example"


def test_without_these_settings_the_pages_say_nothing() -> None:
    for language, said in SAID.items():
        for path in (PATHS[language, "help"], LINK_PAGES[language]):
            assert not any(text in fetch(path).text for text in said)


def test_a_changed_name_is_a_new_version() -> None:
    """Phones keep the pages, so the version must tell them."""
    versions = [the_app().config["VERSION"], version_of(Settings(host_name=NAME), built())]
    versions.append(version_of(Settings(contact=CONTACT), built()))
    assert len(set(versions)) == 3
    stamps = {stamp_of(settings) for settings in (Settings(), Settings(host_name=NAME))}
    assert len(stamps) == 2, "so that it is built anew"


@pytest.mark.parametrize("name", ["x" * 81, "two\nlines", "turned \u202e round"])
def test_a_name_is_one_line(name: str) -> None:
    with pytest.raises(ImpossibleSetting, match="EGNE_ORD_HOST_NAME"):
        settings_from({"EGNE_ORD_HOST_NAME": name})
