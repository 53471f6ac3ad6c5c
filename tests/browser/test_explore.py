"""Notes without a goal: stored while they are written, and restorable from the bin."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .chromium import TIMEOUT_MS
from .conftest import Phones
from .explore_journey import (
    FOLD,
    HAPPENED,
    HELPS,
    MATTERS,
    boxes,
    chance,
    explore,
    note,
    unfold,
)
from .journey import PARTS, expect_saved, wait_until_stored
from .meeting_journey import open_about
from .real_server import RealServer
from .screens import address
from .seeds_of_meetings import seed_notes
from .test_slow_start import held_back
from .test_storage_trouble import FULL
from .vault_journey import kept


def test_notes_are_stored_while_written_and_keep_their_place(tab: Page, server: RealServer) -> None:
    explore(tab, server.url)
    boxes(tab).first.press_sequentially("Jeg blev syg.")
    expect_saved(tab)
    note(tab, HAPPENED, "Så flyttede jeg.")
    note(tab, MATTERS, "Min hund.")
    explore(tab, server.url)
    expect(boxes(tab)).to_have_count(2)
    expect(boxes(tab).nth(0)).to_have_value("Jeg blev syg.")
    expect(boxes(tab).nth(1)).to_have_value("Så flyttede jeg.")
    expect(boxes(tab, MATTERS)).to_have_value("Min hund.")
    expect(boxes(tab, HELPS)).to_have_value("")
    kinds = {(row["chance"], row["text"], row["in_vault"]) for row in kept(tab, "explorations")}
    assert ("matters", "Min hund.", False) in kinds


def test_an_empty_note_is_not_stored(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    explore(page, server.url)
    boxes(page).first.press_sequentially("Ja")
    wait_until_stored(page, "Ja")
    boxes(page).first.fill("")
    boxes(page, HELPS).first.fill("   ")
    boxes(page, HELPS).first.blur()
    note(page, MATTERS, "Min hund.")  # what was typed after them is stored, so the blanks had their chance
    assert [row["text"] for row in kept(page, "explorations")] == ["Min hund."]
    boxes(page).first.fill("Nej")
    wait_until_stored(page, "Nej")
    assert len(kept(page, "explorations")) == 2


def test_two_tabs_lose_nothing_and_show_each_others_changes(phone: Phones, server: RealServer) -> None:
    context = phone(service_workers="block")
    first = context.new_page()
    seed_notes(first, server.url, {HAPPENED: "Der var en plan."})
    explore(first, server.url)
    second = context.new_page()
    explore(second, server.url)
    for page, key in ((first, "Control+Home"), (second, "Control+End")):
        boxes(page).first.press(key)
    for letters in zip("Venstre sagde det her. ", " Til sidst kom ogsaa d.", strict=True):
        first.keyboard.type(letters[0])
        second.keyboard.type(letters[1])
    both = "Venstre sagde det her. Der var en plan. Til sidst kom ogsaa d."
    for page in (first, second):
        expect(boxes(page).first).to_have_value(both)
    note(second, HELPS, "Min søster.")
    expect(chance(first, HELPS).get_by_label("Note 2")).to_have_value("Min søster.")


def test_words_that_two_tabs_changed_are_kept_in_both_versions(phone: Phones, server: RealServer) -> None:
    context = phone(service_workers="block")
    first = context.new_page()
    seed_notes(first, server.url, {HAPPENED: "Der var en gang en plan."})
    explore(first, server.url)
    second = context.new_page()
    explore(second, server.url)
    boxes(first).first.fill("Der var en gang en ost.")
    boxes(second).first.fill("Der var en gang en kniv.")
    wait_until_stored(second, "en ost.", "en kniv.")
    # fixed wait: two tabs that answer each other for ever would go on; nothing tells that they have ended
    second.wait_for_timeout(1200)
    for page in (first, second):
        text = boxes(page).first.input_value()
        assert set(text.split("\n\n")) == {"Der var en gang en ost.", "Der var en gang en kniv."}


def test_on_a_full_phone_the_words_stay_on_screen_and_can_be_saved(
    phone: Phones, server: RealServer, tmp_path: Path
) -> None:
    context = phone(service_workers="block")
    context.add_init_script(FULL)
    page = context.new_page()
    explore(page, server.url)
    boxes(page).first.press_sequentially("Jeg blev syg.")
    notice = page.get_by_role("status").filter(has_text="Dine ord står her på skærmen")
    expect(notice).to_be_visible(timeout=TIMEOUT_MS)
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem en kopi").click()
    assert "Jeg blev syg." in Path(download.value.path()).read_text("utf-8")
    expect(boxes(page).first).to_have_value("Jeg blev syg.")
    page.evaluate("globalThis.phoneIsFull = false")
    boxes(page).first.press_sequentially(" Hej.")
    wait_until_stored(page, "Jeg blev syg. Hej.")
    expect(page.get_by_role("button", name="Gem en kopi")).to_have_count(0)


@pytest.mark.parametrize("way", ["Hurtig ud", "Fem minutter", "Egne ord"])
def test_leaving_right_after_the_last_key_loses_no_letter(tab: Page, server: RealServer, way: str) -> None:
    explore(tab, server.url)
    if boxes(tab, HELPS).last.input_value():
        chance(tab, HELPS).get_by_role("button", name="Skriv en note til").click()
    boxes(tab, HELPS).last.press_sequentially(f"Min søster før {way}")
    tab.get_by_role("link", name=way).first.click()
    expect(boxes(tab, HELPS)).to_have_count(0)
    later = tab.context.new_page()
    explore(later, server.url)
    expect(boxes(later, HELPS).last).to_have_value(f"Min søster før {way}")
    later.close()


def test_words_typed_before_the_script_are_kept_and_overwrite_nothing(
    phone: Phones, server: RealServer
) -> None:
    slow = phone(service_workers="block").new_page()
    for text in ("Jeg blev syg.", "Så flyttede jeg."):
        with held_back(slow, address(server.url, "da", "explore")):
            boxes(slow).first.press_sequentially(text)
        wait_until_stored(slow, text)
    explore(slow, server.url)
    expect(boxes(slow)).to_have_count(2)
    assert {boxes(slow).nth(i).input_value() for i in (0, 1)} == {"Jeg blev syg.", "Så flyttede jeg."}


def test_a_note_is_thrown_out_undone_and_restored_from_the_bin(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    seed_notes(page, server.url, {HAPPENED: "Jeg blev syg."})
    explore(page, server.url)
    for _ in range(2):
        unfold(page).get_by_role("button", name="Smid noten ud").click()
        undo = page.get_by_role("button", name="Fortryd")
        expect(undo).to_be_focused()
        if _ == 0:
            undo.click()
            expect(boxes(page).first).to_have_value("Jeg blev syg.")
    open_about(page, server.url, "bin")
    page.get_by_text("Se ordene").click()
    expect(page.get_by_text("Jeg blev syg.")).to_be_visible()
    expect(page.get_by_text("Ligger her 30 dage endnu")).to_be_visible()
    page.get_by_role("button", name="Hent tilbage").click()
    expect(page.get_by_text("Papirkurven er tom.")).to_be_visible()
    explore(page, server.url)
    expect(boxes(page).first).to_have_value("Jeg blev syg.")


def test_the_actions_are_folded_away_and_without_a_vault_there_is_no_checkbox(
    phone: Phones, server: RealServer
) -> None:
    page = phone(service_workers="block").new_page()
    explore(page, server.url)
    expect(page.get_by_text(FOLD)).to_have_count(0)
    note(page, HAPPENED, "Jeg blev syg.")
    expect(page.locator(".note-sentence")).to_have_count(0)
    row = unfold(page)
    expect(row.get_by_role("checkbox")).to_have_count(0)
    sentence = row.locator(".note-sentence")
    sentence.click()
    expect(sentence).to_have_attribute("aria-expanded", "true")
    expect(row.get_by_role("button", name=PARTS[0])).to_be_visible()
    expect(row.get_by_role("combobox")).to_have_count(0)
    sentence.click()
    expect(row.get_by_role("button", name=PARTS[0])).to_have_count(0)
