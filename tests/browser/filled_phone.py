"""A phone with words on it, on which tests look at one screen after the other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext, Page, expect

from .chromium import open_phone
from .explore_journey import HAPPENED, HELPS, note, unfold, write_notes
from .journey import WORDS, first_visit, write
from .meeting_journey import WHERE, WHO, WITH_ME, day, look_back, make_meeting
from .real_server import RealServer
from .screens import OF_A_MEETING, address
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
        """The id of what a screen shows."""
        return self.past if name == "after" else self.meeting if name in OF_A_MEETING else self.statement

    @contextmanager
    def screen(self, lang: str, name: str) -> Iterator[Page]:
        """One screen in a tab of its own: a handed-over tab shows nothing else."""
        page = self.context.new_page()
        page.goto(address(self.origin, lang, name, self.about(name)))
        expect(page.locator("main")).not_to_be_empty()
        page.wait_for_load_state("networkidle")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        yield page
        page.close()


def fill_phone(browser: Browser, server: RealServer) -> FilledPhone:
    """A phone after some use: the worker is active, so screens come as they do on the second day."""
    context = open_phone(browser, reduced_motion="reduce")
    page = first_visit(context, server.url)
    write(page, server.url, {**WORDS, "Så jeg kan": "Gå en tur."}, title="Til lægen")
    page.goto(address(server.url, "da", "start"))
    page.get_by_role("button", name="Smid ud").first.click()
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()
    words = dict(WORDS)
    words["Så jeg kan"] += " " + LONG
    statement = write(page, server.url, words, title="Til jobcentret")
    meeting, past = meet(page, server.url)
    write_notes(page, server.url, {HAPPENED: LONG, HELPS: "Min søster ringer. Og min hund."})
    note(page, HAPPENED, "Den her er smidt ud.")
    unfold(page, HAPPENED, 1).get_by_role("button", name="Smid noten ud").click()
    expect(page.get_by_role("button", name="Fortryd")).to_be_visible()
    share(browser, page, server.url, statement)
    page.close()
    return FilledPhone(context, server.url, statement, meeting, past)


def share(browser: Browser, page: Page, origin: str, statement: str) -> None:
    """Three links: one that was taken back, one that somebody answered, and one that is just out."""
    page.context.grant_permissions(CLIPBOARD)
    give(page, origin, statement, sender="Åse")
    take_back(my_links(page, origin).first)
    with open_phone(browser) as other:
        write_back(read(other, give(page, origin, statement)), f"Tak, fordi jeg måtte læse det. {LONG}")
    share_screen(page, origin, statement)
    make_link(page)
    expect(my_links(page, origin).locator("summary")).to_have_count(1)
    page.context.clear_permissions()


def meet(page: Page, origin: str) -> tuple[str, str]:
    """Two meetings that were looked back on, one that was not, and one ahead; gives the last and a first."""
    for ago in (20, 2, 1):
        past = make_meeting(page, origin, f"{day(-ago)}T10:00", {WHERE: "Rådhuset"})
        if ago > 1:
            agreed = [("Lone", "Ringer til lægen.", day(7)), ("Jeg selv", "Sover.", "")]
            look_back(page, origin, past, "Nej", "Lidt", agreed)
            answered = past
    texts = {WHERE: "Jobcentret, lokale 4", WHO: "Lone fra jobcentret", WITH_ME: "Min søster Anna"}
    questions = ("Kan jeg få en pause på tre uger?", "Hvem ringer jeg til?")
    return make_meeting(page, origin, f"{day(1)}T10:00", texts, questions), answered
