"""Own answers, as many and as long as they may be, leave room for what is read at the hand-over."""

from __future__ import annotations

import pytest

from .real_server import RealServer
from .test_hand_over_places import ANSWERS, OWN, PLACES, SIZES, Kept, in_sight, kept, open_at

__all__ = ["kept"]


@pytest.mark.parametrize("size", ["320 × 640", "320 × 640, a font of 32 px", "360 × 740, a font of 32 px"])
def test_four_answers_of_ones_own_leave_room_for_what_is_read(
    kept: Kept, server: RealServer, size: str
) -> None:
    page = open_at(kept, server, size, **OWN, answer3="Ring til Bo")
    at, (_, height, font) = page.evaluate(PLACES), SIZES[size]
    assert at["dock"]["top"] >= height * (1 / 2 if font > 16 else 2 / 5)
    own = [answer for answer in page.evaluate(ANSWERS) if answer["own"]]
    assert len(own) == 4
    if font == 16:
        assert at["headline"]["bottom"] + 28 <= at["dock"]["top"], "and a line of what follows"
        assert all(in_sight(answer, page) and not answer["aside"] for answer in own)
    page.locator("[data-answer=own]").last.focus()
    *_, last = (answer for answer in page.evaluate(ANSWERS) if answer["own"])
    assert in_sight(last, page), "the last one comes into sight"
    page.close()


def test_long_answers_of_ones_own_leave_room_too(kept: Kept, server: RealServer) -> None:
    """More than two rows are pushed up inside the dock."""
    long = ("Jeg kan ikke tale nu", "Skriv det ned til mig", "Spørg min kontaktperson", "Jeg går nu en tur")
    answers = {f"answer{n}": text for n, text in enumerate(long, 1)}
    page = open_at(kept, server, "320 × 640", **answers)
    at = page.evaluate(PLACES)
    assert at["headline"]["bottom"] <= at["dock"]["top"]
    page.locator("[data-answer=own]").last.focus()
    own = [answer for answer in page.evaluate(ANSWERS) if answer["own"]]
    assert all(answer["fits"] for answer in own) and own[-1]["bottom"] <= 640
    page.close()
