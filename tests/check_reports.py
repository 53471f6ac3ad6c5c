"""What became of a check: its numbers, and for each failed test its name, its place and its error."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

from check_selection import ROOT, Check

ERROR_LINES_MAX = 60
OUTPUT_LINES_MAX = 80
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NO_TESTS_EXIT = 5
"""With which pytest ends where no test matches."""


@dataclass(frozen=True)
class Failure:
    """One failed test: its name, where it is (`file` or `file:line`), and what it says."""

    name: str
    place: str
    error: str


@dataclass(frozen=True)
class Outcome:
    """How a check went, in numbers of tests and seconds."""

    name: str
    passed: int
    failed: int
    seconds: float
    failures: list[Failure] = field(default_factory=list)
    skips: list[tuple[str, str]] = field(default_factory=list)
    """Each skipped test and the reason it gives."""


def outcome_of(check: Check, code: int, output: str, report: Path, seconds: float) -> Outcome:
    """What a check's exit code, output and report say together."""
    if check.counts != "junit":
        failures = [Failure(check.name, "", _end(output, OUTPUT_LINES_MAX))] if code else []
        return Outcome(check.name, int(code == 0), len(failures), seconds, failures)
    cases = [case for case in _cases(report) if not _is_empty_file(case)]
    failures = [_failure(case, found, output) for case in cases if (found := _wrong(case)) is not None]
    skips = [(_name(case), _reason(case)) for case in cases if case.find("skipped") is not None]
    passed = len(cases) - len(failures) - len(skips)
    if not cases and code in (0, NO_TESTS_EXIT):
        failures = [Failure(f"{check.name}: no test matches", " ".join(check.paths), "")]
    elif code and not failures:
        failures = [Failure(f"{check.name} ended with {code}", "", _end(output, OUTPUT_LINES_MAX))]
    return Outcome(check.name, passed, len(failures), seconds, failures, skips)


def tell_failures(outcome: Outcome) -> None:
    """Print each failed test with its place and its error, and each skipped one with its reason."""
    for failure in outcome.failures:
        print(f"\n--- {outcome.name}: {failure.name}\n    {failure.place}\n{failure.error}\n", flush=True)
    for name, reason in outcome.skips:
        print(f"skipped, {outcome.name}: {name}: {reason}", flush=True)


def tell_summary(outcomes: list[Outcome]) -> int:
    """Print the numbers and the names of what failed; 0 when something ran and none failed."""
    print("\nSummary")
    for o in outcomes:
        skipped = f", {len(o.skips)} skipped" if o.skips else ""
        print(f"  {o.name:9} {o.passed:5} passed, {o.failed} failed{skipped}  {o.seconds:6.1f} s")
    for o in outcomes:
        for failure in o.failures:
            print(f"  FAILED {o.name}: {failure.name}  {failure.place}")
    passed, failed, skipped = (
        sum(o.passed for o in outcomes), sum(o.failed for o in outcomes), sum(len(o.skips) for o in outcomes)
    )  # fmt: skip
    print(f"\n{passed} passed, {failed} failed, {skipped} skipped", flush=True)
    return int(failed > 0 or passed == 0)


def _cases(report: Path) -> list[ElementTree.Element]:
    if not report.exists():
        return []
    # Errors can hold characters that no XML may have, which node's reporter writes all the same.
    root = ElementTree.fromstring(NOT_XML.sub("\ufffd", report.read_text("utf-8", "replace")))
    return list(root.iter("testcase"))


def _is_empty_file(case: ElementTree.Element) -> bool:
    # Node counts a file in which no test matches as a test that passed.
    return case.get("name", "").endswith(".test.js") and _wrong(case) is None


def _wrong(case: ElementTree.Element) -> ElementTree.Element | None:
    return next((found for tag in ("failure", "error") if (found := case.find(tag)) is not None), None)


def _name(case: ElementTree.Element) -> str:
    return case.get("name", "?")


def _reason(case: ElementTree.Element) -> str:
    skipped = case.find("skipped")
    return (skipped.get("message") or skipped.text or "no reason").strip() if skipped is not None else ""


def _failure(case: ElementTree.Element, found: ElementTree.Element, output: str) -> Failure:
    error = (found.text or found.get("message") or "").strip()
    if _name(case).endswith(".test.js"):
        error = _said_by_file(_name(case), output) or error
    lines = re.findall(r"^(\S+\.py:\d+)|\(?file://([^\s)]+?:\d+)", error, re.M)
    module = case.get("file") or case.get("classname", "").replace(".", "/") + ".py"
    place = next((a or b for a, b in reversed(lines) if "tests/" in (a or b)), module)
    return Failure(_name(case), place.replace(f"{ROOT}/", ""), _middle_out(error, ERROR_LINES_MAX))


def _said_by_file(name: str, output: str) -> str:
    """What a script wrote before it ended without a test: node's report says only that it failed."""
    said = re.search(rf"((?:^# .*\n)+)^# Subtest: \S*{re.escape(name)}$", output, re.M)
    return re.sub(r"^# ", "", said[1], flags=re.M).strip() if said else ""


def _end(text: str, most: int) -> str:
    return "\n".join(text.strip().splitlines()[-most:])


def _middle_out(text: str, most: int) -> str:
    lines = text.splitlines()
    if len(lines) <= most:
        return text
    return "\n".join([*lines[: most // 2], f"... {len(lines) - most} lines ...", *lines[-(most // 2) :]])
