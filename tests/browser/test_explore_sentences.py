"""A note's sentence is used where the person puts it, and a note appears nowhere else."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from .conftest import Phones
from .explore_journey import HAPPENED, HELPS, boxes, explore, unfold, use_sentence, write_notes
from .journey import PARTS, box, first_visit, own_again, tabs_at_rest
from .meeting_journey import day, open_about
from .real_server import RealServer
from .screens import OF_A_STATEMENT, SCREENS, address
from .seeds import seed
from .seeds_of_meetings import seed_meeting, seed_notes
from .vault_journey import kept

MARKER = "Solsort5519"
ODD = "<b>Åh&nbsp;nej</b> 👩‍👩‍👧 A\u030a „x“ \u200fשלום\u200f  to mellemrum kl. 10."


def test_a_sentence_is_used_character_for_character(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block").new_page()
    seed(page, server.url, {PARTS[2]: "At sove."}, title="Til lægen")
    seed(page, server.url, {PARTS[2]: "At gå."}, title="Til jobcentret")
    write_notes(page, server.url, {HELPS: f"Min søster ringer. {ODD} Og hunden"})
    row = unfold(page, HELPS)
    expect(row.locator(".note-sentence")).to_have_count(3)
    expect(row.get_by_role("button", name="Brug den her sætning")).to_have_count(0)
    use_sentence(row, 1, PARTS[2])
    expect(page.get_by_role("status")).to_contain_text(f"Nu står den under »{PARTS[2]}« i »Til jobcentret«.")
    use_sentence(row, 2, PARTS[3], "Til lægen")
    use_sentence(row, 0, PARTS[0], "Nye ord")
    row.get_by_role("link", name="Se den i Skriv").click()
    expect(box(page, PARTS[0])).to_have_value("Min søster ringer.")
    explore(page, server.url)
    expect(boxes(page, HELPS).first).to_have_value(f"Min søster ringer. {ODD} Og hunden")
    found = {row["title"]: row["parts"] for row in kept(page)}
    assert found["Til jobcentret"]["help"] == f"At gå.\n{ODD}"
    assert (found["Til lægen"]["help"], found["Til lægen"]["so_that"]) == ("At sove.", "Og hunden")
    assert found[""]["introduce"] == "Min søster ringer."
    (left,) = kept(page, "explorations")
    assert sorted(left) == ["chance", "created", "deleted", "id", "in_vault", "text", "updated"]


def test_a_note_is_on_no_other_screen_and_not_in_the_plain_text_file(
    phone: Phones, server: RealServer
) -> None:
    page = first_visit(phone(), server.url)
    statement = seed(page, server.url, {PARTS[0]: "Jeg hedder Åse."}, title="Til lægen")
    meeting = seed_meeting(page, server.url, f"{day(0)}T23:50")
    seed_notes(page, server.url, {HAPPENED: f"{MARKER} et.", HELPS: f"{MARKER} to."})
    others = [name for name in SCREENS if name not in ("explore", "handover")]
    screens = [address(server.url, "da", name, meeting) for name in others]
    screens += [address(server.url, "da", name, statement) for name in others if name in OF_A_STATEMENT]
    for tab in tabs_at_rest(page.context, screens):
        tab.locator("details").evaluate_all("(all) => all.forEach((details) => { details.open = true; })")
        tab.evaluate("() => new Promise(requestAnimationFrame)")
        assert MARKER not in tab.content(), tab.url
    for document in (meeting, statement):  # each hands the phone over
        page.goto(address(server.url, "da", "handover", document))
        page.locator("main h1").wait_for()
        assert MARKER not in page.content()
        own_again(page)
    open_about(page, server.url, "more")
    for button, is_in in (("Gem som almindelig tekst", False), ("Gem en kopi", True)):
        with page.expect_download() as download:
            page.get_by_role("button", name=button).click()
        assert (MARKER in Path(download.value.path()).read_text("utf-8")) is is_in
