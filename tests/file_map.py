"""The list of files in ARCHITECTURE.md, from the sentence at the top of each file; `bin/map` writes it."""

from __future__ import annotations

import ast
import re
import subprocess
from itertools import groupby
from pathlib import Path

from webapp.config import ROOT

MAP = ROOT / "ARCHITECTURE.md"
HEADING = "## Files"
LISTED = (
    "bin/*",
    "release/*.py",
    ":!bin/*.*",
    "storage/*.py",
    "webapp/*.py",
    "webapp/static/*.js",
    "webapp/static/css/*.css",
    "webapp/templates/_*.html",
    "webapp/bundles.mjs",
)
"""What is on the list, as git matches it: a star goes through folders.

The shell of a screen, `templates/<name>.html`, belongs to `ui/screens/<name>.js`, which is listed.
"""
COMMENTS = {
    ".js": r"(?:// .*\n)+",
    ".mjs": r"(?:// .*\n)+",
    ".css": r"(?s:/\*.*?\*/)",
    ".html": r"(?s:\{#.*?#\})",
    "": r"#!.*\n(?:# .*\n)+",
}
MARKS = re.compile(r"^(?:#!.*|// ?|# |/\* ?|\{# ?)|(?: ?\*/| ?#\})$", re.MULTILINE)
ENDED = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<=[.?!])\s")


def listed_files() -> list[Path]:
    """Every source file that the list must hold, by folder."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *LISTED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = {ROOT / name for name in names.stdout.split("\0") if name and (ROOT / name).is_file()}
    return sorted(files, key=lambda path: (path.parent, path.name))


def first_sentence(path: Path) -> str:
    """What a file says of itself at its top; empty where it says nothing."""
    text = path.read_text("utf-8")
    if path.suffix == ".py" or text.startswith("#!/usr/bin/env python"):
        comment = ast.get_docstring(ast.parse(text)) or ""
    else:
        found = re.match(COMMENTS[path.suffix], text)
        comment = MARKS.sub("", found[0]) if found else ""
    return ENDED.split(" ".join(comment.split()))[0].removesuffix(".")


def file_list() -> str:
    """The list, as a table for each folder."""
    tables = []
    for folder, files in groupby(listed_files(), key=lambda path: path.parent):
        rows = [f"| `{path.name}` | {first_sentence(path)} |" for path in files]
        tables.append(
            "\n".join([f"### {folder.relative_to(ROOT)}", "", "| File | Is |", "| --- | --- |", *rows])
        )
    return "\n\n".join([HEADING, *tables]) + "\n"


def main() -> None:
    """Write the list."""
    before = MAP.read_text("utf-8").partition(f"\n{HEADING}\n")[0]
    MAP.write_text(f"{before.rstrip()}\n\n{file_list()}", "utf-8")


if __name__ == "__main__":
    main()
