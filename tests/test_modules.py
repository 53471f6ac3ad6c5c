"""The modules of the pages: every one is found, and a page asks for all it needs at once."""

import re
from pathlib import Path

import pytest

from browser.screens import EVERY_SCREEN
from server_fixtures import PATHS, asset_path, fetch, page
from webapp.assets import STATIC

COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)
NEEDS = re.compile(r"""(?<![\w'-])(?:from|import)\s*\(?\s*['"]([^'"]+)['"]""")
MODULES = sorted((STATIC / "js").rglob("*.js"))


def needs(module: Path) -> set[Path]:
    """The modules that a module names, as files."""
    named = NEEDS.findall(COMMENT.sub("", module.read_text()))
    assert all(name.startswith(".") for name in named), f"{module.name} names {named}"
    return {(module.parent / name).resolve() for name in named}


def preloaded(path: str) -> tuple[str, set[str]]:
    """The module script of a page, and all modules it loads with it."""
    root = page(fetch(path).text)
    entries = [e.attrs["src"] for e in root.every("script") if e.attrs.get("type") == "module"]
    assert len(entries) == 1
    links = [e.attrs["href"] for e in root.every("link") if e.attrs["rel"] == "modulepreload"]
    assert len(set(links)) == len(links)
    return entries[0], {entries[0], *links}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(STATIC)))
def test_every_module_finds_the_modules_it_names(module: Path) -> None:
    assert [path for path in needs(module) if not path.is_file()] == []


@pytest.mark.parametrize(("lang", "name"), EVERY_SCREEN)
def test_a_screen_loads_all_the_modules_it_needs_at_once_and_no_other(lang: str, name: str) -> None:
    entry, loaded = preloaded(PATHS[lang, name])
    assert entry == asset_path(f"js/ui/screens/{name}.js")
    wanted, waiting = set(), {STATIC / f"js/ui/screens/{name}.js"}
    while waiting:
        module = waiting.pop()
        wanted.add(module)
        waiting |= needs(module) - wanted
    assert loaded == {asset_path(str(module.relative_to(STATIC))) for module in wanted}
    assert {fetch(path).content_type.split(";")[0] for path in loaded} == {"text/javascript"}
