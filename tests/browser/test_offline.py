"""Sacred: after one visit the words work without the server; after a second page the meetings do too."""

from __future__ import annotations

import html
import json
import re
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from .chromium import open_phone, watch
from .conftest import Phones
from .explore_journey import HELPS, boxes, explore, unfold, use_sentence, write_notes
from .journey import PARTS, WORDS, box, choose, first_visit, hold, own_again, second_visit, sentences, write
from .meeting_journey import WHERE, day, look_back, make_meeting, open_about, unfolded
from .real_server import RealServer
from .screens import EVERY_SCREEN, LANGUAGES, SCREENS, address, called
from .seeds import seed
from .vault_journey import expect_status

FIVE_SENTENCES = [
    "Jeg hedder Åse.",
    "Jeg holder af at gå tidligt om morgenen.",
    "Jeg vil sove om natten.",
    "Det er vigtigt, at vi taler roligt.",
    "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8.",
    "Bare nogle dage.",
    "Se min søster igen.",
    "Lave mad til os begge to.",
]


@dataclass(frozen=True)
class OfflinePhone:
    """A phone that visited two pages, and the server's headings of its screens."""

    context: BrowserContext
    origin: str
    headings: dict[tuple[str, str], str]


def heading(url: str) -> str:
    """The text of the first heading as the server sends it."""
    # hang guard: a page of this machine comes at once
    with urllib.request.urlopen(url, timeout=30) as answer:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", answer.read().decode(), re.DOTALL)
    assert found, f"{url} has no h1"
    return html.unescape(re.sub(r"<[^>]+>", "", found[1])).strip()


@pytest.fixture(scope="module")
def offline(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OfflinePhone]:
    """Visit two pages, then stop the server process for good."""
    with open_phone(browser) as context:
        with RealServer(tmp_path_factory.mktemp("offline")) as server:
            headings = {(lang, name): heading(address(server.url, lang, name)) for lang, name in EVERY_SCREEN}
            page = first_visit(context, server.url)
            second_visit(page)
            page.close()
        yield OfflinePhone(context, server.url, headings)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_screen_opens_without_the_server(offline: OfflinePhone, lang: str) -> None:
    page, found = offline.context.new_page(), []
    troubles = watch(page)
    for name in sorted(SCREENS, key=lambda name: name == "handover"):  # last: nothing else is shown then
        page.goto(address(offline.origin, lang, name), wait_until="networkidle")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        alerts = page.get_by_role("alert").filter(visible=True).all_inner_texts()
        shown = page.locator("h1").inner_text(), page.locator("html").get_attribute("lang"), alerts
        if shown != (offline.headings[lang, name], lang, []):
            found.append((name, *shown))
    assert found == []
    assert troubles == []
    own_again(page)
    page.close()


def test_the_styles_come_from_the_cache_without_the_worker(offline: OfflinePhone) -> None:
    page = offline.context.new_page()
    page.goto(address(offline.origin, "da", "five"), wait_until="load")
    styles = "performance.getEntriesByType('resource').find(({ name }) => name.endsWith('.css'))"
    assert page.evaluate(f"() => {styles}.workerFinalSourceType") == "cache"
    page.close()


def test_each_screen_has_a_distinct_heading_in_each_language(offline: OfflinePhone) -> None:
    assert offline.headings["da", "start"] == "Dine ord"
    assert offline.headings["da", "five"] == "Fem minutter"
    for lang in ("da", "en"):
        own = [text for (language, _), text in offline.headings.items() if language == lang]
        assert len(set(own)) == len(own), own


def test_after_one_page_the_words_work_and_other_screens_say_what_they_need(
    phone: Phones, own_server: RealServer
) -> None:
    context = phone()
    first_visit(context, own_server.url).close()
    own_server.stop()
    page = context.new_page()
    statement = write(page, own_server.url)
    page.goto(address(own_server.url, "da", "five", statement))
    choose(page, "Det vigtigste")
    assert sentences(page) == FIVE_SENTENCES
    for name in ("meetings", "meeting", "remind", "ready", "rehearse", "after", "explore"):
        open_about(page, own_server.url, name)
        expect_status(page, "Det her skal bruge net første gang. Dine ord er her stadig.")
    page.goto(address(own_server.url, "da", "handover"))
    assert sentences(page) == FIVE_SENTENCES


@pytest.mark.parametrize("path", ["/", "/ud"])
def test_the_front_page_and_the_exit_page_open_without_the_server(offline: OfflinePhone, path: str) -> None:
    page = offline.context.new_page()
    troubles = watch(page)
    answer = page.goto(offline.origin + path)
    assert answer is not None and answer.ok
    if path == "/":
        expect(page.locator("h1")).to_have_text("Dine ord")
    assert troubles == []
    page.close()


def test_the_whole_journey_works_without_the_server(offline: OfflinePhone, tmp_path: Path) -> None:
    """In English, as one journey; the keyboard and canary journeys are Danish."""
    page, lang = offline.context.new_page(), "en"
    troubles = watch(page)
    statement = write(page, offline.origin, lang=lang, title="Til jobcentret")
    page.get_by_role("button", name=called(lang, "Vis et eksempel")).click()
    expect(page.locator("[data-examples]")).not_to_be_empty()

    page.goto(address(offline.origin, lang, "five", statement))
    choose(page, called(lang, "Det vigtigste"))
    assert sentences(page) == FIVE_SENTENCES
    choose(page, called(lang, "Første sætning"))
    assert sentences(page) == ["Jeg vil gerne have hjælp til at komme ud ad døren kl. 8."]
    page.get_by_role("button", name=called(lang, "Jeg blev afbrudt")).click()
    expect(page.get_by_text(called(lang, "Jeg er ikke helt færdig. Må jeg læse resten?"))).to_be_visible()

    page.get_by_role("link", name=called(lang, "Giv telefonen videre")).click()
    assert sentences(page) == FIVE_SENTENCES
    page.get_by_role("button", name=called(lang, "Ja"), exact=True).click()
    expect(page.locator("[data-answer-shown]")).to_contain_text(called(lang, "Ja"))
    page.locator("[data-answer-shown] button").click()
    hold(page)
    expect(page.locator("h1")).not_to_have_text(offline.headings[lang, "handover"])

    page.goto(address(offline.origin, lang, "print", statement))
    for label, text in WORDS.items():
        expect(page.get_by_role("heading", name=called(lang, label), exact=True)).to_be_visible()
        expect(page.get_by_text(text, exact=True)).to_be_visible()

    page.goto(address(offline.origin, lang, "more"))
    with page.expect_download() as download:
        page.get_by_role("button", name=called(lang, "Gem en kopi")).click()
    copy = tmp_path / "copy.json"
    download.value.save_as(copy)
    mine = [row for row in json.loads(copy.read_text("utf-8"))["statements"] if row["id"] == statement]
    assert mine[0]["parts"]["introduce"] == WORDS[PARTS[0]]
    assert mine[0]["title"] == "Til jobcentret"
    assert troubles == []
    page.close()


def test_a_meeting_is_written_used_and_answered_without_the_server(offline: OfflinePhone) -> None:
    page, origin = offline.context.new_page(), offline.origin
    seed(page, origin, {PARTS[0]: "Jeg hedder Åse."})
    questions = ("Må jeg få en pause?", "Hvem ringer jeg til?")
    meeting = make_meeting(page, origin, f"{day(3)}T10:00", {WHERE: "Rådhuset"}, questions)
    open_about(page, origin, "ready", meeting)
    expect(page.locator(".questions li")).to_have_text(list(questions))
    expect(page.locator("main")).to_contain_text("Rådhuset")
    open_about(page, origin, "rehearse", meeting)
    page.get_by_role("button", name="Begynd").click()
    expect(page.locator("[aria-current=true]")).to_contain_text("Jeg hedder Åse.")
    open_about(page, origin, "remind", meeting)
    expect(page.get_by_text("Det her skal bruge net. Dit møde er gemt.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Gem i kalender").click()
    assert "SUMMARY:En hilsen fra dig selv\r\n" in unfolded(Path(download.value.path()))
    look_back(page, origin, meeting, agreed=[("Lone", "Ringer.", day(9))])
    expect(page.get_by_role("region", name="Det har I aftalt")).to_contain_text("Ringer.")
    page.close()


def test_a_note_is_written_and_a_sentence_of_it_used_without_the_server(offline: OfflinePhone) -> None:
    page, origin = offline.context.new_page(), offline.origin
    write_notes(page, origin, {HELPS: "Min søster. Og min hund."})
    explore(page, origin)
    expect(boxes(page, HELPS).last).to_have_value("Min søster. Og min hund.")
    row = unfold(page, HELPS, boxes(page, HELPS).count() - 1)
    use_sentence(row, 0, PARTS[3])
    row.get_by_role("link", name="Se den i Skriv").click()
    expect(box(page, PARTS[3])).to_have_value(re.compile(r"(^|\n)Min søster\.$"))
    page.close()
