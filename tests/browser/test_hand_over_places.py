"""Where things stand when the phone is handed over: nothing that one needs in the moment is scrolled away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone, set_font, watch
from .journey import PARTS, WORDS, own_again, wait_until_stored
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .test_accessible import CONTRAST, axe, measure

SIZES = {
    "360 × 740": (360, 740, 16),
    "320 × 640": (320, 640, 16),
    "390 × 844": (390, 844, 16),
    "sideways": (740, 360, 16),
    "360 × 740, a font of 32 px": (360, 740, 32),
    "320 × 640, a font of 32 px": (320, 640, 32),
    "360 × 740 at 200 %": (180, 370, 16),
    "320 × 640 at 200 %": (160, 320, 16),
    "wide": (1280, 900, 16),
}
"""The width and height in CSS pixels, and the browser's own font size. Zoom halves the pixels."""
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OWN = {"answer1": "Skriv det ned", "answer2": "Tal langsomt", "answer4": "Ring til Lone"}
LONGEST = "Speciallægekonsultation"
PLACES = """() => Object.fromEntries(Object.entries({
  back: '[data-way-back]', headline: 'h1', name: '.dock h2', dock: '.dock', pad: '[data-pad-opener]',
  first: '[data-answer=yes]', sentence: '[data-sentence]',
}).map(([name, selector]) => {
  const shown = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
  const { left, top, right, bottom } = shown.getBoundingClientRect();
  return [name, { left, top, right, bottom }];
}))"""
ANSWERS = """() => [...document.querySelectorAll('[data-answer]')].map((button) => {
  const { left, top, right, bottom } = button.getBoundingClientRect();
  const fits = button.scrollWidth <= button.clientWidth && button.scrollHeight <= button.clientHeight;
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = button.parentElement;
  const own = button.dataset.answer === 'own';
  const aside = own && (scrollWidth > clientWidth || scrollHeight > clientHeight);
  return { left, top, right, bottom, fits, own, aside };
})"""
WITHIN = """(cover) => [document.documentElement, document.querySelector(cover)].every(
  ({ scrollWidth, clientWidth }) => scrollWidth <= clientWidth)"""
CHOOSE = """async (chosen) => {
  const opening = indexedDB.open('egne-ord');
  const database = await new Promise((done) => { opening.onsuccess = () => done(opening.result); });
  const transaction = database.transaction('settings', 'readwrite');
  for (const [name, value] of Object.entries(chosen)) transaction.objectStore('settings').put(value, name);
  await new Promise((done) => { transaction.oncomplete = done; });
  database.close();
}"""


@dataclass(frozen=True)
class Kept:
    """A phone with words, the id of its statement, and another tab, in which settings are put."""

    context: BrowserContext
    statement: str
    desk: Page


@pytest.fixture(scope="module")
def kept(browser: Browser, server: RealServer) -> Iterator[Kept]:
    """A phone without a worker: the page draws the words itself."""
    with open_phone(browser, service_workers="block", reduced_motion="reduce") as context:
        page = context.new_page()
        statement = seed(page, server.url, WORDS)
        page.goto(f"{server.url}/healthz")
        yield Kept(context, statement, page)


def open_at(kept: Kept, server: RealServer, size: str, lang: str = "da", **chosen: str) -> Page:
    """The hand-over on a screen of this size, with these settings."""
    width, height, font = SIZES[size]
    names = ["handover", *(f"answer{n}" for n in range(1, 5))]
    kept.desk.evaluate(CHOOSE, {name: chosen.get(name, "") for name in names})
    page = kept.context.new_page()
    if font != 16:
        set_font(page, font)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address(server.url, lang, "handover", kept.statement))
    page.locator("[data-view=handover][data-painted]").wait_for()
    return page


def in_sight(box: dict[str, float], page: Page) -> bool:
    """Whether a box is on the screen in full."""
    width, height = page.evaluate("[innerWidth + 0.5, innerHeight + 0.5]")
    starts = box["left"] >= -0.5 and box["top"] >= -0.5
    return bool(starts and box["right"] <= width and box["bottom"] <= height)


def check_places(page: Page, size: str, has_own: bool) -> None:
    """The way back, the headline, the answers and their name are in sight; the text begins between them."""
    at = page.evaluate(PLACES)
    width, height, font = SIZES[size]
    narrow = width < 280
    assert at["dock"]["bottom"] == pytest.approx(height, abs=1)
    assert at["back"]["top"] <= 12 and at["back"]["right"] >= at["headline"]["right"] - 1
    for name in ("back", "first", *(() if narrow else ("name", "pad"))):
        assert in_sight(at[name], page), name
    assert at["back"]["bottom"] <= at["headline"]["top"] < at["dock"]["top"] - 28
    assert at["sentence"]["top"] > at["headline"]["bottom"]
    if not narrow and not (has_own and font > 16):
        assert at["headline"]["bottom"] <= at["dock"]["top"], "the headline is not in sight in full"
    for answer in page.evaluate(ANSWERS):
        assert answer["right"] - answer["left"] >= 64 and answer["bottom"] - answer["top"] >= 64
        is_aside = answer["aside"] and (height < 600 or font > 16)
        shown = {**answer, "left": 0, "right": 0} if is_aside else answer
        assert answer["fits"] and (narrow or in_sight(shown, page)), "one's own are aside in large type alone"
    assert measure(page, "smallText(28)") == []
    assert within(page, "main")


@pytest.mark.parametrize("own", [{}, OWN], ids=["five", "own"])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_one_reads_asks_and_answers_without_scrolling(
    kept: Kept, server: RealServer, size: str, lang: str, own: dict[str, str]
) -> None:
    page = open_at(kept, server, size, lang, **own)
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        check_places(page, size, bool(own))
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_answers_stay_where_they_are_while_one_reads_to_the_end(
    kept: Kept, server: RealServer, size: str
) -> None:
    page = open_at(kept, server, size, **OWN)
    before = page.evaluate(ANSWERS)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.evaluate("() => new Promise(requestAnimationFrame)")
    for answer, then in zip(page.evaluate(ANSWERS), before, strict=True):
        assert answer == pytest.approx(then, abs=1)
    last = page.locator("[data-sentence]").last.bounding_box()
    dock = page.locator(".dock").bounding_box()
    assert last and dock and last["y"] + last["height"] <= dock["y"], "it ends below"
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_each_answer_of_ones_own_fills_the_screen_in_the_persons_words(
    kept: Kept, server: RealServer, size: str
) -> None:
    page = open_at(kept, server, size, answer3=LONGEST, **OWN)
    own = page.locator("[data-answer=own]")
    expect(own).to_have_text(["Skriv det ned", "Tal langsomt", LONGEST, "Ring til Lone"])
    for button in own.all():
        button.click()
        word = page.locator("[data-answer-word]")
        expect(word).to_have_text(str(button.text_content()))
        assert word.locator(".words").evaluate("(own) => !own.translate")
        assert in_sight_of(page) and within(page, "[data-answer-shown]")
        page.locator("[data-answer-back]").click()
        expect(button).to_be_focused()
    page.close()


def within(page: Page, cover: str) -> bool:
    """Whether nothing is wider than a cover, or than the page."""
    return bool(page.evaluate(WITHIN, cover))


def in_sight_of(page: Page) -> bool:
    """Whether the answer that is shown is on the screen in full."""
    box = page.locator("[data-answer-word]").bounding_box()
    assert box is not None
    sides = {"left": box["x"], "top": box["y"]}
    return in_sight(sides | {"right": box["x"] + box["width"], "bottom": box["y"] + box["height"]}, page)


@pytest.mark.parametrize("size", SIZES)
def test_the_pad_takes_a_line_keeps_nothing_and_comes_last(kept: Kept, server: RealServer, size: str) -> None:
    page = open_at(kept, server, size)
    troubles = watch(page)
    line = page.get_by_role("textbox")
    expect(line).to_have_count(0)
    opener = page.get_by_role("button", name="Skriv en linje")
    expect(page.locator(".answers button").last).to_have_accessible_name("Skriv en linje")
    opener.click()
    expect(line).to_be_focused()
    line.fill("Jeg vil gerne hjem nu")
    assert measure(page, "smallText(28)") == [] and within(page, "[data-pad]")
    assert measure(page, "smallTargets(64)") == []
    for theme in THEMES:
        page.emulate_media(color_scheme=theme)
        assert axe(page, CONTRAST if theme == "dark" else None) == []
    page.get_by_role("button", name="Tilbage").click()
    expect(line).to_have_count(0)
    expect(opener).to_be_focused()
    page.reload()
    opener.click()
    expect(line).to_have_value("")
    page.close()
    assert troubles == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_sentence_of_ones_own_request_is_the_headline(
    kept: Kept, server: RealServer, lang: str
) -> None:
    page = open_at(kept, server, "360 × 740", lang, handover="Lån mig et øjeblik, kl. 8.  Jeg er her.\nTak.")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Lån mig et øjeblik, kl. 8.")
    assert heading.evaluate("(own) => !own.translate && own.classList.contains('words')")
    assert "Jeg er her.\nTak." in page.locator("main").inner_text()
    expect(page.get_by_text(called(lang, "Jeg kan ikke finde ordene lige nu."))).to_have_count(0)
    page.close()


def test_answers_are_made_beforehand_and_taken_away_again(kept: Kept, server: RealServer) -> None:
    page = open_at(kept, server, "360 × 740", answer2="Tal langsomt")
    own_again(page)
    page.goto(address(server.url, "da", "settings"))
    expect(page.get_by_label("Svar 2")).to_have_value("Tal langsomt")
    page.get_by_label("Svar 1").press_sequentially("Skriv det ned")
    wait_until_stored(page, "Skriv det ned")
    page.get_by_role("link", name="Giv telefonen videre").click()
    expect(page.locator("[data-answer=own]")).to_have_text(["Skriv det ned", "Tal langsomt"])
    own_again(page)
    page.goto(address(server.url, "da", "settings"))
    expect(page.get_by_label("Svar 1")).to_have_value("Skriv det ned")
    page.get_by_label("Svar 2").fill("")
    expect(page.locator("[data-status]")).to_have_text("Gemt på din telefon")
    page.get_by_role("link", name="Giv telefonen videre").click()
    expect(page.locator("[data-answer=own]")).to_have_text(["Skriv det ned"])
    page.close()


def test_the_worker_draws_the_request_and_the_answers_as_the_page_does(tab: Page, server: RealServer) -> None:
    statement = seed(tab, server.url, {PARTS[2]: "Jeg vil gerne ud."})
    tab.evaluate(CHOOSE, {"handover": "Vent lidt. Tak.", "answer1": "<b>Skriv</b> & vis"})
    tab.goto(address(server.url, "da", "handover", statement))
    assert tab.locator("[data-view=handover]").get_attribute("data-painted") is not None
    expect(tab.locator("[data-answer=own]")).to_have_text(["<b>Skriv</b> & vis"])
    expect(tab.get_by_role("heading", level=1)).to_have_text("Vent lidt.")
    expect(tab.locator("[data-plea]")).to_have_count(0)
    tab.evaluate(CHOOSE, {"handover": "", "answer1": ""})
