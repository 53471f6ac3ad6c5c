"""The start screen and *Mere*: what stands where on four sizes, and one tap to each main act."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from .chromium import open_phone
from .journey import PARTS, own_again, statement_act
from .meeting_journey import WHERE, day
from .real_server import RealServer
from .screens import LANGUAGES, address, called
from .seeds import seed
from .seeds_of_meetings import seed_meeting

SIZES: tuple[ViewportSize, ...] = (
    {"width": 360, "height": 740},
    {"width": 320, "height": 640},
    {"width": 390, "height": 844},
    {"width": 768, "height": 1024},
)
THEMES = ("light", "dark")
LINE = "at få ro i hovedet om aftenen uden at blive sløv dagen efter."
UNTITLED = "Jeg   vil tale langsomt 🙂, så  jeg kan følge med."
PRIVATE = "Min bror slår mig."
TODAY = "I dag kl. 23.59"
SHOWN = "(links) => links.filter((link) => link.checkVisibility()).map((link) => link.textContent.trim())"


@dataclass(frozen=True)
class Place:
    """Where a control is on the screen, in px."""

    top: float
    bottom: float
    width: float


def place_of(control: Locator) -> Place:
    """Where a control stands."""
    box = control.bounding_box()
    assert box is not None, f"{control} is not on the screen"
    return Place(box["y"], box["y"] + box["height"], box["width"])


def bar(page: Page) -> float:
    """Where the bar at the bottom edge begins."""
    return place_of(page.locator(".acts")).top


def on_every_size(page: Page) -> Iterator[str]:
    """The name of each size and theme, once the page has it."""
    for size in SIZES:
        for theme in THEMES:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.evaluate("() => new Promise(requestAnimationFrame)")
            yield f"{size['width']} × {size['height']}, {theme}"


def open_start(page: Page, origin: str, lang: str = "da") -> None:
    """The start screen, once it is drawn."""
    page.goto(address(origin, lang, "start"))
    expect(page.locator("[data-view=list][data-painted]")).to_be_attached()


@pytest.fixture(scope="module")
def empty_phone(browser: Browser) -> Iterator[BrowserContext]:
    """A phone without a word on it."""
    with open_phone(browser, reduced_motion="reduce", service_workers="block") as context:
        yield context


@pytest.fixture(scope="module")
def filled(browser: Browser, server: RealServer) -> Iterator[Page]:
    """A phone with a meeting today, a titled statement with a private line, and one without a title."""
    with open_phone(browser, reduced_motion="reduce", service_workers="block") as context:
        page = context.new_page()
        marks = [{"part": "help", "text": PRIVATE, "mark": "private"}]
        seed(page, server.url, {PARTS[2]: f"{PRIVATE} {LINE}"}, title="Til jobcentret", marks=marks)
        seed(page, server.url, {PARTS[0]: UNTITLED})
        seed_meeting(page, server.url, f"{day(0)}T23:59", {WHERE: "Nørre Allé 4, 2. sal"})
        yield page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_empty_start_says_what_it_is_and_asks_for_one_thing(
    empty_phone: BrowserContext, server: RealServer, lang: str
) -> None:
    page = empty_phone.new_page()
    open_start(page, server.url, lang)
    expect(page.locator(".welcome")).to_contain_text("møde" if lang == "da" else "meeting")
    ways = page.locator("main").get_by_role("link")
    names = ["Skriv nye ord", "Skriv sammen", "Hent dine ord"]
    expect(ways).to_have_text([called(lang, name) for name in names])
    assert page.locator("main button").evaluate_all(SHOWN) == []
    for size in on_every_size(page):
        write, together = place_of(ways.nth(0)), place_of(ways.nth(1))
        assert write.bottom <= bar(page) and together.bottom <= bar(page), size
        assert round(write.width) == round(together.width), size
        assert round(write.bottom - write.top) == round(together.bottom - together.top), size
        assert place_of(page.locator(".top")).bottom <= 80, f"the head is not one row at {size}"
        if not size.startswith("320"):
            assert place_of(page.locator(".promises li").first).bottom <= bar(page), size
    page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_example_opens_without_a_network_and_looks_invented(
    empty_phone: BrowserContext, server: RealServer, lang: str
) -> None:
    page = empty_phone.new_page()
    open_start(page, server.url, lang)
    empty_phone.set_offline(True)
    page.get_by_text(called(lang, "Se et eksempel")).click()
    said = page.locator(".example > p").first
    expect(said).to_have_text(called(lang, "Et opfundet eksempel. Dine ord må gerne være helt anderledes."))
    expect(said).to_be_visible()
    empty_phone.set_offline(False)
    page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_next_meeting_and_its_five_minutes_stand_first(
    filled: Page, server: RealServer, lang: str
) -> None:
    open_start(filled, server.url, lang)
    region = filled.get_by_role("region", name=called(lang, "Næste møde"))
    expect(region.locator(".next-when")).to_have_text(TODAY if lang == "da" else "Today at 23:59")
    five = region.get_by_role("link", name=called(lang, "Fem minutter"))
    sheet = filled.locator(".card").first
    for size in on_every_size(filled):
        found = place_of(five)
        assert found.bottom <= bar(filled) and found.top <= 420, f"{found} at {size}"
        assert found.width == place_of(region).width, size
        assert place_of(sheet).top <= bar(filled) - 44, f"no sheet is in sight at {size}"
        wide = filled.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, size


def test_sheets_show_the_first_line_as_it_was_written_and_nothing_private(
    filled: Page, server: RealServer
) -> None:
    open_start(filled, server.url)
    lines = filled.locator(".card-line .words").evaluate_all("(all) => all.map((line) => line.textContent)")
    assert lines == [UNTITLED, LINE]
    assert PRIVATE not in filled.locator("main").inner_text()
    expect(filled.get_by_text("Uden titel")).to_have_count(0)
    fonts = filled.locator(".card-line .words").evaluate_all(
        "(all) => all.map((line) => getComputedStyle(line).fontFamily)"
    )
    assert all("serif" in font and "sans" not in font for font in fonts)
    expect(filled.get_by_role("link", name="Til jobcentret", exact=True)).to_be_visible()


def test_a_tap_anywhere_on_a_sheet_opens_it_and_the_rest_is_behind_one_button(
    filled: Page, server: RealServer
) -> None:
    open_start(filled, server.url)
    sheet = filled.locator(".card").filter(has_text="Til jobcentret")
    assert sheet.get_by_role("link").count() + sheet.get_by_role("button").count() == 1
    link = statement_act(filled, "link", "Del med én")
    expect(link).to_be_visible()
    link.click()
    expect(filled.locator("h1")).to_have_text("Del med én")
    open_start(filled, server.url)
    sheet.click(position={"x": 30, "y": place_of(sheet).bottom - place_of(sheet).top - 20})
    expect(filled.locator("h1")).to_have_text("Skriv")
    expect(filled.locator("#title")).to_have_value("Til jobcentret")


@pytest.mark.parametrize(("name", "heading"), [("Skriv", "Skriv"), ("Fem minutter", "Fem minutter")])
def test_writing_and_the_five_minutes_are_one_tap_away(
    filled: Page, server: RealServer, name: str, heading: str
) -> None:
    open_start(filled, server.url)
    filled.get_by_role("link", name=name, exact=True).last.click()
    expect(filled.locator("h1")).to_have_text(heading)


def test_handing_over_is_one_tap_away(filled: Page, server: RealServer) -> None:
    filled.goto(f"{server.url}/ud")  # a tab with a screen would be handed over too
    tab = filled.context.new_page()
    open_start(tab, server.url)
    tab.get_by_role("link", name="Giv telefonen videre").click()
    expect(tab.get_by_role("button", name="En anden dag")).to_be_visible()
    own_again(tab)
    tab.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_more_leads_to_every_screen_that_is_not_needed_in_the_moment(
    filled: Page, server: RealServer, lang: str
) -> None:
    names = (
        "copy",
        "vault",
        "bin",
        "links",
        "help",
        "settings",
        "install",
        "meetings",
        "explore",
        "together",
    )
    page = filled
    open_start(page, server.url, lang)
    page.get_by_role("navigation").first.get_by_role("link", name=called(lang, "Mere"), exact=True).click()
    expect(page.locator("h1")).to_have_text(called(lang, "Mere"))
    for name in names:
        expect(page.locator(f'main a[href="{address("", lang, name)}"]')).to_be_visible()
    for _ in on_every_size(page):
        rows = page.locator(".rows :is(a, button):visible").evaluate_all(
            "(rows) => rows.map((row) => row.getBoundingClientRect().height)"
        )
        assert min(rows) >= 44
    for name in names if lang == "da" else names[:1]:
        page.locator(f'main a[href="{address("", lang, name)}"]').click()
        expect(page).to_have_url(address(server.url, lang, name))
        page.go_back()
