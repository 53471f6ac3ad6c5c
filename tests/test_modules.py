"""The modules: every one is found, each screen has its own, and pages load them all as one script."""

from pathlib import Path

import pytest

from browser.screens import EVERY_SCREEN, SCREENS
from server_fixtures import NEEDS, PATHS, asset_path, fetch, module_graph, page
from webapp.assets import STATIC

MODULES = sorted(path for path in (STATIC / "js").rglob("*.js"))
APP = STATIC / "js" / "app.js"
WORKER = STATIC / "js" / "worker" / "phone.js"
READER = STATIC / "js" / "read_share.js"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(STATIC)))
def test_every_module_finds_the_modules_it_names(module: Path) -> None:
    assert [path for path in module_graph(module) if not path.is_file()] == []


def test_every_module_is_needed_by_the_pages_or_by_the_worker() -> None:
    needed = module_graph(APP) | module_graph(WORKER) | module_graph(READER)
    assert {path for path in MODULES if path not in needed} == set()


def test_the_page_of_a_link_cannot_reach_the_phones_own_words() -> None:
    """Whoever opens a link may have words of their own on this phone."""
    needed = {path.name for path in module_graph(READER)}
    assert {"reader.js", "shared_text.js", "link.js"} <= needed
    assert not needed & {"database.js", "idb.js", "htmx.js", "page.js", "app.js", "later.js", "channel.js"}


def test_the_script_of_the_pages_knows_every_screen() -> None:
    screens = {path.stem for path in module_graph(APP) if path.parent == STATIC / "js/ui/screens"}
    assert screens == set(SCREENS)


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_a_screen_has_one_module_script_and_it_is_whole(lang: str, name: str) -> None:
    root = page(fetch(PATHS[lang, name]).text)
    assert [e.attrs["data-screen"] for e in root.every("html")] == [name]
    entries = [e.attrs["src"] for e in root.every("script") if e.attrs.get("type") == "module"]
    assert entries == [asset_path("js/app.js")]
    answer = fetch(entries[0])
    assert answer.content_type.split(";")[0] == "text/javascript"
    assert set(NEEDS.findall(answer.text)) == {"./more.js", "./htmx.js", "./vault.js"}, (
        "only what a first visit does not need comes after it"
    )
    for rest in ("more", "htmx", "vault", "read_share", "qr_write", "qr_read"):
        assert fetch(asset_path(f"js/{rest}.js")).status_code == 200
