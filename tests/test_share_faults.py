"""Kills in the middle of sharing and answering, and a crowd that answers: `bench/run share_kills`."""

from __future__ import annotations

from sweeps import quarter
from test_faults import run


def test_nothing_that_was_told_is_lost_and_nothing_is_left_after_its_end() -> None:
    kills, shares = quarter(40), quarter(8)
    figures = run("share_kills", "--kills", str(kills), "--shares", str(shares))
    assert figures["told"] >= kills
    assert figures["swept"] > shares
    assert figures["kills in a write"] > 0, "some kills must come in the middle of a write"
