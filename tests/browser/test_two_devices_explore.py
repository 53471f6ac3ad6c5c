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
    return sorted(kept(page, "explorations"), key=lambda one: str(one["text"]))


def texts(page: Page) -> list[str]:
    """The texts of a phone's notes."""
    return [one["text"] for one in notes(page)]


def test_a_ticked_note_comes_over_and_the_others_stay(two: TwoPhones, server: RealServer) -> None:
    write_notes(two.one, server.url, {HAPPENED: "Kun her.", HELPS: "Min søster ringer."})
    checkbox = unfold(two.one, HELPS).get_by_role("checkbox", name="Også i boksen")
    expect(checkbox).not_to_be_checked()
    tick(unfold(two.one, HELPS))
    sync_all(server.url, two.one, two.other)
    assert texts(two.other) == ["Min søster ringer."]
    assert texts(two.one) == ["Kun her.", "Min søster ringer."]
    explore(two.other, server.url)
    expect(boxes(two.other, HELPS).first).to_have_value("Min søster ringer.")
    expect(unfold(two.other, HELPS).get_by_role("checkbox", name="Også i boksen")).to_be_checked()


def test_a_note_that_both_edit_without_a_network_keeps_both_edits(two: TwoPhones, server: RealServer) -> None:
    write_notes(two.one, server.url, {HELPS: "Min søster ringer. Jeg sover."})
    tick(unfold(two.one, HELPS))
    sync_all(server.url, two.one, two.other)
    for page in (two.one, two.other):
        page.context.set_offline(True)
    edits = ("Min søster ringer tit. Jeg sover.", "Min søster ringer. Jeg sover lidt. Og går.")
    for page, text in zip((two.one, two.other), edits, strict=True):
        explore(page, server.url)
        boxes(page, HELPS).first.fill(text)
        wait_until_stored(page, text)
    for page in (two.one, two.other):
        page.context.set_offline(False)
    sync_all(server.url, two.one, two.other)
    assert notes(two.one) == notes(two.other)
    assert texts(two.one) == ["Min søster ringer tit. Jeg sover lidt. Og går."]


def test_unticked_while_the_other_wrote_it_leaves_the_vault_and_stays_on_both(
    two: TwoPhones, server: RealServer
) -> None:
    write_notes(two.one, server.url, {HELPS: "Min søster ringer."})
    tick(unfold(two.one, HELPS))
    sync_all(server.url, two.one, two.other)
    two.one.context.set_offline(True)
    explore(two.one, server.url)
    tick(unfold(two.one, HELPS), is_ticked=False)
    explore(two.other, server.url)
    boxes(two.other, HELPS).first.fill("Min søster ringer. Hver dag.")
    wait_until_stored(two.other, "Min søster ringer. Hver dag.")
    sync(two.other, server.url)
    two.one.context.set_offline(False)
    sync_all(server.url, two.one, two.other)
    for page in (two.one, two.other):
        assert [(one["text"], one["in_vault"], one["deleted"]) for one in notes(page)] == [
            ("Min søster ringer. Hver dag.", False, None)
        ]
    assert [one["document"] for one in kept(two.one, "synced") if one["kind"] == "exploration"] == [None]
    explore(two.one, server.url)
    note(two.one, HELPS, "En til, kun her.")
    sync_all(server.url, two.one, two.other)
    assert texts(two.other) == ["Min søster ringer. Hver dag."]
