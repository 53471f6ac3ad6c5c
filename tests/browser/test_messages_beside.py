"""What a press brings is said beside what was pressed: in sight, announced, and tied to its field."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from .chromium import SMALL_PHONE, open_phone
from .conftest import Phones
from .journey import PARTS, box, statement_act
from .meeting_journey import WHERE, day, open_about
from .real_server import ROOT, RealServer
from .said import RECORD, Case, faults, press_and_measure
from .screens import address, called
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .share_journey import CLIPBOARD, act, copied, make_link, share_screen
from .vault_journey import TWELVE, draw_words, kept, press, turn_on

PORTRAIT: ViewportSize = {"width": 360, "height": 740}
NO_NET = "Der er ikke net lige nu."
LONG = " ".join(f"Det her er min sætning nummer {number}." for number in range(1, 40))


@pytest.fixture(params=[PORTRAIT, SMALL_PHONE], ids=["360", "320"], scope="module")
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A phone of each size."""
    with open_phone(browser, viewport=request.param, service_workers="block") as opened:
        yield opened


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab on it."""
    opened = context.new_page()
    yield opened
    context.set_offline(False)
    context.clear_permissions()
    opened.close()


def listed_words(count: int) -> str:
    """Words of the list that open no vault."""
    words = (ROOT / "webapp/content/recovery_words_da.txt").read_text().split()
    return " ".join(words[:count])


TYPED = {
    "empty": ("", "Skriv dine 12 ord i feltet først."),
    "too few": (listed_words(3), "Der skal være 12 ord. Du har skrevet 3."),
    "not listed": ("qqqq " + listed_words(TWELVE - 1), "Ord nummer 1 er ikke på listen."),
    "wrong order": (listed_words(TWELVE), "Ordene passer ikke sammen."),
}


@pytest.mark.parametrize("by_key", [False, True], ids=["tap", "key"])
@pytest.mark.parametrize("kind", TYPED)
def test_words_that_open_nothing_say_so_beside_their_button(
    page: Page, server: RealServer, kind: str, by_key: bool
) -> None:
    typed, text = TYPED[kind]
    page.goto(address(server.url, "da", "copy"))
    box(page, "Dine 12 ord").fill(typed)
    button = page.get_by_role("button", name="Hent", exact=True)
    case = Case(text, "#recovery")
    assert press_and_measure(page, button, case, by_key) == []
    assert press_and_measure(page, button, case, by_key) == [], "again"
    box(page, "Dine 12 ord").press_sequentially(" ord")
    expect(box(page, "Dine 12 ord")).not_to_have_attribute("aria-invalid", "true")
    assert page.locator("#recovery").get_attribute("aria-describedby") == "recovery-hint"


def test_words_of_no_vault_and_no_network_say_so(page: Page, phone: Phones, server: RealServer) -> None:
    words = draw_words(phone(service_workers="block").new_page(), server.url)  # and never kept
    page.goto(address(server.url, "da", "copy"))
    page.wait_for_load_state("networkidle")
    box(page, "Dine 12 ord").fill(words)
    button = page.get_by_role("button", name="Hent", exact=True)
    page.context.set_offline(True)
    assert press_and_measure(page, button, Case(NO_NET)) == []
    page.context.set_offline(False)
    case = Case("Der er ikke nogen boks med de ord.", "#recovery")
    assert press_and_measure(page, button, case) == []
    assert box(page, "Dine 12 ord").input_value() == words


@pytest.mark.parametrize("lang", ["da", "en"])
def test_the_right_words_lead_to_ones_own_and_say_so(phone: Phones, server: RealServer, lang: str) -> None:
    first = phone(lang, service_workers="block").new_page()
    seed(first, server.url, {PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    words = turn_on(first, server.url, lang)
    new = phone(lang, service_workers="block", viewport=PORTRAIT).new_page()
    new.goto(address(server.url, lang, "copy"))
    box(new, "Dine 12 ord", lang).fill(words)
    press(new, "Hent", lang)
    new.wait_for_url(lambda url: url.partition("#")[0] == address(server.url, lang, "start"))
    here = new.locator("[data-status]").filter(has_text=called(lang, "Nu er dine ord her."))
    expect(here).to_be_in_viewport()
    expect(new.get_by_role("link", name="Til lægen", exact=True)).to_be_visible()
    new.reload()
    expect(new.get_by_role("link", name="Til lægen", exact=True)).to_be_visible()
    expect(here).to_have_count(0)


FILES = {
    "foreign": (b'{"notes": []}', "Det ligner ikke en kopi herfra."),
    "damaged": (b'{"app": "egne-', "Der er ikke ændret noget."),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_file_that_is_no_copy_says_so_beside_its_field(page: Page, server: RealServer, kind: str) -> None:
    content, text = FILES[kind]
    page.goto(address(server.url, "da", "copy"))
    page.wait_for_load_state("networkidle")
    page.evaluate(RECORD)
    field = page.locator("#file")
    field.set_input_files({"name": "copy.json", "mimeType": "application/json", "buffer": content})
    assert faults(page, Case(text, "#file"), field.element_handle()) == []


def test_a_copy_that_was_fetched_says_so_and_leads_on(page: Page, server: RealServer) -> None:
    seed(page, server.url, {PARTS[2]: "Jeg vil ud."}, title="Til lægen")
    page.goto(address(server.url, "da", "more"))
    with page.expect_download() as download:
        assert press_and_measure(page, page.locator("[data-act=save-copy]"), Case("Kopien er gemt.")) == []
    page.goto(address(server.url, "da", "copy"))
    page.wait_for_load_state("networkidle")
    page.locator("#file").set_input_files(download.value.path())
    expect(page.locator(".said")).to_be_in_viewport()
    expect(page.locator("[data-fetched] a")).to_be_visible()


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
        assert press_and_measure(page, button, Case("Åbn filen, så ligger den i din kalender.")) == []


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
    assert press_and_measure(page, out, Case("Den ligger i papirkurven i 30 dage.")) == []
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
    sync = page.get_by_role("button", name="Synkronisér nu")
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
    assert press_and_measure(page, done, Case("Det var for lidt at måle på.")) == []
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
