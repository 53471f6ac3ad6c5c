"""House rules: no third-party code is committed, all dependencies are pinned, files stay small."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from webapp.config import ROOT

LINES_MAX = {
    "webapp/static/sw.js": 150,
    "webapp/templates/*.html": 60,
    "docs/*.md": 350,
    "ARCHITECTURE.md": 1000,
    "*": 250,
}
"""The first matching pattern counts."""
COLUMNS = 110
WRITTEN = {".py", ".js", ".mjs", ".css", ".html", ".toml", ".md", ""}
MADE = {".mo", ".pyc", ".woff2", ".ttf", ".zip", ".gz", ".br"}
LONG_BY_NATURE = {"LICENSE"}
REGISTRY = re.compile(r"py[p]i\.org|python[h]osted|registry\.npm|npm[j]s\.|yarn[p]kg")
"""The brackets keep this line from matching itself."""
MACHINE_PATH = re.compile(r"(?<![\w./~-])/(?:home|root|Users|work)/\w")


def listed(*options: str) -> list[Path]:
    """The project's own files as git lists them; without options, tracked and new ones."""
    options = options or ("--cached", "--others", "--exclude-standard")
    ended = subprocess.run(
        ["git", "ls-files", "-z", *options], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [path for name in ended.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(path: Path) -> str:
    return path.read_text("utf-8", "ignore")


OWN = listed()


def test_no_third_party_or_generated_file_is_committed() -> None:
    made = {"vendor", "node_modules", ".venv", ".build", "__pycache__"}
    tracked = [path.relative_to(ROOT) for path in listed("--cached")]
    assert [str(p) for p in tracked if made & set(p.parts) or p.parts[0] == "data"] == []
    assert [str(p) for p in tracked if p.suffix in MADE] == []


@pytest.mark.parametrize("words", [REGISTRY, MACHINE_PATH], ids=["registry", "machine"])
def test_no_file_names_a_registry_or_a_local_path(words: re.Pattern[str]) -> None:
    assert [(named(path), found[0]) for path in OWN if (found := words.search(text_of(path)))] == []


def test_dependencies_are_pinned_by_hash() -> None:
    assert "omit-lockfile-registry-resolved=true" in (ROOT / ".npmrc").read_text().split()
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = json.loads((ROOT / "package.json").read_text())
    assert packages.pop("")["dependencies"] == wanted["dependencies"]
    assert all(p["integrity"].startswith("sha512-") and "resolved" not in p for p in packages.values())
    versions = [*wanted["dependencies"].values(), *wanted["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    for lock in ("requirements.lock", "requirements-build.lock", "requirements-test.lock"):
        entries = re.split(r"\n(?=\S)", re.sub(r"(?m)^\s*#.*\n?", "", (ROOT / lock).read_text()).strip())
        assert len(entries) > 5
        for head, *hashes in (entry.splitlines() for entry in entries):
            assert re.fullmatch(r"[\w.\[\]-]+==\S+(?: ;.*?)? \\", head), head
            assert hashes
            wrong = [h for h in hashes if not re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", h)]
            assert not wrong, head


def test_files_stay_small() -> None:
    counts: dict[str, int] = {}
    for path in (p for p in OWN if p.suffix in WRITTEN and named(p) not in LONG_BY_NATURE):
        most = next(m for pattern, m in LINES_MAX.items() if path.relative_to(ROOT).match(pattern))
        count = len(text_of(path).splitlines())
        if count > most:
            counts[named(path)] = count
    assert counts == {}


def long_lines(text: str) -> list[str]:
    """The lines of a Markdown text that should be wrapped; tables, code and very long words are exempt."""
    prose = re.sub(r"(?ms)^( *)```.*?^ *```", "", text)
    lines = [line for line in prose.splitlines() if not line.startswith("    ") and line.lstrip()[:1] != "|"]
    return [line for line in lines if len(line) > COLUMNS and " " in line.strip()[:COLUMNS].lstrip("-# ")]


def test_markdown_wraps() -> None:
    files = [path for path in OWN if path.suffix == ".md" and "content" not in path.parts]
    assert len(files) > 20
    assert {named(path): found for path in files if (found := long_lines(text_of(path)))} == {}


def test_a_long_line_is_found() -> None:
    line = "word " * 30
    assert long_lines(f"short\n{line}\n| {line} |\n```\n{line}\n```\n") == [line]


def test_every_decision_has_a_date_and_a_status() -> None:
    status = re.compile(
        r"_\d{4}-\d\d-\d\d\. (Accepted|Superseded by \[\d+\]\([\w.-]+\) on \d{4}-\d\d-\d\d)\."
    )
    decisions = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    assert [named(path) for path in decisions if not status.match(text_of(path).splitlines()[2])] == []


def test_the_files_that_start_first_exist() -> None:
    text = text_of(ROOT / "tests/browser/conftest.py").partition("SLOWEST_FILES = (")[2].partition(")")[0]
    names = re.findall(r'"(\w+)"', text)
    assert len(names) > 10
    assert [name for name in names if not (ROOT / f"tests/browser/{name}.py").exists()] == []
