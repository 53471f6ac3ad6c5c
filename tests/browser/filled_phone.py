"""A phone with words on it, for tests that look at one screen after another."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone
from .explore_journey import HAPPENED, HELPS
from .journey import WORDS, first_visit, own_again, write
from .meeting_journey import WHERE, WHO, WITH_ME, day
from .real_server import RealServer
from .screens import OF_A_MEETING, address
from .seeds import new_id, seed
from .seeds_of_meetings import seed_meeting, seed_notes
from .share_journey import CLIPBOARD, give, make_link, my_links, read, share_screen, take_back, write_back

LONG = " ".join(
    f"Det her er min sætning nummer {number}, og den er her, så noget bliver foldet."
    for number in range(1, 16)
)


@dataclass(frozen=True)
class FilledPhone:
    """A phone with a statement, its earlier versions, another one in the bin, meetings, notes and links."""

    context: BrowserContext
    origin: str
    statement: str
    meeting: str
    past: str

    def about(self, name: str) -> str:
        """The id of the document that a screen shows."""
        return self.past if name == "after" else self.meeting if name in OF_A_MEETING else self.statement

    @contextmanager
    def screen(self, lang: str, name: str) -> Iterator[Page]:
        """One screen in its own tab; afterwards the phone is its owner's again."""
        page = self.context.new_page()
        page.goto(address(self.origin, lang, name, self.about(name)))
        expect(page.locator("main")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        yield page
        own_again(page)
        page.close()


def fill_phone(browser: Browser, server: RealServer) -> FilledPhone:
    """A phone after some use: the worker is active, so screens come as they do on the second day."""
    context = open_phone(browser, reduced_motion="reduce")
    page = first_visit(context, server.url)
    now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    seed(page, server.url, {**WORDS, "Så jeg kan": "Gå en tur."}, title="Til lægen", deleted=now)
    words = dict(WORDS)
    words["Så jeg kan"] += " " + LONG
    statement = write(page, server.url, words, title="Til jobcentret")  # typed, to have earlier versions
    meeting, past = add_meetings(page, server.url)
    seed_notes(page, server.url, {HAPPENED: LONG, HELPS: "Min søster ringer. Og min hund."})
    seed_notes(page, server.url, {HAPPENED: "Den her er smidt ud."}, deleted=now)
    share(browser, page, server.url, statement)
    page.close()
    return FilledPhone(context, server.url, statement, meeting, past)


def share(browser: Browser, page: Page, origin: str, statement: str) -> None:
    """Three links: one withdrawn, one answered, and one just made."""
    page.context.grant_permissions(CLIPBOARD)
    give(page, origin, statement, sender="Åse")
    take_back(my_links(page, origin).first)
    with open_phone(browser) as other:
        write_back(read(other, give(page, origin, statement)), f"Tak, fordi jeg måtte læse det. {LONG}")
    share_screen(page, origin, statement)
    make_link(page)
    expect(my_links(page, origin).locator("summary")).to_have_count(1)
    page.context.clear_permissions()


def add_meetings(page: Page, origin: str) -> tuple[str, str]:
    """Two meetings with answers, one without, and one ahead; returns the ids of the last and of a first."""
    texts = {WHERE: "Jobcentret, lokale 4", WHO: "Lone fra jobcentret", WITH_ME: "Min søster Anna"}
    questions = ("Kan jeg få en pause på tre uger?", "Hvem ringer jeg til?")
    agreements = [
        {"id": new_id(), "who": who, "what": what, "when": when, "done": False}
        for who, what, when in (("Lone", "Ringer til lægen.", day(7)), ("Jeg selv", "Sover.", ""))
    ]
    answers = {"said": "no", "heard": "partly", "agreements": agreements, "asked": f"{day(0)}T00:00:00.000Z"}
    for ago in (20, 2):
        answered = seed_meeting(page, origin, f"{day(-ago)}T10:00", {WHERE: "Rådhuset"}, **answers)
    seed_meeting(page, origin, f"{day(-1)}T10:00", {WHERE: "Rådhuset"})
    return seed_meeting(page, origin, f"{day(1)}T10:00", texts, questions), answered
