"""The outcome of a check: its counts, and the name, place and error of each failed test."""

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
"""The exit code of pytest if no test matches."""


@dataclass(frozen=True)
class Failure:
    """One failed test: its name, its place (`file` or `file:line`), and its error."""

    name: str
    place: str
    error: str


@dataclass(frozen=True)
class Outcome:
    """The outcome of a check, in numbers of tests and seconds."""

    name: str
    passed: int
    failed: int
    seconds: float
    failures: list[Failure] = field(default_factory=list)
    skips: list[tuple[str, str]] = field(default_factory=list)
    """Each skipped test and its reason."""


def outcome_of(check: Check, code: int, output: str, report: Path, seconds: float) -> Outcome:
    """The outcome, from a check's exit code, output and report."""
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


def print_failures(outcome: Outcome) -> None:
    """Print each failed test with its place and its error, and each skipped one with its reason."""
    for failure in outcome.failures:
        print(f"\n--- {outcome.name}: {failure.name}\n    {failure.place}\n{failure.error}\n", flush=True)
    for name, reason in outcome.skips:
        print(f"skipped, {outcome.name}: {name}: {reason}", flush=True)


def print_summary(outcomes: list[Outcome]) -> int:
    """Print the counts and the names of what failed; return 0 if something ran and nothing failed."""
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
    # Errors may contain characters that are invalid in XML; node's reporter does not escape them.
    root = ElementTree.fromstring(NOT_XML.sub("\ufffd", report.read_text("utf-8", "replace")))
    return list(root.iter("testcase"))


def _is_empty_file(case: ElementTree.Element) -> bool:
    # Node counts a file without matching tests as a passed test.
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
        error = _output_of(_name(case), output) or error
    lines = re.findall(r"^(\S+\.py:\d+)|\(?file://([^\s)]+?:\d+)", error, re.M)
    module = case.get("file") or case.get("classname", "").replace(".", "/") + ".py"
    place = next((a or b for a, b in reversed(lines) if "tests/" in (a or b)), module)
    return Failure(_name(case), place.replace(f"{ROOT}/", ""), _without_middle(error, ERROR_LINES_MAX))


def _output_of(name: str, output: str) -> str:
    """What a script printed before it ended without a test: node's report only says that it failed."""
    printed = re.search(rf"((?:^# .*\n)+)^# Subtest: \S*{re.escape(name)}$", output, re.M)
    return re.sub(r"^# ", "", printed[1], flags=re.M).strip() if printed else ""


def _end(text: str, most: int) -> str:
    return "\n".join(text.strip().splitlines()[-most:])


def _without_middle(text: str, most: int) -> str:
    lines = text.splitlines()
    if len(lines) <= most:
        return text
    return "\n".join([*lines[: most // 2], f"... {len(lines) - most} lines ...", *lines[-(most // 2) :]])
