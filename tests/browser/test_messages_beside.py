"""What a press brings is said beside what was pressed: in sight, announced, and tied to its field."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from .conftest import Phones
from .journey import PARTS, box, statement_act
from .meeting_journey import WHERE, day, open_about
from .real_server import RealServer
from .said import PORTRAIT, Case, context, page, press_and_measure
from .screens import address
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .share_journey import CLIPBOARD, act, copied, make_link, share_screen
from .vault_journey import draw_words, kept, press

__all__ = ["context", "page"]
NO_NET = "Der er ikke net lige nu."
LONG = " ".join(f"Det her er min sætning nummer {number}." for number in range(1, 40))


def test_a_wrong_time_is_said_beside_the_button_and_tied_to_its_field(page: Page, server: RealServer) -> None:
    meeting = seed_meeting(page, server.url, "", {WHERE: "Rådhuset"})
    button = page.locator("[data-act=calendar]")
    open_about(page, server.url, "remind", meeting)
    page.wait_for_load_state("networkidle")
    assert press_and_measure(page, button, Case("Vælg først en dag for mødet.")) == []
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00")
    open_about(page, server.url, "remind", meeting)
    first, second = page.locator("[name=first]"), page.locator("[name=second]")
    expect(first).not_to_have_value("")
    for field, name in ((first, "first"), (second, "second")):
        good = field.input_value()
        field.fill(f"{day(-2)}T12:00")
        assert press_and_measure(page, button, Case("Det tidspunkt er gået.", f"[name={name}]")) == []
        field.fill(good or f"{day(2)}T12:00")
    second.fill(f"{day(2)}T03:00")
    assert press_and_measure(page, button, Case("Det er om natten.", "[name=night]")) == []
    page.locator("[name=night]").check()
    with page.expect_download():
        assert press_and_measure(page, button, Case("Åbn filen, så ligger mødet i din kalender.")) == []


def test_what_becomes_of_a_link_is_said_beside_it(page: Page, server: RealServer) -> None:
    statement = seed(page, server.url, {PARTS[1]: LONG, PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    share_screen(page, server.url, statement)
    make = page.get_by_role("button", name="Lav linket")
    for tick in page.locator("[data-view=choices] input").all():
        tick.uncheck()
    nothing = Case("Sæt flueben ved mindst én linje først.", "[data-view=choices] input >> nth=0")
    assert press_and_measure(page, make, nothing) == []
    page.locator("[data-view=choices] input").last.check()
    make_link(page)
    copy = act(page, "Kopiér linket")
    assert press_and_measure(page, copy, Case("Det kunne ikke kopieres.")) == []
    page.context.grant_permissions(CLIPBOARD)
    assert press_and_measure(page, copy, Case("Linket er kopieret.")) == []


def test_an_answer_to_a_link_says_what_became_of_it(page: Page, phone: Phones, server: RealServer) -> None:
    page.context.grant_permissions(CLIPBOARD)
    statement = seed(page, server.url, {PARTS[1]: LONG, PARTS[2]: "Jeg vil ud."})
    share_screen(page, server.url, statement)
    make_link(page)
    link = copied(page)
    reader = phone(service_workers="block", viewport=PORTRAIT).new_page()
    reader.goto(link)
    reader.context.set_offline(True)
    assert press_and_measure(reader, reader.get_by_role("button", name="Åbn"), Case(NO_NET)) == []
    reader.context.set_offline(False)
    press(reader, "Åbn")
    send = reader.get_by_role("button", name="Send svaret")
    assert press_and_measure(reader, send, Case("Skriv noget først.", "#note")) == []
    box(reader, "Skriv tilbage").fill("Tak.")
    reader.context.set_offline(True)
    assert press_and_measure(reader, send, Case(NO_NET)) == []
    reader.context.set_offline(False)
    assert press_and_measure(reader, send, Case("Dit svar er sendt.")) == []


def test_what_is_thrown_out_and_brought_back_is_said_in_sight(page: Page, server: RealServer) -> None:
    for number in range(6):
        seed(page, server.url, {PARTS[2]: "Jeg vil ud."}, title=f"Nummer {number}")
    meeting = seed_meeting(page, server.url, f"{day(3)}T10:00", {WHERE: "Rådhuset"})
    page.goto(address(server.url, "da", "start"))
    out = statement_act(page, "button", "Smid ud").first
    assert press_and_measure(page, out, Case("Ordene ligger i papirkurven i 30 dage.")) == []
    undo = page.get_by_role("button", name="Fortryd")
    assert press_and_measure(page, undo, Case("Nu er de her igen.")) == []
    open_about(page, server.url, "meeting", meeting)
    away = page.get_by_role("button", name="Smid mødet ud")
    assert press_and_measure(page, away, Case("Mødet er smidt ud.")) == []
    undo = page.get_by_role("button", name="Fortryd")
    assert press_and_measure(page, undo, Case("Nu er mødet her igen.")) == []
    seed(page, server.url, {PARTS[2]: "Væk."}, title="Smidt", deleted=f"{day(0)}T00:00:00.000Z")
    page.goto(address(server.url, "da", "bin"))
    back = page.locator("[data-act=restore]").first
    assert press_and_measure(page, back, Case("Nu er de her igen.")) == []


def test_what_the_vault_does_is_said_beside_its_button(phone: Phones, server: RealServer) -> None:
    page = phone(service_workers="block", viewport=PORTRAIT).new_page()
    seed(page, server.url, {PARTS[2]: "Jeg vil ud."})
    draw_words(page, server.url)
    page.context.grant_permissions([])
    words = page.locator("[data-act=copy-words]")
    assert press_and_measure(page, words, Case("Det kunne ikke kopieres.")) == []
    have = page.get_by_role("button", name="Jeg har gemt dem")
    assert press_and_measure(page, have, Case("Nu er alt i boksen.")) == []
    sync = page.get_by_role("button", name="Hent og send nu")
    page.context.set_offline(True)
    assert press_and_measure(page, sync, Case("Venter på net")) == []
    page.context.set_offline(False)
    assert press_and_measure(page, sync, Case("Nu er alt i boksen.")) == []
    page.route("**/api/**", lambda route: route.fulfill(status=503, body="{}"))
    assert press_and_measure(page, sync, Case("Boksen svarer ikke lige nu.")) == []


def test_other_acts_say_beside_themselves_what_they_did(page: Page, server: RealServer) -> None:
    statement = seed(page, server.url, {PARTS[1]: LONG, PARTS[3]: "Gå en tur."}, title="Til lægen")
    open_about(page, server.url, "write", statement)
    expect(box(page, PARTS[3])).not_to_have_value("")
    copy = page.get_by_role("button", name="Kopiér").filter(has_text=PARTS[3], visible=True)
    if copy.count():
        assert press_and_measure(page, copy, Case("Det kunne ikke kopieres.")) == []
    open_about(page, server.url, "five", statement)
    press(page, "Læs op nu")
    done = page.get_by_role("button", name="Jeg er færdig")
    assert press_and_measure(page, done, Case("Det gik for hurtigt til at måle.")) == []
    open_about(page, server.url, "rehearse", statement)
    press(page, "Begynd")
    done = page.get_by_role("button", name="Jeg er færdig")
    assert press_and_measure(page, done, Case("Godt.")) == []
    agreed = [{"id": "x" * 22, "who": "", "what": "Ringer.", "when": "", "done": False}]
    seed_meeting(page, server.url, f"{day(-2)}T10:00", {WHERE: "Rådhuset"}, agreements=agreed)
    page.goto(address(server.url, "da", "meetings"))
    settle = page.get_by_role("button", name="Det er gjort").last
    assert press_and_measure(page, settle, Case("Godt. Den ligger nu under mødet.")) == []
    assert any(row["agreements"] and row["agreements"][0]["done"] for row in kept(page, "meetings"))


def test_a_redrawn_screen_keeps_the_message_beside_its_control(page: Page, server: RealServer) -> None:
    """The vault redraws its screen after a sync, and links are drawn again when one of them changes."""
    statement = seed(page, server.url, {PARTS[2]: "Jeg vil ud."})
    share_screen(page, server.url, statement)
    make_link(page)
    page.context.grant_permissions(CLIPBOARD)
    copied(page)
    other = page.context.new_page()
    other.goto(address(server.url, "da", "links"))
    other.locator("[data-act=ask-back]").first.click()
    other.locator("[data-act=take-back]").first.click()
    expect(page.locator("[data-view=link]")).to_contain_text("Trukket tilbage.")
    expect(page.locator(".said")).to_have_text(
        "Linket er kopieret. Sæt det ind i en besked til den, du stoler på."
    )
    other.close()


def test_one_message_at_a_time(page: Page, server: RealServer) -> None:
    page.goto(address(server.url, "da", "more"))
    for _ in range(3):
        with page.expect_download():
            page.locator("[data-act=save-copy]").click()
    expect(page.locator(".said")).to_have_count(1)
