"""Four senders that are killed repeatedly, with five hundred reminders: `bench/run reminder_kills`."""

from __future__ import annotations

import pytest

import postgresql_server
from bench.reminder_ledger import Push, killed_before_noting
from sweeps import quarter
from test_faults import run

FIRST, AGAIN = (10.0, 1, "x"), (20.0, 2, "x")


def test_no_reminder_is_lost_and_only_a_kill_makes_one_be_sent_twice() -> None:
    figures = run("reminder_kills", "--due", str(quarter(500)), "--kills", str(quarter(60)))
    assert figures["due"] >= quarter(500)
    assert figures["kills"] >= quarter(60)
    assert figures["unanswered"] == 0, "the clock is stopped during a push"
    assert figures["pushes"] >= figures["due"] + figures["sent twice"]


def test_on_a_database_any_sender_sends_and_each_reminder_once() -> None:
    postgresql_server.program("initdb")  # or there is no PostgreSQL here
    figures = run("reminder_kills", "--postgresql", "--due", str(quarter(160)), "--kills", str(quarter(24)))
    assert figures["kills"] >= quarter(24)
    assert figures["pushes"] >= figures["due"] + figures["sent twice"]


@pytest.mark.parametrize(
    ("kills", "noted", "right"),
    [
        ([(11.0, 1)], [], True),
        ([], [], False),
        ([(11.0, 2)], [], False),
        ([(21.0, 1)], [], False),
        ([(11.0, 1)], [(10.5, 1, "x")], False),
        ([(11.0, 1)], [(10.5, 1, "y"), (9.0, 1, "x"), (10.5, 3, "x")], True),
    ],
)
def test_sending_twice_is_right_only_if_the_first_sender_was_killed_before_it_noted_the_first(
    kills: list[tuple[float, int]], noted: list[Push], right: bool
) -> None:
    assert killed_before_noting(FIRST, AGAIN, noted, kills) is right
