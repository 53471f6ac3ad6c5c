"""The modules: all imports exist, each screen has its module, and no page or worker loads one twice."""

import json
import re
from pathlib import Path

import pytest

from browser.screens import EVERY_SCREEN, SCREENS
from server_fixtures import NEEDS, PATHS, asset_path, fetch, module_graph, page
from webapp.bundling import STATIC

MODULES = sorted(path for path in (STATIC / "js").rglob("*.js"))
APP = STATIC / "js" / "app.js"
WORKER = STATIC / "js" / "worker" / "phone.js"
STARTER = STATIC / "sw.js"
READER = STATIC / "js" / "read_share.js"
GUARD = STATIC / "js" / "guard.js"


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(STATIC)))
def test_every_imported_module_exists(module: Path) -> None:
    assert [path for path in module_graph(module) if not path.is_file()] == []


GUARD_MAX_BYTES = 1_000


def test_every_module_is_used_by_a_page_or_by_the_worker() -> None:
    entries = (APP, WORKER, STARTER, READER, GUARD, STATIC / "js" / "way_out.js")
    needed = set().union(*map(module_graph, entries))
    assert {path for path in MODULES if path not in needed} == set()


def test_the_page_of_a_link_cannot_reach_the_phones_own_words() -> None:
    """Threat: the reader of a link may have their own words on this phone."""
    needed = {path.name for path in module_graph(READER)}
    assert {"reader.js", "shared_text.js", "link.js"} <= needed
    assert not needed & {
        "database.js",
        "idb.js",
        "htmx.js",
        "page.js",
        "lifecycle.js",
        "lazy.js",
        "channel.js",
    }


def test_the_page_script_includes_every_screen() -> None:
    screens = {path.stem for path in module_graph(APP) if path.parent == STATIC / "js/ui/screens"}
    assert screens == set(SCREENS)


def test_every_screen_is_of_a_first_visit_or_of_the_code_that_is_loaded_later() -> None:
    table = APP.read_text().partition("const SCREENS = {")[2].partition("};")[0]
    first = re.findall(r"\w+", table)
    secondary = (STATIC / "js/secondary.js").read_text()
    lock = (STATIC / "js/app_lock.js").read_text()
    later = re.findall(r"^export \{ start as (\w+) \} from", secondary + lock, re.MULTILINE)
    assert sorted([*first, *later]) == sorted(SCREENS)


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_a_screen_has_one_module_script_after_the_script_shared_with_the_worker(lang: str, name: str) -> None:
    root = page(fetch(PATHS[lang, name]).text)
    assert [e.attrs["data-screen"] for e in root.every("html")] == [name]
    scripts = [e.attrs for e in root.every("script") if "src" in e.attrs]
    guard, *scripts = scripts
    assert guard == {"src": asset_path("js/guard.js")}, "it runs before anything is painted"
    assert GUARD.stat().st_size < GUARD_MAX_BYTES, "every page without a worker waits for it"
    assert [attrs["src"] for attrs in scripts] == [asset_path("js/shared.js"), asset_path("js/app.js")]
    assert [attrs.get("type", "classic") for attrs in scripts] == ["classic", "module"]
    assert "defer" in scripts[0], "it runs before the module and does not delay the paint"
    entries = [scripts[1]["src"]]
    answer = fetch(entries[0])
    assert answer.content_type.split(";")[0] == "text/javascript"
    names = ("secondary", "htmx", "vault", "app_lock", "qr_write", "qr_read")
    lazy = {f"./{name}.js" for name in names}
    assert set(NEEDS.findall(answer.text)) == lazy, "only what a first visit does not need is loaded later"
    for rest in ("common", "read_share", *names):
        assert fetch(asset_path(f"js/{rest}.js")).status_code == 200


@pytest.mark.parametrize("module", sorted((STATIC / "js/ui").glob("*.js")), ids=lambda path: path.stem)
def test_modules_shared_by_screens_query_no_element_while_loading(module: Path) -> None:
    """Such a module may run on every screen, as part of a bundle, and the element may be missing there."""
    found = re.findall(r"^(?:export )?const \w+ = (?:one|all)\(", module.read_text(), re.MULTILINE)
    assert found == []


PAGE_BUNDLES = ("shared", "app", "common", "secondary", "vault", "app_lock", "htmx", "qr_write", "qr_read")
WORKER_BUNDLES = ("shared", "phone")


@pytest.mark.parametrize("bundles", [PAGE_BUNDLES, WORKER_BUNDLES], ids=["page", "worker"])
def test_no_module_is_in_two_bundles_that_run_together(bundles: tuple[str, ...]) -> None:
    """Threat: two copies of a module have two states, such as two connections to the database."""
    modules = json.loads(fetch(asset_path("js/modules.json")).text)
    together = [module for name in bundles for module in modules[f"{name}.js"]]
    assert sorted(together) == sorted(set(together))
    code = [fetch(asset_path(f"js/{name}.js")).text for name in bundles]
    assert sum(len(re.findall(r"indexedDB\.open\(", text)) for text in code) == 1
