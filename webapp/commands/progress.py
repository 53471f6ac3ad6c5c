"""Says how far a long command is: one line that changes in a terminal, and a few lines elsewhere."""

from __future__ import annotations

from typing import TextIO

BAR = 30
"""Characters of the bar."""
LINES = 10
"""How many lines are written for one kind where there is no terminal."""


class Progress:
    """Writes to a stream. Counts may be passed: what is counted can grow meanwhile."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._expected: dict[str, int] = {}
        self._written = ""

    def expect(self, kind: str, count: int) -> None:
        """How many of a kind there will be."""
        self._expected[kind] = count

    def tick(self, kind: str, count: int) -> None:
        """So many of a kind are done."""
        total = max(self._expected.get(kind, 0), count, 1)
        if self._stream.isatty():
            done = count * BAR // total
            text = f"{kind}: [{'#' * done}{' ' * (BAR - done)}] {count} of {total}"
            if count == total or text[: text.rindex("]")] != self._written:
                self._written = text[: text.rindex("]")]
                print(f"\r{text}", end="\n" if count == total else "", file=self._stream, flush=True)
        elif count == total or count * LINES // total != (count - 1) * LINES // total:
            print(f"{kind}: {count} of {total}", file=self._stream, flush=True)

    def say(self, sentence: str) -> None:
        """A line of its own."""
        print(sentence, file=self._stream, flush=True)
