"""bin/test itself: which checks it selects, how it reports failures, and that it reports all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from check_progress import Progress
from check_reports import Outcome, print_summary
from check_selection import NODE, NODE_REPORTS, PYTEST, Check, NothingMatches, needed_programs, selected
from every_check import LANES, run, side_lane_priority

PYTHON_TESTS = """
import pytest

def test_fine():
    pass

def test_two_words_are_one():
    expected = "one word"
    assert "two words" == expected

@pytest.fixture
def broken():
    raise OSError("the fixture broke")

def test_with_a_broken_fixture(broken):
    pass

@pytest.mark.skip(reason="no such machine")
def test_elsewhere():
    pass
"""
SCRIPT_TESTS = """
import { test } from 'node:test';
import assert from 'node:assert/strict';
test('fine', () => {});
test('three is four', () => assert.equal(3, 4, 'three \\u0001 is not four'));
test('a story', async (t) => { await t.test('ends badly', () => { throw new Error('badly'); }); });
test('elsewhere', { skip: 'no such machine' }, () => {});
"""


def outcome_of(check: Check, folder: Path) -> Outcome:
    return run(check, folder, Progress([check]))


def pytest_of(folder: Path, source: str, *options: str) -> Check:
    file = folder / "test_made_up.py"
    file.write_text(source)
    command = [
        *PYTEST,
        "-p",
        "no:cacheprovider",
        f"--rootdir={folder}",
        "-c",
        "/dev/null",
        *options,
        str(file),
    ]
    return Check("server", command, "junit", (str(file),))


def node_of(folder: Path, source: str, *options: str) -> Check:
    file = folder / "made_up.test.js"
    file.write_text(source)
    (folder / "package.json").write_text('{"type": "module"}')
    return Check("js", [*NODE, "--test", *NODE_REPORTS, *options, str(file)], "junit", (str(file),))


def test_a_failed_python_test_is_named_with_its_place_and_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = outcome_of(pytest_of(tmp_path, PYTHON_TESTS), tmp_path)
    assert (outcome.passed, outcome.failed) == (1, 2)
    assert outcome.skips == [("test_elsewhere", "no such machine")]
    assert print_summary([outcome]) == 1
    printed = capsys.readouterr().out
    for words in ("test_two_words_are_one", "two words", "test_with_a_broken_fixture", "the fixture broke"):
        assert words in printed
    assert "FAILED server: test_two_words_are_one" in printed.partition("Summary")[2]
    assert "skipped, server: test_elsewhere: no such machine" in printed
    assert printed.endswith("1 passed, 2 failed, 1 skipped\n")


def test_a_failed_script_test_is_named_with_its_place_and_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outcome = outcome_of(node_of(tmp_path, SCRIPT_TESTS), tmp_path)
    by_name = {failure.name: failure for failure in outcome.failures}
    assert "three is four" in by_name and "ends badly" in by_name
    assert "is not four" in by_name["three is four"].error
    assert "made_up.test.js" in by_name["three is four"].place
    assert [name for name, _ in outcome.skips] == ["elsewhere"]
    assert "FAILED three is four" in capsys.readouterr().out, "it is reported during the run"


@pytest.mark.parametrize("make", [pytest_of, node_of])
def test_a_run_without_matching_tests_fails_and_says_so(tmp_path: Path, make: object) -> None:
    narrowing = ["-k", "nothing_like_it"] if make is pytest_of else ["--test-name-pattern=nothing like it"]
    source = PYTHON_TESTS if make is pytest_of else SCRIPT_TESTS
    outcome = outcome_of(make(tmp_path, source, *narrowing), tmp_path)  # type: ignore[operator]
    assert (outcome.passed, outcome.failed) == (0, 1)
    assert "no test matches" in outcome.failures[0].name


def test_a_file_that_cannot_be_loaded_fails_with_its_name(tmp_path: Path) -> None:
    for check in (pytest_of(tmp_path, "import nothing_like_it"), node_of(tmp_path, "import './nothing.js';")):
        outcome = outcome_of(check, tmp_path)
        assert outcome.failed >= 1, check.name
        assert "made_up" in outcome.failures[0].name + outcome.failures[0].place
        assert "nothing" in outcome.failures[0].error, "the error names the missing module"
        (tmp_path / f"{check.name}.xml").unlink()


def test_a_failed_command_shows_its_output(tmp_path: Path) -> None:
    outcome = outcome_of(Check("lint", ["sh", "-c", "echo this line is wrong; exit 3"]), tmp_path)
    assert (outcome.passed, outcome.failed) == (0, 1)
    assert outcome.failures[0].error == "this line is wrong"


@pytest.mark.parametrize(
    ("arguments", "names", "in_command"),
    [
        (["js", "lint"], ["lint", "js"], "--test"),
        (["tests/test_pages.py", "-k", "facts"], ["server"], "tests/test_pages.py"),
        (["tests/test_pages.py::test_x"], ["server"], "tests/test_pages.py::test_x"),
        (["tests/js/marks.test.js"], ["js"], "tests/js/marks.test.js"),
        (["tests/js"], ["js"], "tests/js/marks.test.js"),
        (["browser", "-k", "five"], ["browser"], "five"),
        (["tests/browser/test_print.py"], ["browser"], "tests/browser/test_print.py"),
        (["tests/storage"], ["server"], "tests/storage"),
        (["-k", "five"], ["js", "server", "browser"], "five"),
    ],
)
def test_only_what_is_named_runs(arguments: list[str], names: list[str], in_command: str) -> None:
    checks = selected(arguments)
    assert [check.name for check in checks] == names
    assert any(in_command in check.command for check in checks) or in_command in str(checks[-1].command)


def test_a_named_file_runs_without_the_others() -> None:
    (check,) = selected(["tests/js/marks.test.js"])
    assert check.paths == ("tests/js/marks.test.js",)
    assert sum(part.endswith(".test.js") for part in check.command) == 1


@pytest.mark.parametrize(
    "name", ["brwser", "tests/test_nothing.py", "webapp/pages.py", "tests/js/none.test.js"]
)
def test_a_name_that_matches_nothing_says_so(name: str) -> None:
    with pytest.raises(NothingMatches, match=r"Nothing is called .* Suites: lint"):
        selected([name])


def test_every_check_is_in_one_lane() -> None:
    assert sorted(check.name for check in selected([])) == sorted(name for lane in LANES for name in lane)


def test_only_the_browsers_that_tests_need_are_installed() -> None:
    assert needed_programs(selected(["js", "lint", "types", "js-types", "format"])) == []
    tools = ["strace", "redis-server", "systemd-analyze", "initdb"]
    assert needed_programs(selected(["tests/test_pages.py"])) == tools
    of_one = needed_programs(selected(["tests/browser/test_print.py"]))
    assert "chromium" in of_one and "firefox-esr" not in of_one and "WebKitWebDriver" not in of_one
    assert {"firefox-esr", "WebKitWebDriver", "Xvfb"} <= set(needed_programs(selected(["browser"])))


def test_the_side_lane_never_gets_more_than_the_lowest_priority(monkeypatch: pytest.MonkeyPatch) -> None:
    for own, theirs in ((0, 5), (10, 15), (19, 19)):
        monkeypatch.setattr("os.getpriority", lambda _which, _who, own=own: own)
        assert side_lane_priority() == theirs
