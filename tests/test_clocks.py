"""No test depends on an absolute time: whatever waits for a clock, or is compared with it, has a reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from test_house import named
from webapp.config import ROOT

REASON = re.compile(r"(#|//).*\b(hang guard|fixed wait): \w")
"""On the same line, or on the one above. A hang guard is at least ten times the normal time."""
CLOCK = r"(?:\b(?:monotonic|perf_counter|process_time|time\.time)(?:_ns)?|(?:performance|Date)\.now)\(\)"
ORDER = r"(?<![<=>-])[<>]=?(?![<>])"
COMPARED = re.compile(rf"{CLOCK}.*\s{ORDER}\s|\s{ORDER}\s.*{CLOCK}")
WAITS = re.compile(r"\bsleep\(|\bwait_for_timeout\(|\bwaitForTimeout\(|\bsetTimeout\(|\bsettimeout\(")
LIMIT = re.compile(r"\btimeout\s*[=:]\s*([\d_.]+)|\b[A-Z_]*TIMEOUT[A-Z_]*(?:: \w+)? = ([\d_.]+)")
PLAYWRIGHT = re.compile(r"\bexpect\(|\b(?:not_)?to_(?:be|have|contain)_|\bwait_for|\bgoto\(|timeout: ")
AMPLE_MILLISECONDS = 10_000
"""Only shorter limits of Playwright need a reason, because all of them wait for a condition."""
MEASURED = re.compile(rf"(\w+)(?:: \w+)? = [^#]*(?:{CLOCK}[^<>]*? - |\s- {CLOCK})")
EXPLAINED = re.compile(rf"({REASON.pattern}[^\n]*\n)\s*(?P<name>\w+) = ", re.M)
"""A deadline with a reason where it is set; comparing with it needs none."""
SEARCHES = re.compile(r"^@(?:given|search|fuzzing)\(", re.M)


def is_comment(line: str) -> bool:
    return line.lstrip().startswith(("#", "//", "* ", "/*"))


def sets_short_limit(line: str) -> bool:
    """Whether this line sets a time limit that needs a reason."""
    limit = LIMIT.search(line)
    value = float((limit[1] or limit[2]).rstrip("._").replace("_", "") or 0) if limit else 0
    return bool(limit) and not (PLAYWRIGHT.search(line) and value >= AMPLE_MILLISECONDS)


def unexplained(text: str) -> Iterator[int]:
    """The numbers of the lines with a time but without a reason."""
    measured = {found[1] for found in MEASURED.finditer(text)} if re.search(CLOCK, text) else set()
    names = "|".join(map(re.escape, measured))
    number = r"(?:[\d._]+|[A-Z_]+)"
    with_number = re.compile(
        rf"\b(?:{names})\s{ORDER}\s{number}\b(?! [*/])|\b{number}\s{ORDER}\s(?:{names})\b(?! [*/])"
    )
    explained = {found["name"] for found in EXPLAINED.finditer(text)}
    before = ""
    for count, line in enumerate(text.splitlines(), 1):
        timed = WAITS.search(line) or COMPARED.search(line) or sets_short_limit(line)
        timed = timed or (names and with_number.search(line))
        compared = COMPARED.search(line) and explained.intersection(re.findall(r"\w+", line))
        if timed and not (compared or is_comment(line) or REASON.search(line) or REASON.search(before)):
            yield count
        before = line


def sources() -> list[Path]:
    own = Path(__file__).resolve()
    found = [path for kind in ("py", "js", "mjs") for path in (ROOT / "tests").rglob(f"*.{kind}")]
    return sorted(path for path in found if path != own and "node_modules" not in path.parts)


def test_every_absolute_time_has_a_reason() -> None:
    found = []
    for path in sources():
        lines = path.read_text().splitlines()
        found += [f"{named(path)}:{n}: {lines[n - 1].strip()}" for n in unexplained(path.read_text())]
    if found:
        advice = "give a reason, `hang guard: ...` or `fixed wait: ...`, on the line or the one above"
        pytest.fail(f"{len(found)} lines depend on a time; {advice}:\n" + "\n".join(found), pytrace=False)


def test_no_hypothesis_search_has_a_deadline() -> None:
    """Hypothesis allows each example a fifth of a second by default; `search` turns that off."""
    for path in sources():
        found = SEARCHES.findall(path.read_text())
        assert 2 * found.count("@given(") == len(found), named(path)


@pytest.mark.parametrize(
    "text",
    [
        "    assert time.monotonic() - began < 3",
        "    assert 2 <= time.time() - began",
        "while not there and time.monotonic() < until:",
        "took = time.perf_counter() - began\nassert took < LONG_SECONDS",
        "took = time.perf_counter() - began\nassert 0.5 > took",
        "const took = performance.now() - began;\nassert.ok(took < 2000);",
        "assert.ok(performance.now() - began < 2000)",
        "while (Date.now() < until) await tick();",
        "    time.sleep(0.1)",
        "    await new Promise((done) => setTimeout(done, 50));",
        "    page.wait_for_timeout(300)",
        "    line.settimeout(5)",
        "    said, _ = process.communicate(timeout=15)",
        "    expect(page.locator('h1')).to_be_visible(timeout=500)",
        "    await page.waitForSelector('h1', { timeout: 900 });",
        "START_TIMEOUT_SECONDS = 60.0",
        "# said before\n\ntime.sleep(0.1)  # a while",
        "# hang guard: too far above\n\ntime.sleep(0.1)",
        "time.sleep(0.1)  # fixed wait:",
    ],
)
def test_a_time_without_a_reason_is_found(text: str) -> None:
    assert len(list(unexplained(text))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "time.sleep(0.1)  # fixed wait: nothing may come meanwhile",
        "# hang guard: a start takes a second\nwhile not there and time.monotonic() < until:",
        "await wait(50); // fixed wait: the long press itself\nsetTimeout(done, 50); // fixed wait: as above",
        "expect(page).to_have_title('x', timeout=20_000)",
        "mark = Mark(time.time() + 60)",
        "slow = time.monotonic() - began\nassert slow < 30 * quick\nassert slow / quick < 30",
        "const next = () => Date.now();",
        "# time.sleep(5) would do",
    ],
)
def test_a_reason_and_a_ratio_are_enough(text: str) -> None:
    assert list(unexplained(text)) == []


def test_tests_wait_for_pages_in_one_way() -> None:
    """Playwright's `wait_for_function` takes a promise for true, and our content policy stops its polling."""
    own = {"waiting.py", Path(__file__).name}
    files = [path for path in (ROOT / "tests").rglob("*.py") if path.name not in own]
    assert [path for path in files if "wait_for_function" in path.read_text()] == []
