"""Line and branch coverage of a checkout, file by file, and the files whose coverage fell between two runs.

`bench/run coverage --source ../before --json before.json server js` measures; without names, all suites.
`bench/run coverage --compare before.json after.json` ends with 1 if the coverage of a file fell.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

from bench.coverage_suites import SUITES, Figures, set_up
from bench.results import store
from tests.browser.real_server import ROOT

KINDS = ("lines", "branches")


def percentage(run: int, total: int) -> float:
    """Covered share in percent; 100 for a file without branches."""
    return 100 * run / total if total else 100.0


def shown(pair: list[int]) -> str:
    """One figure as text."""
    return f"{percentage(*pair):5.1f} % ({pair[0]}/{pair[1]})"


def totals(figures: Figures) -> dict[str, list[int]]:
    """Lines and branches of all files together."""
    return {kind: [sum(f[kind][i] for f in figures.values()) for i in (0, 1)] for kind in KINDS}


def print_table(suite: str, figures: Figures) -> None:
    """Print one suite's table."""
    for name, found in sorted(figures.items()):
        print(f"  {name:58} lines {shown(found['lines']):22} branches {shown(found['branches'])}")
    found = totals(figures)
    summary = ", ".join(f"{kind} {shown(found[kind])}" for kind in KINDS)
    print(f"{suite}: {len(figures)} files, {summary}\n")


def places(named: list[str], name: str, others: dict[str, Figures]) -> str:
    """The named places, each with the other suites that still run it."""
    described = []
    for place in named:
        known = {suite: found[name]["missing"] for suite, found in others.items() if name in found}
        run_in = [suite for suite, missing in known.items() if place not in missing]
        described.append(f"{place} (still run in {' and '.join(run_in)})" if run_in else place)
    return ", ".join(described) or "only places that moved"


def losses(suite: str, before: Figures, after: dict[str, Figures]) -> list[str]:
    """One line for each figure of a suite that fell, and one with the places that are no longer run."""
    others = {name: found for name, found in after.items() if name != suite}
    lines = []
    for name, old in sorted(before.items()):
        new = after[suite].get(name)
        if new is None:
            lines.append(f"{suite} {name}: not in the second run")
            continue
        fell = [kind for kind in KINDS if percentage(*new[kind]) < percentage(*old[kind])]
        lines += [f"{suite} {name}: {kind} {shown(old[kind])} -> {shown(new[kind])}" for kind in fell]
        if fell:
            gone = [place for place in new["missing"] if place not in old["missing"]]
            lines.append(f"    no longer run: {places(gone, name, others)}")
    return lines


def compare(before: Path, after: Path) -> int:
    """Print what fell in the suites that both runs have; return 1 if anything did."""
    old, new = (json.loads(path.read_text()) for path in (before, after))
    suites = [suite for suite in SUITES if suite in old and suite in new]
    if not suites:
        raise SystemExit("The two runs have no suite in common.")
    fallen = [line for suite in suites for line in losses(suite, old[suite], new)]
    for suite in suites:
        was, now = totals(old[suite]), totals(new[suite])
        for kind in KINDS:
            print(f"{suite:8} {kind:9} {shown(was[kind])} -> {shown(now[kind])}")
    print("\n".join(fallen) or "No file's coverage fell.")
    return int(bool(fallen))


def main() -> int:
    """Measure the named suites, or compare two measurements."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("suites", nargs="*", metavar="suite", help=" ".join(SUITES))
    arguments.add_argument("--source", type=Path, default=ROOT, help="the checkout, already set up")
    arguments.add_argument(
        "--json", type=Path, help="file for the figures; keeps suites that are already in it"
    )
    arguments.add_argument("--notes", type=Path, help="folder in which to keep the recorded coverage data")
    arguments.add_argument("--compare", type=Path, nargs=2, metavar=("BEFORE", "AFTER"))
    options = arguments.parse_args()
    if options.compare:
        return compare(*options.compare)
    if unknown := set(options.suites) - set(SUITES):
        arguments.error(f"unknown suite: {', '.join(sorted(unknown))}")
    set_up()
    source = options.source.resolve()
    found = json.loads(options.json.read_text()) if options.json and options.json.exists() else {}
    for suite in options.suites or SUITES:
        with tempfile.TemporaryDirectory() as folder:
            notes = (options.notes or Path(folder)).resolve() / suite
            notes.mkdir(parents=True)
            found[suite] = SUITES[suite](source, notes)
        print_table(suite, found[suite])
        store("coverage", found)
        if options.json:
            options.json.write_text(json.dumps(found, indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
