"""A wrong clock on the phone, for a day or for long, loses no words and no links."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, box, expect_saved, wait_until_stored
from .link_journey import kept_shares, link_of
from .phone_again import first_phone, other_page, phones, second_phone, writer
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .share_journey import TAKEN_BACK, expect_refused, my_links, read, share_screen, take_back
from .vault_journey import TwoPhones, kept, put_in_bin, sync
from .waiting import wait_until

__all__ = ["first_phone", "other_page", "phones", "second_phone", "writer"]
WORDS = {PARTS[2]: "Jeg vil gerne sove om natten."}
NOW = datetime.now(UTC)
FLAT_BATTERY = datetime(2015, 1, 1, 0, 10, tzinfo=UTC)


def clock(page: Page, at: datetime) -> None:
    """Fix the clock of a page and of whatever it opens; the date stays put, while timers run."""
    page.clock.set_fixed_time(at)


def open_start_screen(page: Page, origin: str) -> None:
    """Open the start screen until it has checked the bin; again if the vault added something meanwhile."""
    for _ in range(LOOKS_MAX):
        page.goto(address(origin, "da", "start"))
        wait_until(page, "document.querySelector('[data-view=list][data-painted]')")
        with suppress(AssertionError):
            wait_until(page, LOOKED, within_ms=LOOK_MS)
            return
    raise AssertionError("the start screen did not check the bin")


LOOKS_MAX = 10
LOOK_MS = 6_000
LOOKED = """async () => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const transaction = database.transaction(['settings', 'statements']);
  const seen = transaction.objectStore('settings').get('bin_seen');
  const all = transaction.objectStore('statements').getAll();
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
  const isEmpty = all.result.every(({ deleted }) => !deleted);
  return isEmpty || seen.result?.last === new Date().toISOString().slice(0, 10);
}"""


def restore_from_bin(page: Page, origin: str) -> None:
    """Check that the words are in the bin, and restore them."""
    page.goto(address(origin, "da", "bin"))
    expect(page.locator(".bin .card-note")).to_have_text(["Ligger her 30 dage endnu"])
    page.locator("[data-act=restore]").click()
    expect(page.get_by_role("status").filter(has_text="Nu er de her igen.")).to_be_visible()
    assert [row["deleted"] for row in kept(page)] == [None]


def test_words_thrown_out_in_2015_are_in_the_bin_once_the_clock_is_right(
    phone: Phones, server: RealServer
) -> None:
    page = phone(service_workers="block").new_page()
    seed(page, server.url, WORDS)
    clock(page, FLAT_BATTERY)
    put_in_bin(page, server.url)
    open_start_screen(page, server.url)
    clock(page, NOW)
    open_start_screen(page, server.url)
    restore_from_bin(page, server.url)


@pytest.mark.parametrize("days", [60, 1700])
def test_one_visit_with_the_clock_ahead_empties_nothing(phone: Phones, server: RealServer, days: int) -> None:
    page = phone(service_workers="block").new_page()
    seed(page, server.url, WORDS)
    put_in_bin(page, server.url)
    clock(page, NOW + timedelta(days=days))
    open_start_screen(page, server.url)
    clock(page, NOW)
    open_start_screen(page, server.url)
    restore_from_bin(page, server.url)


def test_an_edit_dated_2031_and_seven_later_days_keep_seven_versions(
    phone: Phones, server: RealServer
) -> None:
    page = phone(service_workers="block").new_page()
    statement = seed(page, server.url, WORDS)
    days = [datetime(2031, 5, 1, 9, tzinfo=UTC), *(NOW + timedelta(days=n) for n in range(1, 9))]
    for n, day in enumerate(days):
        clock(page, day)
        page.goto(address(server.url, "da", "write", statement))
        expect(box(page, PARTS[2])).not_to_have_value("")
        box(page, PARTS[2]).press_sequentially(f" Dag {n}.")
        expect_saved(page)
        wait_until_stored(page, f" Dag {n}.")
    page.goto(address(server.url, "da", "versions", statement))
    expect(page.locator(".versions > li").first).to_be_visible()
    texts = page.locator(".versions .words").all_text_contents()
    assert [n for n in range(1, 8) if any(text.endswith(f"Dag {n}.") for text in texts)] == [*range(1, 8)]


@pytest.mark.parametrize("days", [60, 1700])
def test_a_phone_that_is_ahead_keeps_the_token_that_withdraws_its_link(
    writer: Page, phone: Phones, server: RealServer, days: int
) -> None:
    share_screen(writer, server.url, seed(writer, server.url, WORDS))
    link = link_of(writer)
    clock(writer, NOW + timedelta(days=days))
    with writer.expect_response(lambda answer: answer.url.endswith("/notes")):
        open_start_screen(writer, server.url)
    my_links(writer, server.url)
    (share,) = kept_shares(writer)
    assert share["state"] == "live"
    assert share["token"]
    read(phone(), link)
    cards = my_links(writer, server.url)
    take_back(cards.first)
    expect(cards.first.locator(".link-status")).to_have_text(TAKEN_BACK)
    expect_refused(phone(), link)


def test_a_phone_set_to_2015_removes_nothing_from_the_other(phones: TwoPhones, server: RealServer) -> None:
    seed(phones.first, server.url, WORDS)
    sync(phones.first, server.url)
    sync(phones.second, server.url)
    clock(phones.first, FLAT_BATTERY)
    put_in_bin(phones.first, server.url)
    sync(phones.first, server.url)
    for page in (phones.first, phones.second):
        clock(page, NOW)
        open_start_screen(page, server.url)
        sync(page, server.url)
    for page in (phones.second, phones.first):
        open_start_screen(page, server.url)
        assert [bool(row["deleted"]) for row in kept(page)] == [True]
    restore_from_bin(phones.second, server.url)
    sync(phones.second, server.url)
    sync(phones.first, server.url)
    assert [row["deleted"] for row in kept(phones.first)] == [None]
