"""Notes on two phones: only a ticked note is shared, and unticking removes it from neither phone."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page, expect

from .explore_journey import HAPPENED, HELPS, boxes, explore, note, tick, unfold, write_notes
from .journey import wait_until_stored
from .phone_again import first_phone, other_page, second_phone, two, writer
from .real_server import RealServer
from .vault_journey import TwoPhones, kept, sync, sync_all

__all__ = ["first_phone", "other_page", "second_phone", "two", "writer"]


def notes(page: Page) -> list[dict[str, Any]]:
    """The notes on a phone, sorted by text."""
    return sorted(kept(page, "explorations"), key=lambda row: str(row["text"]))


def texts(page: Page) -> list[str]:
    """The texts of a phone's notes."""
    return [row["text"] for row in notes(page)]


def test_a_ticked_note_is_shared_and_the_others_stay(two: TwoPhones, server: RealServer) -> None:
    write_notes(two.first, server.url, {HAPPENED: "Kun her.", HELPS: "Min søster ringer."})
    checkbox = unfold(two.first, HELPS).get_by_role("checkbox", name="Også i boksen")
    expect(checkbox).not_to_be_checked()
    tick(unfold(two.first, HELPS))
    sync_all(server.url, two.first, two.second)
    assert texts(two.second) == ["Min søster ringer."]
    assert texts(two.first) == ["Kun her.", "Min søster ringer."]
    explore(two.second, server.url)
    expect(boxes(two.second, HELPS).first).to_have_value("Min søster ringer.")
    expect(unfold(two.second, HELPS).get_by_role("checkbox", name="Også i boksen")).to_be_checked()


def test_a_note_that_both_edit_offline_keeps_both_edits(two: TwoPhones, server: RealServer) -> None:
    write_notes(two.first, server.url, {HELPS: "Min søster ringer. Jeg sover."})
    tick(unfold(two.first, HELPS))
    sync_all(server.url, two.first, two.second)
    for page in (two.first, two.second):
        page.context.set_offline(True)
    edits = ("Min søster ringer tit. Jeg sover.", "Min søster ringer. Jeg sover lidt. Og går.")
    for page, text in zip((two.first, two.second), edits, strict=True):
        explore(page, server.url)
        boxes(page, HELPS).first.fill(text)
        wait_until_stored(page, text)
    for page in (two.first, two.second):
        page.context.set_offline(False)
    sync_all(server.url, two.first, two.second)
    assert notes(two.first) == notes(two.second)
    assert texts(two.first) == ["Min søster ringer tit. Jeg sover lidt. Og går."]


def test_a_note_unticked_while_the_other_edits_leaves_the_vault_and_stays_on_both(
    two: TwoPhones, server: RealServer
) -> None:
    write_notes(two.first, server.url, {HELPS: "Min søster ringer."})
    tick(unfold(two.first, HELPS))
    sync_all(server.url, two.first, two.second)
    two.first.context.set_offline(True)
    explore(two.first, server.url)
    tick(unfold(two.first, HELPS), is_ticked=False)
    explore(two.second, server.url)
    boxes(two.second, HELPS).first.fill("Min søster ringer. Hver dag.")
    wait_until_stored(two.second, "Min søster ringer. Hver dag.")
    sync(two.second, server.url)
    two.first.context.set_offline(False)
    sync_all(server.url, two.first, two.second)
    for page in (two.first, two.second):
        assert [(row["text"], row["in_vault"], row["deleted"]) for row in notes(page)] == [
            ("Min søster ringer. Hver dag.", False, None)
        ]
    assert [row["document"] for row in kept(two.first, "synced") if row["kind"] == "exploration"] == [None]
    explore(two.first, server.url)
    note(two.first, HELPS, "En til, kun her.")
    sync_all(server.url, two.first, two.second)
    assert texts(two.second) == ["Min søster ringer. Hver dag."]
