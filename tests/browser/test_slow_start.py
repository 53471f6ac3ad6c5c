"""On a slow phone, people can read, press and type before the scripts have started."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from .conftest import Phones
from .held_words import held_words
from .journey import PARTS, WORDS, box, expect_saved, sentences, wait_until_stored
from .meeting_journey import HEARD, WHERE, WHO, day, question
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .seeds_of_meetings import seed_meeting


@pytest.fixture
def slow(phone: Phones) -> Page:
    """A tab without the worker, so that its scripts can be held back."""
    return phone(service_workers="block").new_page()


SCRIPTS = re.compile(r"/static/\w+/js/(?!guard\.js)")
"""All but the one that comes before anything is painted, as the styles do."""


@contextmanager
def held_back(page: Page, url: str, scripts: str | re.Pattern[str] = SCRIPTS) -> Iterator[None]:
    """Open a screen whose scripts arrive only at the end of the block."""
    waiting: list[Route] = []
    page.goto("about:blank")
    page.route(scripts, lambda route: waiting.append(route), times=1)
    with page.expect_request(scripts):
        page.goto(url, wait_until="commit")
    page.locator("main h1").wait_for()
    yield
    assert waiting, "no script was held back"
    for route in waiting:
        route.continue_()


def test_a_choice_pressed_before_the_script_counts(slow: Page, server: RealServer) -> None:
    statement = seed(slow, server.url, WORDS)
    first = slow.get_by_role("radio", name="Første sætning", exact=True)
    with held_back(slow, address(server.url, "da", "five", statement)):
        first.click()
    assert sentences(slow) == ["Jeg vil gerne have hjælp til at komme ud ad døren kl. 8."]
    expect(first).to_be_checked()


def test_a_choice_pressed_as_soon_as_the_words_are_there_counts(phone: Phones, server: RealServer) -> None:
    page = phone().new_page()
    statement = seed(page, server.url, WORDS)
    page.evaluate("() => navigator.serviceWorker.ready")
    page.goto(address(server.url, "da", "start"))
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": 6})
    first = page.get_by_role("radio", name="Første sætning", exact=True)
    page.goto(address(server.url, "da", "five", statement), wait_until="commit")
    first.click()
    expect(page.locator("[data-sentence]")).to_have_count(1)
    page.wait_for_load_state("networkidle")  # by then every script has started
    expect(first).to_be_checked()
    expect(page.locator("[data-sentence]")).to_have_count(1)


def test_words_typed_before_the_script_are_kept(slow: Page, server: RealServer) -> None:
    with held_back(slow, address(server.url, "da", "write") + "#ny"):
        box(slow, PARTS[0]).press_sequentially("Jeg hedder Åse.")
    expect_saved(slow)
    wait_until_stored(slow, "Jeg hedder Åse.")
    expect(box(slow, PARTS[0])).to_have_value("Jeg hedder Åse.")


def test_words_typed_before_the_script_overwrite_none(slow: Page, server: RealServer) -> None:
    statement = seed(
        slow, server.url, {PARTS[0]: "Jeg hedder Åse.", PARTS[2]: "Ud ad døren."}, title="Til lægen"
    )
    with held_back(slow, address(server.url, "da", "write", statement)):
        box(slow, PARTS[3]).press_sequentially("Se min søster.")
        box(slow, PARTS[2]).press_sequentially("Bare nogle dage.")
    wait_until_stored(slow, "Se min søster.", "Bare nogle dage.")
    slow.goto(address(server.url, "da", "write", statement))
    expect(box(slow, PARTS[3])).to_have_value("Se min søster.")
    expect(box(slow, PARTS[0])).to_have_value("Jeg hedder Åse.")
    expect(box(slow, "Titel")).to_have_value("Til lægen")
    assert "Ud ad døren." in box(slow, PARTS[2]).input_value()
    assert "Bare nogle dage." in box(slow, PARTS[2]).input_value()


def test_a_meeting_typed_before_the_script_is_kept(slow: Page, server: RealServer) -> None:
    with held_back(slow, address(server.url, "da", "meeting") + "#ny"):
        box(slow, WHERE).press_sequentially("Rådhuset")
        slow.get_by_label("Hvilken dag?").fill(day(3))
    expect_saved(slow)
    wait_until_stored(slow, "Rådhuset", day(3))
    expect(box(slow, WHERE)).to_have_value("Rådhuset")


def test_text_typed_before_the_script_overwrites_nothing_of_a_meeting(slow: Page, server: RealServer) -> None:
    meeting = seed_meeting(slow, server.url, f"{day(3)}T10:00", {WHERE: "Rådhuset."}, ["Må jeg få en pause?"])
    with held_back(slow, address(server.url, "da", "meeting", meeting)):
        box(slow, WHO).press_sequentially("Lone")
        box(slow, WHERE).press_sequentially("Stuen.")
    wait_until_stored(slow, "Lone")
    slow.goto("about:blank")
    slow.goto(address(server.url, "da", "meeting", meeting))
    expect(box(slow, WHO)).to_have_value("Lone")
    expect(box(slow, WHERE)).to_have_value(re.compile("Rådhuset.*Stuen|Stuen.*Rådhuset"))
    expect(question(slow, 1)).to_have_value("Må jeg få en pause?")
    expect(slow.get_by_label("Hvad er klokken?")).to_have_value("10:00")


def test_a_button_pressed_before_its_code_has_loaded_is_pressed_then(slow: Page, server: RealServer) -> None:
    with held_back(slow, address(server.url, "da", "together"), "**/static/*/js/secondary.js"):
        slow.wait_for_load_state("load")
        slow.get_by_role("button", name="Begynd").click()
        expect(slow.get_by_role("button", name="Begynd")).to_be_visible()
    expect(slow.get_by_role("button", name="Videre").filter(visible=True)).to_be_visible()
    expect(slow.get_by_role("button", name="Begynd")).to_be_hidden()


def test_a_form_sent_and_a_file_chosen_before_the_code_has_loaded_count(
    slow: Page, server: RealServer
) -> None:
    asked: list[str] = []
    slow.on("request", lambda request: asked.append(request.url))
    url = address(server.url, "da", "copy")
    with held_back(slow, url, "**/static/*/js/secondary.js"):
        slow.wait_for_load_state("load")
        slow.get_by_label("Dine 12 ord").fill("abe abe")
        slow.get_by_role("button", name="Hent", exact=True).click()
    expect(slow.get_by_role("status").filter(has_text="Ord nummer 1 er ikke på listen.")).to_be_visible()
    assert slow.get_by_label("Dine 12 ord").input_value() == "abe abe"
    with held_back(slow, url, "**/static/*/js/secondary.js"):
        slow.wait_for_load_state("load")
        slow.locator("input[type=file]").set_input_files(
            {"name": "kopi.json", "mimeType": "application/json", "buffer": b"not a copy"}
        )
    expect(slow.get_by_role("status").filter(has_text="Det ligner ikke en kopi herfra.")).to_be_visible()
    assert [url for url in asked if "abe" in url] == []


def test_an_answer_tapped_before_the_script_counts(slow: Page, server: RealServer) -> None:
    meeting = seed_meeting(slow, server.url, f"{day(-1)}T10:00")
    with held_back(slow, address(server.url, "da", "after", meeting)):
        slow.get_by_role("group", name=HEARD).get_by_role("radio", name="Lidt").click()
    expect_saved(slow)
    wait_until_stored(slow, "partly")


def test_a_late_press_takes_no_letter_to_another_box(slow: Page, server: RealServer) -> None:
    meeting = seed_meeting(slow, server.url, f"{day(3)}T10:00", {WHERE: "Rådhuset"})
    with held_words(slow, address(server.url, "da", "meeting", meeting)):
        slow.get_by_role("button", name="Tilføj et spørgsmål").click()
        box(slow, WHO).press_sequentially("Min ")
    expect(question(slow, 1)).to_be_visible()
    slow.keyboard.type("søster")
    expect(box(slow, WHO)).to_have_value("Min søster")
    expect(question(slow, 1)).to_have_value("")


def test_a_press_that_waits_for_its_code_takes_no_letter_to_another_box(
    slow: Page, server: RealServer
) -> None:
    meeting = seed_meeting(slow, server.url, f"{day(-1)}T10:00")
    goal = slow.get_by_label("Mit mål, med mine ord")
    with held_back(slow, address(server.url, "da", "after", meeting), "**/static/*/js/secondary.js"):
        slow.wait_for_load_state("load")
        slow.get_by_role("button", name="Tilføj en aftale").click()
        slow.get_by_text("Vil du skrive mere?").click()
        goal.press_sequentially("Min ")
    expect(slow.get_by_label("Gør hvad?")).to_be_visible()
    slow.keyboard.type("søster")
    expect(goal).to_have_value("Min søster")
