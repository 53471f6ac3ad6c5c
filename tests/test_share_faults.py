"""Kills while shares are made and answered, and many answers at once: `bench/run share_kills`."""

from __future__ import annotations

from sweeps import quarter
from test_faults import run


def test_no_acknowledged_share_or_note_is_lost_and_no_file_outlives_its_share() -> None:
    kills, shares = quarter(40), quarter(8)
    figures = run("share_kills", "--kills", str(kills), "--shares", str(shares))
    assert figures["acknowledged"] >= kills
    assert figures["swept"] > shares
    assert figures["kills in a write"] > 0, "some kills must hit the middle of a write"
