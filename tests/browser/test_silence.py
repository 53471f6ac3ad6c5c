"""What hides the words stops the voice that reads them, before the page has saved and goes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import first_visit, second_visit
from .lock_journey import code_box, hide, lock_now, lockable, phone_to_lock, shows_words, turn_on
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .test_quick_exit import WAYS_OUT
from .waiting import wait_until

__all__ = ["lockable", "phone_to_lock"]
NOTE_SILENCE = """(() => {
  let isGone = false;
  addEventListener('pagehide', () => (isGone = true), { capture: true });
  const cancel = SpeechSynthesis.prototype.cancel;
  SpeechSynthesis.prototype.cancel = function () {
    if (!isGone) localStorage.setItem('silenced', location.pathname);
    return cancel.apply(this);
  };
})()"""
"""The browsers of the tests have no voice; what stops one is called all the same."""
SILENCED = "() => localStorage.getItem('silenced')"
FIVE = "/da/fem-minutter"


def listening(page: Page, origin: str) -> None:
    """Open the five minutes, as if they were being read aloud."""
    page.add_init_script(NOTE_SILENCE)
    page.goto(address(origin, "da", "five"))
    shows_words(page)
    page.evaluate("localStorage.removeItem('silenced')")  # of a test before this one


@pytest.fixture
def reading(phone: Phones, server: RealServer) -> Page:
    """A phone with words, in the five minutes."""
    page = first_visit(phone(), server.url)
    second_visit(page)
    seed(page, server.url)
    listening(page, server.url)
    return page


@pytest.mark.parametrize("leave", WAYS_OUT.values(), ids=WAYS_OUT)
def test_the_quick_exit_is_silent_at_once(reading: Page, leave: Callable[[Page], None]) -> None:
    leave(reading)
    wait_until(reading, "() => document.querySelector('[data-way-in]') !== null")
    assert reading.evaluate(SILENCED) == FIVE


def test_a_phone_that_is_handed_over_in_another_tab_is_silent(reading: Page, server: RealServer) -> None:
    other = reading.context.new_page()
    other.goto(address(server.url, "da", "handover"))
    wait_until(other, "() => localStorage.getItem('silenced') !== null")
    assert other.evaluate(SILENCED) == FIVE


def test_locking_is_silent_at_once(lockable: Page, server: RealServer) -> None:
    seed(lockable, server.url)
    turn_on(lockable, server.url)
    other = lockable.context.new_page()
    listening(other, server.url)
    lock_now(lockable, server.url)
    expect(code_box(other)).to_be_visible()
    assert other.evaluate(SILENCED) == FIVE


def test_a_page_that_is_covered_while_the_person_is_away_is_silent(
    lockable: Page, server: RealServer
) -> None:
    seed(lockable, server.url)
    turn_on(lockable, server.url)
    listening(lockable, server.url)
    hide(lockable)
    assert lockable.evaluate(SILENCED) == FIVE
