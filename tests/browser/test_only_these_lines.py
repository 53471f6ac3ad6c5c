"""A meeting that leaves out a line shows everything as if the line had never been written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone
from .conftest import Phones
from .journey import PARTS, box, choose, first_visit, own_again, second_visit
from .meeting_journey import WHERE, choose_lines, day, mark, open_about
from .real_server import RealServer
from .screens import address
from .seeds import seed
from .seeds_of_meetings import seed_meeting
from .test_print import text_of
from .vault_journey import rewrite

SECRET = "Jeg drikker lidt for meget."
INTRODUCE = "Jeg hedder Åse. Jeg er mor til to.{} Jeg holder af at lave mad."
OTHERS = {
    PARTS[1]: "Det er vigtigt, at vi taler roligt. Og at jeg kan få en pause.",
    PARTS[2]: "Jeg vil gerne have hjælp til at komme ud ad døren kl. 8. Bare nogle dage.",
}
LAYERS = ("Første sætning", "Det vigtigste", "Lidt mere")
VIEWS = {
    "five": "five",
    "handover": "handover",
    "print": "sheet",
    "ready": "ready",
    "rehearse": "rehearse",
    "take": "text",
}
CHOICES = {"five": LAYERS, "rehearse": LAYERS, "print": ("Det hele", "Det fra Fem minutter")}
"""The screens of a meeting, their selector for its words, and their choices of layers."""


@dataclass(frozen=True)
class Today:
    """Two meetings at the same time today: the first leaves a line out, the second's words never had it."""

    context: BrowserContext
    origin: str
    statement: str
    leaves_out: str
    never_had: str

    def page(self, name: str, about: str) -> Page:
        """A screen in its own tab."""
        page = self.context.new_page()
        page.goto(address(self.origin, "da", name, about))
        expect(page.locator(f"[data-view={VIEWS[name]}]")).not_to_be_empty()
        return page

    def shown(self, name: str, about: str) -> dict[str, str]:
        """The markup of all the words that a screen shows, in each of its layers."""
        page = self.page(name, about)
        view, found = page.locator(f"[data-view={VIEWS[name]}]"), {}
        if name != "five" and about != self.statement:  # five minutes also lists every line to choose from
            assert SECRET not in page.content()
        for choice in CHOICES.get(name, ("",)):
            if choice:
                choose(page, choice)
            found[choice] = view.inner_html().replace(self.leaves_out, self.never_had)
        own_again(page)
        page.close()
        return found


def today(page: Page, origin: str) -> Today:
    """Write the statements and the meetings, and leave the line out as a person does."""
    never = seed(page, origin, {PARTS[0]: INTRODUCE.format(""), **OTHERS}, title="Til jobcentret")
    statement = seed(
        page, origin, {PARTS[0]: INTRODUCE.format(f" {SECRET}"), **OTHERS}, title="Til jobcentret"
    )
    leaves_out, never_had = (seed_meeting(page, origin, day(0), {WHERE: "Rådhuset"}) for _ in range(2))
    open_about(page, origin, "meeting", never_had)
    page.get_by_label("Hvilke ord vil du bruge?").select_option(never)
    expect(page.locator("[data-status]")).to_have_text("Gemt på din telefon")
    choose_lines(page, origin, statement)
    mark(page, SECRET, "Sig først")
    choose_lines(page, origin, leaves_out)
    mark(page, SECRET)
    return Today(page.context, origin, statement, leaves_out, never_had)


@pytest.fixture(scope="module")
def kept(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Today]:
    """A phone with the app installed, whose server process is stopped."""
    with open_phone(browser) as context:
        with RealServer(tmp_path_factory.mktemp("lines")) as server:
            page = first_visit(context, server.url)
            found = today(page, server.url)
            second_visit(page)
            page.close()
        yield found


def test_the_line_is_shown_where_it_is_not_left_out(kept: Today) -> None:
    assert SECRET in kept.shown("five", kept.statement)["Første sætning"]
    assert SECRET in kept.shown("print", kept.statement)["Det hele"]
    assert SECRET in kept.shown("handover", kept.statement)[""]


@pytest.mark.parametrize("name", VIEWS)
def test_the_screens_look_as_if_the_line_was_never_written(kept: Today, name: str) -> None:
    shown = kept.shown(name, kept.leaves_out)
    assert shown == kept.shown(name, kept.never_had)
    assert not [choice for choice, markup in shown.items() if SECRET in markup]
    assert any("Åse" in markup for markup in shown.values()) or name == "ready"


@pytest.mark.parametrize("name", ["five", "handover"])
def test_the_words_rendered_by_the_worker_look_so_too(kept: Today, name: str) -> None:
    drawn = []
    for about in (kept.leaves_out, kept.never_had):
        page = kept.context.new_page()
        devtools = kept.context.new_cdp_session(page)
        devtools.send("Emulation.setScriptExecutionDisabled", {"value": True})
        page.goto(address(kept.origin, "da", name, about))
        expect(page.locator(f"[data-view={name}][data-painted]")).to_contain_text("Åse")
        drawn.append(page.content().replace(kept.leaves_out, kept.never_had))
        own_again(page, has_scripts=False)
        page.close()
    assert SECRET not in drawn[0]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("name", VIEWS)
def test_without_an_id_the_screen_shows_todays_meeting(kept: Today, name: str) -> None:
    page = kept.page(name, "")
    view = page.locator(f"[data-view={VIEWS[name]}]")
    expect(view).to_contain_text("komme ud ad døren")
    for choice in CHOICES.get(name, ("",)):
        if choice:
            choose(page, choice)
        assert SECRET not in view.inner_html()
    own_again(page)
    page.close()


@pytest.mark.parametrize("choice", CHOICES["print"])
def test_the_line_is_not_on_the_paper(kept: Today, tmp_path: Path, choice: str) -> None:
    papers = []
    for about in (kept.leaves_out, kept.statement):
        page = kept.page("print", about)
        choose(page, choice)
        page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
        papers.append(text_of(tmp_path / "paper.pdf"))
        page.close()
    assert "Jeg er mor til to. Jeg holder af at lave mad." in papers[0]
    assert SECRET not in papers[0] and SECRET in papers[1]


@pytest.fixture(scope="module")
def bare(browser: Browser, server: RealServer) -> Iterator[Today]:
    """A browser without a service worker, where the pages draw the words themselves."""
    with open_phone(browser, service_workers="block") as context:
        page = context.new_page()
        found = today(page, server.url)
        page.close()  # it would be handed over too
        yield found


@pytest.mark.parametrize("name", ["five", "handover"])
def test_a_page_without_a_worker_shows_nothing_more(bare: Today, name: str) -> None:
    shown = bare.shown(name, bare.leaves_out)
    assert shown == bare.shown(name, bare.never_had)
    assert not [choice for choice, markup in shown.items() if SECRET in markup]


def test_the_line_stays_out_when_its_words_change(bare: Today) -> None:
    page = bare.context.new_page()
    for changed in (
        "Jeg drikker nok lidt for meget om aftenen.",
        "Jeg drikker nok alt for meget øl om aftenen, når jeg er alene.",
        "Nok alt for meget øl om aftenen, når jeg er alene hjemme.",
    ):
        rewrite(page, bare.origin, bare.statement, {PARTS[0]: INTRODUCE.format(f" {changed}")})
    page.close()  # it would be handed over too
    for name in VIEWS:
        shown = bare.shown(name, bare.leaves_out).values()
        assert not [markup for markup in shown if "for meget" in markup]
        assert any("komme ud ad døren" in markup for markup in shown)
    assert changed in bare.shown("five", bare.statement)["Lidt mere"]


def test_private_lines_are_only_on_the_screens_for_writing_and_choosing(
    phone: Phones, server: RealServer
) -> None:
    page = phone(service_workers="block").new_page()
    statement = seed(page, server.url, {PARTS[0]: INTRODUCE.format(f" {SECRET}"), **OTHERS}, title="Til alle")
    meeting = seed_meeting(page, server.url, day(0), {WHERE: "Rådhuset"})
    choose_lines(page, server.url, statement)
    mark(page, SECRET, "Altid privat")
    page.goto(f"{server.url}/ud")  # a tab with a screen would be handed over too
    here = Today(page.context, server.url, "", meeting, meeting)
    for about in (statement, meeting):
        for name in VIEWS:
            shown = here.shown(name, about)
            assert any("komme ud ad døren" in markup for markup in shown.values())
            assert not [choice for choice, markup in shown.items() if SECRET in markup], name
        open_about(page, server.url, "write", about)
        expect(box(page, PARTS[0])).to_have_value(INTRODUCE.format(f" {SECRET}"))
