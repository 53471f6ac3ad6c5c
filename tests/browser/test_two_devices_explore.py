"""Notes on two phones: only a ticked note is shared, and unticking removes it from neither phone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .explore_journey import HAPPENED, HELPS, boxes, explore, note, tick, unfold, write_notes
from .journey import wait_until_stored
from .phone_again import first_phone, other_page, phones, second_phone, writer
from .real_server import RealServer
from .vault_journey import TwoPhones, kept, sync, sync_all

__all__ = ["first_phone", "other_page", "phones", "second_phone", "writer"]


def notes(page: Page) -> list[dict[str, Any]]:
    """The notes on a phone, sorted by text."""
    return sorted(kept(page, "explorations"), key=lambda row: str(row["text"]))


def texts(page: Page) -> list[str]:
    """The texts of a phone's notes."""
    return [row["text"] for row in notes(page)]


def test_a_ticked_note_is_shared_and_the_others_stay(phones: TwoPhones, server: RealServer) -> None:
    write_notes(phones.first, server.url, {HAPPENED: "Kun her.", HELPS: "Min søster ringer."})
    checkbox = unfold(phones.first, HELPS).get_by_role("checkbox", name="Gem også i boksen")
    expect(checkbox).not_to_be_checked()
    tick(unfold(phones.first, HELPS))
    sync_all(server.url, phones.first, phones.second)
    assert texts(phones.second) == ["Min søster ringer."]
    assert texts(phones.first) == ["Kun her.", "Min søster ringer."]
    explore(phones.second, server.url)
    expect(boxes(phones.second, HELPS).first).to_have_value("Min søster ringer.")
    expect(unfold(phones.second, HELPS).get_by_role("checkbox", name="Gem også i boksen")).to_be_checked()


def test_a_note_that_both_edit_offline_keeps_both_edits(phones: TwoPhones, server: RealServer) -> None:
    write_notes(phones.first, server.url, {HELPS: "Min søster ringer. Jeg sover."})
    tick(unfold(phones.first, HELPS))
    sync_all(server.url, phones.first, phones.second)
    for page in (phones.first, phones.second):
        page.context.set_offline(True)
    edits = ("Min søster ringer tit. Jeg sover.", "Min søster ringer. Jeg sover lidt. Og går.")
    for page, text in zip((phones.first, phones.second), edits, strict=True):
        explore(page, server.url)
        boxes(page, HELPS).first.fill(text)
        wait_until_stored(page, text)
    for page in (phones.first, phones.second):
        page.context.set_offline(False)
    sync_all(server.url, phones.first, phones.second)
    assert notes(phones.first) == notes(phones.second)
    assert texts(phones.first) == ["Min søster ringer tit. Jeg sover lidt. Og går."]


def test_a_note_unticked_while_the_other_edits_leaves_the_vault_and_stays_on_both(
    phones: TwoPhones, server: RealServer
) -> None:
    write_notes(phones.first, server.url, {HELPS: "Min søster ringer."})
    tick(unfold(phones.first, HELPS))
    sync_all(server.url, phones.first, phones.second)
    phones.first.context.set_offline(True)
    explore(phones.first, server.url)
    tick(unfold(phones.first, HELPS), is_ticked=False)
    explore(phones.second, server.url)
    boxes(phones.second, HELPS).first.fill("Min søster ringer. Hver dag.")
    wait_until_stored(phones.second, "Min søster ringer. Hver dag.")
    sync(phones.second, server.url)
    phones.first.context.set_offline(False)
    sync_all(server.url, phones.first, phones.second)
    for page in (phones.first, phones.second):
        assert [(row["text"], row["in_vault"], row["deleted"]) for row in notes(page)] == [
            ("Min søster ringer. Hver dag.", False, None)
        ]
    assert [row["document"] for row in kept(phones.first, "synced") if row["kind"] == "exploration"] == [None]
    explore(phones.first, server.url)
    note(phones.first, HELPS, "En til, kun her.")
    sync_all(server.url, phones.first, phones.second)
    assert texts(phones.second) == ["Min søster ringer. Hver dag."]
