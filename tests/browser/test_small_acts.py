"""Buttons beside the main paths, which no longer journey presses."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from .conftest import Phones
from .explore_journey import HAPPENED, HELPS, MATTERS, boxes, chance, explore, unfold, use_sentence
from .journey import PARTS, box, choose, expect_saved, statement_act, stop_the_clock, wait_until_stored
from .keyboards import Composing
from .meeting_journey import WHERE, WITH_ME, choose_lines, day, mark, open_about
from .real_server import RealServer
from .screens import address
from .seeds import new_id, seed
from .seeds_of_meetings import seed_meeting, seed_notes
from .share_journey import CLIPBOARD
from .vault_journey import expect_status, kept, press

NOT_HERE_YET = "Det her skal bruge net første gang. Dine ord er her stadig."


@pytest.fixture
def page(phone: Phones) -> Page:
    """A new phone without words."""
    return phone(service_workers="block").new_page()


def agreement(what: str) -> dict[str, object]:
    """An agreement, as the database stores it."""
    return {"id": new_id(), "who": "", "what": what, "when": "", "done": False}


def test_two_sentences_of_a_note_go_into_new_words_one_below_the_other(
    page: Page, server: RealServer
) -> None:
    seed_notes(page, server.url, {HAPPENED: "Jeg blev syg. Min søster hjalp."})
    explore(page, server.url)
    row = unfold(page)
    use_sentence(row, 1, PARTS[2])
    expect(row).to_contain_text(f"Nu står den under »{PARTS[2]}«.")
    use_sentence(row, 0, PARTS[2])
    (words,) = kept(page)
    assert words["parts"]["help"] == "Min søster hjalp.\nJeg blev syg."


LISTEN = """() => {
  globalThis.heard = new Promise((done) => { new BroadcastChannel('egne-ord').onmessage = done; });
}"""
HEARD = "async () => { await globalThis.heard; }"


def test_a_note_thrown_out_in_another_tab_disappears_unless_a_word_is_being_composed_in_it(
    page: Page, server: RealServer
) -> None:
    seed_notes(page, server.url, {HAPPENED: "Jeg blev syg.", HELPS: "Min søster.", MATTERS: " "})
    explore(page, server.url)
    expect(boxes(page).first).to_have_value("Jeg blev syg.")
    boxes(page, HELPS).first.press("Control+End")
    keyboard = Composing(boxes(page, HELPS).first)
    keyboard.show(" Og")
    wait_until_stored(page, "Min søster. Og")
    assert len(kept(page, "explorations")) == 2, "an empty note stayed"
    other = page.context.new_page()
    explore(other, server.url)
    for name in (HAPPENED, HELPS):
        page.evaluate(LISTEN)
        unfold(other, name).get_by_role("button", name="Smid noten ud").click()
        expect(chance(other, name).get_by_role("button", name="Fortryd")).to_be_visible()
        page.evaluate(HEARD)
    expect(chance(page, HAPPENED).locator("[data-note] details")).to_have_count(0)
    for box_here in boxes(page).all():
        expect(box_here).to_have_value("")
    expect(boxes(page, HELPS).first).to_have_value("Min søster. Og")
    keyboard.end(" Og min hund.")
    expect(boxes(page, HELPS).first).to_have_value("Min søster. Og min hund.")
    wait_until_stored(page, "Min søster. Og min hund.")
    living = [row["text"] for row in kept(page, "explorations") if not row["deleted"]]
    assert living == ["Min søster. Og min hund."]


def test_the_list_restores_deleted_words_and_stops_offering_the_app(page: Page, server: RealServer) -> None:
    seed(page, server.url, {PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    page.goto(address(server.url, "da", "start"))
    card = page.get_by_role("link", name="Til lægen", exact=True)
    statement_act(page, "button", "Smid ud").click()
    expect(card).to_have_count(0)
    press(page, "Fortryd")
    expect_status(page, "Nu er de her igen.")
    expect(card).to_be_visible()
    offer = page.locator("[data-offer=install]")
    press(page, "Ikke nu")
    expect(offer).to_be_hidden()
    page.reload()
    expect(card).to_be_visible()
    expect(offer).to_be_hidden()


def test_a_meeting_without_a_day_cannot_go_into_a_calendar(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, "", {WHERE: "Rådhuset"})
    open_about(page, server.url, "remind", meeting)
    page.locator("[data-act=calendar]").click()
    expect_status(page, "Vælg først en dag for mødet.")
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00")
    open_about(page, server.url, "remind", meeting)
    expect(page.get_by_label("Første påmindelse")).not_to_have_value("")
    page.get_by_label("Første påmindelse").fill(f"{day(-2)}T12:00")
    page.locator("[data-act=calendar]").click()
    expect_status(page, "Det tidspunkt er gået. Vælg et senere.")


def test_text_size_and_pace_are_stored_and_used_where_words_are_read_aloud(
    page: Page, server: RealServer
) -> None:
    statement = seed(page, server.url, {PARTS[2]: "Jeg vil ud."})
    page.goto(address(server.url, "da", "settings"))
    choose(page, "Størst")
    page.get_by_label("Dit tempo, når du læser højt").select_option("Hurtigt")
    wait_until_stored(page, "largest")
    for screen in ("five", "rehearse"):
        open_about(page, server.url, screen, statement)
        expect(page.locator("html")).to_have_attribute("data-text", "largest")
    page.goto(address(server.url, "da", "settings"))
    expect(page.get_by_label("Dit tempo, når du læser højt")).to_have_value("150")
    expect(page.get_by_role("radio", name="Størst")).to_be_checked()


def test_one_part_is_copied_unchanged_and_a_mark_pressed_again_is_removed(
    page: Page, server: RealServer
) -> None:
    statement = seed(page, server.url, {PARTS[1]: "Ro.", PARTS[2]: "Jeg vil ud.\nOg hjem."})
    page.context.grant_permissions(CLIPBOARD)
    page.goto(address(server.url, "da", "write", statement))
    expect(box(page, PARTS[2])).not_to_have_value("")
    box(page, PARTS[2]).focus()
    page.get_by_role("button", name="Kopiér").filter(has_text=PARTS[2]).click()
    expect_status(page, "Kopieret. Nu kan du sætte det ind, fx i din plan.")
    assert page.evaluate("navigator.clipboard.readText()") == "Jeg vil ud.\nOg hjem."
    choose_lines(page, server.url, statement)
    mark(page, "Ro.", "Sig altid")
    line = page.get_by_role("group", name="Ro.", exact=True)
    line.get_by_role("button", name="Sig altid").click()
    expect(line.get_by_role("button", name="Sig altid")).to_have_attribute("aria-pressed", "false")
    assert kept(page)[0]["marks"] == []


def test_the_chosen_of_two_versions_in_a_meeting_stays(page: Page, server: RealServer) -> None:
    others = [{"field": "place", "text": "Klinikken"}, {"field": "companion", "text": "Min bror"}]
    meeting = seed_meeting(
        page, server.url, f"{day(3)}T10:00", {WHERE: "Rådhuset", WITH_ME: "Min søster"}, alternatives=others
    )
    open_about(page, server.url, "meeting", meeting)
    page.get_by_role("button", name="Brug den her").first.click()
    expect(box(page, WHERE)).to_have_value("Klinikken")
    press(page, "Behold den her")
    expect(page.get_by_role("button", name="Behold den her")).to_have_count(0)
    expect(box(page, WITH_ME)).to_have_value("Min søster")
    (row,) = kept(page, "meetings")
    assert (row["place"], row["companion"], row["alternatives"]) == ("Klinikken", "Min søster", [])


def test_an_agreement_can_be_removed(page: Page, server: RealServer) -> None:
    agreed = [agreement("Ringer til lægen."), agreement("Sover.")]
    meeting = seed_meeting(page, server.url, f"{day(-1)}T10:00", agreements=agreed)
    open_about(page, server.url, "after", meeting)
    press(page, "Fjern: Aftale 1")
    expect_saved(page)
    expect(box(page, "Gør hvad?")).to_have_value("Sover.")
    (row,) = kept(page, "meetings")
    assert row["agreements"] == agreed[1:]


def test_the_lines_are_highlighted_automatically_one_by_one(page: Page, server: RealServer) -> None:
    statement = seed(
        page, server.url, {PARTS[1]: "Jeg vil sove.", PARTS[2]: "Jeg vil ud.", PARTS[3]: "Gå en tur."}
    )
    page.clock.install()
    open_about(page, server.url, "rehearse", statement)
    choose(page, "Lidt mere")
    stop_the_clock(page)
    press(page, "Begynd")
    seen: list[str | None] = []
    for _ in range(20):  # half a second each; a line stays at least one and a half
        seen.append(page.locator("[aria-current]").get_attribute("data-line"))
        page.clock.run_for(500)
    assert sorted(set(seen)) == ["0", "1", "2"]
    assert seen == sorted(seen, key=str)
    assert seen[-1] == "2"
    press(page, "Jeg er færdig")
    page.clock.run_for(500)  # a message comes a moment after its line
    expect_status(page, "Godt. Du kan øve dig igen, når du vil.")


def test_an_example_that_is_not_loaded_yet_says_so(page: Page, server: RealServer) -> None:
    page.route("**/htmx.js", lambda route: route.abort())
    page.goto(address(server.url, "da", "write", "ny"))
    page.wait_for_load_state("networkidle")
    press(page, "Vis et eksempel")
    expect_status(page, NOT_HERE_YET)
