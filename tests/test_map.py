"""ARCHITECTURE.md is the map: every source file is on it, and every name on it exists."""

import re
import subprocess

import file_map
from webapp.config import ROOT

TEXT = file_map.MAP.read_text("utf-8")
HANDWRITTEN = TEXT.partition(f"\n{file_map.HEADING}\n")[0]
NAMED = re.compile(r"(?<![\w/<>.-])([\w.-]+/)*[\w-]+\.(?:py|js|mjs|html|css|toml|md)\b")


def test_every_source_file_is_on_the_map_with_its_first_sentence() -> None:
    assert (
        TEXT.partition(f"\n{file_map.HEADING}\n")[2].strip()
        == file_map.file_list().partition("\n")[2].strip()
    ), "bin/map writes the list anew"


def test_every_source_file_begins_with_a_sentence() -> None:
    assert [path for path in file_map.listed_files() if not file_map.first_sentence(path)] == []


def test_the_list_misses_no_source_file() -> None:
    listed = set(file_map.listed_files())
    assert len(listed) > 300
    sources = {path for room in ("storage", "webapp") for path in (ROOT / room).rglob("*.py")}
    sources |= set((ROOT / "webapp/static/js").rglob("*.js"))
    assert {path for path in sources if "__pycache__" not in path.parts} <= listed


def test_every_file_named_on_the_map_exists() -> None:
    names = {match[0] for match in NAMED.finditer(HANDWRITTEN)}
    assert len(names) > 15
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    known = files.stdout.split()
    assert [name for name in names if not any(f"/{file}".endswith(f"/{name}") for file in known)] == []


def test_every_room_on_the_map_exists_and_every_room_is_on_it() -> None:
    rooms = HANDWRITTEN.partition("## Rooms")[2].partition("\nEvery file")[0]
    named = {name for line in rooms.splitlines() for name in re.findall(r"(?<![\w/])([\w.-]+)/", line)}
    folders = {path.parent for path in file_map.listed_files()} - {ROOT / "bin"}
    assert {folder.name for folder in folders} <= named | {"storage", "webapp"}
    everywhere = {path.name for path in ROOT.rglob("*") if path.is_dir() and "node_modules" not in path.parts}
    assert named - everywhere - {"vendor", "v1", "api"} == set()
