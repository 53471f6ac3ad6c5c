"""What a long command says of how far it is, in a terminal and elsewhere."""

from __future__ import annotations

import io

from webapp.commands.progress import Progress


class Terminal(io.StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


def said(stream: io.StringIO, expected: int, done: int) -> list[str]:
    progress = Progress(stream)
    progress.expect("vaults", expected)
    for count in range(1, done + 1):
        progress.tick("vaults", count)
    return stream.getvalue().replace("\r", "\n").split("\n")


def test_elsewhere_there_are_ten_lines_however_many_there_are() -> None:
    lines = said(io.StringIO(), 20_000, 20_000)
    assert len(lines) == 11
    assert lines[0] == "vaults: 2000 of 20000"
    assert lines[-2] == "vaults: 20000 of 20000"


def test_a_terminal_gets_one_line_that_grows_to_the_end() -> None:
    lines = said(Terminal(), 20_000, 20_000)
    assert len(lines) < 40
    assert lines[-2] == f"vaults: [{'#' * 30}] 20000 of 20000"


def test_more_than_was_expected_is_no_error() -> None:
    assert said(io.StringIO(), 2, 3)[-2] == "vaults: 3 of 3"
    assert said(Terminal(), 0, 1)[-2].endswith("1 of 1")
